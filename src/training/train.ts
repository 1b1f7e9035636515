import { FACT_FEATURES, FEATURE_VERSION, PAIR_FEATURES } from '../agents/policies/features.js';
import { createLearnedPolicy } from '../agents/policies/learned.js';
import type {
  Calibration,
  Calibrations,
  Departure,
  ManagerWeights,
} from '../agents/policies/learned-weights.js';
import { createNetwork, type Input, type Network } from '../agents/policies/network.js';
import type { ManagerPolicy } from '../agents/policy.js';
import { createRandom, deriveSeed, type Random } from '../memory/random.js';
import { barOf, calibrate, type CalibrationReport } from './calibrate.js';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint.js';
import { evaluate, type Evaluation } from './evaluate.js';
import { collectGroups } from './grpo.js';
import { mean } from './mean.js';
import {
  addLikelihoodGradient,
  addPolicyGradient,
  type ObjectiveReport,
  type Sample,
} from './objective.js';
import { type AdamOptions, adamStep, createAdam } from './optimiser.js';
import { collectTrajectories, explainedVariance, type Transition } from './ppo.js';
import type { PreparedEpisode, TrainingEpisodes } from './prepare.js';
import type { Simulator } from './rollout.js';
import { labelledSamples, type LabelledSample } from './sft.js';
import { createValueNetwork, value, type ValueNetwork } from './value.js';

export const ALGORITHMS = ['grpo', 'ppo', 'sft'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** What training depends on besides its data. All have defaults; `report.html` shows them. */
export interface Hyperparameters {
  iterations: number;
  /** Episodes of one iteration. */
  batch: number;
  /** Share of them that are generated, where there are authored ones as well. */
  generated: number;
  /** Passes over the samples of one iteration. */
  epochs: number;
  /** Samples of one gradient step. */
  minibatch: number;
  /** Falls linearly to a tenth. */
  learningRate: number;
  clip: number;
  kl: number;
  /** Falls linearly to 0. */
  entropy: number;
  /** Decoupled weight decay, times the learning rate. */
  decay: number;
  /** Share of the features that each gradient step hides, so that no few of them carry a decision alone. */
  dropout: number;
  /** Iterations between validations; each writes a checkpoint. */
  validateEvery: number;
  statesPerEpisode: number;
  candidatesTried: number;
  deviationFloor: number;
  trajectories: number;
  gamma: number;
  lambda: number;
  criticRate: number;
  hidden: number;
  head: number;
  /** How strongly a new network prefers what the rules propose, as a logit. */
  prior: number;
}

export const DEFAULTS: Hyperparameters = {
  iterations: 60,
  batch: 128,
  generated: 0.05,
  epochs: 4,
  minibatch: 64,
  learningRate: 3e-3,
  clip: 0.2,
  kl: 0.005,
  entropy: 0.3,
  decay: 0.05,
  dropout: 0.3,
  validateEvery: 10,
  statesPerEpisode: 3,
  candidatesTried: 4,
  deviationFloor: 0.5,
  trajectories: 4,
  gamma: 0.95,
  lambda: 0.9,
  criticRate: 3e-3,
  hidden: 32,
  head: 24,
  prior: 2.5,
};

/** PPO plays whole dialogues: the long generated ones would outweigh all others. */
const PPO_DEFAULTS = { ...DEFAULTS, generated: 0.01 };

export interface Progress {
  iteration: number;
  /** Mean reward of an episode of the batch. */
  reward: number;
  /** Share of groups that differed in reward (GRPO). */
  informative: number | null;
  explainedVariance: number | null;
  objective: ObjectiveReport | null;
  /** Mean negative log-likelihood (SFT). */
  loss: number | null;
  gradientNorm: number;
  validation: Evaluation | null;
}

export interface TrainOptions {
  algorithm: Algorithm;
  seed: number;
  hyperparameters?: Partial<Hyperparameters> | undefined;
  /** Name of the data, so that nobody resumes on other episodes. */
  data: string;
  train: TrainingEpisodes;
  validation: readonly PreparedEpisode[];
  simulator: Simulator;
  /** Weights to go on from; without them the network begins with the rules. */
  start?: Network | undefined;
  /** Where checkpoints go; without it nothing is written. */
  folder?: string | undefined;
  /** Go on from the folder's checkpoint, if there is one. */
  resume?: boolean | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
  /** Stops after the iteration under way; with a folder, training can be resumed. */
  signal?: AbortSignal | undefined;
}

export interface Trained {
  network: Network;
  calibration: Record<Departure, CalibrationReport>;
  progress: Progress[];
  hyperparameters: Hyperparameters;
}

/**
 * Trains the manager's network. Depends on the seed, the data and the hyperparameters only, never on the
 * clock: equal arguments give equal weights, also when stopped and resumed in between.
 *
 * @returns null where the signal stopped it
 */
export async function trainNetwork(options: TrainOptions): Promise<Trained | null> {
  const { algorithm, seed, simulator } = options;
  const defaults = algorithm === 'ppo' ? PPO_DEFAULTS : DEFAULTS;
  const settings: Hyperparameters = { ...defaults, ...options.hyperparameters };
  const { train } = options;
  const fingerprint = JSON.stringify({
    algorithm,
    seed,
    settings,
    data: options.data,
    reward: simulator.reward,
  });
  const resumed =
    options.resume && options.folder ? readCheckpoint<Progress>(options.folder, fingerprint) : null;
  const state = resumed ?? begin(algorithm, seed, settings, fingerprint, options.start);
  const network: Network = {
    shape: shapeOf(settings),
    parameters: state.parameters,
  };
  const labels = algorithm === 'sft' ? labelledSamples(simulator, train.ready) : [];
  while (state.iteration < settings.iterations && !options.signal?.aborted) {
    const { iteration } = state;
    const last = iteration + 1 === settings.iterations;
    simulator.learned();
    const progress = await iterate(options, settings, network, state, labels);
    state.iteration += 1;
    const due = (iteration + 1) % settings.validateEvery === 0 || last;
    if (due) progress.validation = validate(options, network);
    state.progress.push(progress);
    if (due && options.folder) writeCheckpoint(options.folder, state);
    options.onProgress?.(progress);
    // Lets signals and progress bars through.
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (options.folder) writeCheckpoint(options.folder, state);
  if (state.iteration < settings.iterations) return null;
  simulator.learned();
  return {
    network,
    calibration: calibrate(simulator, network, options.validation),
    progress: state.progress,
    hyperparameters: settings,
  };
}

const CRITIC_WIDTH = 24;

const shapeOf = ({ hidden, head }: Hyperparameters) => ({
  pair: PAIR_FEATURES.length,
  fact: FACT_FEATURES.length,
  hidden,
  head,
});

type State = Checkpoint<Progress>;

function begin(
  algorithm: Algorithm,
  seed: number,
  settings: Hyperparameters,
  fingerprint: string,
  start?: Network,
): State {
  const random = createRandom(deriveSeed(seed, 0));
  const shape = shapeOf(settings);
  const fresh = createNetwork(shape, () => random.normal(), settings.prior);
  const parameters = start ? start.parameters.slice() : fresh.parameters;
  const critic =
    algorithm === 'ppo' ? createValueNetwork(shape, CRITIC_WIDTH, () => random.normal()) : null;
  return {
    fingerprint,
    iteration: 0,
    parameters,
    reference: parameters.slice(),
    adam: createAdam(parameters.length),
    critic: critic && {
      parameters: critic.parameters,
      adam: createAdam(critic.parameters.length),
    },
    progress: [],
  };
}

const UNBARRED: Calibration = { slope: 1, offset: 0, threshold: 0 };

/** Of the episodes of validation one in so many is played on the way; all of them set the bars at the end. */
const VALIDATED = 3;

function validate({ simulator, validation }: TrainOptions, network: Network): Evaluation {
  return evaluate(
    simulator,
    createLearnedPolicy(unsaved(network, { keeping: UNBARRED, losing: UNBARRED })),
    validation.filter((_, at) => at % VALIDATED === 0),
  );
}

/** A trained manager as it ships: it departs from the rules only where it is sure enough. */
export const policyOf = ({ network, calibration: { keeping, losing } }: Trained): ManagerPolicy =>
  createLearnedPolicy(unsaved(network, { keeping: barOf(keeping), losing: barOf(losing) }));

/** Weights as a policy needs them, where they are not written to a file and so have no provenance. */
function unsaved(network: Network, calibration: Calibrations): ManagerWeights {
  return {
    format: 2,
    features: FEATURE_VERSION,
    network,
    calibration,
    provenance: {
      command: '',
      algorithm: '',
      seed: 0,
      data: '',
      commit: '',
      trainedAt: '',
      measured: {},
    },
  };
}

async function iterate(
  { algorithm, seed, train, simulator }: TrainOptions,
  settings: Hyperparameters,
  network: Network,
  state: State,
  labels: readonly LabelledSample[],
): Promise<Progress> {
  const { iteration } = state;
  const random = createRandom(deriveSeed(seed, iteration + 1));
  const left = 1 - iteration / settings.iterations;
  const adam: AdamOptions = {
    learningRate: settings.learningRate * (0.1 + 0.9 * left),
    maxNorm: 1,
    decay: settings.decay,
  };
  const progress: Progress = {
    iteration: iteration + 1,
    reward: 0,
    informative: null,
    explainedVariance: null,
    objective: null,
    loss: null,
    gradientNorm: 0,
    validation: null,
  };
  const gradient = new Float64Array(network.parameters.length);
  const seen = (input: Input): Input => withDropout(input, settings.dropout, random);
  if (algorithm === 'sft') {
    for (const part of parts(random.shuffle(labels), settings.minibatch)) {
      gradient.fill(0);
      progress.loss = addLikelihoodGradient(network, part, gradient, seen);
      progress.gradientNorm = adamStep(network.parameters, gradient, state.adam, adam);
    }
    return progress;
  }
  const batch = await drawBatch(train, settings, random);
  const collected = collect(algorithm, settings, simulator, network, state, batch, random);
  progress.reward = collected.reward;
  progress.informative = collected.informative;
  progress.explainedVariance = collected.explained;
  const { samples } = collected;
  const reference: Network = { shape: network.shape, parameters: state.reference };
  for (let epoch = 0; epoch < settings.epochs; epoch += 1) {
    for (const part of parts(random.shuffle(samples), settings.minibatch)) {
      gradient.fill(0);
      const objective = { ...settings, entropy: settings.entropy * left };
      progress.objective = addPolicyGradient(network, reference, part, objective, gradient, seen);
      progress.gradientNorm = adamStep(network.parameters, gradient, state.adam, adam);
    }
  }
  return progress;
}

/** Some episodes of each kind: the authored ones are far more, the generated ones ask far more. */
async function drawBatch(
  train: TrainingEpisodes,
  { batch, generated }: Hyperparameters,
  random: Random,
): Promise<PreparedEpisode[]> {
  const authored = random.shuffle(train.authored);
  const others = random.shuffle(train.ready);
  const wanted = authored.length === 0 ? batch : Math.round(generated * batch);
  const drawn = others.slice(0, wanted);
  return [...drawn, ...(await train.prepare(authored.slice(0, batch - drawn.length)))];
}

/** Parts of one size, at most `most`: a last one of a few samples would be a step of pure noise. */
function parts<T>(samples: readonly T[], most: number): T[][] {
  const count = Math.ceil(samples.length / most);
  const size = Math.ceil(samples.length / Math.max(1, count));
  return Array.from({ length: count }, (_, part) => samples.slice(part * size, (part + 1) * size));
}

/** The features with a share of them hidden and the others raised to make up for it (Srivastava et al. 2014). */
function withDropout(input: Input, share: number, random: Random): Input {
  const hide = (features: Float64Array): Float64Array =>
    features.map((value) => (value === 0 || random.next() < share ? 0 : value / (1 - share)));
  return { ...input, pairs: input.pairs.map(hide), fact: hide(input.fact) };
}

function collect(
  algorithm: 'grpo' | 'ppo',
  settings: Hyperparameters,
  simulator: Simulator,
  network: Network,
  state: State,
  batch: readonly PreparedEpisode[],
  random: Random,
): {
  samples: Sample[];
  reward: number;
  informative: number | null;
  explained: number | null;
} {
  if (algorithm === 'grpo' || !state.critic) {
    const groups = collectGroups(simulator, network, batch, settings, random);
    return {
      samples: groups.samples,
      reward: mean(groups.rewards),
      informative: groups.informative / Math.max(1, groups.groups),
      explained: null,
    };
  }
  const critic: ValueNetwork = {
    inputs: (state.critic.parameters.length - 1) / CRITIC_WIDTH - 2,
    hidden: CRITIC_WIDTH,
    parameters: state.critic.parameters,
  };
  const played = collectTrajectories(simulator, network, critic, batch, settings, random);
  const targets = played.transitions.map(({ target }) => target);
  const estimates = played.transitions.map(({ estimate }) => estimate);
  fitCritic(critic, state.critic.adam, played.transitions, settings, random);
  return {
    samples: played.transitions,
    reward: mean(played.rewards),
    informative: null,
    explained: explainedVariance(targets, estimates),
  };
}

/** Mean squared error to the returns that GAE gives. */
function fitCritic(
  critic: ValueNetwork,
  state: ReturnType<typeof createAdam>,
  transitions: readonly Transition[],
  settings: Hyperparameters,
  random: Random,
): void {
  const gradient = new Float64Array(critic.parameters.length);
  for (let epoch = 0; epoch < settings.epochs; epoch += 1) {
    const order = random.shuffle(transitions);
    for (let from = 0; from < order.length; from += settings.minibatch) {
      const part = order.slice(from, from + settings.minibatch);
      gradient.fill(0);
      for (const { valueInput, target } of part)
        value(critic, valueInput, gradient, (estimate) => (2 * (estimate - target)) / part.length);
      adamStep(critic.parameters, gradient, state, {
        learningRate: settings.criticRate,
        maxNorm: 5,
        decay: 0,
      });
    }
  }
}
