import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Brings the thesaurus up to date with the script that makes it; nothing to do where it is. */
export default function setup(): void {
  const script = fileURLToPath(new URL('../../scripts/build-thesaurus.js', import.meta.url));
  execFileSync(process.execPath, [script], { stdio: 'inherit' });
}
