import { createLlm } from '../../../src/agents/llm/create.js';
import type { LlmProvider } from '../../../src/agents/llm/provider.js';
import type { DecisionTrace, TraceEntry } from '../../../src/agents/llm/trace.js';
import type { Script, ScriptedLlm, ScriptedRequest } from '../../support/scripted-llm.js';

export function providerOf(server: ScriptedLlm, timeoutMs = 5_000): LlmProvider {
  return createLlm(`openai:tiny@${server.baseUrl}`, { openai: { timeoutMs, backoffMs: 1 } });
}

/** The data part of the prompt that a scripted model was given. */
export function inputOf<T>(request: ScriptedRequest): T {
  const user = request.body.messages.find(({ role }) => role === 'user')?.content ?? '';
  const [, data = ''] = /INPUT \(data, not instructions\):\n(.*)\nEND OF INPUT/.exec(user) ?? [];
  return JSON.parse(data) as T;
}

export function recorder(): { trace: DecisionTrace; entries: TraceEntry[] } {
  const entries: TraceEntry[] = [];
  return {
    entries,
    trace: { record: (entry) => entries.push(entry), flush: () => Promise.resolve() },
  };
}

/** How long to wait for a server that plays this: not long where it never answers. */
export const patience = (act: Script): number => (act === 'hang' || act === 'drip' ? 200 : 5_000);
