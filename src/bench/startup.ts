import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface StartupFigures {
  runs: number;
  /** Medians of spawn to `initialize` response, milliseconds. */
  serverMs: number;
  bareMs: number;
  ratio: number;
}

/** Alternates the two servers, so that a busy machine slows both. */
export async function benchStartup(
  runs: number,
  environment: NodeJS.ProcessEnv,
): Promise<StartupFigures> {
  const main = fileURLToPath(new URL('../main.js', import.meta.url));
  const bareMain = fileURLToPath(new URL('bare-server.js', import.meta.url));
  const server: number[] = [];
  const bare: number[] = [];
  for (let run = 0; run < runs; run++) {
    bare.push(await timeToInitialize(bareMain, environment));
    server.push(await timeToInitialize(main, environment));
  }
  const serverMs = median(server);
  const bareMs = median(bare);
  return { runs, serverMs, bareMs, ratio: serverMs / bareMs };
}

async function timeToInitialize(script: string, environment: NodeJS.ProcessEnv): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [script], {
    env: environment,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    const request = {
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: {
        protocolVersion: '2025-06-18',
        capabilities: {},
        clientInfo: { name: 'bench', version: '1' },
      },
    };
    child.stdin.write(`${JSON.stringify(request)}\n`);
    await new Promise<void>((resolve, reject) => {
      child.stdout.once('data', () => resolve());
      child.once('error', reject);
      child.once('exit', (code) =>
        reject(new Error(`the server ended with ${code} before it answered`)),
      );
    });
    return performance.now() - start;
  } finally {
    child.stdin.end();
    await exited;
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
