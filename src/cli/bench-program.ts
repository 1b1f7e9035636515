import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { VERSION } from '../version.js';

/**
 * What is measured: the version, and the commit it was built from, with `+` where files were changed since; null
 * outside of a repository.
 */
export async function programOfTree(): Promise<{ version: string; commit: string | null }> {
  const git = (...args: string[]): Promise<string> =>
    promisify(execFile)('git', args, { cwd: import.meta.dirname }).then(({ stdout }) =>
      stdout.trim(),
    );
  try {
    const commit = await git('rev-parse', 'HEAD');
    const changed = await git('status', '--porcelain', '--untracked-files=no');
    return { version: VERSION, commit: changed === '' ? commit : `${commit}+` };
  } catch {
    return { version: VERSION, commit: null };
  }
}
