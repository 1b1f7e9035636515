import { z } from 'zod';
import type { ScoredMemory } from '../../memory/records.js';
import { brief } from '../../memory/text.js';
import type { Answer, AnswerPolicy, Distillation } from '../answer-agent.js';
import { ask, type Inquiry, type Reading, unusable } from './ask.js';
import { ANSWER_PROMPT_VERSION, ANSWER_SYSTEM, answerPrompt } from './prompts/answer.js';
import { type LlmProvider, objectSchema } from './provider.js';
import type { DecisionTrace } from './trace.js';

export interface LlmAnswererOptions {
  provider: LlmProvider;
  /** Answers wherever the model gives nothing that can be used. */
  fallback: AnswerPolicy;
  trace?: DecisionTrace | undefined;
  /** For the model's part in one answer, asking again included. */
  budgetMs?: number;
  /** Of all memories in the prompt together; the least relevant ones are left out beyond it. */
  maxCharacters?: number;
  /** Told why the fallback answered. */
  onFallback?: ((reason: string) => void) | undefined;
}

const MAX_MEMORY_CHARACTERS = 500;
const MAX_ANSWER_CHARACTERS = 300;
const REPLY_TOKENS = 200;

/** Whether every word of the answer stands in its evidence tells little, but more than the model would. */
const CONFIDENCE = { quoted: 0.8, inferred: 0.55 };

const ABSTAINS =
  /^(?:|none|null|n\/?a|unknown|unsure|not (?:mentioned|stated|specified|known|available|enough information)|no (?:answer|information|info|mention)(?: available)?|(?:i )?(?:do not|don['’]t) know|cannot (?:say|answer|be determined))$/i;

const replySchema = z.object({
  useful: z.array(z.union([z.string(), z.number()]).transform(String)),
  answer: z
    .string()
    .nullable()
    .transform((answer) => (answer ?? '').trim()),
});

interface Found {
  text: string | null;
  useful: ScoredMemory[];
}

/**
 * The answer agent by language model, as in Memory-R1 (arXiv 2508.19828): one generation first picks
 * the useful ones of up to 60 dated memories and then answers from them, or abstains. Throws on
 * cancellation only.
 */
export function createLlmAnswerer(options: LlmAnswererOptions): AnswerPolicy {
  const { fallback, provider } = options;
  const name = `llm@${String(ANSWER_PROMPT_VERSION)}:${provider.name}`;
  const read: Required<AnswerPolicy>['distilAndAnswer'] = (question, memories, limit, signal) =>
    distilAndAnswer(name, options, { question, memories, limit, signal });
  return {
    name,
    // Reading the memories twice would cost a second generation: alone, distilling is not the model's.
    distil: (question, memories, limit) => fallback.distil(question, memories, limit),
    answer: async (question, distilled, signal) =>
      (await read(question, distilled, distilled.length, signal)).answer,
    distilAndAnswer: read,
  };
}

interface Task {
  question: string;
  memories: readonly ScoredMemory[];
  limit: number;
  signal: AbortSignal | undefined;
}

async function distilAndAnswer(
  policy: string,
  options: LlmAnswererOptions,
  { question, memories, limit, signal }: Task,
): Promise<Distillation> {
  const { provider, fallback, trace, budgetMs = 45_000 } = options;
  if (memories.length === 0) {
    return { distilled: [], answer: { text: null, confidence: 0.9, evidence: [] } };
  }
  const started = performance.now();
  const shown = fitting(memories, options.maxCharacters ?? 16_000);
  const inquiry: Inquiry<Found> = {
    system: ANSWER_SYSTEM,
    user: answerPrompt({ question, memories: bySpeaker(shown) }),
    schema: objectSchema({
      useful: {
        type: 'array',
        maxItems: 8,
        items: { type: 'string', enum: shown.map((_, at) => String(at)) },
      },
      answer: { type: 'string', maxLength: 120 },
    }),
    maxTokens: REPLY_TOKENS,
    read: (json) => readAnswer(json, shown),
  };
  const reply = await ask(provider, inquiry, { budgetMs, signal });
  const found = reply.value;
  trace?.record({
    role: 'answerer',
    policy,
    system: inquiry.system,
    user: inquiry.user,
    attempts: reply.attempts,
    parsed: found && { answer: found.text, evidence: found.useful.map(({ id }) => id) },
    fallback: found ? null : reply.problem,
    ms: Math.round(performance.now() - started),
  });
  if (found) {
    const distilled = found.useful.slice(0, limit);
    const confidence = isQuoted(found) ? CONFIDENCE.quoted : CONFIDENCE.inferred;
    return { distilled, answer: { text: found.text, confidence, evidence: distilled } };
  }
  options.onFallback?.(`${fallback.name} answered: ${reply.problem ?? 'the model did not'}`);
  const distilled = await fallback.distil(question, memories, limit);
  const answer: Answer = await fallback.answer(question, distilled, signal);
  return { distilled, answer };
}

/** The most relevant memories that fit, each cut to a length at which dozens stay readable. */
function fitting(memories: readonly ScoredMemory[], characters: number): ScoredMemory[] {
  let left = characters;
  return memories.filter(({ text }) => {
    left -= Math.min(text.length, MAX_MEMORY_CHARACTERS) + 50;
    return left >= 0;
  });
}

/** Local ids are positions in `memories`; each speaker's are put in the order of time. */
function bySpeaker(memories: readonly ScoredMemory[]) {
  const groups = new Map<string, { id: string; said: string; text: string }[]>();
  for (const [at, { speaker, saidAt, text }] of memories.entries()) {
    const said = saidAt.slice(0, 16).replace('T', ' ');
    const group = groups.get(speaker ?? 'unknown') ?? [];
    group.push({ id: String(at), said, text: brief(text, MAX_MEMORY_CHARACTERS) });
    groups.set(speaker ?? 'unknown', group);
  }
  for (const group of groups.values()) group.sort((a, b) => (a.said < b.said ? -1 : 1));
  return Object.fromEntries(groups);
}

function readAnswer(json: unknown, shown: readonly ScoredMemory[]): Reading<Found> {
  const reply = replySchema.safeParse(json);
  if (!reply.success) {
    return unusable('the object needs "useful" (ids) and "answer" (a string)');
  }
  const { answer, useful: ids } = reply.data;
  const wellFormed = true;
  const unique = [...new Set(ids)];
  const unknown = unique.filter((id) => !isPosition(id, shown.length));
  const useful = unique
    .filter((id) => isPosition(id, shown.length))
    .map((id) => shown[Number(id)])
    .filter((memory) => memory !== undefined);
  const problems = unknown.slice(0, 1).map((id) => `there is no memory "${brief(id, 20)}"`);
  if (ABSTAINS.test(answer.replace(/[.!]+$/, '')))
    return { value: { text: null, useful }, wellFormed, problems };
  if (answer.length > MAX_ANSWER_CHARACTERS)
    return { value: null, wellFormed, problems: ['"answer" is far too long', ...problems] };
  if (useful.length === 0)
    return {
      value: null,
      wellFormed,
      problems: ['"useful" names no memory for the answer', ...problems],
    };
  return { value: { text: answer, useful }, wellFormed, problems };
}

const isPosition = (id: string, length: number): boolean =>
  /^\d{1,3}$/.test(id) && Number(id) < length;

function isQuoted({ text, useful }: Found): boolean {
  const words = (part: string): string[] => part.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const said = new Set(useful.flatMap((memory) => words(`${memory.speaker ?? ''} ${memory.text}`)));
  return text === null || words(text).every((word) => said.has(word));
}
