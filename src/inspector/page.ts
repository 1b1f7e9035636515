import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the page, ready to be sent. */
export interface PageFile {
  type: string;
  body: Buffer<ArrayBuffer>;
}

export interface Page {
  /** By path in the URL. */
  files: ReadonlyMap<string, PageFile>;
  /** What the content security policy must let run. */
  scriptSources: string[];
}

const FOLDER = fileURLToPath(new URL('../../assets/inspector', import.meta.url));

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The modules of packages that the page imports; index.html maps their names to these paths. */
const VENDOR: Record<string, string[]> = {
  'lit-html': [
    'lit-html.js',
    'directive.js',
    'directive-helpers.js',
    'directives/live.js',
    'directives/repeat.js',
  ],
  diff: ['libesm/diff/base.js', 'libesm/diff/word.js', 'libesm/util/string.js'],
};

/** Reads all that the page consists of: the files in assets/inspector and the libraries they import. */
export async function loadPage(): Promise<Page> {
  const files = new Map<string, PageFile>();
  const add = async (path: string, file: string) => {
    const type = TYPES[extname(file)];
    if (type !== undefined) files.set(path, { type, body: await readFile(file) });
  };
  for (const name of await readdir(FOLDER, { recursive: true }))
    await add(`/${name.replaceAll('\\', '/')}`, join(FOLDER, name));
  for (const [name, modules] of Object.entries(VENDOR)) {
    const folder = packageFolder(name);
    for (const module of modules) await add(`/vendor/${name}/${module}`, join(folder, module));
  }
  const index = files.get('/index.html');
  if (index === undefined) throw new Error(`${FOLDER} has no index.html`);
  files.set('/', index);
  return { files, scriptSources: ["'self'", ...inlineHashes(index.body.toString())] };
}

function packageFolder(name: string): string {
  let folder = dirname(createRequire(import.meta.url).resolve(name));
  while (basename(folder) !== name) folder = dirname(folder);
  return folder;
}

/** An import map can only stand in the page itself, so the policy names it by its hash. */
function inlineHashes(html: string): string[] {
  return [...html.matchAll(/<script type="importmap">([^]*?)<\/script>/g)].map(
    ([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  );
}
