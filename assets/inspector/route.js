/** @import {Route, View} from './types.js' */

/** @type {readonly View[]} */
export const VIEWS = ['memories', 'changes', 'overview'];

/** Memories on a page of the list. */
export const PAGE_SIZE = 50;

/**
 * Reads the address's fragment, e.g. `#memories?ns=work&q=dog&id=…`.
 * @param {string} hash
 * @param {string} namespace used where the fragment names none
 * @returns {Route}
 */
export function parseRoute(hash, namespace) {
  const [name, search = ''] = hash.replace(/^#/, '').split('?');
  const query = new URLSearchParams(search);
  const page = Number(query.get('page') ?? '1') - 1;
  return {
    view: VIEWS.find((view) => view === name) ?? 'memories',
    namespace: query.get('ns') ?? namespace,
    query: query.get('q') ?? '',
    page: Number.isSafeInteger(page) && page > 0 ? page : 0,
    memoryId: query.get('id'),
  };
}

/**
 * The fragment of a place, in the shortest form.
 * @param {Route} route
 */
export function hashOf({ view, namespace, query, page, memoryId }) {
  const search = new URLSearchParams({ ns: namespace });
  if (view === 'memories') {
    if (query !== '') search.set('q', query);
    if (page > 0) search.set('page', String(page + 1));
    if (memoryId !== null) search.set('id', memoryId);
  }
  return `#${view}?${search}`;
}
