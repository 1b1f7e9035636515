import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { withResults } from '../bench/report.js';
import { addResult, loadResults } from '../bench/results.js';
import { inputError, messageOf } from '../errors.js';
import { print } from './output.js';

export interface BenchReportFlags {
  results: string;
  into: string;
  add: string[];
}

/** Writes the generated parts of the benchmarks' document from result files. */
export async function benchReportCommand({ results, into, add }: BenchReportFlags): Promise<void> {
  if (add.length > 0) await mkdir(results, { recursive: true });
  for (const file of add) await addResult(file, results);
  let document: string;
  try {
    document = await readFile(into, 'utf8');
  } catch (error) {
    throw inputError('bench-report', `cannot read ${into}: ${messageOf(error)}`, error);
  }
  const written = withResults(document, await loadResults(results));
  await writeFile(into, written);
  print(written === document ? `${into} is as the results say.` : `Wrote ${into}.`);
}
