import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { TraceEntry } from '../agents/llm/trace.js';
import { LASTING, QUESTIONS, STATEMENTS } from './llm-scenario.js';

/** A model in process on a busy machine takes its whole budget, and its weights load in the first call. */
const CALL_TIMEOUT_MS = 300_000;

export interface LlmBenchOptions {
  /** The server's compiled main file. */
  main: string;
  /** `openai:…` or `gguf:…`; null for the built-in policies, as what to compare with. */
  llm: string | null;
  apiKey?: string | undefined;
  schema: 'enforced' | 'asked';
  /** Statements to remember, at most 50, and questions to answer, at most 20. */
  remembers: number;
  answers: number;
  /** Called after each call with the number done and all there are. */
  onProgress?: ((done: number, total: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** How one role went. A decision is one turn or one question; it takes the model one or two replies. */
export interface RoleReport {
  decisions: number;
  replies: number;
  /** Replies of the form that was asked for, whatever stood in them. */
  wellFormed: number;
  /** Replies that could be used wholly, as they were. */
  valid: number;
  /** Requests that brought no reply (time-out, context too small, …). */
  noReply: number;
  /** Decisions in which the built-in policy had to help out, in part at least. */
  fallbacks: number;
  completionTokens: number;
  /** What was wrong with replies, most frequent first; quotes taken out. */
  problems: [problem: string, times: number][];
  /** Of whole calls of the tool, in ms. */
  p50: number;
  p95: number;
}

export interface LlmBenchReport {
  /** Null for the built-in policies. */
  llm: string | null;
  schema: 'enforced' | 'asked';
  manager: RoleReport;
  answerer: RoleReport;
  /** Operations carried out; by the model's word, and by the built-in policy although a reply was usable. */
  operations: { all: number; byTheModel: number; refused: number };
  /** How many of the things that were never taken back are still remembered. */
  lasting: { kept: number; of: number };
  /** Calls that failed: there must be none. */
  failed: string[];
}

/**
 * Spawns the server with a language model in both roles and drives it with the MCP client. What is
 * measured is how the model is handled, not how well it decides.
 * @throws the signal's reason when aborted
 */
export async function benchLlm(options: LlmBenchOptions): Promise<LlmBenchReport> {
  const home = await mkdtemp(join(tmpdir(), 'memory-r1-bench-llm-'));
  const client = new Client({ name: 'memory-r1-bench', version: '1.0.0' });
  try {
    const trace = join(home, 'trace.jsonl');
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [options.main],
        env: { ...getDefaultEnvironment(), MEMORY_R1_HOME: home, ...roles(options, trace) },
      }),
    );
    const calls = await drive(client, options);
    await client.close();
    const entries = options.llm === null ? [] : await readTrace(trace);
    return {
      llm: options.llm,
      schema: options.schema,
      manager: summarise(entries, 'manager', calls.latency.remember),
      answerer: summarise(entries, 'answerer', calls.latency.answer),
      operations: calls.operations,
      lasting: calls.lasting,
      failed: calls.failed,
    };
  } finally {
    await client.close();
    await rm(home, { recursive: true, force: true });
  }
}

function roles({ llm, apiKey, schema }: LlmBenchOptions, trace: string): Record<string, string> {
  if (llm === null) return {};
  return {
    MEMORY_R1_MANAGER: 'llm',
    MEMORY_R1_ANSWERER: 'llm',
    MEMORY_R1_LLM: llm,
    MEMORY_R1_LLM_SCHEMA: schema,
    MEMORY_R1_TRACE: trace,
    ...(apiKey === undefined ? {} : { MEMORY_R1_LLM_API_KEY: apiKey }),
  };
}

interface Calls extends Pick<LlmBenchReport, 'operations' | 'lasting' | 'failed'> {
  latency: { remember: number[]; answer: number[] };
}

async function drive(client: Client, options: LlmBenchOptions): Promise<Calls> {
  const statements = STATEMENTS.slice(0, options.remembers);
  const questions = QUESTIONS.slice(0, options.answers);
  const calls: Calls = {
    operations: { all: 0, byTheModel: 0, refused: 0 },
    lasting: { kept: 0, of: 0 },
    failed: [],
    latency: { remember: [], answer: [] },
  };
  const call = async (name: 'remember' | 'answer', args: Record<string, unknown>) => {
    const started = performance.now();
    const { signal } = options;
    const result = await client
      .callTool(
        { name, arguments: args },
        { timeout: CALL_TIMEOUT_MS, ...(signal ? { signal } : {}) },
      )
      .catch((error: unknown) => {
        // The client has an error of its own for this.
        signal?.throwIfAborted();
        throw error;
      });
    calls.latency[name].push(performance.now() - started);
    if (result.isError === true) calls.failed.push(`${name}: ${JSON.stringify(result.content)}`);
    const done = calls.latency.remember.length + calls.latency.answer.length;
    options.onProgress?.(done, statements.length + questions.length);
    return result.structuredContent;
  };
  for (const text of statements) {
    const outcome = await call('remember', { text, speaker: 'Ann' });
    for (const { reason } of (outcome as Remembered | undefined)?.operations ?? [])
      count(reason, calls.operations);
  }
  for (const question of questions) await call('answer', { question });
  const resource = await client.readResource({ uri: 'memory://default' });
  const live = JSON.stringify(resource.contents);
  const lasting = LASTING.filter((value) => statements.some((text) => text.includes(value)));
  calls.lasting.of = lasting.length;
  calls.lasting.kept = lasting.filter((value) => live.includes(value)).length;
  return calls;
}

interface Remembered {
  operations: { reason: string }[];
}

function count(reason: string, operations: LlmBenchReport['operations']): void {
  operations.all += 1;
  if (reason.startsWith('The model')) operations.byTheModel += 1;
  else if (reason.startsWith('Decided by')) operations.refused += 1;
}

async function readTrace(file: string): Promise<TraceEntry[]> {
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as TraceEntry);
}

function summarise(
  entries: readonly TraceEntry[],
  role: TraceEntry['role'],
  latency: readonly number[],
): RoleReport {
  const decisions = entries.filter((entry) => entry.role === role);
  const replies = decisions.flatMap(({ attempts }) => attempts);
  const sorted = [...latency].sort((a, b) => a - b);
  const percentile = (part: number): number =>
    Math.round(sorted[Math.floor(part * (sorted.length - 1))] ?? 0);
  return {
    decisions: decisions.length,
    replies: replies.length,
    wellFormed: replies.filter(({ well_formed }) => well_formed).length,
    valid: replies.filter(({ problems }) => problems.length === 0).length,
    noReply: replies.filter(({ raw }) => raw === null).length,
    fallbacks: decisions.filter(({ fallback }) => fallback !== null).length,
    completionTokens: replies.reduce((sum, one) => sum + (one.completion_tokens ?? 0), 0),
    problems: mostFrequent(replies.flatMap(({ problems }) => problems)),
    p50: percentile(0.5),
    p95: percentile(0.95),
  };
}

function mostFrequent(problems: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const problem of problems) {
    const kind = problem.replace(/“[^”]*”|"[^"]*"/g, '…');
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).slice(0, 12);
}

/** The figures of several runs, one line each, and what they stand beside. */
export function formatLlm(reports: readonly LlmBenchReport[], builtIn: LlmBenchReport): string {
  const share = (part: number, all: number): string => `${String(part)}/${String(all)}`;
  const line = (role: 'manager' | 'answerer', report: LlmBenchReport): string => {
    const own = report[role];
    const slower = own.p50 / Math.max(1, builtIn[role].p50);
    return [
      `${role}, schema ${report.schema}:`,
      `${share(own.wellFormed, own.replies)} replies well formed,`,
      `${share(own.valid, own.replies)} valid,`,
      `${share(own.fallbacks, own.decisions)} decisions with fallback,`,
      `${String(own.noReply)} without reply,`,
      `p50 ${String(own.p50)} ms, p95 ${String(own.p95)} ms,`,
      `${slower.toFixed(0)} times the built-in p50 of ${String(builtIn[role].p50)} ms`,
    ].join(' ');
  };
  return reports
    .flatMap((report) => [
      line('manager', report),
      `  operations: ${String(report.operations.all)}, by the model's word ${String(report.operations.byTheModel)}, by the built-in policy in its place ${String(report.operations.refused)}; lasting facts kept ${share(report.lasting.kept, report.lasting.of)}; failed calls ${String(report.failed.length)}`,
      ...report.manager.problems.map(([problem, times]) => `  ${String(times)} x ${problem}`),
      line('answerer', report),
      ...report.answerer.problems.map(([problem, times]) => `  ${String(times)} x ${problem}`),
    ])
    .join('\n');
}
