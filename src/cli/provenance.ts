import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What is recorded with weights of the run that trained them. */
export interface RunOrigin {
  /** The command line without `--resume`, since an interruption changes no weight. */
  command: string;
  /** The commit of this checkout; an installed package has none. */
  commit: string;
}

/** To be read when a training begins: the checkout may be at another commit by its end. */
export const originOfRun = (): RunOrigin => ({
  command: ['memory-r1', ...process.argv.slice(2).filter((each) => each !== '--resume')].join(' '),
  commit: commitOfThisPackage(),
});

function commitOfThisPackage(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}
