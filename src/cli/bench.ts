import { writeFile } from 'node:fs/promises';
import { benchStartup } from '../bench/startup.js';
import { print } from './output.js';

/** Prints the median start-up times and their ratio. */
export async function benchStartupCommand({ runs }: { runs: number }): Promise<void> {
  const { serverMs, bareMs, ratio } = await benchStartup(runs, process.env);
  print(
    `spawn to initialize, median of ${runs}: memory-r1 ${serverMs.toFixed(0)} ms, bare server ${bareMs.toFixed(0)} ms, ratio ${ratio.toFixed(2)}`,
  );
}

/** Writes figures where \`--json <file>\` asked for them. */
export async function writeFigures(file: string | undefined, figures: unknown): Promise<void> {
  if (file !== undefined) await writeFile(file, `${JSON.stringify(figures, null, 2)}\n`);
}
