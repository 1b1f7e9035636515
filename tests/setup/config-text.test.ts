import { parse } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { withServer } from '../../src/setup/config-text.js';

const target = { file: 'mcp.json', serversKey: 'servers', name: 'memory-r1' };
const entry = { command: 'npx', args: ['-y', 'memory-r1-mcp'] };

const WITH_COMMENTS = `{
    // what I need at work
    "servers": {
        "other": { "command": "other", "env": { "KEY": "kept" } }, // mine
    },
    "inputs": [],
}
`;

describe('a configuration', () => {
  test.each<[string, string]>([
    ['that is not there yet', ''],
    ['of white space', ' \n'],
    ['without servers', '{"theme": "dark"}\n'],
    ['with comments and trailing commas', WITH_COMMENTS],
    ['with a byte order mark', '\uFEFF{"servers": {}}'],
    ['with Windows line ends', '{\r\n\t"servers": {\r\n\t\t"other": {}\r\n\t}\r\n}\r\n'],
  ])('%s gets the server, and loses it again', (_name, before) => {
    const after = withServer(before, target, entry);
    expect(parse(after.replace('\uFEFF', ''))).toMatchObject({ servers: { 'memory-r1': entry } });
    expect(withServer(after, target, entry)).toBe(after);
    const removed = withServer(after, target, null);
    const withoutServer = (text: string) => {
      const config = (parse(text.replace('\uFEFF', '')) ?? {}) as Record<string, unknown>;
      return { ...config, servers: config['servers'] ?? {} };
    };
    expect(withoutServer(removed)).toEqual(withoutServer(before));
  });

  test('keeps its comments, its other servers and its indentation', () => {
    const after = withServer(WITH_COMMENTS, target, entry);
    for (const line of WITH_COMMENTS.split('\n').filter((text) => text.includes('//')))
      expect(after).toContain(line.split('//')[1]);
    expect(parse(after)).toMatchObject({
      servers: { other: { env: { KEY: 'kept' } } },
      inputs: [],
    });
    expect(after).toMatch(/^ {8}"memory-r1": \{/m);
  });

  test('an older entry is replaced, not joined', () => {
    const old = withServer('', target, { ...entry, env: { MEMORY_R1_NAMESPACE: 'work' } });
    expect(withServer(old, target, entry)).not.toContain('work');
  });

  test.each<[string, string, RegExp]>([
    ['half a file', '{\n  "servers": {', /line 2: .*mend it.*nothing was changed/],
    ['a list', '[]', /no JSON object/],
    ['servers of another kind', '{"servers": []}', /"servers" is not an object/],
  ])('%s is refused', (_name, text, message) => {
    expect(() => withServer(text, target, entry)).toThrow(message);
  });
});
