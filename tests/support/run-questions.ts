/**
 * Asks the questions of a file, each over an empty memory that was told what belongs to it, with the real
 * answer agent and embedder, and prints the share of right answers by kind of question:
 *
 *   node --import tsx tests/support/run-questions.ts FILE.json|STORIES.jsonl [--failures]
 *
 * Everything that is told is kept, so that only the answers are measured; of a story that is its good bank.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { appendPolicy } from '../../src/agents/policies/append.js';
import { createEmbedder } from '../../src/embeddings/create.js';
import { answerPasses } from '../../src/training/environment/dialogues.js';
import { inProcessMemory } from './run-dialogues.js';

const Item = z.strictObject({
  id: z.string(),
  kind: z.string(),
  memories: z.array(
    z.strictObject({ text: z.string(), speaker: z.string().nullable(), saidAt: z.string() }),
  ),
  question: z.string(),
  /** The answer has one of these, word for word, … */
  accept: z.array(z.string()),
  /** … and none of these. */
  reject: z.array(z.string()),
  /** What was told does not answer the question. */
  abstain: z.boolean(),
});

/** See `data/README.md`. */
const Story = z.object({
  class: z.string(),
  messages: z.array(z.strictObject({ text: z.string(), speaker: z.string().optional() })),
  gold: z.array(z.string()),
  questions: z.array(z.strictObject({ q: z.string(), a: z.array(z.string()).nullable() })),
});

function questionsOfStory(line: string, at: number): z.infer<typeof Item>[] {
  if (line === '') return [];
  const story = Story.parse(JSON.parse(line));
  const memories = story.gold.map((each, index) => ({
    text: each,
    speaker: story.messages.find((message) => message.text === each)?.speaker ?? null,
    saidAt: new Date(Date.UTC(2026, 5, 3 + index, 9)).toISOString(),
  }));
  return story.questions.map(({ q, a }, number) => ({
    id: `${at + 1}-${number + 1}`,
    kind: story.class,
    memories,
    question: q,
    accept: a ?? [],
    reject: [],
    abstain: a === null,
  }));
}

const [file = '', ...flags] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
const items = file.endsWith('.jsonl')
  ? text.split('\n').flatMap(questionsOfStory)
  : z.array(Item).parse(JSON.parse(text));
const embedder = createEmbedder('bundled', { home: '' });
const counts = new Map<string, { right: number; all: number }>();
for (const item of items) {
  const memory = inProcessMemory(appendPolicy, embedder);
  for (const { text, speaker, saidAt } of item.memories)
    await memory.remember({ text, said_at: saidAt, ...(speaker === null ? {} : { speaker }) });
  const answer = await memory.answer(item.question);
  const { question, accept, reject, abstain } = item;
  const right = answerPasses(
    abstain ? { question, abstains: true } : { question, contains_any: accept, lacks_any: reject },
    answer,
  );
  for (const kind of [item.abstain ? 'none' : item.kind, 'all']) {
    const count = counts.get(kind) ?? { right: 0, all: 0 };
    counts.set(kind, { right: count.right + (right ? 1 : 0), all: count.all + 1 });
  }
  if (!right && flags.includes('--failures')) {
    const told = item.memories.map(({ text, speaker }) => `    ${speaker ?? '-'}: ${text}\n`);
    process.stdout.write(
      `${item.id}: ${item.question}\n${told.join('')}  got ${JSON.stringify(answer)}, wanted ${JSON.stringify(item.abstain ? null : item.accept)}\n`,
    );
  }
}
await embedder.close();
for (const [kind, { right, all }] of counts)
  process.stdout.write(`${kind.padEnd(10)}${String(right).padStart(5)}/${all}\n`);
