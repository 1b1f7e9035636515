import { z } from 'zod';
import { ask, unusable } from '../agents/llm/ask.js';
import { type LlmProvider, objectSchema } from '../agents/llm/provider.js';

/** Says whether an answer means the same as the gold one. */
export interface Judge {
  /** The model behind it. */
  readonly name: string;
  /** Null where the model gave no verdict. */
  judge(
    asked: { question: string; gold: string; answer: string },
    signal?: AbortSignal,
  ): Promise<boolean | null>;
}

const SYSTEM =
  'You grade answers to questions about a long conversation. An answer is correct when it names the same thing, ' +
  'person, place, amount or time as the gold answer, in whatever words or date format; further detail does no harm. ' +
  'It is wrong when it names something else, contradicts the gold answer or leaves the question open. ' +
  'Reply with JSON: {"verdict": "correct"} or {"verdict": "wrong"}.';

const reply = z.object({ verdict: z.enum(['correct', 'wrong']) });
const BUDGET_MS = 60_000;

/** A language model as the judge, as papers on LoCoMo report beside F1; the words of the prompt are ours. */
export function createJudge(provider: LlmProvider): Judge {
  return {
    name: provider.name,
    async judge({ question, gold, answer }, signal) {
      const { value } = await ask(
        provider,
        {
          system: SYSTEM,
          user: JSON.stringify({ question, gold_answer: gold, answer }),
          schema: objectSchema({ verdict: { type: 'string', enum: ['correct', 'wrong'] } }),
          maxTokens: 20,
          read(json) {
            const read = reply.safeParse(json);
            return read.success
              ? { value: read.data.verdict === 'correct', wellFormed: true, problems: [] }
              : unusable('"verdict" must be "correct" or "wrong"');
          },
        },
        { budgetMs: BUDGET_MS, signal },
      );
      return value;
    },
  };
}
