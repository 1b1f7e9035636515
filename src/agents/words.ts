import { stemmer } from 'stemmer';
import type { Clause, SentenceAnalysis } from './language.js';
import { COUNTS, SYNONYMS } from './lexicon.js';
import { memoised, memoisedOf } from './memo.js';

const TEMPORAL =
  /^(?:yesterday|today|tonight|tomorrow|ago|last|next|week|month|year|day|weekend|morning|evening|night|couple|few|this|past)$/;

/** Canonical form of a lemma: synonyms to one word, then its stem. */
export const canonical = memoised((word: string): string => {
  const bare = word.toLowerCase().replace(/^[("'“‘]+|[)"'”’.,!?]+$/g, '');
  const plain = COUNTS.get(bare) ?? bare;
  // The stemmer has "deploi" for "deploy", but "deploy" for "deployment".
  return /^[a-z]+$/.test(plain)
    ? stemmer(SYNONYMS.get(plain) ?? plain).replace(/y$/, 'i')
    : (SYNONYMS.get(plain) ?? plain);
});

/** Words that make the difference between two statements, in canonical form. */
export const salient = memoisedOf((analysis: SentenceAnalysis): ReadonlySet<string> => {
  // Once the date is written beside them, "yesterday" and "two days ago" say no more than it does.
  const dated = /\([^()]*\d{4}\)/.test(analysis.text);
  const counts = dated ? /^(?:one|two|three|four|five|six|seven)$/ : /^$/;
  return new Set(
    analysis.words
      .filter((word) => !(dated && TEMPORAL.test(word)) && !counts.test(word))
      .filter(
        (word) =>
          !/^(?:actual|sorry|correction|mean|longer|any ?more|instead|forget|also)$/.test(word),
      )
      .map(canonical),
  );
});

/** Canonical words of the value of a clause. */
export const valueOf = memoisedOf(
  ({ valueWords }: Clause): ReadonlySet<string> => new Set(valueWords.map(canonical)),
);
