import type { ScoredMemory } from '../../memory/records.js';
import { epochOf } from '../../memory/time.js';
import { alikeStems } from './alike.js';
import { namesKind } from './kinds.js';
import { asksForWords, ownWords } from './own-words.js';
import { mayTellOf, periodOf } from './period.js';
import type { Question } from './question.js';
import { isContent, phrasesOf, relatedStems, stemOf, wordsOf } from './words.js';
import { asWritten } from './written.js';

/**
 * How well what was retrieved speaks to a question, sentence by sentence: which of the question's words
 * it has (rare ones count more) and whether it is about the person asked about. Pure, no tagging: this
 * runs over all 60 memories.
 */

/** A sentence of a memory, with how well it fits the question. */
export interface ScoredSentence {
  memory: ScoredMemory;
  text: string;
  /** Its place among the sentences of its memory. */
  at: number;
  /** Share of the question's words, weighted by rarity, that it covers; in [0, 1]. */
  coverage: number;
  /** 1 about the person asked about (or nobody is asked about), 0 about somebody else. */
  about: number;
  /** How well it fits the question's words, whoever it is about; at most about 1. */
  fit: number;
  /** The same, less where it is about somebody else. */
  relevance: number;
}

interface SentenceWords {
  text: string;
  stems: ReadonlySet<string>;
  words: ReadonlySet<string>;
}

const MEMO_SIZE = 5_000;
const memo = new Map<string, readonly SentenceWords[]>();

/** "I'm at Meta": being at something with a name tells where one works, without a word for it. */
const AT_A_PLACE = /(?:['’]m|\bam|['’]re|\bis|\bare) (?:now |currently )?at \p{Lu}/u;

/** Cuts after `.`, `!`, `?` or a line's end; a shared picture is a sentence of its own. */
function splitSentences(text: string): string[] {
  return (
    text
      .replace(/\b(Dr|Mr|Mrs|Ms|Prof|St|vs|etc)\.(?=\s)/g, '$1\u2024')
      .replace(/\b(ext|no|tel|apt|approx|vol|ch)\.(?=\s*\d)/giu, '$1\u2024')
      // "By R. Amato", "J. S. Bach": the initial of a name.
      .replace(/(?<=(?:\bby|\b\p{Lu}[\p{L}\u2024.]*) \p{Lu})\.(?=\s\p{Lu})/gu, '\u2024')
      .split(/(?<=[.!?…]["”')\]]*)\s+(?=[^\s])|\n+|\s+(?=\[shared a picture:)/u)
      .map((sentence) => sentence.replace(/\u2024/g, '.').trim())
      .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))
  );
}

/**
 * Sentences of a text with their words; kept, since the same memories are retrieved again and again.
 * @param quotes what is quoted from others counts as well
 */
export function sentencesOf(text: string, quotes = false): readonly SentenceWords[] {
  if (!quotes) return sentencesOf(ownWords(text), true);
  const known = memo.get(text);
  if (known !== undefined) return known;
  const sentences = splitSentences(asWritten(text)).map((sentence) => {
    const words = wordsOf(sentence);
    return {
      text: sentence,
      words: new Set(words),
      stems: new Set([
        ...words.filter(isContent).map(stemOf),
        ...phrasesOf(words),
        ...(AT_A_PLACE.test(sentence) ? ['work'] : []),
      ]),
    };
  });
  if (memo.size >= MEMO_SIZE) memo.clear();
  memo.set(text, sentences);
  return sentences;
}

/** A related word stands for the asked one, but less surely. */
const RELATED_WORTH = 0.6;
/** So does one that the thesaurus knows. */
const ALIKE_WORTH = 0.5;

function some(others: ReadonlySet<string>, stems: ReadonlySet<string>): boolean {
  for (const other of others) if (stems.has(other)) return true;
  return false;
}

/** @param kinds those of the terms that are nouns which something of their kind is named for */
function coverageOf(
  terms: ReadonlyMap<string, number>,
  stems: ReadonlySet<string>,
  kinds: ReadonlySet<string>,
): number {
  let total = 0;
  let covered = 0;
  for (const [term, weight] of terms) {
    total += weight;
    if (stems.has(term) || kinds.has(term)) covered += weight;
    else {
      if (some(relatedStems(term), stems)) covered += weight * RELATED_WORTH;
      else if (some(alikeStems(term), stems)) covered += weight * ALIKE_WORTH;
    }
  }
  return total === 0 ? 0 : covered / total;
}

/** "What instrument do you play?": who plays the saxophone need not call it an instrument. */
const SORT_WORTH = 0.5;
/** What is spoken of tells more than what is said of it: the verb is easily another one. */
const VERB_WORTH = 0.7;

const NO_STEMS: ReadonlySet<string> = new Set();

/** Those nouns of "which instrument" that a sentence names a kind of. */
function kindsAsked({ focus, kind }: Question, text: string): ReadonlySet<string> {
  const sort = kind === 'what' ? focus.at(-1) : undefined;
  return sort !== undefined && namesKind(text, sort) ? new Set([sort]) : NO_STEMS;
}

/** Weight of each question word: rare among the retrieved is telling. */
function termWeights(
  question: Question,
  memories: readonly (readonly SentenceWords[])[],
): Map<string, number> {
  return new Map(
    question.terms.map((term) => {
      const holding = memories.filter((all) => all.some(({ stems }) => stems.has(term))).length;
      const rare = Math.log(1 + (memories.length + 1) / (holding + 0.5));
      const worth = question.focus.includes(term)
        ? SORT_WORTH
        : term === question.verb
          ? VERB_WORTH
          : 1;
      return [term, rare * worth];
    }),
  );
}

const FIRST = ['i', 'my', 'me', 'mine', 'we', 'our', 'us', "i've", "i'm"];
const SECOND = ['you', 'your', 'yours'];
const hasAny = (words: ReadonlySet<string>, list: readonly string[]): boolean =>
  list.some((word) => words.has(word));

/** Speakers that stand for the person who asks. */
const SELF = new Set(['user', 'me', 'i', 'human']);

const GREETING =
  '(?:hey|hi|hello|dear|thanks|thank you|congrats|congratulations|wow|oh|yeah|yes|no|so|well|sure|great)\\s+';
/** A word or two between a pause or a greeting and a pause: where one is called by name. */
const CALL = new RegExp(
  `(?:^|[,.!?…]\\s*|\\b${GREETING})(?:${GREETING})*([\\p{L}\\p{N}'’-]+(?: [\\p{L}\\p{N}'’-]+)?)(?=\\s*(?:[,.!?…:]|$))`,
  'giu',
);

/** Whether somebody is only called by name: "Anna, I'm off!" tells nothing of Anna. */
function isCalled(names: readonly string[], text: string): boolean {
  const left = text.replace(CALL, (call, called: string) =>
    called.split(' ').every((word) => names.includes(word.toLowerCase())) ? '' : call,
  );
  const words = wordsOf(left);
  return !names.some((name) => words.includes(name));
}

/** Whether a sentence is about one person, in [0, 1]. */
function isAbout(person: string, sentence: SentenceWords, speaker: string | null): number {
  const names = person.toLowerCase().split(/\s+/);
  const named = names.some((name) => sentence.words.has(name));
  if (named && !(speaker !== null && isCalled(names, sentence.text))) return 1;
  if (speaker === null) return 0.5;
  const addressed = hasAny(sentence.words, SECOND) && !hasAny(sentence.words, FIRST);
  if (speaker.toLowerCase() === person.toLowerCase()) return addressed ? 0.4 : 1;
  return addressed ? 0.5 : 0;
}

function aboutOf(
  question: Question,
  sentence: SentenceWords,
  speaker: string | null,
  speakers: number,
): number {
  const [person] = question.people;
  if (person !== undefined) {
    return Math.max(
      ...question.people.map((who, index) =>
        index === 0 ? isAbout(who, sentence, speaker) : isAbout(who, sentence, speaker) * 0.7,
      ),
    );
  }
  if (!question.firstPerson || speakers <= 1) return 1;
  return speaker === null || SELF.has(speaker.toLowerCase()) || sentence.words.has('user')
    ? 1
    : 0.5;
}

/** What the parts weigh; chosen on LoCoMo conv-26 and conv-30. */
export const RELEVANCE = {
  sentence: 0.5,
  memory: 0.2,
  retrieval: 0.3,
  stranger: -0.45,
  elsewhen: -0.2,
  asks: -0.25,
  picture: -0.1,
};

/** Whether a sentence asks something. */
export const isAsked = (sentence: string): boolean => /\?["”')\]]*$/.test(sentence);

/**
 * Among so few memories one that shares a question's words is what is meant; among many, some share them
 * by chance.
 */
export const FEW = 15;

/** Every sentence of the memories, best first. */
export function scoreSentences(
  question: Question,
  memories: readonly ScoredMemory[],
): ScoredSentence[] {
  const quotes = asksForWords(question.text);
  const split = memories.map((memory) => sentencesOf(memory.text, quotes));
  const terms = termWeights(question, split);
  const speakers = new Set(memories.map((memory) => memory.speaker)).size;
  const best = Math.max(...memories.map((memory) => memory.score), 1e-9);
  const scored = memories.flatMap((memory, index) => {
    const sentences = split[index] ?? [];
    const whole = new Set(sentences.flatMap(({ stems }) => [...stems]));
    const kinds = sentences.map(({ text }) => kindsAsked(question, text));
    const wholeCoverage = coverageOf(terms, whole, new Set(kinds.flatMap((some) => [...some])));
    const elsewhen = mayTellOf(periodOf(question, memory.saidAt), memory.saidAt) ? 0 : 1;
    return sentences.map((sentence, at) => {
      const coverage = coverageOf(terms, sentence.stems, kinds[at] ?? NO_STEMS);
      const about = aboutOf(question, sentence, memory.speaker, speakers);
      const asks = isAsked(sentence.text) ? RELEVANCE.asks : 0;
      const picture = sentence.text.startsWith('[') ? RELEVANCE.picture : 0;
      const fit =
        RELEVANCE.sentence * coverage +
        RELEVANCE.memory * wholeCoverage +
        RELEVANCE.retrieval * (memory.score / best) +
        RELEVANCE.elsewhen * elsewhen +
        asks +
        picture;
      const relevance = fit + RELEVANCE.stranger * (1 - about);
      return { memory, text: sentence.text, at, coverage, about, fit, relevance };
    });
  });
  // Equal sentences: the later one, then a fixed order.
  return scored.sort(
    (a, b) =>
      b.relevance - a.relevance ||
      b.memory.saidAt.localeCompare(a.memory.saidAt) ||
      a.memory.id.localeCompare(b.memory.id),
  );
}

/** Orders sentences by when they were told, the latest first. */
export const laterFirst = (a: ScoredSentence, b: ScoredSentence): number =>
  epochOf(b.memory.saidAt) - epochOf(a.memory.saidAt) || (a.memory === b.memory ? b.at - a.at : 0);

/** The memories of the best sentences, best first, each once. */
export function topMemories(sentences: readonly ScoredSentence[], limit: number): ScoredMemory[] {
  return [...new Set(sentences.map(({ memory }) => memory))].slice(0, limit);
}
