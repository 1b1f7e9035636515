import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withResults } from '../../src/bench/report.js';
import { addResult, loadResults } from '../../src/bench/results.js';

const parts = ['retrieval', 'answers', 'published', 'managers'];
const empty = parts.map((name) => `<!-- results: ${name} -->\n<!-- end -->\n`).join('\n');
const scores = { questions: 652, f1: 0.25123, bleu1: 0.2, em: 0.1, locomoF1: 0.26 };
const figures = {
  overall: scores,
  byCategory: { 1: scores },
  retrieval: { 10: 0.7, 60: 0.9 },
  distilled: { recall: 0.8, kept: 0.9012, memories: 12, at: { 12: 0.8 } },
  abstention: { cat5: 0.61, answerable: 0.1 },
  tokens: 350,
};
const result = {
  ...figures,
  run: {
    facts: 'both',
    samples: ['conv-41', 'conv-42', 'conv-43', 'conv-44'],
    manager: 'append@1',
    answerer: 'extractive@1',
    embedder: 'test',
    judge: null,
    limit: null,
    distilled: 12,
    seed: null,
    version: '1.0.0',
    commit: null,
  },
  bySample: { 'conv-41': scores, 'conv-42': { ...scores, questions: 326, f1: 0.1 } },
  audited: { ...figures, leftOut: 39 },
  operations: { ADD: 7 },
  latencyMs: { remember: null, recall: { p50: 1, p95: 2 }, answer: { p50: 1, p95: 2 } },
  questions: [{ question: 'Who sang?', gold: 'Ann', answer: 'Ben' }],
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'memory-r1-report-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the report of results', () => {
  it('says where there is no result, and does not change what it wrote', () => {
    const written = withResults(empty, { locomo: [], retrieval: [] });
    expect(written).toContain('No result yet.');
    expect(withResults(written, { locomo: [], retrieval: [] })).toBe(written);
  });

  it('keeps the figures of a result, and none of its texts', async () => {
    const file = join(folder, 'answers.json');
    writeFileSync(file, JSON.stringify(result));
    mkdirSync(join(folder, 'results'));
    await addResult(file, join(folder, 'results'));
    const kept = join(folder, 'results', 'answers.json');
    expect(readFileSync(kept, 'utf8')).not.toMatch(/sang|Ann|Ben/);

    const written = withResults(empty, await loadResults(join(folder, 'results')));
    expect(written).toMatch(/\| categories 1 to 4 +\| 25\.1 +\| 20\.0 +\| 10\.0 +\| 26\.0 +\|/);
    expect(written).toMatch(/39 wrong golds out/);
    expect(written).toMatch(/\| 90\.1 % +\| 350 +\| 61\.0 % \/ 10\.0 %/);
    expect(written).toMatch(/\| memory-r1 +\| no language model +\| 652 +\| 25\.1 +\| 20\.0/);
    expect(written).toMatch(/\| Mem0 +\| LLaMA-3\.1-8B +\| 1307 +\| 30\.4 +\| 22\.2/);
  });

  it('gives the managers on the dialogues that nothing was made on, and what is live in the end', async () => {
    const samples = ['conv-26', 'conv-30', ...result.run.samples];
    const run = { ...result.run, facts: 'observations', manager: 'rules@1', samples };
    const file = join(folder, 'all-rules.json');
    writeFileSync(file, JSON.stringify({ ...result, run, operations: { ADD: 7, DELETE: 2 } }));
    await addResult(file, join(folder, 'results'));
    const written = withResults(empty, await loadResults(join(folder, 'results')));
    expect(written).toMatch(/\| rules .*\| 20\.1 \/ 10\.0 .*\| 7 \/ 0 \/ 2 \/ 0 +\| 5 +\|/);
  });

  it('writes the retrieval of both sets of dialogues from one result', async () => {
    const samples = ['conv-26', 'conv-30', ...result.run.samples];
    const bySample = Object.fromEntries(
      samples.map((id) => [
        id,
        { questions: 10, fused: { 10: id < 'conv-4' ? 0.5 : 0.25, 60: 1 } },
      ]),
    );
    const file = join(folder, 'retrieval.json');
    const common = { embedder: 'test', version: '1.0.0', commit: null };
    writeFileSync(
      file,
      JSON.stringify([
        { ...common, facts: 'turns', samples, memories: 9, questions: 60, ks: [10, 60], bySample },
      ]),
    );
    await addResult(file, join(folder, 'results'));
    const written = withResults(empty, await loadResults(join(folder, 'results')));
    expect(written).toMatch(/\| turns, conv-26 and 30 \| turns, conv-41 to 44 \|/);
    expect(written).toMatch(
      /\| fused: the store's search .*\| 0\.500 \/ 1\.000 +\| 0\.250 \/ 1\.000 +\|/,
    );
  });

  it('refuses other files and documents, saying why', async () => {
    writeFileSync(join(folder, 'other.json'), '{"a": 1}');
    await expect(loadResults(folder)).rejects.toThrow(/other\.json is no result of "bench locomo"/);
    expect(() => withResults('# Nothing', { locomo: [], retrieval: [] })).toThrow(/no place for/);
  });
});
