import { resolve } from 'node:path';
import { extractivePolicy } from '../agents/answerer/extractive.js';
import { parseTrainingData } from '../training/data.js';
import { type Evaluation, scoresByKind } from '../training/evaluate.js';
import type { RewardKind } from '../training/reward.js';
import type { Algorithm, Progress } from '../training/train.js';
import { trainManager } from '../training/train-manager.js';
import type { CommandContext } from './context.js';
import { interruptSignal, print } from './output.js';
import { originOfRun } from './provenance.js';

export interface TrainFlags {
  algo: Algorithm;
  data: string;
  seed: number;
  out: string;
  resume?: boolean;
  reward: RewardKind;
  costPerWord?: number;
  iterations?: number;
  episodes?: number;
}

/** Trains a manager and says where its weights and its report are. */
export async function trainManagerCommand(
  flags: TrainFlags,
  { runtime }: CommandContext,
): Promise<void> {
  const folder = resolve(flags.out);
  const begun = Date.now();
  const note = (line: string): void =>
    void process.stderr.write(
      `${((Date.now() - begun) / 1000).toFixed(0).padStart(5)} s  ${line}\n`,
    );
  const trained = await trainManager({
    algorithm: flags.algo,
    seed: flags.seed,
    data: parseTrainingData(flags.data),
    sizes: definedOnly({ train: flags.episodes }),
    reward: { kind: flags.reward, ...definedOnly({ costPerWord: flags.costPerWord }) },
    hyperparameters: definedOnly({ iterations: flags.iterations }),
    embedder: await runtime.embedder(),
    answerer: extractivePolicy,
    folder,
    resume: flags.resume ?? false,
    ...originOfRun(),
    trainedAt: new Date().toISOString(),
    onData: ({ name }) => note(`training on ${name}`),
    onProgress: (progress, iterations) => note(describe(progress, iterations)),
    signal: interruptSignal(),
  });
  if (trained === null) {
    print(`Stopped. Go on with the same command and --resume; the checkpoint is in ${folder}.`);
    process.exitCode = 130;
    return;
  }
  const { measured, weightsFile, reportFile } = trained;
  const { generated, alone, inCompany, notes, conversationNotes } = measured;
  print(
    `Held-out generated dialogues: exact match ${generated.score.toFixed(3)} of ${generated.questions} questions, ${generated.memories.toFixed(1)} memories.\nAuthored test dialogues: ${percent(alone)} of ${alone.questions} passed, ${percent(inCompany)} among other memories.\nNotes of test notebooks: ${percent(notes)} of ${notes.questions} left the memory as it should be (${scoresByKind(notes)}).\nNotes of test conversations: ${percent(conversationNotes)} of ${conversationNotes.questions} (${scoresByKind(conversationNotes)}).\nWeights: ${weightsFile}, used with --manager learned:${weightsFile}\nReport:  ${reportFile}`,
  );
}

const percent = ({ score }: Evaluation): string => `${(100 * score).toFixed(1)} %`;

function describe({ iteration, reward, loss, validation }: Progress, iterations: number): string {
  const batch = loss === null ? `reward ${reward.toFixed(3)}` : `loss ${loss.toFixed(3)}`;
  const held = validation
    ? `; validation: reward ${validation.reward.toFixed(3)}, exact match ${validation.score.toFixed(3)}, ${validation.memories.toFixed(1)} memories`
    : '';
  return `${iteration}/${iterations}  ${batch}${held}`;
}

/** The entries that have a value: what a flag left out must not hide a default. */
export function definedOnly<T extends object>(entries: T): { [K in keyof T]: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: NonNullable<T[K]>;
  };
}
