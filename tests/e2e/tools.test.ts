import { beforeAll, describe, expect, test } from 'vitest';
import { afterAllTests, startServer, temporaryFolder, type TestServer } from '../support/server.js';

interface Remembered {
  transaction_id: string | null;
  operations: {
    operation: string;
    memory_id: string | null;
    text: string;
    previous_text: string | null;
    reason: string;
    confidence: number;
  }[];
}
interface Recalled {
  memories: {
    id: string;
    text: string;
    speaker: string | null;
    said_at: string;
    score: number;
    version: number;
  }[];
  has_more: boolean;
}
interface Answered {
  answer: string | null;
  abstained: boolean;
  confidence: number;
  evidence: { id: string; text: string; said_at: string }[];
}
interface History {
  entries: {
    transaction_id: string;
    operation: string;
    text: string;
    previous_text: string | null;
    policy: string;
  }[];
  next_cursor: string | null;
}

let server: TestServer;
const later = afterAllTests();
beforeAll(async () => {
  server = await startServer(temporaryFolder(later), { MEMORY_R1_NAMESPACE: 'home' }, later);
});

/** Calls the one server of this file in a namespace of the test's own. */
const caller =
  (namespace: string) =>
  <T>(tool: string, args: Record<string, unknown>) =>
    server.call<T>(tool, { namespace, ...args });

describe('a conversation over stdio', () => {
  test('[L-09] [P-13] is remembered, recalled, answered, explained and undone', async () => {
    const call = caller('dogs');
    const say = async (text: string, said_at: string) =>
      (await call<Remembered>('remember', { text, said_at, speaker: 'user' })).value;

    const buddy = await say('I have a dog named Buddy.', '2026-01-10T09:00:00Z');
    expect(buddy.operations).toMatchObject([{ operation: 'ADD', previous_text: null }]);
    await say('I work at Google.', '2026-01-12T09:00:00Z');
    await say('I adopted another dog, Scout.', '2026-02-01T09:00:00Z');
    const moved = await say("I left Google, I'm at Meta now.", '2026-03-01T09:00:00Z');
    expect(moved.operations.map(({ operation }) => operation)).toContain('UPDATE');
    const again = await say("My dog's name is Buddy.", '2026-03-02T09:00:00Z');
    expect(again.operations).toMatchObject([{ operation: 'NOOP' }]);
    const chat = await say('Good morning! How are you?', '2026-03-02T09:00:00Z');
    expect(chat.operations).toMatchObject([{ operation: 'NOOP', memory_id: null }]);

    const dogs = (await call<Recalled>('recall', { query: 'dogs' })).value;
    expect(dogs.memories.map(({ text }) => text).join(' ')).toMatch(
      /Buddy[\s\S]*Scout|Scout[\s\S]*Buddy/,
    );
    const work = (await call<Answered>('answer', { question: 'Where do I work?' })).value;
    expect(work.answer).toMatch(/Meta/);
    expect(work.evidence.length).toBeGreaterThan(0);

    const before = await call<Recalled>('recall', { query: 'where I work', limit: 60 });
    expect(before.value.memories.some(({ text }) => /^I work at Google/.test(text))).toBe(false);
    const undone = await server.call<Remembered>('undo', { transaction_id: moved.transaction_id });
    expect(undone.isError).toBe(false);
    const after = await call<Recalled>('recall', { query: 'where I work', limit: 60 });
    expect(after.value.memories.some(({ text }) => /^I work at Google/.test(text))).toBe(true);

    const history = (await call<History>('history', { limit: 3 })).value;
    expect(history.entries).toHaveLength(3);
    expect(history.next_cursor).not.toBeNull();
  });

  test('takes no dog for the cat that is asked about', async () => {
    const call = caller('pets');
    await call('remember', { text: 'I have a dog named Buddy.' });
    await call('remember', { text: 'I work at Google.' });
    await call('remember', { text: 'I adopted another dog, Scout.' });
    for (const question of ['What is the name of my cat?', 'What is my cat called?'])
      expect((await call<{ abstained: boolean }>('answer', { question })).value).toMatchObject({
        abstained: true,
      });
  });

  test('[L-11] forgets what it is told to, and says what', async () => {
    const call = caller('locker');
    await call('remember', { text: 'My locker code is 4711.' });
    await call('remember', { text: 'I am allergic to peanuts.' });
    const { value } = await call<Recalled>('recall', { query: 'locker code' });
    const id = value.memories[0]?.id;
    const dry = await call<{ forgotten: unknown[] }>('forget', { id, dry_run: true });
    expect(dry.value.forgotten).toHaveLength(1);
    expect(dry.text).toMatch(/^Would be forgotten:\n- "My locker code is 4711\."/);
    expect((await call<Recalled>('recall', { query: 'locker code' })).value.memories).toHaveLength(
      2,
    );
    expect((await call('forget', { id })).text).toMatch(/^Forgotten:/);
    const left = (await call<Recalled>('recall', { query: 'locker code' })).value.memories;
    expect(left.map(({ text }) => text)).toEqual(['I am allergic to peanuts.']);
  });

  test('[P-09] [L-03] keeps namespaces apart and repeats nothing with an idempotency key', async () => {
    await server.call('remember', { text: 'The garden gate is green.' });
    const elsewhere = await server.call<Recalled>('recall', {
      query: 'garden gate',
      namespace: 'work',
    });
    expect(elsewhere.value.memories).toEqual([]);
    const call = {
      text: 'The staging server runs on port 8443.',
      namespace: 'work',
      idempotency_key: 'retry-1',
    };
    const first = await server.call<Remembered>('remember', call);
    const second = await server.call<Remembered>('remember', call);
    expect(second.value).toEqual(first.value);
    const found = await server.call<Recalled>('recall', { query: 'staging', namespace: 'work' });
    expect(found.value.memories).toHaveLength(1);
  });

  test('[L-05] a dry run decides and writes nothing', async () => {
    const call = caller('dry');
    const { value } = await call<Remembered>('remember', {
      text: 'I play the cello.',
      dry_run: true,
    });
    expect(value).toMatchObject({ transaction_id: null, operations: [{ operation: 'ADD' }] });
    expect((await call<Recalled>('recall', { query: 'cello' })).value.memories).toEqual([]);
  });

  test('max_tokens is never exceeded and says what was left out', async () => {
    const call = caller('tokens');
    const told = ['Anna lives in Lyon near the old port.', 'Anna plays the cello.', 'Anna is 31.'];
    for (const text of told) await call('remember', { text });
    const texts = async (max_tokens: number) => {
      const { value } = await call<Recalled>('recall', { query: 'about Anna', max_tokens });
      return { texts: value.memories.map(({ text }) => text), more: value.has_more };
    };
    expect((await texts(100)).texts.sort()).toEqual([...told].sort());
    const some = await texts(10);
    expect(some.texts.length).toBeGreaterThan(0);
    expect(some.texts.join('').length).toBeLessThanOrEqual(40);
    expect(some.more).toBe(true);
  });

  test('[L-10] as_of shows what was known then', async () => {
    const call = caller('then');
    await call('remember', { text: 'Anna lives in Lyon.' });
    await new Promise((done) => setTimeout(done, 20));
    const then = new Date().toISOString();
    await new Promise((done) => setTimeout(done, 20));
    await call('remember', { text: 'Bruno lives in Porto.' });
    const { value } = await call<Recalled>('recall', {
      query: 'who lives where',
      as_of: then,
    });
    expect(value.memories.map(({ text }) => text)).toEqual(['Anna lives in Lyon.']);
  });
});

describe('bad input', () => {
  test.each<[string, string, Record<string, unknown>, RegExp]>([
    [
      'an unknown argument',
      'remember',
      { text: 'x is y', importance: 3 },
      /unknown argument "importance"; remember takes text, messages/,
    ],
    [
      'an unknown argument of a message',
      'remember',
      { messages: [{ speaker: 'a', text: 'x is y', who: 'b' }] },
      /unknown argument "who"; messages\.0 takes speaker, text, said_at/,
    ],
    ['a wrong type', 'remember', { text: 42 }, /"text" expected string/],
    ['nothing to remember', 'remember', {}, /either "text" or "messages"/],
    [
      'both text and messages',
      'remember',
      { text: 'a', messages: [{ speaker: 'a', text: 'b' }] },
      /either/,
    ],
    ['an empty text', 'remember', { text: '  ' }, /"text" must not be empty/],
    [
      'a text of 1 MB',
      'remember',
      { text: 'x'.repeat(1_000_000) },
      /at most 64000 characters; split it/,
    ],
    [
      'an impossible date',
      'remember',
      { text: 'It rained.', said_at: '2023-02-30' },
      /not a date that exists.*ISO 8601/,
    ],
    ['a date in words', 'recall', { query: 'rain', since: 'last week' }, /ISO 8601/],
    ['a limit out of range', 'recall', { query: 'rain', limit: 61 }, /"limit" must be 1 to 60/],
    [
      'a namespace with a slash',
      'remember',
      { text: 'It rained.', namespace: 'a/b' },
      /letters, digits/,
    ],
    [
      'a namespace with quotes',
      'recall',
      { query: 'rain', namespace: `x' OR '1'='1` },
      /letters, digits/,
    ],
    ['an unknown memory', 'forget', { id: 'no-such-memory' }, /no-such-memory/],
    [
      'an unknown transaction',
      'undo',
      { transaction_id: 'no-such-transaction' },
      /no-such-transaction/,
    ],
    ['a broken cursor', 'history', { cursor: 'garbage!' }, /cursor/],
  ])('[P-06] %s is refused in one clear line', async (_name, tool, args, message) => {
    const written = async () => (await server.call<History>('history', {})).value.entries;
    const before = await written();
    const result = await server.call(tool, args);
    expect(result.isError).toBe(true);
    expect(result.text).toMatch(message);
    expect(result.text).not.toContain('\n');
    expect(await written()).toEqual(before);
  });
});
