import type { Answer } from '../agents/answer-agent.js';
import type { Manager } from '../agents/manager.js';
import type { Revisions } from '../agents/revisions.js';
import type { ScoredMemory } from '../memory/records.js';
import type { HistoryPage } from '../store/store.js';

/**
 * What the tools can ask for, in the words of their callers: namespaces and times are as they were
 * typed and are checked behind this interface. The composition root builds it.
 */
export interface Services extends Manager, Revisions {
  recall(
    request: RecallRequest,
    options: CallOptions,
  ): Promise<{ memories: ScoredMemory[]; hasMore: boolean }>;
  answer(request: AnswerRequest, options: CallOptions): Promise<Answer>;
  history(request: HistoryRequest): Promise<HistoryPage>;
}

export interface CallOptions {
  signal?: AbortSignal | undefined;
}

export interface RecallRequest {
  query: string;
  namespace: string;
  limit: number;
  speaker?: string | undefined;
  /** ISO 8601, as are `until` and `asOf`. */
  since?: string | undefined;
  until?: string | undefined;
  asOf?: string | undefined;
  maxTokens?: number | undefined;
}

export interface AnswerRequest {
  question: string;
  namespace: string;
  /** ISO 8601. */
  asOf?: string | undefined;
}

export interface HistoryRequest {
  namespace: string;
  memoryId?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}
