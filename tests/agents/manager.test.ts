import { describe, expect, it } from 'vitest';
import { createManager, type Manager } from '../../src/agents/manager.js';
import type { Decision, ManagerPolicy } from '../../src/agents/policy.js';
import { appendPolicy } from '../../src/agents/policies/append.js';
import { rulesPolicy } from '../../src/agents/policies/rules.js';
import { createRevisions } from '../../src/agents/revisions.js';
import { validateDecisions } from '../../src/agents/validate.js';
import type { Embedder } from '../../src/embeddings/embedder.js';
import { createInMemoryStore } from '../../src/store/in-memory-store.js';
import type { MemoryStore } from '../../src/store/store.js';

/** Counts words into 64 buckets: near texts are near, and no model has to load. */
const embedder: Embedder = {
  name: 'test:buckets',
  dimension: async () => 64,
  embed: async (texts) =>
    texts.map((text) => {
      const vector = new Float32Array(64);
      for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? ['']) {
        const bucket = [...word].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 64, 7);
        vector[bucket] = (vector[bucket] ?? 0) + 1;
      }
      const length = Math.hypot(...vector) || 1;
      return vector.map((value) => value / length);
    }),
  close: async () => undefined,
};

function setUp(policy: ManagerPolicy = rulesPolicy): {
  store: MemoryStore;
  manager: Manager;
  say: (text: string, more?: object) => ReturnType<Manager['remember']>;
  texts: () => Promise<string[]>;
} {
  let now = Date.parse('2023-05-08T10:00:00Z');
  let id = 0;
  const clock = { now: () => (now += 1_000) };
  const store = createInMemoryStore({ clock });
  const manager = createManager({
    store,
    embedder,
    policy,
    ids: { next: () => `m${++id}` },
    clock,
  });
  return {
    store,
    manager,
    say: (text, more = {}) =>
      manager.remember({
        namespace: 'default',
        messages: [{ speaker: null, text }],
        source: null,
        dryRun: false,
        ...more,
      }),
    texts: async () =>
      (await store.list({ namespace: 'default' }, { offset: 0, limit: 100 })).map(
        ({ text }) => text,
      ),
  };
}

describe('remember', () => {
  it('[P-02] puts everything of one call into one transaction, later sentences seeing earlier ones', async () => {
    const { say, store, texts } = setUp();
    const result = await say('The meeting is at noon on Monday. Sorry, I meant Tuesday.');
    expect(result.operations.map(({ operation }) => operation)).toEqual(['ADD', 'UPDATE']);
    expect(await texts()).toEqual([expect.stringContaining('Tuesday')]);
    expect(await store.revision('default')).toBe(1);
  });

  it('[L-05] writes nothing in a dry run, and says what it would do', async () => {
    const { say, store } = setUp();
    await say('I work at Google');
    const result = await say("I left Google, I'm at Meta now", { dryRun: true });
    expect(result).toMatchObject({ transactionId: null, dryRun: true });
    expect(result.operations[0]).toMatchObject({
      operation: 'UPDATE',
      previousText: 'I work at Google',
    });
    expect(await store.revision('default')).toBe(1);
  });

  it('[L-03] gives the first result again for the same idempotency key', async () => {
    const { say, store } = setUp(appendPolicy);
    const first = await say('I like tea', { idempotencyKey: 'k' });
    const [again, meanwhile] = await Promise.all([
      say('I like tea', { idempotencyKey: 'k' }),
      say('I like tea', { idempotencyKey: 'k' }),
    ]);
    expect([again.transactionId, meanwhile.transactionId]).toEqual([
      first.transactionId,
      first.transactionId,
    ]);
    expect(again).toMatchObject({ repeated: true, operations: first.operations });
    expect(await store.revision('default')).toBe(1);
  });

  it('[L-06] plans again when somebody else wrote in between', async () => {
    const { say, texts } = setUp();
    await Promise.all(Array.from({ length: 5 }, () => say('I have a dog named Buddy')));
    expect(await texts()).toEqual(['I have a dog named Buddy']);
  });

  it('never leaves the caller without an operation', async () => {
    const { say } = setUp();
    const { operations } = await say('Hi there! How are you?');
    expect(operations).toEqual([expect.objectContaining({ operation: 'NOOP', memoryId: null })]);
    expect(operations[0]?.reason).toMatch(/greeting/);
  });

  it('[P-01] stops before the commit when cancelled', async () => {
    const { say, manager, store } = setUp();
    await say('I like tea');
    const abort = new AbortController();
    const messages = [{ speaker: null, text: 'I like figs. I like dates. I like plums.' }];
    const call = manager.remember(
      { namespace: 'default', messages, source: null, dryRun: false },
      {
        signal: abort.signal,
        onProgress: (done) => done === 2 && abort.abort(new Error('enough')),
      },
    );
    await expect(call).rejects.toThrow('enough');
    expect(await store.revision('default')).toBe(1);
  });

  it('reports progress by facts', async () => {
    const { manager } = setUp();
    const seen: string[] = [];
    const messages = [{ speaker: 'Ann', text: 'I like figs. I play the harp.' }];
    await manager.remember(
      { namespace: 'default', messages, source: null, dryRun: false },
      { onProgress: (done, total) => seen.push(`${done}/${total}`) },
    );
    expect(seen).toEqual(['1/2', '2/2']);
  });

  it("leaves another speaker's memories alone", async () => {
    const { say, texts } = setUp();
    await say('', { messages: [{ speaker: 'Jon', text: 'I live in Boston' }] });
    await say('', { messages: [{ speaker: 'Gina', text: 'I live in Chicago' }] });
    expect(await texts()).toHaveLength(2);
  });
});

describe('validateDecisions', () => {
  const fact = { text: 'I like tea', speaker: null, saidAt: '2023-05-08T10:00:00Z' };
  const memory = {
    id: 'a',
    namespace: 'n',
    version: 1,
    source: null,
    score: 1,
    similarity: 1,
    ...fact,
  };
  const observation = { fact, vector: new Float32Array(1), related: [memory] };
  const account = { reason: 'r', confidence: 0.5 };

  it.each<[string, Decision[]]>([
    ['an unknown id', [{ operation: 'DELETE', memoryId: 'z', ...account }]],
    ['an empty text', [{ operation: 'UPDATE', memoryId: 'a', text: ' ', ...account }]],
    ['nothing at all', []],
  ])('adds the fact instead of %s', (_, decisions) => {
    expect(validateDecisions(decisions, observation)).toEqual([
      expect.objectContaining({ operation: 'ADD', text: 'I like tea' }),
    ]);
  });

  it('[P-12] lets a memory be touched once', () => {
    const twice: Decision[] = [
      { operation: 'UPDATE', memoryId: 'a', text: 'x', ...account },
      { operation: 'DELETE', memoryId: 'a', ...account },
    ];
    expect(validateDecisions(twice, observation)).toHaveLength(1);
  });
});

describe('undo and forget', () => {
  it('undoes ADD, UPDATE and DELETE, and an undo', async () => {
    const { say, store, texts } = setUp();
    const revisions = createRevisions({ store, embedder });
    const undo = async (transactionId: string | null): Promise<string> =>
      (await revisions.undo({ transactionId: transactionId ?? '' })).id;
    await say('I work at Google');
    const moved = await say("I left Google, I'm at Meta now");
    const back = await undo(moved.transactionId);
    expect(await texts()).toEqual(['I work at Google']);
    await undo(back);
    expect(await texts()).toEqual(["I left Google, I'm at Meta now"]);
    const [memory] = await store.list({ namespace: 'default' }, { offset: 0, limit: 1 });
    await revisions.forget({
      namespace: 'default',
      target: { id: memory?.id ?? '' },
      dryRun: false,
    });
    expect(await texts()).toEqual([]);
    const { entries } = await store.history({ namespace: 'default', limit: 1 });
    await undo(entries[0]?.transactionId ?? '');
    expect(await texts()).toEqual(["I left Google, I'm at Meta now"]);
  });

  it('[L-09] refuses where the memory has changed since, naming the later transaction', async () => {
    const { say, store } = setUp();
    const revisions = createRevisions({ store, embedder });
    const first = await say('I work at Google');
    const later = await say("I left Google, I'm at Meta now");
    const call = revisions.undo({ transactionId: first.transactionId ?? '' });
    await expect(call).rejects.toMatchObject({
      code: 'undo-conflict',
      message: expect.stringContaining(later.transactionId ?? '?') as string,
    });
  });

  it('undoes one step after another', async () => {
    const { say, store, texts } = setUp();
    const revisions = createRevisions({ store, embedder });
    const first = await say('I work at Google');
    const later = await say("I left Google, I'm at Meta now");
    await revisions.undo({ transactionId: later.transactionId ?? '' });
    await revisions.undo({ transactionId: first.transactionId ?? '' });
    expect(await texts()).toEqual([]);
  });

  it('forgets nothing for words that say nothing', async () => {
    const { say, store, texts } = setUp();
    const revisions = createRevisions({ store, embedder });
    await say('I play tennis on Sundays');
    const request = { namespace: 'default', dryRun: false };
    expect(await revisions.forget({ ...request, target: { query: 'I' } })).toEqual([]);
    expect(await texts()).toHaveLength(1);
  });

  it('forgets what has all the words of a query, and nothing else', async () => {
    const { say, store, texts } = setUp();
    const revisions = createRevisions({ store, embedder });
    await say('I play tennis on Sundays');
    await say('I play the harp');
    const target = { query: 'tennis' };
    await revisions.forget({ namespace: 'default', target, dryRun: true });
    expect(await texts()).toHaveLength(2);
    await revisions.forget({ namespace: 'default', target, dryRun: false });
    expect(await texts()).toEqual(['I play the harp']);
  });
});
