import { memoised } from './memo.js';

/**
 * Tools of which one takes another's place: who moves to Vitest leaves Jest, and keeps ESLint. By kind;
 * languages are left out, since a project may have several of those. The longest name comes first.
 */
const KINDS: readonly (readonly string[])[] = [
  ['npm', 'npm workspaces', 'yarn', 'pnpm', 'bun'],
  ['pip', 'poetry', 'pipenv', 'uv', 'conda'],
  ['maven', 'gradle', 'bazel'],
  [
    'circleci',
    'jenkins',
    'travis',
    'travis ci',
    'github actions',
    'gitlab ci',
    'teamcity',
    'buildkite',
    'drone',
  ],
  [
    'heroku',
    'fly.io',
    'render',
    'vercel',
    'netlify',
    'cloudflare pages',
    'github pages',
    'railway',
    'aws',
    'gcp',
    'azure',
    'digitalocean',
    'hetzner',
  ],
  [
    'postgres',
    'postgresql',
    'mysql',
    'mariadb',
    'sqlite',
    'mongodb',
    'oracle',
    'sql server',
    'cockroachdb',
    'dynamodb',
  ],
  ['redis', 'memcached', 'valkey'],
  ['kafka', 'rabbitmq', 'nats', 'sqs'],
  ['jest', 'vitest', 'mocha', 'ava', 'jasmine', 'karma'],
  ['pytest', 'unittest', 'nose'],
  ['cypress', 'playwright', 'selenium', 'puppeteer', 'testcafe'],
  ['webpack', 'vite', 'rollup', 'esbuild', 'parcel', 'turbopack', 'rspack'],
  ['eslint', 'biome', 'tslint', 'oxlint'],
  ['black', 'ruff', 'yapf', 'autopep8'],
  ['react', 'vue', 'angular', 'svelte', 'solid', 'preact', 'ember'],
  ['express', 'fastify', 'koa', 'hono', 'nestjs'],
  ['django', 'flask', 'fastapi'],
  [
    'vs code',
    'vscode',
    'vim',
    'neovim',
    'emacs',
    'sublime text',
    'intellij',
    'webstorm',
    'pycharm',
    'rider',
    'cursor',
    'zed',
    'atom',
  ],
  ['windows', 'macos', 'linux', 'ubuntu', 'fedora', 'arch', 'debian'],
  ['slack', 'teams', 'microsoft teams', 'discord', 'mattermost', 'zulip'],
  ['zoom', 'google meet', 'webex'],
  ['jira', 'linear', 'asana', 'trello', 'monday', 'clickup', 'shortcut'],
  ['github', 'gitlab', 'bitbucket', 'codeberg'],
  ['datadog', 'new relic', 'grafana cloud', 'honeycomb', 'sentry', 'rollbar', 'bugsnag'],
  ['1password', 'bitwarden', 'lastpass', 'dashlane', 'keepass'],
  ['chrome', 'firefox', 'safari', 'edge', 'brave', 'arc'],
  ['spotify', 'apple music', 'tidal', 'deezer', 'youtube music'],
  ['notion', 'obsidian', 'evernote', 'onenote', 'roam', 'logseq'],
  ['iphone', 'android', 'pixel', 'galaxy'],
  ['terraform', 'pulumi', 'cloudformation', 'opentofu'],
  ['gmail', 'outlook', 'proton', 'fastmail'],
].map((kind) => kind.sort((a, b) => b.length - a.length));

const pattern = memoised(
  (name) =>
    new RegExp(`(?<![\\p{L}\\d.-])${name.replace(/[.]/g, '\\.')}(?![\\p{L}\\d]|[.-]\\p{L})`, 'iu'),
);
const lower = memoised((text) => text.toLowerCase());

const named = (text: string, name: string): string | null =>
  lower(text).includes(name) ? (pattern(name).exec(text)?.[0] ?? null) : null;

/**
 * The tool of a memory whose place is taken by one that a statement says to have been gone to.
 *
 * @param current the phrases that the statement says to hold now
 * @returns the names as written, the longest; null where the two have no kind in common
 */
export function rival(
  memory: string,
  statement: string,
  current: readonly string[],
): { from: string; to: string } | null {
  for (const longest of KINDS) {
    for (const phrase of current) {
      const to = longest.map((name) => named(phrase, name)).find((name) => name !== null);
      if (!to || named(memory, to)) continue;
      const from = longest.map((name) => named(memory, name)).find((name) => name !== null);
      // What the statement names beside it may be what it is compared with.
      if (from && !phrase.includes(from) && statement.includes(to)) return { from, to };
    }
  }
  return null;
}
