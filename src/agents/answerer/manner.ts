import type { Question } from './question.js';
import type { Reading } from './reading.js';
import type { ScoredSentence } from './relevance.js';

/** How somebody gets somewhere: "cycles to work", "takes the 7 tram", "by bus". */

const ASKS =
  /^how (?:do|does|did|will|is|are|am)\b.*\b(?:get|getting|go|going|travel\w*|commut\w*|come|coming)\b(?! (?:on|along|by|rid)\b)/i;
const WAY =
  /\b(?:(?:cycle|bike|walk|run|drive|skate|scooter)s?|(?:cycl|bik|walk|driv)ing|(?:take|catch|ride|get)(?:s|es)? (?:the|a|an|my|his|her|their) (?:[\p{L}\d-]+ ){0,3}?(?:train|bus|tram|metro|tube|subway|underground|ferry|boat|bike|bicycle|car|taxi|scooter|lift|U-Bahn|S-Bahn)|(?:by|on) (?:train|bus|tram|metro|tube|subway|underground|ferry|boat|bike|bicycle|car|taxi|scooter|foot|plane))\b/iu;

/** The way in the best sentence that tells one; null where that is not asked for, or none does. */
export function readTransport(
  question: Question,
  sentences: readonly ScoredSentence[],
): Reading | null {
  if (!ASKS.test(question.text)) return null;
  for (const sentence of sentences) {
    const way = WAY.exec(sentence.text)?.[0];
    if (way !== undefined) return { text: way, certainty: 0.9, evidence: [sentence] };
  }
  return null;
}
