import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { tagTerms } from '../../src/agents/tagger.js';

/** Tags texts with the tagger as its package gives it, which only a process of its own has. */
const PLAIN = `
  import nlp from 'compromise';
  let input = '';
  for await (const chunk of process.stdin) input += chunk;
  const tags = JSON.parse(input).map((text) =>
    nlp(text).json({ terms: { normal: true, tags: true } }).flatMap(({ terms }) =>
      terms.map(({ normal, tags }) => [normal, [...tags].sort()])));
  process.stdout.write(JSON.stringify(tags));
`;

test('the quicker way to the rules of the tagger gives every word the tags of the package itself', () => {
  const dialogues = JSON.parse(
    readFileSync(new URL('../../data/dialogues/dev/a.json', import.meta.url), 'utf8'),
  ) as { remembers: { text: string }[] }[];
  const texts = dialogues.flatMap(({ remembers }) => remembers.map(({ text }) => text));
  const input = JSON.stringify(texts);
  const options = { input, encoding: 'utf8', maxBuffer: 64_000_000 } as const;
  const plain: unknown = JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', PLAIN], options),
  );
  const ours = texts.map((text) =>
    tagTerms(text).map(({ normal, tags }) => [normal, [...tags].sort()]),
  );
  expect(ours).toEqual(plain);
});
