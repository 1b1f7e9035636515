import { type Command, InvalidArgumentError, Option } from 'commander';
import { LINKS, QUESTION_FILTERS } from '../training/llm/filters.js';
import { wholeNumber, withContext } from './options.js';
import type { RewardServerFlags } from './train-reward-server.js';
import type { TrainExportFlags } from './train-export.js';

/** Data and reward for the trainers of large language models; see docs/train-llm.md. */
export function addLlmTrainCommands(train: Command): void {
  train
    .command('export')
    .description(
      'Write prompts for TRL and verl (JSONL and Parquet), each with the state that its outputs are scored from. --manager and --answerer name who builds the banks and who answers.',
    )
    .addOption(
      new Option('--role <role>', 'who is to be trained')
        .choices(['manager', 'answerer'])
        .makeOptionMandatory(),
    )
    .requiredOption('--data <data>', 'gym, or locomo:<file> with the official JSON')
    .requiredOption('--output <base>', 'writes <base>.jsonl and <base>.parquet')
    .addOption(
      new Option('--split <split>', 'gym: which wording, names and values')
        .choices(['train', 'test'])
        .default('train'),
    )
    .option('--seed <n>', 'gym: what the dialogues are drawn from', wholeNumber, 1)
    .option('--episodes <n>', 'gym: how many dialogues', wholeNumber, 20)
    .option('--samples <ids>', 'LoCoMo: comma-separated dialogues (default: all)')
    .addOption(
      new Option('--facts <kind>', 'LoCoMo: what is said')
        .choices(['turns', 'observations', 'both'])
        .default('turns'),
    )
    .option('--categories <n,…>', 'LoCoMo: which questions', '1,2,3,4')
    .option(
      '--window <n>',
      'manager: the bank holds what this many turns before said; 0: all of them',
      countFromZero,
      50,
    )
    .addOption(
      new Option('--link <turns>', 'manager: a question is asked at which of the turns it rests on')
        .choices(LINKS)
        .default('last'),
    )
    .addOption(
      new Option(
        '--questions <which>',
        'all; those that the answerer can get right (answerable); of these, those that the turn decides (decisive)',
      )
        .choices(QUESTION_FILTERS)
        .default('all'),
    )
    .option('--limit <n>', 'at most this many examples', wholeNumber)
    .action(async (flags: TrainExportFlags, command: Command) =>
      withContext(command, async (context) =>
        (await import('./train-export.js')).trainExport(flags, context),
      ),
    );

  train
    .command('reward-server')
    .description(
      'Score outputs of a language model over HTTP on loopback. --answerer names the frozen answer agent.',
    )
    .option('--port <n>', 'port on 127.0.0.1; 0: any that is free', countFromZero, 8808)
    .option('--data <file>', "an export's .jsonl, so that requests need only name a state's id")
    .action(async (flags: RewardServerFlags, command: Command) =>
      withContext(command, async (context) =>
        (await import('./train-reward-server.js')).trainRewardServer(flags, context),
      ),
    );
}

/** How many rollouts a second the reward service scores. */
export function addRewardBench(bench: Command): void {
  bench
    .command('reward')
    .description('Rollouts that the reward service scores in a second, over HTTP.')
    .option('--memories <n>', 'size of the bank', wholeNumber, 50)
    .option('--rollouts <n>', 'how many', wholeNumber, 2_000)
    .option('--seed <n>', 'what the states and outputs are made from', wholeNumber, 1)
    .action(async (flags: { memories: number; rollouts: number; seed: number }, command: Command) =>
      withContext(command, async (context) =>
        (await import('./bench-reward.js')).benchRewardCommand(flags, context),
      ),
    );
}

function countFromZero(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('must be a whole number');
  return value;
}
