import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { configurationError } from '../../../errors.js';
import { incompleteWeights, readWeightsFile, weightsJson } from '../../../memory/weights-file.js';
import { MEMORY_SIGNS } from './signs-of-memories.js';

/** How it lies on disk (`models/selection.json`). */
const FileSchema = z.object({
  format: z.literal(1),
  provenance: z.record(z.string(), z.unknown()),
  /** Of each sign of a memory how much it speaks for it. */
  weights: z.record(z.string(), z.number()),
});

/** The text of a weights file. @param weights in the order of `MEMORY_SIGNS` */
export function selectionText(
  weights: readonly number[],
  provenance: Record<string, unknown>,
): string {
  const named = MEMORY_SIGNS.map((name, at) => [name, Number((weights[at] ?? 0).toPrecision(4))]);
  const file: z.infer<typeof FileSchema> = {
    format: 1,
    provenance,
    weights: Object.fromEntries(named) as Record<string, number>,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/**
 * Reads the text of a weights file.
 * @returns in the order of `MEMORY_SIGNS`
 * @throws MemoryR1Error `weights-broken`, or `weights-version` where they are for other signs
 */
export function parseSelection(text: string, file: string): number[] {
  const parsed = FileSchema.safeParse(weightsJson(text, file));
  if (!parsed.success) throw incompleteWeights(file);
  const { weights } = parsed.data;
  const known = Object.keys(weights);
  if (known.length !== MEMORY_SIGNS.length || MEMORY_SIGNS.some((sign) => !known.includes(sign))) {
    throw configurationError(
      'weights-version',
      `The weights in ${file} are for other signs of a memory than this version's: train them again with "memory-r1 train selection".`,
    );
  }
  return MEMORY_SIGNS.map((sign) => weights[sign] as number);
}

const SHIPPED = fileURLToPath(new URL('../../../../models/selection.json', import.meta.url));
let shipped: number[] | null = null;

/** The weights that ship, read once. @throws MemoryR1Error `weights-missing` and as `parseSelection` */
export function shippedSelection(): number[] {
  shipped ??= parseSelection(
    readWeightsFile(
      SHIPPED,
      `There are no weights for choosing memories at ${SHIPPED}. Reinstall memory-r1-mcp, or train them with "memory-r1 train selection".`,
    ),
    SHIPPED,
  );
  return shipped;
}
