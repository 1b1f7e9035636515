import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createLlm, parseLlmSetting } from '../../../src/agents/llm/create.js';
import type { OpenAiOptions } from '../../../src/agents/llm/openai.js';
import { type LlmProvider, objectSchema } from '../../../src/agents/llm/provider.js';
import { type Act, type ScriptedLlm, startScriptedLlm } from '../../support/scripted-llm.js';

const KEY = 'not-a-known-shape-4711';

function connect(server: ScriptedLlm, openai: Partial<OpenAiOptions> = {}): LlmProvider {
  return createLlm(`openai:tiny@${server.baseUrl}`, {
    apiKey: KEY,
    openai: { timeoutMs: 5_000, backoffMs: 1, ...openai },
  });
}

const request = {
  system: 'be brief',
  user: 'hello',
  schema: objectSchema({ answer: { type: 'string' } }),
  maxTokens: 50,
  temperature: 0,
};

/** Connections end on the server a moment after the client has let go of them. */
async function expectNothingOpen(server: ScriptedLlm): Promise<void> {
  for (let turn = 0; turn < 50 && server.open() > 0; turn += 1) await sleep(10);
  expect(server.open()).toBe(0);
}

describe('the OpenAI-compatible provider', () => {
  it('asks with model, key, schema and limits, and counts tokens', async () => {
    const server = await startScriptedLlm({ say: '{"answer":"hi"}' });
    expect(await connect(server).complete(request)).toEqual({
      text: '{"answer":"hi"}',
      promptTokens: 100,
      completionTokens: 20,
    });
    expect(server.requests).toMatchObject([
      {
        authorization: `Bearer ${KEY}`,
        body: { model: 'tiny', max_tokens: 50, response_format: { type: 'json_schema' } },
      },
    ]);
  });

  it.each<[string, Act]>([
    ['429', { status: 429 }],
    ['500', { status: 500 }],
    ['a lost connection', 'reset'],
  ])('tries again after %s', async (_, act) => {
    const server = await startScriptedLlm(act, act, { say: 'fine' });
    expect((await connect(server).complete(request)).text).toBe('fine');
    expect(server.requests).toHaveLength(3);
  });

  it.each<[string, Act, { code: string; requests: number }]>([
    ['429', { status: 429 }, { code: 'llm-rate-limited', requests: 3 }],
    ['500', { status: 500 }, { code: 'llm-failed', requests: 3 }],
    ['a lost connection', 'reset', { code: 'llm-unreachable', requests: 3 }],
    ['a refused key', { status: 401 }, { code: 'llm-unauthorized', requests: 1 }],
    ['an unknown model', { status: 404 }, { code: 'llm-not-found', requests: 1 }],
    ['no answer at all', 'hang', { code: 'llm-timeout', requests: 1 }],
    ['an answer that never ends', 'drip', { code: 'llm-timeout', requests: 1 }],
    ['a page instead of JSON', 'html', { code: 'llm-bad-response', requests: 1 }],
  ])('gives up on %s', async (_, act, expected) => {
    const server = await startScriptedLlm(act);
    const timeoutMs = expected.code === 'llm-timeout' ? 200 : 5_000;
    await expect(connect(server, { timeoutMs }).complete(request)).rejects.toMatchObject({
      code: expected.code,
    });
    expect(server.requests).toHaveLength(expected.requests);
    await expectNothingOpen(server);
  });

  it('does not wait for as long as Retry-After says when that is too long', async () => {
    const server = await startScriptedLlm({ status: 429, headers: { 'retry-after': '3600' } });
    await expect(connect(server).complete(request)).rejects.toMatchObject({
      code: 'llm-rate-limited',
    });
    expect(server.requests).toHaveLength(1);
  });

  it('leaves out what an endpoint refuses, from then on', async () => {
    const server = await startScriptedLlm(
      { status: 400, message: "Unsupported parameter: 'max_tokens'" },
      { status: 400, message: 'temperature may not be set' },
      { status: 400, message: 'response_format json_schema is not supported' },
      { say: 'one' },
    );
    const provider = connect(server);
    expect((await provider.complete(request)).text).toBe('one');
    await provider.complete(request);
    expect(server.requests).toHaveLength(5);
    const last = server.requests.at(-1)?.body;
    expect(last).toMatchObject({
      max_completion_tokens: 50,
      response_format: { type: 'json_object' },
    });
    expect(last).not.toHaveProperty('temperature');
    expect(last).not.toHaveProperty('max_tokens');
  });

  it('asks for no format where the schema shall not be enforced', async () => {
    const server = await startScriptedLlm({ say: 'fine' });
    const provider = createLlm(`openai:tiny@${server.baseUrl}`, { enforceSchema: false });
    await provider.complete(request);
    expect(server.requests[0]?.body).not.toHaveProperty('response_format');
  });

  it('reports the first refusal when everything is refused', async () => {
    const server = await startScriptedLlm({ status: 400, message: 'context too long' });
    await expect(connect(server).complete(request)).rejects.toThrow(/context too long/);
    expect(server.requests).toHaveLength(3);
  });

  it('never shows the key, though the endpoint repeats it', async () => {
    const server = await startScriptedLlm({ status: 400, message: `bad key ${KEY}` });
    const error: unknown = await connect(server)
      .complete(request)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(JSON.stringify([String(error), error, (error as Error).cause])).not.toContain(KEY);
  });

  it.each<Act>(['hang', 'drip'])('lets go at once when cancelled (%s)', async (act) => {
    const server = await startScriptedLlm(act);
    const cancel = new AbortController();
    const pending = connect(server, { timeoutMs: 10_000 }).complete({
      ...request,
      signal: cancel.signal,
    });
    await server.received(1);
    cancel.abort(new Error('the user went away'));
    await expect(pending).rejects.toThrow('the user went away');
    await expectNothingOpen(server);
  });

  it('can be cancelled while it waits to try again', async () => {
    const server = await startScriptedLlm({ status: 429 });
    const cancel = new AbortController();
    const pending = connect(server, { timeoutMs: 60_000, backoffMs: 20_000 }).complete({
      ...request,
      signal: cancel.signal,
    });
    await server.received(1);
    cancel.abort(new Error('enough'));
    await expect(pending).rejects.toThrow('enough');
    expect(server.requests).toHaveLength(1);
  });

  it('sends no more requests at a time than it may', async () => {
    const server = await startScriptedLlm('hang');
    const provider = connect(server, { concurrency: 2, timeoutMs: 300 });
    const all = Array.from({ length: 5 }, () => provider.complete(request));
    await server.received(2);
    await sleep(50);
    expect(server.requests).toHaveLength(2);
    const results = await Promise.allSettled(all);
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    await expectNothingOpen(server);
  });

  it('ends what is under way when it is closed', async () => {
    const server = await startScriptedLlm('hang');
    const provider = connect(server, { timeoutMs: 10_000 });
    const pending = provider.complete(request);
    await server.received(1);
    await Promise.all([
      expect(pending).rejects.toMatchObject({ code: 'llm-closed' }),
      provider.close(),
    ]);
    await expectNothingOpen(server);
  });
});

describe('the setting', () => {
  it('splits model and address', () => {
    expect(parseLlmSetting('openai:qwen2.5:7b@http://127.0.0.1:11434/v1/')).toEqual({
      kind: 'openai',
      model: 'qwen2.5:7b',
      baseUrl: 'http://127.0.0.1:11434/v1',
    });
    expect(parseLlmSetting('openai:org/m@q4@https://x.example/v1')).toMatchObject({
      model: 'org/m@q4',
    });
    expect(parseLlmSetting('gguf:/models/a b.gguf')).toEqual({
      kind: 'gguf',
      path: '/models/a b.gguf',
    });
  });

  it.each(['', 'llama', 'openai:model', 'openai:@http://x/v1', 'openai:m@x/v1', 'gguf:'])(
    'refuses %j in one line that shows the form',
    (setting) => {
      expect(() => parseLlmSetting(setting)).toThrow(/openai:<model>@<base url>/);
    },
  );
});
