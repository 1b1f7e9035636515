/**
 * Runs the acceptance dialogues in-process, with the real manager, answer agent and embedder on the
 * in-memory store, or with `--mcp` through the tools of the built server, and prints the pass rate of each manager policy by class:
 *
 *   node --import tsx tests/support/run-dialogues.ts [dev|held-out|all|FILE.json] [policy …] [--failures] [--mcp]
 *
 * Policies are append, rules and learned; `weights=FILE` is the learned one with other weights.
 * `--failures` lists what failed, but not of `held-out` and of `data/dialogues/held-out`: nobody tunes on those.
 */
import { createAnswerAgent } from '../../src/agents/answer.js';
import { extractivePolicy } from '../../src/agents/answerer/extractive.js';
import { createManager } from '../../src/agents/manager.js';
import type { ManagerPolicy } from '../../src/agents/policy.js';
import { appendPolicy } from '../../src/agents/policies/append.js';
import { createLearnedPolicy } from '../../src/agents/policies/learned.js';
import { loadWeights } from '../../src/agents/policies/learned-weights.js';
import { rulesPolicy } from '../../src/agents/policies/rules.js';
import { createEmbedder } from '../../src/embeddings/create.js';
import type { Embedder } from '../../src/embeddings/embedder.js';
import { createInMemoryStore } from '../../src/store/in-memory-store.js';
import { START } from '../../src/training/environment/authored.js';
import {
  checkDialogue,
  type CheckFailure,
  DIALOGUE_CLASSES,
  type Dialogue,
  type DialogueOutcome,
  readDialogues,
} from '../../src/training/environment/dialogues.js';
import { type DialogueMemory, loadDialogues, playDialogue } from './dialogues.js';
import { mcpMemory } from './mcp-dialogue-memory.js';
import { startServer, temporaryFolder } from './server.js';

const NAMESPACE = 'dialogue';
export interface DialogueResult {
  dialogue: Dialogue;
  outcome: DialogueOutcome;
  failures: CheckFailure[];
}

/** An empty memory of its own: policy, answer agent and store wired as the server wires them. */
export function inProcessMemory(policy: ManagerPolicy, embedder: Embedder): DialogueMemory {
  // One second for every look at the clock.
  let now = START;
  let count = 0;
  const clock = { now: () => (now += 1000) };
  const ids = { next: () => `id-${++count}` };
  const store = createInMemoryStore({ clock, ids });
  const manager = createManager({ store, embedder, policy, ids, clock });
  const agent = createAnswerAgent({ store, embedder, policy: extractivePolicy });
  return {
    remember: ({ text, speaker = null, said_at }) =>
      manager.remember({
        namespace: NAMESPACE,
        messages: [{ speaker, text, saidAt: said_at }],
        source: null,
        dryRun: false,
      }),
    live: () => store.list({ namespace: NAMESPACE }, { offset: 0, limit: 1000 }),
    async recall(query, limit) {
      return (await agent.recall({ namespace: NAMESPACE, query, limit })).memories;
    },
    async answer(question) {
      return (await agent.answer(question, { namespace: NAMESPACE })).text;
    },
  };
}

/** Plays every dialogue on a memory of its own, one after the other. */
export async function runDialogues(
  dialogues: readonly Dialogue[],
  newMemory: () => DialogueMemory,
): Promise<DialogueResult[]> {
  const results: DialogueResult[] = [];
  for (const dialogue of dialogues) {
    const outcome = await playDialogue(dialogue, newMemory());
    results.push({ dialogue, outcome, failures: checkDialogue(dialogue, outcome) });
  }
  return results;
}

/** A table of passed dialogues by class, one column for each name. */
export function passTable(byName: ReadonlyMap<string, readonly DialogueResult[]>): string {
  const names = [...byName.keys()];
  const cell = (text: string) => text.padStart(14);
  const row = (label: string, pick: (result: DialogueResult) => boolean, passes = passed) => {
    const cells = names.map((name) => {
      const results = (byName.get(name) ?? []).filter(pick);
      return cell(`${results.filter(passes).length}/${results.length}`);
    });
    return label.padEnd(28) + cells.join('');
  };
  return [
    ' '.repeat(28) + names.map(cell).join(''),
    ...DIALOGUE_CLASSES.map((name) => row(name, ({ dialogue }) => dialogue.class === name)),
    row('all', () => true),
    row('all, answers left out', () => true, passedButForAnswers),
    ...(['spoken', 'note'] as const).map((register) =>
      row(`  ${register}`, ({ dialogue }) => dialogue.register === register),
    ),
  ].join('\n');
}

function passed({ failures }: DialogueResult): boolean {
  return failures.length === 0;
}

function passedButForAnswers({ failures }: DialogueResult): boolean {
  return failures.every(({ kind }) => kind === 'answer');
}

/** What failed in a dialogue, with what was live at its end. */
function describeFailure({ dialogue, outcome, failures }: DialogueResult): string {
  return [
    `${dialogue.id}`,
    ...dialogue.remembers.map(({ speaker, text }) => `    said: ${label(speaker, text)}`),
    ...outcome.live.map(({ speaker, text }) => `    live: ${label(speaker, text)}`),
    ...failures.map(({ kind, message }) => `  ✗ ${kind}: ${message}`),
  ].join('\n');
}

function label(speaker: string | null | undefined, text: string): string {
  const short = text.length > 160 ? `${text.slice(0, 160)}…` : text;
  return `${speaker ? `${speaker}: ` : ''}${JSON.stringify(short)}`;
}

/** One server for all dialogues of a policy, a namespace for each dialogue. */
async function throughServer(
  manager: string,
  dialogues: readonly Dialogue[],
): Promise<DialogueResult[]> {
  const cleanups: (() => void | Promise<void>)[] = [];
  const cleanup = (work: () => void | Promise<void>) => void cleanups.unshift(work);
  try {
    const home = temporaryFolder(cleanup);
    const server = await startServer(home, { MEMORY_R1_MANAGER: manager }, cleanup);
    let count = 0;
    return await runDialogues(dialogues, () => mcpMemory(server, `dialogue-${++count}`));
  } finally {
    for (const work of cleanups) await work();
  }
}

function policyOf(name: string): ManagerPolicy {
  if (name === 'append') return appendPolicy;
  if (name === 'rules') return rulesPolicy;
  const file = /^weights=(.*)$/.exec(name)?.[1];
  return createLearnedPolicy(loadWeights(file));
}

async function main(args: readonly string[]): Promise<void> {
  const words = args.filter((arg) => !arg.startsWith('--'));
  const named = words.filter((word) => /^(append|rules|learned|weights=.*)$/.test(word));
  const split = words.find((word) => ['dev', 'held-out', 'all'].includes(word)) ?? 'dev';
  const file = words.find((word) => /^(?!weights=).*\.json$/.test(word));
  const dialogues = file
    ? readDialogues(file)
    : (['dev', 'held-out'] as const)
        .filter((name) => split === 'all' || split === name)
        .flatMap(loadDialogues);
  const embedder = createEmbedder('bundled', { home: '' });
  const byName = new Map<string, DialogueResult[]>();
  for (const name of named.length > 0 ? named : ['append', 'rules', 'learned']) {
    const policy = policyOf(name);
    const results = args.includes('--mcp')
      ? await throughServer(name, dialogues)
      : await runDialogues(dialogues, () => inProcessMemory(policy, embedder));
    byName.set(name, results);
    if (args.includes('--failures')) {
      const failed = results.filter((result) => !passed(result));
      const open = failed.filter(({ dialogue }) =>
        file ? !/\/held-out\//.test(file) : dialogue.split === 'dev',
      );
      process.stdout.write(`\n# ${name}\n${open.map(describeFailure).join('\n')}\n`);
    }
  }
  await embedder.close();
  process.stdout.write(`\n${file ?? split}: ${dialogues.length} dialogues\n${passTable(byName)}\n`);
}

if (process.argv[1]?.endsWith('run-dialogues.ts')) await main(process.argv.slice(2));
