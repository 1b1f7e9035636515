/** Version of the ledger's columns and their meaning; written into every table. */
export const SCHEMA_VERSION = 1;
