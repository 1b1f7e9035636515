import type { LanceTable } from './lance-table.js';
import { MARK, markMetadata, VECTOR_COLUMN, VERSION_COLUMN } from './schema.js';
import { SCHEMA_VERSION } from './schema-version.js';

/**
 * Steps from one version of the format to the next, oldest first. Each one is safe to repeat, since a
 * process may die right after it, and leaves a table that the version before can still read.
 */
const MIGRATIONS: readonly { to: number; run: (table: LanceTable) => Promise<void> }[] = [
  {
    to: 2,
    run: async ({ table, mark }) => {
      await table.updateFieldMetadata([{ path: VECTOR_COLUMN, metadata: markMetadata(mark) }]);
    },
  },
];

export function needsMigration(table: LanceTable): boolean {
  return table.mark.schemaVersion < SCHEMA_VERSION;
}

/** Brings a table to the current format. Callers see to it that one process does so at a time. */
export async function migrate(table: LanceTable): Promise<void> {
  await table.refresh();
  const { schemaVersion } = await table.freshMark();
  for (const { to, run } of MIGRATIONS) {
    if (to <= schemaVersion) continue;
    await run(table);
    const metadata = { [MARK.version]: String(to) };
    await table.table.updateFieldMetadata([{ path: VERSION_COLUMN, metadata }]);
  }
  await table.freshMark();
}
