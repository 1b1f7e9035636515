#!/usr/bin/env node
import { CommanderError } from 'commander';
import { createProgram } from './cli/program.js';
import { MemoryR1Error, messageOf } from './errors.js';

// A reader that has seen enough (`memory-r1 export | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});

/** 0 done, 1 failed, 2 called wrongly (settings or arguments), 130 interrupted. */
try {
  await createProgram().parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has already printed what was wrong, or the help that was asked for.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof MemoryR1Error) {
    process.stderr.write(`memory-r1: ${error.message}\n`);
    process.exitCode = error.kind === 'configuration' || error.kind === 'input' ? 2 : 1;
  } else if (error instanceof Error && error.name === 'AbortError') {
    process.stderr.write('memory-r1: interrupted\n');
    process.exitCode = 130;
  } else {
    process.stderr.write(`memory-r1: ${error instanceof Error ? error.stack : messageOf(error)}\n`);
    process.exitCode = 1;
  }
}
