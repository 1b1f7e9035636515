import type { Answer } from '../agents/answer-agent.js';
import type { Memory, OperationName, ScoredMemory, Transaction } from '../memory/records.js';
import type { HistoryPage } from '../store/store.js';

/** What the tools can ask for. The composition root builds it from the agents and the store. */
export interface Services {
  remember(request: RememberRequest, options: RememberOptions): Promise<RememberResult>;
  recall(
    request: RecallRequest,
    options: CallOptions,
  ): Promise<{ memories: ScoredMemory[]; hasMore: boolean }>;
  answer(request: AnswerRequest, options: CallOptions): Promise<Answer>;
  /** The memories that were (or, in a dry run, would be) forgotten. */
  forget(request: ForgetRequest, options: CallOptions): Promise<Memory[]>;
  history(request: HistoryRequest): Promise<HistoryPage>;
  undo(request: UndoRequest, options: CallOptions): Promise<Transaction>;
}

export interface CallOptions {
  signal?: AbortSignal | undefined;
}

export interface RememberOptions extends CallOptions {
  onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface Message {
  speaker: string | null;
  text: string;
  /** ISO 8601 as the caller wrote it; default: now. */
  saidAt?: string | undefined;
}

export interface RememberRequest {
  namespace: string;
  /** Oldest first. */
  messages: Message[];
  source: string | null;
  idempotencyKey?: string | undefined;
  dryRun: boolean;
}

export interface RememberedOperation {
  operation: OperationName;
  memoryId: string | null;
  text: string;
  previousText: string | null;
  reason: string;
  confidence: number;
}

export interface RememberResult {
  /** Null after a dry run. */
  transactionId: string | null;
  operations: RememberedOperation[];
  /** True when the idempotency key was used before and this is the first result again. */
  repeated: boolean;
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
  asOf?: string | undefined;
}

export interface ForgetRequest {
  namespace: string;
  target: { id: string } | { query: string };
  dryRun: boolean;
}

export interface HistoryRequest {
  namespace: string;
  memoryId?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}

export interface UndoRequest {
  namespace: string;
  transactionId: string;
}
