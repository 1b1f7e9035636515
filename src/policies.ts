import type { AnswerPolicy } from './agents/answer-agent.js';
import { extractivePolicy } from './agents/answerer/extractive.js';
import { appendPolicy } from './agents/policies/append.js';
import { createLearnedPolicy } from './agents/policies/learned.js';
import { loadWeights } from './agents/policies/learned-weights.js';
import { rulesPolicy } from './agents/policies/rules.js';
import type { ManagerPolicy } from './agents/policy.js';
import type { Log } from './log.js';
import type { Settings } from './settings.js';

/** Who decides and who answers. */
export interface Policies {
  roles: { manager: ManagerPolicy; answerer: AnswerPolicy };
  /** Lets go of a language model and finishes the trace. */
  close(): Promise<void>;
}

/**
 * The policies that the settings name; a language model is made ready only where one is named.
 * @throws MemoryR1Error of kind configuration where the model cannot be used
 */
export async function createPolicies(settings: Settings, log: Log): Promise<Policies> {
  const builtIn = {
    manager: managerOf(settings.manager),
    answerer: extractivePolicy,
  };
  const { llm, manager, answerer } = settings;
  if (llm === undefined || (manager !== 'llm' && answerer !== 'llm')) {
    return { roles: builtIn, close: async () => undefined };
  }
  const [{ createLlm }, { createLlmManager }, { createLlmAnswerer }, { createTrace }] =
    await Promise.all([
      import('./agents/llm/create.js'),
      import('./agents/llm/llm-manager.js'),
      import('./agents/llm/llm-answerer.js'),
      import('./agents/llm/trace.js'),
    ]);
  const apiKey = settings.llmApiKey;
  const provider = createLlm(llm, { apiKey, enforceSchema: settings.llmSchema === 'enforced' });
  await provider.ready();
  const warn = (message: string) => log.warn(message);
  const trace =
    settings.trace === undefined
      ? undefined
      : createTrace(settings.trace, {
          secrets: apiKey === undefined ? [] : [apiKey],
          onFailure: warn,
        });
  return {
    roles: {
      manager:
        manager === 'llm'
          ? createLlmManager({ provider, trace, fallback: builtIn.manager })
          : builtIn.manager,
      answerer:
        answerer === 'llm'
          ? createLlmAnswerer({ provider, trace, fallback: extractivePolicy, onFallback: warn })
          : builtIn.answerer,
    },
    async close() {
      await provider.close();
      await trace?.flush();
    },
  };
}

/** The manager that works without a language model; where one is asked for, the one that stands in for it. */
function managerOf(name: Settings['manager']): ManagerPolicy {
  if (name === 'append') return appendPolicy;
  if (name === 'rules') return rulesPolicy;
  return createLearnedPolicy(loadWeights(/^learned:(.+)$/s.exec(name)?.[1]));
}
