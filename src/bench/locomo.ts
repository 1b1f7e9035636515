import { readFile } from 'node:fs/promises';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { inputError, messageOf } from '../errors.js';
import type { ZonedTime } from '../memory/records.js';

/**
 * Reader of LoCoMo's official JSON (Maharana et al. 2024, "Evaluating Very Long-Term Conversational
 * Memory of LLM Agents"). The file is checked once, here; everything after it works on `LocomoSample`.
 */

/** 1 multi-hop, 2 temporal, 3 open-domain, 4 single-hop, 5 adversarial (nothing to answer). */
export type LocomoCategory = 1 | 2 | 3 | 4 | 5;

/** What is fed to the memory: what was said, or the facts that come with the file. */
export type FactStream = 'turns' | 'observations' | 'both';
export const FACT_STREAMS = ['turns', 'observations', 'both'] as const;

/** One thing to remember. */
export interface LocomoItem {
  /** Unique within the file, e.g. `conv-26:D1:3` or `conv-26:S1:Caroline:0`. */
  id: string;
  /** Turn ids it covers, e.g. `D1:3`. */
  evidence: string[];
  text: string;
  speaker: string;
  saidAt: ZonedTime;
  /** Session number, from 1. */
  session: number;
}

export interface LocomoQuestion {
  /** Position in the file's `qa` list, from 0: what an audit refers to. */
  index: number;
  question: string;
  /** Null for most of category 5. */
  answer: string | null;
  /** Other answers that are right; LoCoMo gives none. */
  accepted: string[];
  /** The wrong answer that category 5 tempts to. */
  adversarialAnswer: string | null;
  /** Turn ids, e.g. `D1:3`; without repeats. */
  evidence: string[];
  category: LocomoCategory;
}

export interface LocomoSample {
  /** E.g. `conv-26`. */
  id: string;
  speakers: string[];
  /** In the order of the dialogue. */
  turns: LocomoItem[];
  /** Facts extracted by the authors of the data, by session, then by speaker. */
  observations: LocomoItem[];
  questions: LocomoQuestion[];
}

const turnSchema = z.object({
  speaker: z.string(),
  dia_id: z.string(),
  text: z.string(),
  blip_caption: z.string().optional(),
});
const scalar = z.union([z.string(), z.number()]).nullish();
const observationSchema = z.record(
  z.string(),
  z.array(z.tuple([z.string(), z.union([z.string(), z.array(z.string())])])),
);
const sampleSchema = z.object({
  sample_id: z.string(),
  conversation: z.record(z.string(), z.unknown()),
  observation: z.record(z.string(), observationSchema).optional(),
  qa: z.array(
    z.object({
      question: z.string(),
      answer: scalar,
      accepted: z.array(z.string()).default([]),
      adversarial_answer: scalar,
      evidence: z.array(z.string()),
      category: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
    }),
  ),
});
const fileSchema = z.array(sampleSchema).min(1);

type RawSample = z.infer<typeof sampleSchema>;

/**
 * Turn ids in a citation. The file has oddities such as `D8:6; D9:17`, `D:11:26` and a bare `D`
 * (which cites nothing).
 */
export function evidenceIds(citations: readonly string[]): string[] {
  const ids = new Set<string>();
  for (const citation of citations) {
    for (const [, session, turn] of citation.matchAll(/D:?(\d+):(\d+)/g)) {
      ids.add(`D${Number(session)}:${Number(turn)}`);
    }
  }
  return [...ids];
}

/** `1:56 pm on 8 May, 2023` as ISO 8601; LoCoMo names no zone, UTC is taken. */
export function parseSessionTime(text: string): ZonedTime {
  const time = DateTime.fromFormat(text.trim(), "h:mm a 'on' d MMMM, yyyy", {
    zone: 'utc',
    locale: 'en',
  });
  const iso = time.toISO({ suppressMilliseconds: true });
  if (iso === null) {
    throw inputError(
      'locomo-time',
      `not a LoCoMo session time: "${text}" (expected "1:56 pm on 8 May, 2023")`,
    );
  }
  return iso;
}

function sessionTime(sample: RawSample, session: number): ZonedTime {
  const text = sample.conversation[`session_${session}_date_time`];
  if (typeof text !== 'string') {
    throw inputError('locomo-time', `${sample.sample_id}: session ${session} has no date-time`);
  }
  return parseSessionTime(text);
}

/** Session numbers that have turns, in order: some files date sessions that never took place. */
function sessionNumbers(sample: RawSample): number[] {
  return Object.keys(sample.conversation)
    .map((key) => /^session_(\d+)$/.exec(key)?.[1])
    .filter((number) => number !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
}

function turnsOf(sample: RawSample, session: number): LocomoItem[] {
  const saidAt = sessionTime(sample, session);
  const turns = z.array(turnSchema).parse(sample.conversation[`session_${session}`]);
  return turns.map((turn) => ({
    id: `${sample.sample_id}:${turn.dia_id}`,
    evidence: evidenceIds([turn.dia_id]),
    text:
      turn.blip_caption === undefined
        ? turn.text
        : `${turn.text} [shared a picture: ${turn.blip_caption}]`.trim(),
    speaker: turn.speaker,
    saidAt,
    session,
  }));
}

function observationsOf(sample: RawSample, session: number): LocomoItem[] {
  const bySpeaker = sample.observation?.[`session_${session}_observation`] ?? {};
  const saidAt = sessionTime(sample, session);
  return Object.entries(bySpeaker).flatMap(([speaker, facts]) =>
    facts.map(([text, citation], index) => ({
      id: `${sample.sample_id}:S${session}:${speaker}:${index}`,
      evidence: evidenceIds([citation].flat()),
      text,
      speaker,
      saidAt,
      session,
    })),
  );
}

function toText(value: string | number | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

function toSample(sample: RawSample): LocomoSample {
  const sessions = sessionNumbers(sample);
  const turns = sessions.flatMap((session) => turnsOf(sample, session));
  return {
    id: sample.sample_id,
    speakers: [...new Set(turns.map((turn) => turn.speaker))],
    turns,
    observations: sessions.flatMap((session) => observationsOf(sample, session)),
    questions: sample.qa.map((qa, index) => ({
      index,
      question: qa.question,
      answer: toText(qa.answer),
      accepted: qa.accepted,
      adversarialAnswer: toText(qa.adversarial_answer),
      evidence: evidenceIds(qa.evidence),
      category: qa.category,
    })),
  };
}

/**
 * Checks and converts the parsed JSON of a LoCoMo file.
 * @throws MemoryR1Error `locomo-format` where it is not LoCoMo's official format.
 */
export function parseLocomo(json: unknown): LocomoSample[] {
  try {
    return fileSchema.parse(json).map(toSample);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const issue = error.issues[0];
    const where = issue === undefined ? '' : ` at ${issue.path.join('.') || 'the top level'}`;
    throw inputError(
      'locomo-format',
      `not LoCoMo's official JSON (a list of samples with sample_id, conversation and qa)${where}: ${issue?.message ?? 'invalid'}`,
      error,
    );
  }
}

/**
 * Reads a LoCoMo file.
 * @param ids sample ids to keep, in the order of the file; all when omitted.
 * @throws MemoryR1Error `locomo-file`, `locomo-format` or `locomo-sample`.
 */
export async function loadLocomo(path: string, ids?: readonly string[]): Promise<LocomoSample[]> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw inputError('locomo-file', `cannot read ${path} as JSON: ${messageOf(error)}`, error);
  }
  const samples = parseLocomo(json);
  if (ids === undefined || ids.length === 0) return samples;
  const known = samples.map((sample) => sample.id);
  const missing = ids.filter((id) => !known.includes(id));
  if (missing.length > 0) {
    throw inputError(
      'locomo-sample',
      `${path} has no sample ${missing.join(', ')}; it has ${known.join(', ')}`,
    );
  }
  return samples.filter((sample) => ids.includes(sample.id));
}

/** What to remember of a sample, session by session. */
export function factStream(sample: LocomoSample, facts: FactStream): LocomoItem[] {
  const items = [
    ...(facts === 'observations' ? [] : sample.turns),
    ...(facts === 'turns' ? [] : sample.observations),
  ];
  return items.sort((a, b) => a.session - b.session);
}
