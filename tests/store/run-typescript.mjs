/** `node run-typescript.mjs FILE.ts ARG…` runs a script of ours as it stands, without a build. */
import { resolve } from 'node:path';
import { runnerImport } from 'vite';

const [file = '', ...rest] = process.argv.slice(2);
process.argv = [process.argv[0] ?? '', file, ...rest];
await runnerImport(resolve(file), { logLevel: 'error', configFile: false });
