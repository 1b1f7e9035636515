/** Reads the database files of WordNet 3.1; their format is described in its manual page wndb(5). */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * @typedef {{ symbol: string, target: string, from: number, to: number }} Pointer
 * A relation to the synset `target`; of single words of both (1-based), or of the synsets where 0.
 * @typedef {{ part: string, field: number, words: string[], pointers: Pointer[] }} Synset
 * `part` is s for an adjective that leans on another one, `field` the number of its lexicographer file.
 * @typedef {{ synset: string, count: number, rank: number }} Sense
 * How often a word was met in this meaning in texts that were tagged by hand.
 * @typedef {{ synsets: Map<string, Synset>, senses: Map<string, Map<string, Sense[]>> }} WordNet
 * Synsets by part of speech and offset; the senses of a word by part of speech, the most common first.
 */

const FILES = { n: 'noun', v: 'verb', a: 'adj', r: 'adv' };
/** Part of speech by the number in a sense key; satellites of adjectives are adjectives. */
const PARTS = ['', 'n', 'v', 'a', 'r', 'a'];

/**
 * @param {string} folder
 * @returns {Promise<WordNet>}
 */
export async function readWordNet(folder) {
  /** @type {WordNet['synsets']} */
  const synsets = new Map();
  for (const [part, name] of Object.entries(FILES)) {
    for (const line of await lines(join(folder, `data.${name}`)))
      if (!line.startsWith(' ')) synsets.set(part + line.slice(0, 8), synset(line));
  }
  /** @type {WordNet['senses']} */
  const senses = new Map();
  for (const line of await lines(join(folder, 'index.sense'))) {
    const [key = '', offset = '', , count = '0'] = line.split(' ');
    const [word = '', lexical = ''] = key.split('%');
    const part = PARTS[Number(lexical[0])] ?? '';
    const parts = senses.get(word) ?? new Map();
    senses.set(word, parts.set(part, parts.get(part) ?? []));
    parts.get(part)?.push({
      synset: part + offset,
      count: Number(count),
      rank: Number(line.split(' ')[2]),
    });
  }
  for (const parts of senses.values())
    for (const list of parts.values()) list.sort((a, b) => a.rank - b.rank);
  return { synsets, senses };
}

/**
 * @param {string} line
 * @returns {Synset}
 */
function synset(line) {
  const fields = (line.split(' | ')[0] ?? '').split(' ');
  const count = parseInt(fields[3] ?? '0', 16);
  const words = fields
    .slice(4, 4 + 2 * count)
    .filter((_, at) => at % 2 === 0)
    .map((word) => word.replace(/\(\w+\)$/, ''));
  const from = 5 + 2 * count;
  const pointers = Array.from({ length: Number(fields[from - 1]) }, (_, at) => {
    const [symbol = '', offset = '', part = '', words = '0000'] = fields.slice(from + 4 * at);
    return {
      symbol,
      target: (part === 's' ? 'a' : part) + offset,
      from: parseInt(words.slice(0, 2), 16),
      to: parseInt(words.slice(2), 16),
    };
  });
  return { part: fields[2] ?? '', field: Number(fields[1]), words, pointers };
}

/** @param {string} file */
async function lines(file) {
  return (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
}
