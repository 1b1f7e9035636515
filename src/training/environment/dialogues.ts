/**
 * Authored dialogues: short exchanges with a memory server and what must be true afterwards, written by
 * authors who had not seen the program (`data/dialogues`). Checks speak of outcomes (live memories, recall,
 * answers), never of operations or of the server's own wording, so they reward a policy in training and
 * judge a server through an MCP client alike.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import {
  atomMatches,
  DateAtom,
  describePattern,
  PatternSchema,
  patternMatches,
  type Remembered,
} from './dialogue-patterns.js';

export const DIALOGUE_CLASSES = [
  'coexisting',
  'superseded',
  'correction',
  'retraction',
  'duplicate',
  'elaboration',
  'look-alike',
  'same-attribute',
  'dated-event',
  'small-talk',
  'relative-date',
  'hostile',
] as const;
export type DialogueClass = (typeof DIALOGUE_CLASSES)[number];

const Remember = z
  .object({
    text: z.string().min(1),
    speaker: z.string().optional(),
    said_at: z.iso.datetime({ offset: true }).optional(),
  })
  .strict();
const Bounds = z
  .object({ min: z.int().nonnegative().optional(), max: z.int().nonnegative().optional() })
  .strict();
/** A phrase that the normalised answer holds as whole words, or a date in any written form. */
const Phrase = z.union([z.string().min(1), DateAtom]);

const Checks = z
  .object({
    /** Each is shown by some live memory. */
    live_contains: z.array(PatternSchema).optional(),
    /** No live memory states it as current: one that matches must show `unless` or a past cue. */
    live_lacks: z
      .array(z.object({ pattern: PatternSchema, unless: z.string().optional() }).strict())
      .optional(),
    /** How many live memories there are. */
    live_count: Bounds.optional(),
    /** How many live memories match. */
    live_matching: z
      .array(z.object({ pattern: PatternSchema, ...Bounds.shape }).strict())
      .optional(),
    /** Some memory among the first `within_top` matches one of the patterns. */
    recall: z
      .array(
        z
          .object({
            query: z.string(),
            contains_any: z.array(PatternSchema).min(1),
            within_top: z.int().min(1).max(60),
          })
          .strict(),
      )
      .optional(),
    answer: z
      .array(
        z
          .object({
            question: z.string(),
            contains_any: z.array(Phrase).optional(),
            equals_any: z.array(z.string()).optional(),
            lacks_any: z.array(z.string()).optional(),
            abstains: z.literal(true).optional(),
          })
          .strict(),
      )
      .optional(),
  })
  .strict();

export const DialogueSchema = z
  .object({
    id: z.string().min(1),
    class: z.enum(DIALOGUE_CLASSES),
    split: z.enum(['dev', 'held-out']).optional(),
    /** As people speak, or as LLM clients write notes. */
    register: z.enum(['spoken', 'note']),
    setting: z.enum(['private', 'work']),
    remembers: z.array(Remember).min(2).max(5),
    /** One good bank at the end: keeps the checks honest, and is no check itself. */
    gold: z.array(z.object({ text: z.string(), speaker: z.string().optional() }).strict()),
    checks: Checks,
  })
  .strict();
export type Dialogue = z.infer<typeof DialogueSchema>;

/** What a dialogue left behind; recalls and answers stand in the order of the checks. */
export interface DialogueOutcome {
  live: Remembered[];
  recalls: Remembered[][];
  answers: (string | null)[];
}

export type CheckKind = keyof z.infer<typeof Checks>;
export interface CheckFailure {
  kind: CheckKind;
  message: string;
}

/**
 * Words by which a text says that something is over, was wrong or is told of the past: a memory
 * that reads "left Google, now at Meta" may name Google.
 */
export const PAST_CUES =
  /\b(left|quit|used to|no longer|not|never|former(ly)?|previous(ly)?|ex|was|were|until|till|now|originally|initially|instead|rather than|sold|dropped|ended|(is|are|it.s) over|cancel(l?ed|l?ing|lation)?|scrapped|removed|(moved|switched|migrated|changed|upgraded|corrected|postponed|rescheduled|pushed( back)?) (away )?from|replac(ed|es|ing)|swapped|\w+n't)\b/iu;

/** Reads dialogues of this format from any file. */
export function readDialogues(file: string | URL): Dialogue[] {
  return z.array(DialogueSchema).parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** The rules were written on `dev`; nothing is trained on it, since there they are right more often than elsewhere. */
export const DIALOGUE_SPLITS = ['dev', 'train', 'validation', 'held-out'] as const;
export type DialogueSplit = (typeof DIALOGUE_SPLITS)[number];

const FOLDER = fileURLToPath(new URL('../../../data/dialogues/', import.meta.url));

/** The authored dialogues of a split, file by file; each file is by one author. */
export function authoredDialogues(split: DialogueSplit): Dialogue[] {
  const folder = `${FOLDER}${split}/`;
  return readdirSync(folder)
    .sort()
    .flatMap((name) =>
      readDialogues(folder + name).map((each) => ({
        ...each,
        id: `${name.split('.')[0]}-${each.id}`,
      })),
    );
}

/** Everything that is wrong with an outcome; an empty list means passed. */
export const checkDialogue = (
  dialogue: Dialogue,
  { live, recalls, answers }: DialogueOutcome,
): CheckFailure[] => [
  ...checkBank(dialogue, live),
  ...checkRecalls(dialogue, recalls),
  ...checkAnswers(dialogue, answers),
];

/** Everything that is wrong with the live memories. */
export function checkBank({ checks }: Dialogue, live: readonly Remembered[]): CheckFailure[] {
  const failures: CheckFailure[] = [];
  const fail = (kind: CheckKind, message: string) => failures.push({ kind, message });

  for (const pattern of checks.live_contains ?? []) {
    if (!live.some((memory) => patternMatches(pattern, memory))) {
      fail('live_contains', `no live memory shows ${describePattern(pattern)}`);
    }
  }
  for (const { pattern, unless } of checks.live_lacks ?? []) {
    const stale = live.find((memory) => {
      if (!patternMatches(pattern, memory) || PAST_CUES.test(memory.text)) return false;
      return unless === undefined || !atomMatches(unless, memory.text);
    });
    if (stale) fail('live_lacks', `still stated: ${JSON.stringify(stale.text)}`);
  }
  if (checks.live_count && !within(live.length, checks.live_count)) {
    fail('live_count', `${live.length} live memories, wanted ${bounds(checks.live_count)}`);
  }
  for (const check of checks.live_matching ?? []) {
    const count = live.filter((memory) => patternMatches(check.pattern, memory)).length;
    if (!within(count, check)) {
      const wanted = `wanted ${bounds(check)}`;
      fail('live_matching', `${count} memories show ${describePattern(check.pattern)}, ${wanted}`);
    }
  }
  return failures;
}

/** The recalls that miss, given in the order of the checks. */
export const checkRecalls = (
  { checks }: Dialogue,
  recalls: readonly (readonly Remembered[])[],
): CheckFailure[] =>
  (checks.recall ?? []).flatMap((check, index) => {
    const found = (recalls[index] ?? []).slice(0, check.within_top);
    if (found.some((memory) => check.contains_any.some((p) => patternMatches(p, memory))))
      return [];
    const message = `${JSON.stringify(check.query)} found ${JSON.stringify(found)}`;
    return [{ kind: 'recall', message }];
  });

/** The answers that are wrong, given in the order of the checks. */
export const checkAnswers = (
  { checks }: Dialogue,
  answers: readonly (string | null)[],
): CheckFailure[] =>
  (checks.answer ?? []).flatMap((check, index) => {
    const answer = answers[index] ?? null;
    if (answerPasses(check, answer)) return [];
    const message = `${JSON.stringify(check.question)} answered ${JSON.stringify(answer)}`;
    return [{ kind: 'answer', message }];
  });

/** Lower case, without punctuation and articles, single spaces. */
export function normaliseAnswer(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s]/gu, ' ')
    .replace(/\b(a|an|the)\b/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

export function answerPasses(
  check: NonNullable<z.infer<typeof Checks>['answer']>[number],
  answer: string | null,
): boolean {
  if (check.abstains) return answer === null;
  // To say nothing says nothing wrong.
  if (answer === null) return !check.contains_any && !check.equals_any;
  const padded = ` ${normaliseAnswer(answer)} `;
  const holds = (phrase: z.infer<typeof Phrase>) =>
    typeof phrase === 'string'
      ? padded.includes(` ${normaliseAnswer(phrase)} `)
      : atomMatches(phrase, answer);
  if (check.contains_any && !check.contains_any.some(holds)) return false;
  if (check.equals_any && !check.equals_any.some((p) => ` ${normaliseAnswer(p)} ` === padded)) {
    return false;
  }
  return !(check.lacks_any ?? []).some(holds);
}

function within(count: number, { min = 0, max = Infinity }: z.infer<typeof Bounds>): boolean {
  return count >= min && count <= max;
}

function bounds({ min = 0, max = Infinity }: z.infer<typeof Bounds>): string {
  return min === max ? `${min}` : `${min} to ${max === Infinity ? 'any' : max}`;
}
