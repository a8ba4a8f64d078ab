/** A database of its own for each test file, on the engine of this run. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import mysql, { type Connection, type RowDataPacket } from 'mysql2/promise';

export type Engine = 'embedded' | 'mysql';
export const engine: Engine = process.env.TEST_ENGINE === 'mysql' ? 'mysql' : 'embedded';

/** Where this run keeps what it makes; removed after it. */
export const runFolder = process.env.TEST_FOLDER ?? tmpdir();

export interface TestDatabase {
  readonly engine: Engine;
  /** Files of the installation: the embedded database, keys, attachments, recordings. */
  readonly dataDir: string;
  /** `mysql://…` or `mariadb://…` with the schema; absent on the embedded engine. */
  readonly url?: string;
  /** What a server has to be started with to use this database. */
  readonly env: Record<string, string>;
  drop(): Promise<void>;
}

/** A new, empty database: a folder and, on MySQL's protocol, a schema named after it. */
export async function freshDatabase(): Promise<TestDatabase> {
  const dataDir = await mkdtemp(join(runFolder, 'data-'));
  const dropFolder = () => rm(dataDir, { recursive: true, force: true });
  if (engine === 'embedded') return { engine, dataDir, env: { DATA_DIR: dataDir }, drop: dropFolder };
  const schema = `${basename(runFolder)}-${basename(dataDir)}`;
  const url = await createSchema(schema);
  return {
    engine,
    dataDir,
    url,
    env: { DATA_DIR: dataDir, DATABASE_URL: url },
    drop: async () => {
      await onServer((server) => server.query(`DROP DATABASE IF EXISTS \`${schema}\``));
      await dropFolder();
    },
  };
}

/** A new schema for this run, which the end of the run drops if nobody else did; gives its address. */
export async function createSchema(schema: string): Promise<string> {
  await onServer((server) => server.query(`CREATE DATABASE \`${schema}\` CHARACTER SET utf8mb4`));
  return addressOf(schema);
}

/** The address of a schema on the server of this run. */
export function addressOf(schema: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${schema}`;
  return url.href;
}

/** All tables and rows of one schema into an empty one. */
export async function copySchema(from: string, into: string): Promise<void> {
  await onServer(async (server) => {
    await server.query(`USE \`${into}\``);
    // What was right in the original is right in the copy: nothing needs checking again, whatever the order of the tables.
    await server.query("SET foreign_key_checks = 0, unique_checks = 0, sql_mode = 'NO_AUTO_VALUE_ON_ZERO'");
    const [tables] = await server.query<RowDataPacket[]>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ? AND table_type = 'BASE TABLE'",
      [from],
    );
    for (const { name } of tables as { name: string }[]) {
      const [[made]] = await server.query<RowDataPacket[]>(`SHOW CREATE TABLE \`${from}\`.\`${name}\``);
      await server.query((made as { 'Create Table': string })['Create Table']);
      await server.query(`INSERT INTO \`${into}\`.\`${name}\` SELECT * FROM \`${from}\`.\`${name}\``);
    }
  });
}

/** Work on the server itself, without a schema; only on MySQL's protocol. */
export async function onServer(work: (server: Connection) => Promise<unknown>): Promise<void> {
  const connection = await mysql.createConnection({ uri: serverUrl() });
  try {
    await work(connection);
  } finally {
    await connection.end();
  }
}

function serverUrl(): string {
  const url = process.env.TEST_MYSQL_URL;
  if (!url) throw new Error('No MySQL-protocol server in this run: wrap the story in describeWithServer.');
  return url;
}
