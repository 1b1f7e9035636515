import { createHash } from 'node:crypto';
import type { Connection } from '#lancedb';
import { folderExists, isRemote } from './folder.js';
import { LanceTable } from './lance-table.js';
import { type EmbedderMark, ledgerSchema } from './schema.js';

/** Table names end in part of a hash, so that nothing else in the folder is taken for one of ours. */
const TABLE_NAME = /-[0-9a-f]{16}$/;
const READABLE_LENGTH = 40;
/** More than anybody has; LanceDB Cloud gives few names where it is not told how many. */
const MOST_TABLES = 1_000_000;

/**
 * The table of a namespace: what can be read of its name, for people who look into the folder, and a
 * hash, since names may be of any script and differ by case only.
 */
export function tableNameOf(namespace: string): string {
  const readable = namespace.toLowerCase().replace(/[^a-z0-9_-]+/g, '-');
  const hash = createHash('sha256').update(namespace).digest('hex').slice(0, 16);
  return `${readable.slice(0, READABLE_LENGTH)}-${hash}`;
}

/** All tables of a store: one for each namespace, so that none can harm or delay another. */
export class LanceDatabase {
  private constructor(
    readonly uri: string,
    private readonly lance: typeof import('#lancedb'),
    readonly connection: Connection,
  ) {}

  /** Null where there is nothing yet: LanceDB would make the folder, with other rights than ours. */
  static async open(uri: string): Promise<LanceDatabase | null> {
    if (!isRemote(uri) && !(await folderExists(uri))) return null;
    const lance = await import('#lancedb');
    const connection = await lance.connect(uri, { readConsistencyInterval: 0 });
    return new LanceDatabase(uri, lance, connection);
  }

  /** The names of all tables that are ours by their names, in order. */
  async tableNames(): Promise<string[]> {
    const names = await this.connection.tableNames({ limit: MOST_TABLES });
    return names.filter((name) => TABLE_NAME.test(name)).sort();
  }

  /** The table of a namespace, or null where nothing was written to it yet. */
  async open(namespace: string): Promise<LanceTable | null> {
    return this.openByName(tableNameOf(namespace));
  }

  async openByName(name: string): Promise<LanceTable | null> {
    try {
      const table = await this.connection.openTable(name);
      return await LanceTable.of(this.lance, table, this.uri);
    } catch (error) {
      if (error instanceof Error && /was not found|not found:/i.test(error.message)) return null;
      throw error;
    }
  }

  /** Makes the table of a namespace. Where another process makes it at the same time, there is one. */
  async create(namespace: string, embedder: EmbedderMark): Promise<void> {
    const arrow = await import('apache-arrow');
    const schema = ledgerSchema(arrow, namespace, embedder);
    const name = tableNameOf(namespace);
    const table = await this.connection.createEmptyTable(name, schema, { existOk: true });
    table.close();
  }

  /** Takes a table away with everything in it. */
  async drop(name: string): Promise<void> {
    await this.connection.dropTable(name);
  }

  close(): void {
    this.connection.close();
  }
}
