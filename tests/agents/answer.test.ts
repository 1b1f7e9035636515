import { beforeEach, describe, expect, it } from 'vitest';
import type { AnswerPolicy } from '../../src/agents/answer-agent.js';
import { approximateTokens, createAnswerAgent } from '../../src/agents/answer.js';
import { extractivePolicy } from '../../src/agents/answerer/extractive.js';
import type { Embedder } from '../../src/embeddings/embedder.js';
import { createInMemoryStore } from '../../src/store/in-memory-store.js';
import type { MemoryStore } from '../../src/store/store.js';
import { recall } from '../../src/tools/recall.js';

const DIMENSION = 64;

/** Each word turns one coordinate on: texts that share words are near. */
const wordEmbedder: Embedder = {
  name: 'test:words',
  dimension: async () => DIMENSION,
  embed: async (texts) =>
    texts.map((text) => {
      const vector = new Float32Array(DIMENSION);
      for (const word of text.toLowerCase().match(/[a-z]+/g) ?? []) {
        let hash = 0;
        for (const letter of word) hash = (hash * 31 + letter.charCodeAt(0)) % DIMENSION;
        vector[hash] = 1;
      }
      const length = Math.hypot(...vector) || 1;
      return vector.map((value) => value / length);
    }),
  close: async () => {},
};

const namespace = 'test';
let store: MemoryStore;

async function remember(memories: [text: string, speaker: string | null][]): Promise<void> {
  const vectors = await wordEmbedder.embed(
    memories.map(([text]) => text),
    'document',
  );
  await store.exclusive(namespace, async (writer) =>
    writer.commit({
      namespace,
      policy: 'test@1',
      changes: memories.map(([text, speaker], index) => ({
        operation: 'ADD' as const,
        memoryId: `${speaker ?? 'nobody'}-${index}`,
        text,
        speaker,
        saidAt: '2023-05-08T13:56:00Z',
        source: null,
        vector: vectors[index] ?? new Float32Array(DIMENSION),
        reason: 'test',
        confidence: 1,
      })),
    }),
  );
}

function agent(): ReturnType<typeof createAnswerAgent> {
  return createAnswerAgent({ store, embedder: wordEmbedder, policy: extractivePolicy });
}

beforeEach(() => {
  store = createInMemoryStore();
});

describe('answer', () => {
  it('answers from what is remembered, with evidence', async () => {
    await remember([
      ['I adopted a cat named Luna.', 'Anna'],
      ['I play the clarinet.', 'Ben'],
    ]);
    const answer = await agent().answer("What is the name of Anna's cat?", { namespace });
    expect(answer.text).toBe('Luna');
    expect(answer.evidence.map(({ id }) => id)).toEqual(['Anna-0']);
  });

  it('abstains where what fits is about somebody else, and is sure where it is not', async () => {
    await remember([
      ['I painted a mural of the harbour for the school.', 'Ben'],
      ['I went to the school to sing.', 'Anna'],
    ]);
    const ask = (who: string) =>
      agent().answer(`What did ${who} paint for the school?`, { namespace });
    const [ben, anna] = [await ask('Ben'), await ask('Anna')];
    expect(ben.text).toMatch(/mural/);
    expect(anna.text).toBeNull();
    expect(ben.confidence).toBeGreaterThan(0.75);
    expect(anna.confidence).toBeLessThan(0.5);
  });

  it('takes nobody for the one spoken of because another calls to them', async () => {
    await remember([
      ['Hey Anna, I painted a mural of the harbour for the school!', 'Ben'],
      ['I went to the school to sing.', 'Anna'],
    ]);
    const { text } = await agent().answer('What did Anna paint for the school?', { namespace });
    expect(text).toBeNull();
  });

  it('[P-13] abstains in an empty namespace', async () => {
    const answer = await agent().answer('Where do I live?', { namespace });
    expect(answer).toMatchObject({ text: null, confidence: 0, evidence: [] });
  });

  it('reads the best 60, and distils to 12 or to as many as it is told', async () => {
    await remember([
      ...Array.from({ length: 70 }, (_, n): [string, string] => [
        `Song number ${n} is nice.`,
        'Ann',
      ]),
      ...Array.from({ length: 40 }, (_, n): [string, string] => [`Song ${n} is nice.`, 'Ben']),
    ]);
    const { retrieved, distilled } = await agent().answer('Which song is nice?', { namespace });
    expect(new Set(retrieved.map(({ id }) => id)).size).toBe(60);
    expect(distilled.length).toBeLessThanOrEqual(12);
    const all = createAnswerAgent({
      store,
      embedder: wordEmbedder,
      policy: extractivePolicy,
      distilled: 60,
    });
    expect((await all.answer('Which song is nice?', { namespace })).distilled).toHaveLength(60);
  });

  it('tells a policy how near memories are by the embedder that it knows, and by no other', async () => {
    await remember([['I live in Oslo.', null]]);
    const seenWith = async (known: string): Promise<(number | null)[]> => {
      const seen: (number | null)[] = [];
      const policy: AnswerPolicy = {
        name: 'watching@1',
        embedder: known,
        distil: (_, memories) => [...memories],
        answer: (_, memories) => {
          seen.push(...memories.map(({ similarity }) => similarity));
          return { text: null, confidence: 0, evidence: [] };
        },
      };
      await createAnswerAgent({ store, embedder: wordEmbedder, policy }).answer(
        'Where do I live?',
        {
          namespace,
        },
      );
      return seen;
    };
    expect(await seenWith(wordEmbedder.name)).toEqual([expect.any(Number)]);
    expect(await seenWith('test:other')).toEqual([null]);
  });

  it('stops when it is told to', async () => {
    await remember([['I live in Oslo.', null]]);
    await expect(
      agent().answer('Where do I live?', { namespace, signal: AbortSignal.abort() }),
    ).rejects.toThrow(/abort/i);
  });
});

describe('recall', () => {
  beforeEach(async () => {
    await remember([
      ['I play the clarinet and the violin in the town orchestra every week.', 'Anna'],
      ['I play the clarinet.', 'Anna'],
      ['I like tea.', 'Ben'],
    ]);
  });

  it('tells whether there is more', async () => {
    const query = { query: 'Who plays the clarinet?', namespace };
    const one = await agent().recall({ ...query, limit: 1 });
    expect(one.memories).toHaveLength(1);
    expect(one.hasMore).toBe(true);
    const all = await agent().recall({ ...query, limit: 3 });
    expect(all.memories).toHaveLength(3);
    expect(all.hasMore).toBe(false);
  });

  it('never exceeds a token budget, and leaves out what does not fit', async () => {
    const query = { query: 'clarinet violin orchestra town week', namespace, limit: 10 };
    const { memories: all } = await agent().recall(query);
    const [first = 0, second = 0] = all.map(({ text }) => approximateTokens(text));
    expect(second).toBeLessThan(first);

    const whole = await agent().recall({ ...query, maxTokens: 1000 });
    expect(whole).toEqual({ memories: all, hasMore: false });
    const short = await agent().recall({ ...query, maxTokens: first - 1 });
    expect(short).toEqual({ memories: all.slice(1), hasMore: true });
    const none = await agent().recall({ ...query, maxTokens: 1 });
    expect(none).toEqual({ memories: [], hasMore: true });
    expect(recall.render({ memories: [], has_more: true }, query)).toMatch(/exceeds max_tokens/);
    expect(recall.render({ memories: [], has_more: false }, query)).toMatch(/^Nothing relevant/);
  });

  it('spends a token budget on different things before it repeats one', async () => {
    await remember([
      ['I keep the bees behind the old mill.', 'Cleo'],
      ['The bees behind the old mill: I keep them.', 'Cleo'],
      ['Bees sting my brother.', 'Cleo'],
    ]);
    const query = { query: 'bees behind the mill', namespace, limit: 2, speaker: 'Cleo' };
    const texts = async (maxTokens?: number) =>
      (await agent().recall({ ...query, maxTokens })).memories.map(({ text }) => text).join(' ');
    expect(await texts()).not.toContain('sting');
    expect(await texts(100)).toContain('sting');
  });

  it('narrows by speaker', async () => {
    const { memories } = await agent().recall({
      query: 'tea',
      namespace,
      limit: 10,
      speaker: 'ben',
    });
    expect(memories.map(({ speaker }) => speaker)).toEqual(['Ben']);
  });
});
