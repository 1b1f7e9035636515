/** @import {Activity, ChangePage, LedgerEntry, MemoryDetail, MemoryList, Overview} from './types.js' */

const KEY = 'memory-r1-session';

/** The session ended: the server was started anew, or the link was used before. */
export class NoSession extends Error {}

/**
 * Exchanges the code of the link for a session, or takes up the one of this tab. The token is kept per tab
 * and origin, port included; a cookie would go to every server on 127.0.0.1.
 * @param {string | null} code
 * @returns {Promise<boolean>} whether there is a session
 */
export async function openSession(code) {
  if (code !== null) {
    const response = await fetch('/session', { method: 'POST', body: code });
    if (response.ok) {
      const { token } = /** @type {{token: string}} */ (await readJson(response));
      sessionStorage.setItem(KEY, token);
    }
  }
  return sessionStorage.getItem(KEY) !== null;
}

/** @returns {Promise<Overview>} */
export const getOverview = () => call('/api/overview');

/** @type {(namespace: string) => Promise<Activity>} */
export const getActivity = (namespace) => call('/api/activity', { namespace });

/** @type {(namespace: string, page: number, size: number) => Promise<MemoryList>} */
export const listMemories = (namespace, page, size) =>
  call('/api/memories', { namespace, page, size });

/** @type {(namespace: string, id: string) => Promise<MemoryDetail>} */
export const getMemory = (namespace, id) => call('/api/memory', { namespace, id });

/** @type {(namespace: string, cursor: string | null, size: number) => Promise<ChangePage>} */
export const listChanges = (namespace, cursor, size) =>
  call('/api/changes', { namespace, size, ...(cursor === null ? {} : { cursor }) });

/** @type {(id: string) => Promise<{entries: LedgerEntry[]}>} */
export const getTransaction = (id) => call('/api/transaction', { id });

/** @type {(namespace: string, query: string) => Promise<MemoryList>} */
export async function searchMemories(namespace, query) {
  /** @type {{memories: {id: string, text: string, speaker: string | null, said_at: string, version: number}[], has_more: boolean}} */
  const found = await callTool('recall', { namespace, query, limit: 60 });
  const memories = found.memories.map(({ said_at, ...memory }) => ({
    ...memory,
    namespace,
    saidAt: said_at,
    source: null,
  }));
  return { total: memories.length, memories, hasMore: found.has_more };
}

/** @type {(namespace: string, id: string, erase: boolean) => Promise<unknown>} */
export const forgetMemory = (namespace, id, erase) => callTool('forget', { namespace, id, erase });

/** @type {(transactionId: string) => Promise<unknown>} */
export const undoTransaction = (transactionId) =>
  callTool('undo', { transaction_id: transactionId });

/**
 * @template T
 * @param {string} name
 * @param {Record<string, unknown>} args
 * @returns {Promise<T>}
 */
function callTool(name, args) {
  return send(`/api/tools/${name}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(args),
  });
}

/**
 * @template T
 * @param {string} path
 * @param {Record<string, string | number>} [query]
 * @returns {Promise<T>}
 */
function call(path, query = {}) {
  const entries = Object.entries(query).map(([name, value]) => [name, String(value)]);
  return send(`${path}?${new URLSearchParams(entries)}`, {});
}

/**
 * @param {string} url
 * @param {RequestInit} init
 * @template T
 * @returns {Promise<T>}
 */
async function send(url, init) {
  /** @type {Response} */
  let response;
  try {
    const headers = { ...init.headers, Authorization: `Bearer ${sessionStorage.getItem(KEY)}` };
    response = await fetch(url, { ...init, headers });
  } catch {
    throw new Error('The inspector does not answer: is “memory-r1 inspect” still running?');
  }
  if (response.status === 401) {
    sessionStorage.removeItem(KEY);
    throw new NoSession();
  }
  const body = /** @type {T & {error: {message: string}}} */ (await readJson(response));
  if (!response.ok) throw new Error(body.error.message);
  return body;
}

/** @type {(response: Response) => Promise<unknown>} */
const readJson = (response) => response.json();
