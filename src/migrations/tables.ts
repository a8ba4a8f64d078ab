import { type QueryRunner, Table } from 'typeorm';

/** Tables by name, written once for both engines. Column: name, `*` for the key, `?` for nullable, type. Index: optional `unique`, name, columns. */
export type Tables = Readonly<Record<string, { columns: string[]; indexes: string[] }>>;

function column(text: string) {
  const [, name, key, nullable, type, length] = /^(\w+)(\*?)(\??) (\w+)(?:\((\d+)\))?$/.exec(text)!;
  return { name: name!, type: type!, isPrimary: key === '*', isNullable: nullable === '?', ...(length ? { length } : {}) };
}

function index(text: string) {
  const [, unique, name, columns] = /^(unique )?(\w+): (.*)$/.exec(text)!;
  return { name: name!, columnNames: columns!.split(', '), isUnique: unique !== undefined };
}

/** Makes the tables with their indexes. */
export async function createTables(runner: QueryRunner, tables: Tables): Promise<void> {
  for (const [name, { columns, indexes }] of Object.entries(tables)) {
    await runner.createTable(new Table({ name, columns: columns.map(column), indices: indexes.map(index) }));
  }
}

/** Drops them, the last made first. */
export async function dropTables(runner: QueryRunner, tables: Tables): Promise<void> {
  for (const name of Object.keys(tables).reverse()) await runner.dropTable(name);
}
