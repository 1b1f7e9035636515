import { has } from '../tokens.js';
import type { RoleQuestion } from './role-question.js';
import type { Segment, Segmented } from './segments.js';
import { SELF_SPEAKERS } from './statements.js';
import { stemOf } from './words.js';

/** Who does something, where no verb of the question tells it: by the speaker, and by the name of the doer. */

/** Nouns for those who do something, beyond the verb with -er or -or. */
const DOERS: Readonly<Record<string, string>> = {
  teach: 'tutor instructor coach professor lecturer',
  coach: 'trainer',
  train: 'coach instructor',
  supervise: 'advisor adviser',
  manage: 'boss lead head',
  lead: 'head lead boss',
  run: 'head lead organiser organizer manager host',
  own: 'holder maintainer lead',
  treat: 'doctor physician therapist dentist vet',
  represent: 'lawyer attorney solicitor agent',
  maintain: 'owner',
  handle: 'lead owner contact',
  mind: 'childminder nanny babysitter sitter',
  marry: 'wife husband spouse',
  rent: 'landlord landlady',
};
const DOERS_BY_STEM = new Map(
  Object.entries(DOERS).map(([verb, nouns]) => [
    stemOf(verb),
    new Set(nouns.split(' ').map(stemOf)),
  ]),
);
/** Verbs whose doer one has a lesson, a session or an appointment "with". */
export const WITH_SOMEONE: ReadonlySet<string> = new Set(
  'teach coach train treat tutor instruct share'.split(' ').map(stemOf),
);

/** Whether a stem names those who do what the verb says: `supervisor` for `supervise`. */
export const isDoer = (stem: string, verb: string): boolean =>
  DOERS_BY_STEM.get(verb)?.has(stem) === true ||
  // "Teach" and "teacher", "supervis" and "supervisor": but "own" and "owner", not "run" and "runner's".
  (stem.startsWith(verb) && /^(?:e?r|or|ner|mer)$/.test(stem.slice(verb.length)) && stem !== verb);

const isName = ({ text }: Segment): boolean =>
  /(?:^|\s)\p{Lu}[\p{L}'’-]*$/u.test(text) || /^(?:mr|mrs|ms|miss|dr|prof)\b/i.test(text);

/** "Supervisor of the thesis is Ana Ruiz", "with an online tutor, Ana", "guitar lesson with Ana". */
export function namedDoers(
  asked: RoleQuestion,
  { tokens, stems, segments }: Segmented,
): { segment: Segment; text: string }[] {
  const { verb } = asked;
  if (!asked.who || verb === null) return [];
  const at = stems.findIndex((stem) => stem !== '' && isDoer(stem, verb));
  const holder = segments.findIndex(({ from, to }) => at >= from && at < to);
  const own = segments[holder];
  if (at >= 0 && own !== undefined) {
    // "Coach Ana", "Prof. Ruiz, my supervisor".
    const title = tokens
      .slice(at + 1, own.to)
      .map((token) => token.text)
      .join(' ')
      .trim();
    if (/^\p{Lu}/u.test(title)) return [{ segment: own, text: title }];
    const following = segments
      .slice(holder + 1)
      .filter((segment) => segment.clause <= own.clause + 1)
      .find((segment) => isName(segment) && /^(?:named|)$/.test(segment.preposition ?? ''));
    const leading = segments
      .slice(0, holder)
      .findLast((segment) => isName(segment) && segment.preposition === null);
    const chosen = leading !== undefined && has(tokens[own.verb], 'Copula') ? leading : following;
    return chosen === undefined ? [] : [{ segment: chosen, text: chosen.text }];
  }
  if (!WITH_SOMEONE.has(verb)) return [];
  const beside = segments.find((segment) => segment.preposition === 'with' && isName(segment));
  return beside === undefined ? [] : [{ segment: beside, text: beside.text }];
}

const FIRST = /^(?:i|we|me|my|our)$/;

/**
 * "I own the importer", said by Ben, tells that Ben owns it; a note without a subject ("On call from May") is
 * its speaker's as well. Null where somebody else does it, or nobody is known to speak.
 */
export function speakerWho(
  asked: RoleQuestion,
  speaker: string | null,
  { tokens, segments }: Segmented,
  verbs: ReadonlySet<string>,
): string | null {
  if (!asked.who || speaker === null || SELF_SPEAKERS.has(speaker.toLowerCase())) return null;
  if (asked.role !== 'subject' && asked.role !== 'predicate') return null;
  const main = asked.verb === null ? -1 : tokens.findIndex(({ word }) => verbs.has(stemOf(word)));
  if (asked.role === 'subject' && main < 0) return null;
  const led = tokens.slice(0, main < 0 ? tokens.length : main);
  const self = led.some(({ word }) => FIRST.test(word));
  if (asked.role === 'subject') return self ? speaker : null;
  const none = tokens.every((_, at) => !has(tokens[at], 'Verb', 'Copula') || at > 3);
  return self || (none && segments[0]?.preposition !== null) ? speaker : null;
}
