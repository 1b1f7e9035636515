import type { CommandContext } from './context.js';
import { formatBytes, print, printJson } from './output.js';

/** Prints what is stored. */
export async function stats(
  options: { json?: boolean },
  { runtime, settings }: CommandContext,
): Promise<void> {
  const figures = await (await runtime.store()).stats();
  if (options.json) {
    printJson({ store: settings.storeUri, ...figures });
    return;
  }
  print(`Store     ${settings.storeUri}`);
  print(
    `Embedder  ${figures.embedder === null ? 'none yet' : `${figures.embedder.name}, ${figures.embedder.dimension} dimensions`}`,
  );
  print(`Schema    ${figures.schemaVersion}`);
  print(`On disk   ${figures.bytes === null ? 'not a local folder' : formatBytes(figures.bytes)}`);
  if (figures.layout !== null) {
    const { rows, fragments, versions, indexes } = figures.layout;
    print(`Tables    ${rows} rows in ${fragments} pieces, ${versions} versions on disk`);
    for (const { name, type, unindexedRows } of indexes)
      print(`Index     ${name} (${type}), ${unindexedRows} rows not in it yet`);
  }
  for (const { namespace, problem } of figures.unreadable)
    print(`${namespace}: cannot be read: ${problem}`);
  if (figures.namespaces.length + figures.unreadable.length === 0) print('Nothing is stored yet.');
  for (const { namespace, live, closed, operations } of figures.namespaces) {
    const mix = Object.entries(operations)
      .map(([operation, count]) => `${count} ${operation}`)
      .join(', ');
    print(`${namespace}: ${live} live, ${closed} past; ${mix}`);
  }
}
