import assert from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/client';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/client/stdio';

/**
 * A short session of a real MCP client with a server that it starts: stores, corrects, recalls, answers,
 * undoes. Throws where something is not as it should be.
 * @param {{ command: string, args: string[], cwd: string, env?: Record<string, string> }} server
 * @returns {Promise<string>} one line for people
 */
export async function session({ command, args, cwd, env }) {
  const client = new Client({ name: 'check', version: '1.0.0' });
  const call = async (/** @type {string} */ name, /** @type {Record<string, unknown>} */ input) => {
    const result = await client.callTool({ name, arguments: input });
    assert.ok(!result.isError, `${name}: ${JSON.stringify(result.content)}`);
    return JSON.stringify(result.structuredContent);
  };
  const started = performance.now();
  await client.connect(
    new StdioClientTransport({ command, args, cwd, env: { ...getDefaultEnvironment(), ...env } }),
    { timeout: 120_000 },
  );
  const ready = performance.now() - started;
  try {
    const { tools } = await client.listTools();
    assert.equal(tools.length, 6);
    await call('remember', { text: 'I work at Google.' });
    const second = await call('remember', { text: "I left Google, I'm at Meta now." });
    assert.match(second, /UPDATE/);
    assert.match(await call('recall', { query: 'employer' }), /Meta/);
    assert.match(await call('answer', { question: 'Where do I work?' }), /"answer":"Meta"/);
    await call('undo', { transaction_id: JSON.parse(second).transaction_id });
    assert.match(await call('answer', { question: 'Where do I work?' }), /"answer":"Google"/);
    assert.match(await call('forget', { query: 'I work at Google' }), /Google/);
    assert.match(await call('history', {}), /DELETE/);
    return `answered initialize after ${Math.round(ready)} ms, all six tools work`;
  } finally {
    await client.close();
  }
}
