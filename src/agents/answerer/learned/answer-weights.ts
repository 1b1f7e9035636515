import { fileURLToPath } from 'node:url';
import { configurationError } from '../../../errors.js';
import type { Calibration, Provenance } from '../../policies/learned-weights.js';
import {
  digestOf,
  incompleteWeights,
  readWeightsFile,
  weightsJson,
} from '../../../memory/weights-file.js';
import { BUCKETS } from './signs.js';

/** Changes with what the signs say, so that weights never meet signs that they were not trained on. */
export const SIGN_VERSION = 'answer-signs@7';

/** Where a question is asked: of a few memories, or about one of those who speak in many. */
export const PLACES = ['plainly', 'inConversation'] as const;
export type Place = (typeof PLACES)[number];

/** How sure an answer must be there. */
export type AnswerCalibration = Record<Place, Calibration>;

/** A trained choice of an answer. */
export interface AnswerWeights {
  provenance: Provenance;
  calibration: AnswerCalibration;
  /** Weight of each bucket of signs. */
  signs: Float32Array;
}

/** How it lies on disk (`models/answerer.json`): only the buckets that have a weight. */
interface WeightsFile {
  format: 2;
  signs: string;
  provenance: Provenance;
  calibration: AnswerCalibration;
  sha256: string;
  /** What one unit of a weight is. */
  unit: number;
  /** Each bucket's distance from the one before. */
  buckets: number[];
  /** In units, from -127 to 127. */
  weights: number[];
}

/** Weights fit one byte: of what a sum of some eighty signs decides, that takes nothing away. */
const STEPS = 127;

function digest({
  signs,
  calibration,
  unit,
  buckets,
  weights,
}: Omit<WeightsFile, 'sha256'>): string {
  const numbers = PLACES.map((place) => {
    const { slope, offset, threshold } = calibration[place];
    return [slope, offset, threshold];
  });
  return digestOf([signs, numbers, unit, buckets, weights]);
}

/** The text of a weights file. Weights below half a unit are left out. */
export function answerWeightsText({ provenance, calibration, signs }: AnswerWeights): string {
  const most = signs.reduce((top, weight) => Math.max(top, Math.abs(weight)), 0);
  const unit = Number((most / STEPS).toPrecision(5)) || 1;
  const buckets: number[] = [];
  const weights: number[] = [];
  let last = 0;
  signs.forEach((weight, bucket) => {
    const steps = Math.max(-STEPS, Math.min(STEPS, Math.round(weight / unit)));
    if (steps === 0) return;
    buckets.push(bucket - last);
    weights.push(steps);
    last = bucket;
  });
  const head = { format: 2 as const, signs: SIGN_VERSION, provenance, calibration };
  const sha256 = digest({ ...head, unit, buckets, weights });
  const top = JSON.stringify({ ...head, sha256, unit }, null, 2).slice(0, -2);
  return `${top},\n  "buckets": ${JSON.stringify(buckets)},\n  "weights": ${JSON.stringify(weights)}\n}\n`;
}

/**
 * Reads the text of a weights file. @throws MemoryR1Error `weights-broken`, or `weights-version` where they
 * were trained on other signs.
 */
export function parseAnswerWeights(text: string, file: string): AnswerWeights {
  const read = weightsJson(text, file) as Partial<WeightsFile>;
  const { signs, provenance, calibration, sha256, unit, buckets, weights } = read;
  if (signs !== SIGN_VERSION) {
    throw configurationError(
      'weights-version',
      `The weights in ${file} are for ${signs ?? 'unknown signs'}, this version reads ${SIGN_VERSION}: train them again with "memory-r1 train answerer".`,
    );
  }
  const complete = provenance && calibration && unit !== undefined && buckets && weights;
  if (
    !complete ||
    sha256 !== digest({ format: 2, signs, provenance, calibration, unit, buckets, weights })
  ) {
    throw incompleteWeights(file);
  }
  const values = new Float32Array(BUCKETS);
  let bucket = 0;
  buckets.forEach((distance, at) => {
    bucket += distance;
    values[bucket] = (weights[at] ?? 0) * unit;
  });
  return { provenance, calibration, signs: values };
}

const SHIPPED = fileURLToPath(new URL('../../../../models/answerer.json', import.meta.url));
let shipped: AnswerWeights | null = null;

/** The weights that ship, read once. @throws MemoryR1Error `weights-missing` and as `parseAnswerWeights` */
export function shippedAnswerWeights(): AnswerWeights {
  shipped ??= parseAnswerWeights(
    readWeightsFile(
      SHIPPED,
      `There are no answer agent weights at ${SHIPPED}. Reinstall memory-r1-mcp, or train them with "memory-r1 train answerer".`,
    ),
    SHIPPED,
  );
  return shipped;
}
