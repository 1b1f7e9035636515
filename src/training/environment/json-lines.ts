import { readFileSync } from 'node:fs';

/** The values of a JSONL file, one a line, unchecked. */
export const readJsonLines = (file: string): unknown[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
