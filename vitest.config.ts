import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores: more workers only make the spawned servers and the embedder wait for each other.
    maxWorkers: 2,
    // A process runs one file after the other: the sources and the parser are loaded and made ready once a
    // process, not once a file. What modules remember (agents/memo.ts) depends on the text alone.
    isolate: false,
  },
});
