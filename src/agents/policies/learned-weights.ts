import { fileURLToPath } from 'node:url';
import { configurationError } from '../../errors.js';
import {
  digestOf,
  incompleteWeights,
  readWeightsFile,
  weightsJson,
} from '../../memory/weights-file.js';
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

/** How sure the network has to be before it departs from the rules; fitted on validation data. */
export interface Calibration {
  /** Log-odds of the network times `slope` plus `offset` are those of being right (Platt 1999). */
  slope: number;
  offset: number;
  /** Least calibrated probability of a departure; see `departure.ts`. */
  threshold: number;
}

/**
 * What becomes of what is known: all of it is kept (a fact is added, or joined to a memory), or something may be
 * lost (a memory is replaced or deleted, the fact is left out).
 */
export const DEPARTURES = ['keeping', 'losing'] as const;
export type Departure = (typeof DEPARTURES)[number];
export type Calibrations = Record<Departure, Calibration>;

/** A trained manager as it lies on disk (`models/manager.json`). */
export interface ManagerWeights {
  format: 2;
  features: string;
  provenance: Provenance;
  calibration: Calibrations;
  network: Network;
}

function digest(
  features: string,
  calibration: Calibrations,
  shape: Network['shape'],
  parameters: readonly number[],
): string {
  const { pair, fact, hidden, head } = shape;
  const bars = DEPARTURES.flatMap((departure) => {
    const { slope, offset, threshold } = calibration[departure];
    return [slope, offset, threshold];
  });
  return digestOf([features, bars, pair, fact, hidden, head, parameters]);
}

const SHIPPED = fileURLToPath(new URL('../../../models/manager.json', import.meta.url));

/**
 * Reads trained weights. @throws MemoryR1Error `weights-missing`, `weights-broken`, or
 * `weights-version` where they were trained on another encoding of the features.
 */
export function loadWeights(file = SHIPPED): ManagerWeights {
  const missing = `There are no manager weights at ${file}. Reinstall memory-r1-mcp, train them with "memory-r1 train manager", or set MEMORY_R1_MANAGER=rules.`;
  return parseWeights(readWeightsFile(file, missing), file);
}

/** The text of a weights file; five significant digits tell all that a decision depends on. */
export function weightsText(weights: ManagerWeights): string {
  const { network, ...rest } = weights;
  const parameters = Array.from(network.parameters, (value) => Number(value.toPrecision(5)));
  const sha256 = digest(rest.features, rest.calibration, network.shape, parameters);
  return `${JSON.stringify({ ...rest, sha256, network: { shape: network.shape } }, null, 2).slice(0, -2)},\n  "parameters": ${JSON.stringify(parameters)}\n}\n`;
}

export function parseWeights(text: string, file: string): ManagerWeights {
  const read = weightsJson(text, file) as Partial<Omit<ManagerWeights, 'network'>> & {
    network?: { shape?: Network['shape'] };
    parameters?: number[];
    sha256?: string;
  };
  const { features, provenance, calibration, parameters, sha256 } = read;
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
    !calibration?.keeping ||
    !calibration.losing ||
    parameters?.length !== layoutOf(shape).size ||
    sha256 !== digest(features, calibration, shape, parameters)
  ) {
    throw incompleteWeights(file);
  }
  return {
    format: 2,
    features,
    provenance,
    calibration,
    network: { shape, parameters: Float64Array.from(parameters) },
  };
}
