import { MemoryR1Error } from '../errors.js';
import { compactStore } from '../store/maintenance.js';
import type { CommandContext } from './context.js';
import { formatBytes, print, printJson } from './output.js';

/** Does all upkeep at once: merges fragments, makes indexes, drops old versions, finishes an erase. */
export async function compact(
  options: { json?: boolean },
  { settings }: CommandContext,
): Promise<void> {
  const { storeUri: uri, retentionMs } = settings;
  const report = await compactStore({ uri, retentionMs, now: Date.now() });
  if (!report) {
    throw new MemoryR1Error('input', 'nothing-stored', `Nothing is stored at ${uri} yet.`);
  }
  if (options.json) {
    printJson(report);
    return;
  }
  const { before, after, bytesBefore, bytesAfter, expired } = report;
  print(`Pieces    ${before.fragments} → ${after.fragments}`);
  print(`Versions  ${before.versions} → ${after.versions}`);
  if (bytesBefore !== null && bytesAfter !== null)
    print(`On disk   ${formatBytes(bytesBefore)} → ${formatBytes(bytesAfter)}`);
  if (expired > 0) print(`Removed   ${expired} past versions beyond the retention`);
}
