import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MemoryR1Error, messageOf } from '../errors.js';
import type { Runtime } from '../runtime.js';
import { isUri } from '../settings.js';
import type { StoreStats } from '../store/store.js';
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
  const folder = await check('data folder', () => folderWritable(context));
  const checks = [
    await check('node', async () => nodeVersion()),
    folder,
    await check('embedder', () => embedderWorks(context)),
    await check('policies', () => policiesWork(context)),
    await check('data files', () => filesWhole(context)),
    await check('store', () => storeOpens(context, folder.ok)),
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
    const { storeFailure, unusable } = await import('../store/failure.js');
    const failure = storeFailure(error, settings.storeUri);
    // What has no message of its own is about this folder all the same.
    throw failure.code === 'store-failed'
      ? unusable(settings.storeUri, messageOf(error), error)
      : failure;
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
  return settings.storeUri;
}

async function embedderWorks({ runtime }: CommandContext): Promise<string> {
  const embedder = await runtime.embedder();
  const [vector] = await embedder.embed(['The embedder is asked to work.'], 'document');
  // A question may need more than a document: see `withQueryMap`.
  await embedder.embed(['Does the embedder work?'], 'query');
  return `${embedder.name}, ${vector?.length ?? 0} dimensions`;
}

async function policiesWork({ runtime }: CommandContext): Promise<string> {
  const { manager, answerer } = (await runtime.policies()).roles;
  return `${manager.name} decides, ${answerer.name} answers`;
}

async function filesWhole({ settings }: CommandContext): Promise<string> {
  if (isUri(settings.storeUri)) return 'not looked at: they are not in a local folder';
  const { damagedFiles, remedyFor } = await import('../store/damage.js');
  const files = await damagedFiles(settings.storeUri);
  if (files.length > 0) throw new Error(remedyFor(files));
  return 'every file ends as it should';
}

async function storeOpens({ runtime }: CommandContext, folderUsable: boolean): Promise<string> {
  const { namespaces, unreadable } = await statsOf(runtime).catch((error: unknown) => {
    const told = error instanceof MemoryR1Error && error.code === 'store-unusable';
    throw told && !folderUsable ? new Error('cannot be opened while the data folder is so') : error;
  });
  const problems = unreadable.map(({ namespace, problem }) => `${namespace}: ${problem}`);
  if (problems.length > 0) throw new Error(problems.join(' '));
  const live = namespaces.reduce((total, namespace) => total + namespace.live, 0);
  return `${live} live memories in ${namespaces.length} namespaces`;
}

async function statsOf(runtime: Runtime): Promise<StoreStats> {
  return (await runtime.store()).stats();
}
