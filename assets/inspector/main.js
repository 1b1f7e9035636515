/** @import {Actions, Loaded, Model} from './types.js' */
import { render } from 'lit-html';
import * as api from './api.js';
import { createMending } from './mending.js';
import { hashOf, PAGE_SIZE, parseRoute } from './route.js';
import { syncQuestion } from './views/question.js';
import { shell } from './views/shell.js';

const CHANGES_SIZE = 60;
/** Typing pauses this long before the search runs, in milliseconds. */
const PAUSE = 180;
const THEME_KEY = 'memory-r1-theme';

/** @type {Model} */
const model = {
  route: parseRoute('', 'default'),
  session: 'starting',
  theme: storedTheme(),
  overview: { state: 'loading', previous: null },
  list: { state: 'loading', previous: null },
  detail: null,
  changes: { state: 'loading', previous: null },
  activity: { state: 'loading', previous: null },
  notice: null,
  question: null,
};

/** @type {Actions} */
const actions = {
  go: (change) => void (location.hash = hashOf({ ...model.route, ...change })),
  search(query) {
    model.route = { ...model.route, query, page: 0, memoryId: null };
    // Each letter typed is no place to come back to.
    history.replaceState(null, '', hashOf(model.route));
    clearTimeout(typing);
    typing = setTimeout(follow, PAUSE);
    update();
  },
  olderChanges: () => void loadOlderChanges(),
  setTheme(theme) {
    model.theme = theme;
    localStorage.setItem(THEME_KEY, theme);
    update();
  },
  ...createMending(model, update, reload),
};

/** @type {ReturnType<typeof setTimeout> | undefined} */
let typing;

function update() {
  const root = document.documentElement;
  root.dataset['theme'] = model.theme;
  const app = document.getElementById('app');
  if (app) render(shell(model, actions), app);
  syncQuestion(model.question !== null);
}

/** Says something to who cannot see the page. @param {string} text */
function announce(text) {
  const status = document.getElementById('status');
  if (status) status.textContent = text;
}

/**
 * Loads one part of the model and shows it; an answer that a later call has overtaken is dropped.
 * @template {'overview' | 'list' | 'detail' | 'changes' | 'activity'} Part
 * @param {Part} part
 * @param {boolean} keep whether what is shown now stays until the answer is there
 * @param {() => Promise<Extract<Model[Part], {state: 'ready'}>['value']>} read
 */
async function load(part, keep, read) {
  const now = model[part];
  const previous = !keep || now === null ? null : valueOf(/** @type {Loaded<unknown>} */ (now));
  const mine = /** @type {Model[Part]} */ ({ state: 'loading', previous });
  model[part] = mine;
  update();
  /** @type {Loaded<unknown>} */
  let outcome;
  try {
    outcome = { state: 'ready', value: await read() };
  } catch (error) {
    if (error instanceof api.NoSession) model.session = 'refused';
    outcome = { state: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
  if (model[part] !== mine) return;
  model[part] = /** @type {Model[Part]} */ (outcome);
  update();
}

/** @template T @param {Loaded<T>} loaded */
function valueOf(loaded) {
  if (loaded.state === 'ready') return loaded.value;
  return loaded.state === 'loading' ? loaded.previous : null;
}

/** What was last loaded, so that going to a memory does not load the list again. */
let shown = { list: '', rest: '' };

/** Goes where the address says. */
function follow() {
  const before = model.route;
  const fallback = valueOf(model.overview)?.namespace ?? 'default';
  const route = (model.route = parseRoute(location.hash, fallback));
  if (route.namespace !== before.namespace) model.notice = null;
  const keep = route.namespace === before.namespace;
  const { namespace, query, page, view, memoryId } = route;
  if (view === 'memories') {
    const list = JSON.stringify([namespace, query, page]);
    if (list !== shown.list) {
      shown.list = list;
      void loadList(keep);
    }
    const sameMemory = keep && memoryId === before.memoryId && model.detail !== null;
    if (memoryId === null) model.detail = null;
    else if (!sameMemory) void loadDetail(false).then(focusDetail);
  } else if (shown.rest !== view + namespace) {
    if (view === 'changes')
      void load('changes', keep, () => api.listChanges(namespace, null, CHANGES_SIZE));
    else void load('activity', keep, () => api.getActivity(namespace));
  }
  shown.rest = view === 'memories' ? '' : view + namespace;
  update();
}

/** Everything on the page again, after a change. */
function reload() {
  shown = { list: '', rest: '' };
  void load('overview', true, api.getOverview);
  if (model.route.view === 'memories' && model.route.memoryId !== null) void loadDetail(true);
  follow();
}

/** @param {boolean} keep */
async function loadList(keep) {
  const { namespace, query, page } = model.route;
  const text = query.trim();
  await load('list', keep, () =>
    text === ''
      ? api.listMemories(namespace, page, PAGE_SIZE)
      : api.searchMemories(namespace, text),
  );
  if (model.list.state === 'ready' && text !== '')
    announce(`${model.list.value.memories.length} memories found`);
}

/** @param {boolean} keep */
function loadDetail(keep) {
  const { namespace, memoryId } = model.route;
  model.detail ??= { state: 'loading', previous: null };
  return load('detail', keep, () => api.getMemory(namespace, memoryId ?? ''));
}

async function loadOlderChanges() {
  const page = valueOf(model.changes);
  if (page === null || page.nextCursor === null) return;
  const { namespace } = model.route;
  await load('changes', true, async () => {
    const older = await api.listChanges(namespace, page.nextCursor, CHANGES_SIZE);
    return { ...older, entries: [...page.entries, ...older.entries] };
  });
}

function focusDetail() {
  document.getElementById('detail-title')?.focus();
}

function storedTheme() {
  const stored = localStorage.getItem(THEME_KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'auto';
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const from = event.target instanceof Element ? event.target : document.body;
  if (from.closest('dialog') || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === '/' && !from.closest('input, select, textarea')) {
    const search = document.getElementById('search');
    if (search) {
      event.preventDefault();
      search.focus();
    }
  } else if (event.key === 'Escape' && model.route.memoryId !== null) {
    const id = model.route.memoryId;
    actions.go({ memoryId: null });
    requestAnimationFrame(() => document.getElementById(`row-${id}`)?.focus());
  } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    const row = from.closest('#list li');
    const next = event.key === 'ArrowDown' ? row?.nextElementSibling : row?.previousElementSibling;
    const link = next?.querySelector('a');
    if (link) {
      event.preventDefault();
      link.focus();
    }
  }
}

const code = /^#code=([\w-]+)/.exec(location.hash)?.[1] ?? null;
// Before anything else: the address bar and the browser's history keep no code.
if (code !== null) history.replaceState(null, '', location.pathname);
update();
model.session = (await api.openSession(code)) ? 'open' : 'refused';
if (model.session === 'open') {
  await load('overview', false, api.getOverview);
  addEventListener('hashchange', follow);
  addEventListener('keydown', onKey);
  follow();
}
update();
