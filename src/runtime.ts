import type { Embedder } from './embeddings/embedder.js';
import { randomIds, systemClock } from './memory/clock.js';
import type { Log } from './log.js';
import type { Policies } from './policies.js';
import type { Settings } from './settings.js';
import type { MemoryStore } from './store/store.js';
import type { Services } from './tools/services.js';

/** The parts a process works with; each is made when it is first asked for, so that start-up loads none. */
export interface Runtime {
  store(): Promise<MemoryStore>;
  embedder(): Promise<Embedder>;
  policies(): Promise<Policies>;
  services(): Promise<Services>;
  /** Waits for what is under way in the store, then lets go of everything. */
  close(): Promise<void>;
}

/** Wires store, embedder and agents as the settings say. Does no I/O itself. */
export function createRuntime(settings: Settings, log: Log): Runtime {
  const embedder = once(async () => {
    const { createEmbedder } = await import('./embeddings/create.js');
    return createEmbedder(settings.embedder, {
      home: settings.home,
      endpoint: settings.hubEndpoint,
    });
  });
  const store = once(async () => {
    const { openLanceStore } = await import('./store/lance-store.js');
    return openLanceStore({
      uri: settings.storeUri,
      embedder: await embedder.get(),
      clock: systemClock,
      ids: randomIds,
      retentionMs: settings.retentionMs,
      log,
    });
  });
  const policies = once(async () => {
    const { createPolicies } = await import('./policies.js');
    return createPolicies(settings, log);
  });
  const services = once(async () => {
    const { createServices } = await import('./services.js');
    return createServices({
      store: await store.get(),
      embedder: await embedder.get(),
      ...(await policies.get()).roles,
      secrets: settings.secrets,
    });
  });
  return {
    store: store.get,
    embedder: embedder.get,
    policies: policies.get,
    services: services.get,
    async close() {
      await (await store.made())?.close();
      await (await policies.made())?.close();
      await (await embedder.made())?.close();
    },
  };
}

/** Makes a value at most once; a failed attempt is forgotten, so that the next call tries again. */
function once<T>(make: () => Promise<T>): {
  get: () => Promise<T>;
  made: () => Promise<T | undefined>;
} {
  let value: Promise<T> | undefined;
  return {
    get() {
      value ??= make().catch((error: unknown) => {
        value = undefined;
        throw error;
      });
      return value;
    },
    async made() {
      return value?.catch(() => undefined);
    },
  };
}
