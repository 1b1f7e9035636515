import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { MemoryR1Error, providerError } from '../errors.js';
import type { Embedder, EmbeddingRole } from './embedder.js';
import type { ModelSource } from './model-source.js';
import type { EmbedReply, EmbedRequest } from './worker-protocol.js';

/** Texts in one message: a long import lets a query in between after about a tenth of a second. */
const TEXTS_PER_REQUEST = 64;

interface Pending {
  resolve(reply: Extract<EmbedReply, { vectors: Float32Array }>): void;
  reject(error: Error): void;
}

/** A running worker and what it still owes. */
interface Session {
  readonly worker: Worker;
  readonly pending: Map<number, Pending>;
}

/**
 * An embedder whose model lives in a worker thread, started by the first `embed`. An idle worker does
 * not keep the process alive; one that died is started again by the next call.
 */
export class TransformersEmbedder implements Embedder {
  #session: Session | undefined;
  #requests = 0;
  #dimension: number | undefined;
  #closed = false;

  /**
   * @param name stored with the table
   * @param findModel called when the worker starts; throws `embedder-missing` where files are missing
   * @param dimension where it is known without loading the model
   */
  constructor(
    readonly name: string,
    private readonly findModel: () => ModelSource,
    dimension?: number,
  ) {
    this.#dimension = dimension;
  }

  async dimension(): Promise<number> {
    if (this.#dimension === undefined) await this.#request([''], 'document');
    return this.#dimension ?? 0;
  }

  async embed(texts: readonly string[], role: EmbeddingRole): Promise<Float32Array[]> {
    const vectors: Float32Array[] = new Array<Float32Array>(texts.length);
    // Similar lengths together, so that a request's batches have little padding.
    const order = texts
      .map((text, position) => ({ length: text.length, position }))
      .sort((a, b) => a.length - b.length);
    for (let start = 0; start < order.length; start += TEXTS_PER_REQUEST) {
      const part = order.slice(start, start + TEXTS_PER_REQUEST);
      const reply = await this.#request(
        part.map(({ position }) => texts[position] ?? ''),
        role,
      );
      part.forEach(({ position }, row) => {
        // Copied: a view would keep the vectors of the whole request in memory.
        vectors[position] = reply.vectors.slice(row * reply.dimension, (row + 1) * reply.dimension);
      });
    }
    return vectors;
  }

  async close(): Promise<void> {
    this.#closed = true;
    const session = this.#session;
    this.#session = undefined;
    if (!session) return;
    fail(session, providerError('embedder-closed', 'The embedder was closed.'));
    await session.worker.terminate();
  }

  async #request(texts: readonly string[], role: EmbeddingRole) {
    if (this.#closed) throw providerError('embedder-closed', 'The embedder was closed.');
    const session = (this.#session ??= this.#start());
    const request: EmbedRequest = { id: this.#requests++, texts, role };
    const reply = await new Promise<Extract<EmbedReply, { vectors: Float32Array }>>(
      (resolve, reject) => {
        session.pending.set(request.id, { resolve, reject });
        session.worker.ref();
        session.worker.postMessage(request);
      },
    );
    this.#dimension = reply.dimension;
    return reply;
  }

  #start(): Session {
    const source = this.findModel();
    const worker = new Worker(workerFile(), {
      workerData: source,
      // Options of the process such as --input-type would be applied to the worker's file.
      execArgv: [],
    });
    const session: Session = { worker, pending: new Map() };
    worker.unref();
    worker.on('message', (reply: EmbedReply) => {
      this.#settle(session, reply);
    });
    const died = (cause: string): void => {
      if (this.#session === session) this.#session = undefined;
      fail(
        session,
        providerError(
          'embedder-died',
          `The embedder stopped (${cause}). Try again: it is restarted.`,
        ),
      );
    };
    worker.on('error', (error) => {
      died(error.message);
    });
    worker.on('exit', (code) => {
      died(`exit code ${code}`);
    });
    return session;
  }

  #settle(session: Session, reply: EmbedReply): void {
    const pending = session.pending.get(reply.id);
    session.pending.delete(reply.id);
    if (session.pending.size === 0) session.worker.unref();
    if (!pending) return;
    if ('vectors' in reply) {
      pending.resolve(reply);
      return;
    }
    const { kind, code, message } = reply.failure;
    pending.reject(new MemoryR1Error(kind, code, message));
    // The model did not load: the next call tries again, perhaps with the network back.
    if (code === 'embedder-missing' && this.#session === session) {
      this.#session = undefined;
      void session.worker.terminate();
    }
  }
}

function fail(session: Session, error: Error): void {
  for (const pending of session.pending.values()) pending.reject(error);
  session.pending.clear();
}

/** The compiled worker, also where this file runs from source: a worker cannot load TypeScript. */
function workerFile(): string {
  const require = createRequire(import.meta.url);
  try {
    return require.resolve('#embedding-worker');
  } catch (error) {
    throw providerError(
      'embedder-not-built',
      'The embedder has not been compiled. Run "npm run build".',
      error,
    );
  }
}
