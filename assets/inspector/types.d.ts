/** What the server sends; see src/inspector/app.ts. Types only: nothing of the server runs in the page. */
import type { LedgerEntry, Memory } from '../../src/memory/records.js';
import type { Activity } from '../../src/store/activity.js';
import type { NamespaceStats } from '../../src/store/store.js';

export type { Activity, LedgerEntry, Memory, NamespaceStats };

export interface Overview {
  version: string;
  namespace: string;
  storeUri: string;
  namespaces: NamespaceStats[];
  /** What could not be read, and why. */
  unreadable: { namespace: string; problem: string }[];
  bytes: number | null;
  embedder: { name: string; dimension: number } | null;
}

export interface MemoryList {
  total: number;
  memories: Memory[];
  /** Only of a search: more match than are shown. */
  hasMore?: boolean;
}

export interface MemoryDetail {
  /** Null where it is forgotten. */
  memory: Memory | null;
  /** Newest first. */
  entries: LedgerEntry[];
  isCut: boolean;
}

export interface ChangePage {
  entries: LedgerEntry[];
  nextCursor: string | null;
}

export type View = 'memories' | 'changes' | 'overview';

/** Where the user is; kept in the address, so that back, forward and reload work. */
export interface Route {
  view: View;
  namespace: string;
  query: string;
  /** From 0. */
  page: number;
  memoryId: string | null;
}

/** Something that is loaded for a place. */
export type Loaded<T> =
  | { state: 'loading'; previous: T | null }
  | { state: 'ready'; value: T }
  | { state: 'failed'; message: string };

export interface Notice {
  kind: 'done' | 'failed';
  text: string;
  /** A transaction that can be taken back. */
  undo: string | null;
}

/** A question before something is done. */
export interface Question {
  title: string;
  text: string;
  /** What it is about, word for word. */
  quotes: string[];
  action: string;
  isDangerous: boolean;
  /** A box that must be ticked first. */
  pledge: string | null;
  run: () => Promise<void>;
}

export interface Model {
  route: Route;
  session: 'starting' | 'open' | 'refused';
  theme: 'auto' | 'light' | 'dark';
  overview: Loaded<Overview>;
  list: Loaded<MemoryList>;
  detail: Loaded<MemoryDetail> | null;
  changes: Loaded<ChangePage>;
  activity: Loaded<Activity>;
  notice: Notice | null;
  question: Question | null;
}

/** What a user can do; views call these and nothing else. */
export interface Actions {
  go: (change: Partial<Route>) => void;
  search: (query: string) => void;
  olderChanges: () => void;
  ask: (question: Question) => void;
  answer: (yes: boolean) => void;
  askUndo: (transactionId: string) => Promise<void>;
  undo: (transactionId: string) => Promise<void>;
  askForget: (memory: { id: string; text: string }) => void;
  askErase: (memory: { id: string; text: string }) => void;
  dismiss: () => void;
  setTheme: (theme: Model['theme']) => void;
}
