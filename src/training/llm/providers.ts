import type { LlmProvider, LlmRequest } from '../../agents/llm/provider.js';

/**
 * Language models that are none. Training must see the very prompts that serving sends and have its
 * outputs read, checked and carried out as serving does; so the serving policies run here as they are,
 * and only the model behind them is exchanged.
 */

/** Says what a rollout said, each time it is asked. */
export function replaying(completion: string): LlmProvider {
  return providerOf(async () => ({ text: completion, promptTokens: null, completionTokens: null }));
}

/** Keeps what it is asked and says nothing. */
export function recording(): { provider: LlmProvider; requests: LlmRequest[] } {
  const requests: LlmRequest[] = [];
  const provider = providerOf(async (request) => {
    requests.push(request);
    throw new Error('only recorded');
  });
  return { provider, requests };
}

function providerOf(complete: LlmProvider['complete']): LlmProvider {
  return { name: 'rollout', ready: async () => undefined, complete, close: async () => undefined };
}
