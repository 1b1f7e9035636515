import { tmpdir } from 'node:os';
import { afterAll, describe, expect, it } from 'vitest';
import { createManager } from '../../src/agents/manager.js';
import { rulesPolicy } from '../../src/agents/policies/rules.js';
import { createEmbedder } from '../../src/embeddings/create.js';
import { createInMemoryStore } from '../../src/store/in-memory-store.js';
import { CHANGE_DIALOGUES } from '../fixtures/change-dialogues.js';
import { type Dialogue, DIALOGUES } from '../fixtures/dialogues.js';
import { EVERYDAY_DIALOGUES } from '../fixtures/everyday-dialogues.js';
import { MORE_DIALOGUES } from '../fixtures/more-dialogues.js';

const embedder = createEmbedder('bundled', { home: tmpdir() });
afterAll(() => embedder.close());

/** What is wrong with the live memories after a dialogue; null when nothing is. */
async function faultOf(dialogue: Dialogue): Promise<string | null> {
  const store = createInMemoryStore();
  let id = 0;
  const ids = { next: () => `m${++id}` };
  const clock = { now: () => Date.parse('2023-05-10T10:00:00Z') };
  const manager = createManager({ store, embedder, policy: rulesPolicy, ids, clock });
  for (const [at, turn] of dialogue.turns.entries()) {
    const said = typeof turn === 'string' ? { text: turn } : turn;
    await manager.remember({
      namespace: 'default',
      messages: [{ speaker: null, saidAt: `2023-05-0${at + 1}T10:00:00Z`, ...said }],
      source: null,
      dryRun: false,
    });
  }
  const live = await store.list({ namespace: 'default' }, { offset: 0, limit: 100 });
  const texts = live.map(({ text }) => text);
  const [least, most] =
    typeof dialogue.live === 'number' ? [dialogue.live, dialogue.live] : (dialogue.live ?? [0, 99]);
  const counted = texts.length >= least && texts.length <= most;
  const holds = (dialogue.has ?? []).every((parts) =>
    texts.some((text) => parts.every((part) => text.toLowerCase().includes(part.toLowerCase()))),
  );
  const gone = !(dialogue.lacks ?? []).some((pattern) => texts.some((text) => pattern.test(text)));
  return counted && holds && gone
    ? null
    : `${JSON.stringify(dialogue.turns)} left ${texts.join(' | ')}`;
}

async function faults(dialogues: readonly Dialogue[]): Promise<string[]> {
  const found: string[] = [];
  for (const dialogue of dialogues) {
    const fault = await faultOf(dialogue);
    if (fault !== null) found.push(`${dialogue.class}: ${fault}`);
  }
  return found;
}

describe('rules on short dialogues, with the bundled embedder', () => {
  it.each([
    ['first set', DIALOGUES, 0.95],
    ['second set', MORE_DIALOGUES, 0.88],
    ['everyday changes', CHANGE_DIALOGUES, 1],
    ['everyday English', EVERYDAY_DIALOGUES, 0.97],
  ] as const)('%s', async (_, dialogues, least) => {
    const found = await faults(dialogues);
    const rate = 1 - found.length / dialogues.length;
    expect(rate, found.join('\n')).toBeGreaterThanOrEqual(least);
    // What coexists, and what only looks alike, must never be merged away.
    expect(found.filter((fault) => /^(?:coexist|lookalike|people|hostile)/.test(fault))).toEqual(
      [],
    );
  });
});
