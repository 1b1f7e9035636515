import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../errors.js';
import { isUri } from '../settings.js';
import { VERSION } from '../version.js';
import type { CommandContext } from './context.js';
import { print, printJson } from './output.js';

interface Check {
  name: string;
  ok: boolean;
  detail: string;
}

/** Checks each part by using it. Sets exit code 1 where one does not work; changes nothing that is stored. */
export async function doctor(options: { json?: boolean }, context: CommandContext): Promise<void> {
  const checks = [
    await check('node', async () => nodeVersion()),
    await check('data folder', () => folderWritable(context)),
    await check('embedder', () => embedderWorks(context)),
    await check('data files', () => filesWhole(context)),
    await check('store', () => storeOpens(context)),
  ];
  if (checks.some(({ ok }) => !ok)) process.exitCode = 1;
  if (options.json) {
    printJson({ version: VERSION, checks });
    return;
  }
  print(`memory-r1 ${VERSION}`);
  for (const { name, ok, detail } of checks)
    print(`${ok ? 'ok     ' : 'PROBLEM'}  ${name}: ${detail}`);
}

async function check(name: string, run: () => Promise<string>): Promise<Check> {
  try {
    return { name, ok: true, detail: await run() };
  } catch (error) {
    return { name, ok: false, detail: messageOf(error) };
  }
}

function nodeVersion(): string {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20)
    throw new Error(`Node ${process.versions.node} is too old; install Node 20 or newer`);
  return `${process.versions.node} on ${process.platform}-${process.arch}`;
}

async function folderWritable({ settings }: CommandContext): Promise<string> {
  if (isUri(settings.storeUri)) return `not used for the store, which is at ${settings.storeUri}`;
  const probe = join(settings.storeUri, `.doctor-${process.pid}`);
  try {
    const { makeFolder } = await import('../store/folder.js');
    await makeFolder(settings.storeUri);
    await writeFile(probe, '');
  } catch (error) {
    throw new Error(
      `${messageOf(error)}; make the folder writable or choose another with MEMORY_R1_HOME`,
      { cause: error },
    );
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
  return settings.storeUri;
}

async function embedderWorks({ runtime }: CommandContext): Promise<string> {
  const embedder = await runtime.embedder();
  const [vector] = await embedder.embed(['The embedder is asked to work.'], 'document');
  return `${embedder.name}, ${vector?.length ?? 0} dimensions`;
}

async function filesWhole({ settings }: CommandContext): Promise<string> {
  if (isUri(settings.storeUri)) return 'not looked at: they are not in a local folder';
  const { damagedFiles, remedyFor } = await import('../store/damage.js');
  const files = await damagedFiles(settings.storeUri);
  if (files.length > 0) throw new Error(remedyFor(files));
  return 'every file ends as it should';
}

async function storeOpens({ runtime }: CommandContext): Promise<string> {
  const { namespaces, unreadable } = await (await runtime.store()).stats();
  const problems = unreadable.map(({ namespace, problem }) => `${namespace}: ${problem}`);
  if (problems.length > 0) throw new Error(problems.join(' '));
  const live = namespaces.reduce((total, namespace) => total + namespace.live, 0);
  return `${live} live memories in ${namespaces.length} namespaces`;
}
