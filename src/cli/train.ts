import { type Command, InvalidArgumentError, Option } from 'commander';
import type { BenchDecisionFlags, BenchManagerFlags } from './bench-manager.js';
import { wholeNumber, withContext } from './options.js';
import { addLlmTrainCommands, addRewardBench } from './train-llm.js';
import type { TrainAnswererFlags, TrainBothFlags } from './train-agents.js';
import type { TrainFlags } from './train-manager.js';
import type { TrainQueryFlags } from './train-query.js';
import type { TrainSelectionFlags } from './train-selection.js';

/** `train …`. The code of each is loaded when it is called. */
export function addTrainCommands(program: Command): void {
  const train = program
    .command('train')
    .description('Train the agents; see docs/experiments.md and docs/train-llm.md.');
  training(
    train
      .command('manager')
      .description(
        'Train the memory manager from whether the answers come out right. Ctrl-C loses nothing: --resume goes on.',
      ),
  ).action(async (options: TrainFlags, command: Command) =>
    withContext(command, async (context) =>
      (await import('./train-manager.js')).trainManagerCommand(options, context),
    ),
  );
  addLlmTrainCommands(train);
  train
    .command('answerer')
    .description(
      "Train the answer agent's choice of an answer on authored dialogues, as a manager leaves them, stories and conversations.",
    )
    .addOption(
      new Option('--algo <algorithm>', 'sft: likelihood of right answers only; grpo: then reward')
        .choices(['grpo', 'sft'])
        .default('grpo'),
    )
    .option('--seed <n>', 'of the exercises and their order', wholeNumber, 1)
    .option('--out <folder>', 'for the weights', 'runs/agents')
    .option(
      '--dialogues <n>',
      'at most so many dialogues, stories and conversations each',
      wholeNumber,
    )
    .option('--weights <file>', "the manager's weights (default: those that ship)")
    .action(async (options: TrainAnswererFlags, command: Command) =>
      withContext(command, async (context) =>
        (await import('./train-agents.js')).trainAnswererCommand(options, context),
      ),
    );
  train
    .command('query')
    .description(
      "Train the map that moves a question's vector towards what tells its answer, on authored dialogues, stories and conversations.",
    )
    .option('--seed <n>', 'of the first weights and the order', wholeNumber, 1)
    .option('--out <folder>', 'for the weights', 'runs/query')
    .option(
      '--dialogues <n>',
      'at most so many dialogues, stories and conversations each',
      wholeNumber,
    )
    .action(async (options: TrainQueryFlags, command: Command) =>
      withContext(command, async (context) =>
        (await import('./train-query.js')).trainQueryCommand(options, context),
      ),
    );
  train
    .command('selection')
    .description(
      'Train which of the memories that were found are kept for an answer, on authored conversations.',
    )
    .option('--out <folder>', 'for the weights', 'runs/selection')
    .option('--conversations <n>', 'at most so many of each split', wholeNumber)
    .action(async (options: TrainSelectionFlags, command: Command) =>
      withContext(command, async (context) =>
        (await import('./train-selection.js')).trainSelectionCommand(options, context),
      ),
    );
  train
    .command('both')
    .description(
      'Train the manager, then the answer agent on its banks, and so on in turn; shows whose fault each wrong answer is.',
    )
    .addOption(
      new Option('--algo <algorithm>', 'how the manager learns')
        .choices(['grpo', 'ppo'])
        .default('grpo'),
    )
    .option('--seed <n>', 'of the exploration', wholeNumber, 1)
    .option('--out <folder>', 'for checkpoints and weights', 'runs/agents')
    .option('--episodes <n>', 'generated training dialogues', wholeNumber)
    .option('--rounds <n>', 'how often the two take turns', wholeNumber, 2)
    .option('--no-credit', 'leave credit assignment out of the updates')
    .option('--iterations <n>', "updates of the manager's policy in each round", wholeNumber)
    .option('--resume', 'go on from the checkpoints in that folder')
    .action(async (options: TrainBothFlags, command: Command) =>
      withContext(command, async (context) =>
        (await import('./train-agents.js')).trainBothCommand(options, context),
      ),
    );
}

/** The options of `train manager`. */
function training(command: Command): Command {
  return command
    .addOption(
      new Option('--algo <algorithm>', 'how to learn')
        .choices(['grpo', 'ppo', 'sft'])
        .default('grpo'),
    )
    .option('--data <data>', 'gym, or locomo:<file>:<sample> for an experiment', 'gym')
    .option('--seed <n>', 'of the weights and of the exploration', wholeNumber, 1)
    .option('--out <folder>', 'for checkpoints, weights and the report', 'runs/train')
    .option('--resume', 'go on from the checkpoint in that folder')
    .addOption(
      new Option('--reward <kind>', 'exact match or token F1 of the answers')
        .choices(['em', 'f1'])
        .default('em'),
    )
    .option('--cost-per-word <r>', 'reward taken off for each word of the bank', share)
    .option('--iterations <n>', 'updates of the policy', wholeNumber)
    .option('--episodes <n>', 'generated training dialogues', wholeNumber);
}

/** `bench manager`, `bench decision` and `bench reward`. */
export function addManagerBenches(bench: Command): void {
  bench
    .command('manager')
    .description(
      'Managers on held-out generated dialogues: append, rules, and sft, ppo and grpo trained anew for each seed.',
    )
    .option('--seeds <n>', 'how many seeds, from 1', wholeNumber, 5)
    .option(
      '--policies <names>',
      'comma-separated (default: these five; learned: the weights that ship)',
    )
    .option('--out <folder>', 'for what is finished; the same command again goes on', 'runs/bench')
    .option('--iterations <n>', 'updates of each trained policy', wholeNumber)
    .addOption(new Option('--reward <kind>', 'reward').choices(['em', 'f1']).default('em'))
    .option('--cost-per-word <r>', 'reward taken off for each word of the bank', share)
    .option('--json <file>', 'also write the figures here')
    .action(async (options: BenchManagerFlags, command: Command) =>
      withContext(command, async (context) =>
        (await import('./bench-manager.js')).benchManagerCommand(options, context),
      ),
    );
  bench
    .command('decision')
    .description('Time of one decision, without embedding and search.')
    .option('--candidates <n>', 'memories beside the fact', wholeNumber, 10)
    .option('--json', 'print JSON')
    .action(async (options: BenchDecisionFlags, command: Command) =>
      withContext(command, async (context) =>
        (await import('./bench-manager.js')).benchDecisionCommand(options, context),
      ),
    );
  addRewardBench(bench);
}

function share(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value <= 1)) throw new InvalidArgumentError('must be a number from 0 to 1');
  return value;
}
