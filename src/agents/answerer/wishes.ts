import type { Question } from './question.js';
import type { Reading } from './reading.js';
import { laterFirst, type ScoredSentence } from './relevance.js';
import { same } from './sorts.js';
import { LANGUAGE } from './topic-words.js';
import { holds } from './values.js';
import { matchableOf, stemOf } from './words.js';

/** How somebody wants what is written for them: in which form, in which language, how long. */

interface Wish {
  asks: RegExp;
  /** What tells it, the plainest first. */
  told: readonly RegExp[];
}

const MANNER =
  '(?:(?:short|brief|full|plain|complete|concise|long|flowing|continuous|simple|compact|running|numbered|bulleted|nested|ordered)(?:,? (?:and )?| ))*';
const SHAPE =
  'bullet(?:ed)?[ -]?(?:points?|lists?)|bullets|lists?|paragraphs?|prose|tables?|markdown|plain text|sentences?|outlines?|steps|text|json|yaml|html|diagrams?|code blocks?|checklists?|headings';
const COUNT =
  '(?:\\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twenty|fifty|a hundred)';

const WISHES: readonly Wish[] = [
  {
    asks: /\b(?:what|which) (?:form|format|shape|layout|style) |\bhow (?:do|does|should|would|must) .*\b(?:want|like|prefer|formatted|written|presented|structured|laid out)\b/i,
    told: [
      new RegExp(`(?<![\\p{L}-])${MANNER}(?:${SHAPE})(?![\\p{L}-])`, 'giu'),
      /\b(?:short|brief|concise|formal|informal|casual|detailed|direct|polite|terse)(?:,? and (?:short|brief|concise|formal|informal|casual|detailed|direct|polite|to the point))?\b/giu,
    ],
  },
  {
    asks: /\b(?:what|which) language\b(?!.*\b(?:speak|speaks|spoken|learn\p{L}*|know|knows|stud(?:y|ies|ying)|fluent|teach\p{L}*|understand|programming|program|code|coded)\b)/iu,
    told: [new RegExp(LANGUAGE.source.replace(/^\^|\$$/g, ''), 'gu')],
  },
  {
    asks: /\b(?:what|which) (?:variety of |kind of |type of )?(?:English|spelling)\b/i,
    told: [/\b(?:British|American|Canadian|Australian|Irish|Indian|Oxford)\b/gu],
  },
  {
    asks: /^how long (?:may|can|should|must|do|does|are|is)\b/i,
    told: [
      new RegExp(
        `(?:(?:no (?:longer|more) than|at most|not (?:over|more than)|up to|under|within|max(?:imum)?(?: of)?) )?${COUNT}(?:(?: or|-| to) ${COUNT})? (?:short )?(?:words?|lines?|sentences?|paragraphs?|characters?|pages?|bullets?)(?![\\p{L}])`,
        'giu',
      ),
    ],
  },
];

/** Words by which a wish is asked for, and that no telling of it need have. */
const ASKING = new Set(
  'form format shape layout style language variety kind english spelling assistant user want like prefer use write written text may long should give present structure formatted come'
    .split(' ')
    .map(stemOf),
);
/** What is said of all that an assistant writes is said of its answers. */
const ANSWERS = new Set(['answer', 'reply', 'response', 'respond'].map(stemOf));

/** The wish that the latest of the sentences about the asked thing tells; null where none is asked for or told. */
export function readWish(question: Question, ranked: readonly ScoredSentence[]): Reading | null {
  const wish = WISHES.find(({ asks }) => asks.test(question.text));
  if (wish === undefined) return null;
  const own = question.terms.filter((stem) => !ASKING.has(stem));
  const needed = own.length > 0 ? own : [stemOf('answer')];
  const shareIn = (text: string): number => {
    const have = matchableOf(text);
    const told = needed.filter(
      (stem) =>
        [...same(stem)].some((other) => have.has(other)) ||
        (ANSWERS.has(stem) && [...ANSWERS].some((one) => have.has(one))),
    );
    return told.length / needed.length;
  };
  const found = ranked.flatMap((sentence) => {
    const text = toldIn(sentence.text, wish, question.text);
    const share = Math.max(shareIn(sentence.text), 0.9 * shareIn(sentence.memory.text));
    return text === null || share < 0.5 || sentence.about < 0.5 ? [] : [{ text, share, sentence }];
  });
  const most = Math.max(...found.map(({ share }) => share));
  const [best] = found
    .filter(({ share }) => share >= most - 0.01)
    .sort((a, b) => laterFirst(a.sentence, b.sentence));
  return best === undefined ? null : { text: best.text, certainty: 0.9, evidence: [best.sentence] };
}

function toldIn(sentence: string, { told }: Wish, question: string): string | null {
  for (const pattern of told) {
    for (const match of sentence.matchAll(pattern)) {
      const text = match[0].trim();
      if (question.toLowerCase().includes(text.toLowerCase())) continue;
      if (holds(sentence, match.index, match.index + match[0].length)) return text;
    }
  }
  return null;
}
