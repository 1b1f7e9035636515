import { parseAsked } from '../asked.js';
import { alikeStems } from '../alike.js';
import type { Question } from '../question.js';
import { relatedStems } from '../words.js';
import type { Place } from './answer-weights.js';
import { signOf } from './signs.js';
import { readWords, sortsOf, type Word } from './words.js';

/** What the choice of an answer knows of a question. */
export interface AskedFor {
  question: Question;
  words: readonly Word[];
  /** Form, head noun and so on, as aspects that signs are joined with. */
  plain: readonly number[];
  close: readonly number[];
  /** How a stem meets the question: as its verb, the sort asked for, another word, a person; '' not at all. */
  match(word: Word): string;
  /** Sorts of things that are asked for, a letter each. */
  headSorts: string;
  /** Preposition that the answer should follow. */
  slot: string | null;
  topic: string;
  /** Capitalised words of the question that are not at its start. */
  names: ReadonlySet<string>;
}

const FRONTED = /^(?:in|on|at|from|with|for|by|to|until|since|of|about|under|behind|through)$/;

/**
 * Takes a question apart for the choice of its answer.
 * @param place in a conversation every sign counts once more: that is a matter of its own
 */
export function askedFor(question: Question, place: Place): AskedFor {
  const words = readWords(question.text.replace(/[?\s]+$/, ''));
  const first = words[0]?.text ?? '';
  const fronted = FRONTED.test(first);
  const wh = words.find(({ text }) =>
    /^(?:what|which|who|whom|whose|where|when|why|how|is|are|does|do|did|was|has|can|will)$/.test(
      text,
    ),
  );
  const at = wh === undefined ? 0 : words.indexOf(wh);
  const next = words[at + 1];
  const head = question.focus.at(-1) ?? null;
  const headWord = words.find(({ stem }) => stem !== '' && stem === head)?.text ?? '';
  const headSorts = sortsOf(headWord);
  const topic = parseAsked(question.text)?.topic ?? 'none';
  const form = [
    question.kind,
    question.asksSubject ? 'subject' : '',
    question.measured ? 'measure' : '',
    question.plural ? 'many' : '',
    head === null ? '' : 'sort',
  ].join(' ');
  const slot = question.slot ?? (fronted ? first : null);
  const exact = new Set(question.terms);
  const wide = new Set(
    question.terms.flatMap((term) => [...relatedStems(term), ...alikeStems(term)]),
  );
  const people = new Set(question.people.flatMap((name) => name.toLowerCase().split(/\s+/)));
  const names = new Set(
    words
      .filter(({ shape, stem }, i) => i > 0 && stem !== '' && /^(?:Name|AA|aA|a0)$/.test(shape))
      .map(({ stem }) => stem),
  );
  return {
    question,
    words,
    plain: [
      signOf('kind', question.kind),
      ...(place === 'inConversation' ? [signOf('in conversation')] : []),
    ],
    close: [
      signOf('form', form),
      signOf('opening', `${fronted ? first : ''} ${wh?.text ?? ''}`, next?.text ?? ''),
      ...(head === null ? [] : [signOf('head', head)]),
      ...(headSorts === '' ? [] : [signOf('head sorts', headSorts)]),
    ],
    match({ stem, text }) {
      if (people.has(text)) return 'P';
      if (stem === '') return '';
      if (stem === question.verb) return 'V';
      if (stem === head) return 'F';
      if (names.has(stem)) return 'N';
      return exact.has(stem) ? 'T' : wide.has(stem) ? 't' : '';
    },
    headSorts,
    slot,
    topic,
    names,
  };
}
