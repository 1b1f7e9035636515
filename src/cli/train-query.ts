import { queryMapText } from '../embeddings/query-map.js';
import {
  drawLessons,
  type Finding,
  findingOf,
  QUERY_DEFAULTS,
  trainQueryMap,
} from '../training/train-query.js';
import type { CommandContext } from './context.js';
import { interruptSignal, print, writeWeights } from './output.js';
import { originOfRun } from './provenance.js';

export interface TrainQueryFlags {
  seed: number;
  out: string;
  dialogues?: number;
}

const told = ({ mrr, top10, questions }: Finding): string =>
  `mean reciprocal rank ${mrr.toFixed(3)}, among the ten nearest ${(100 * top10).toFixed(1)} % of ${questions}`;

/** Trains the map that moves questions towards what tells their answers, and says what it gains on validation. */
export async function trainQueryCommand(
  { seed, out, dialogues }: TrainQueryFlags,
  { runtime }: CommandContext,
): Promise<void> {
  const origin = originOfRun();
  const signal = interruptSignal();
  const embedder = await runtime.embedder();
  const train = await drawLessons(embedder, 'train', dialogues);
  const validation = await drawLessons(embedder, 'validation', dialogues);
  signal.throwIfAborted();
  print(
    `${train.lessons.length} questions; validation before: ${told(findingOf(validation, null))}`,
  );
  const map = await trainQueryMap(
    train,
    { ...QUERY_DEFAULTS, seed },
    (pass, now) => void process.stderr.write(`pass ${pass}: ${told(findingOf(validation, now))}\n`),
    signal,
  );
  if (map === null) {
    print('Stopped.');
    process.exitCode = 130;
    return;
  }
  const measured = findingOf(validation, map);
  print(`validation after: ${told(measured)}`);
  const text = queryMapText(map, embedder.name, {
    ...origin,
    seed,
    data: `${train.lessons.length} questions of authored dialogues, stories and conversations`,
    trainedAt: new Date().toISOString(),
    measured,
  });
  await writeWeights(out, 'query.json', text);
}
