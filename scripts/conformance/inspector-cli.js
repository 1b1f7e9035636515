import assert from 'node:assert/strict';

/**
 * Calls every tool, each in a server process of its own, with what the calls before it returned.
 * @param {(args: string[]) => string} inspect runs the Inspector's command line; returns what it printed
 * @returns {string[]} the tools called
 */
export function callEveryTool(inspect) {
  const { tools } = JSON.parse(inspect(['--method', 'tools/list']));
  /** @type {string[]} */
  const called = [];
  const call = (/** @type {string} */ name, /** @type {string[]} */ ...pairs) => {
    const args = pairs.flatMap((pair) => ['--tool-arg', pair]);
    const result = JSON.parse(inspect(['--method', 'tools/call', '--tool-name', name, ...args]));
    assert.ok(!result.isError, `${name}: ${JSON.stringify(result.content)}`);
    called.push(name);
    return result.structuredContent;
  };
  const stored = call('remember', 'text=My dog is called Buddy.');
  assert.equal(call('recall', 'query=dog').memories.length, 1);
  assert.equal(call('answer', 'question=What is my dog called?').answer, 'Buddy');
  assert.equal(call('undo', `transaction_id=${stored.transaction_id}`).operations.length, 1);
  assert.equal(call('history', 'limit=5').entries.length, 2);
  assert.deepEqual(call('forget', 'query=dog', 'dry_run=true').forgotten, []);
  assert.deepEqual(
    tools.map((/** @type {{ name: string }} */ { name }) => name).sort(),
    [...called].sort(),
  );
  return called;
}
