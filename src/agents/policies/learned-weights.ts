import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configurationError } from '../../errors.js';
import { FACT_FEATURES, FEATURE_VERSION, PAIR_FEATURES } from './features.js';
import { layoutOf, type Network } from './network.js';

/** Where trained weights come from. */
export interface Provenance {
  /** The command that trained them. */
  command: string;
  algorithm: string;
  seed: number;
  /** What they were trained on, e.g. `gym` with its seed and size. */
  data: string;
  commit: string;
  trainedAt: string;
  /** Reward and accuracy on held-out data at the end. */
  measured: Record<string, number>;
}

/** How sure the policy has to be before it changes a memory; fitted on held-out generated data. */
export interface Calibration {
  /** Divides the logits before they are read as probabilities. */
  temperature: number;
  /** Least calibrated probability of a change to an existing memory; below it the fact is added. */
  threshold: number;
}

/** A trained manager as it lies on disk (`models/manager.json`). */
export interface ManagerWeights {
  format: 1;
  features: string;
  provenance: Provenance;
  calibration: Calibration;
  network: Network;
}

const SHIPPED = fileURLToPath(new URL('../../../models/manager.json', import.meta.url));

/**
 * Reads trained weights. @throws MemoryR1Error `weights-missing`, `weights-broken`, or
 * `weights-version` where they were trained on another encoding of the features.
 */
export function loadWeights(file = SHIPPED): ManagerWeights {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw configurationError(
      'weights-missing',
      `There are no manager weights at ${file}. Reinstall memory-r1-mcp, train them with "memory-r1 train manager", or set MEMORY_R1_MANAGER=rules.`,
      error,
    );
  }
  return parseWeights(text, file);
}

/** The text of a weights file; five significant digits tell all that a decision depends on. */
export function weightsText(weights: ManagerWeights): string {
  const { network, ...rest } = weights;
  const parameters = Array.from(network.parameters, (value) => Number(value.toPrecision(5)));
  return `${JSON.stringify({ ...rest, network: { shape: network.shape } }, null, 2).slice(0, -2)},\n  "parameters": ${JSON.stringify(parameters)}\n}\n`;
}

export function parseWeights(text: string, file: string): ManagerWeights {
  let read: Partial<Omit<ManagerWeights, 'network'>> & {
    network?: { shape?: Network['shape'] };
    parameters?: number[];
  };
  try {
    read = JSON.parse(text) as typeof read;
  } catch (error) {
    throw configurationError(
      'weights-broken',
      `${file} is not JSON; train or install it again.`,
      error,
    );
  }
  const { features, provenance, calibration, parameters } = read;
  const shape = read.network?.shape;
  if (
    features !== FEATURE_VERSION ||
    shape?.pair !== PAIR_FEATURES.length ||
    shape.fact !== FACT_FEATURES.length
  ) {
    throw configurationError(
      'weights-version',
      `The weights in ${file} are for ${features ?? 'an unknown encoding'}, this version reads ${FEATURE_VERSION}: train them again with "memory-r1 train manager", or set MEMORY_R1_MANAGER=rules.`,
    );
  }
  if (
    !provenance ||
    !calibration ||
    parameters?.length !== layoutOf(shape).size ||
    !parameters.every(Number.isFinite)
  ) {
    throw configurationError('weights-broken', `${file} is incomplete; train or install it again.`);
  }
  return {
    format: 1,
    features,
    provenance,
    calibration,
    network: { shape, parameters: Float64Array.from(parameters) },
  };
}
