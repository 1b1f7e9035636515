/**
 * Version of the ledger's columns and their meaning; written into every table.
 *
 * 1: the first one; what the vectors were made with stands in the table's metadata.
 * 2: it stands with the vector column, so that another column can take its place in one commit.
 * 3: a table for each namespace, whose name stands in its metadata; before, one table held all.
 */
export const SCHEMA_VERSION = 3;
