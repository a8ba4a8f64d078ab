/** A database of its own for each test file, on the engine of this run. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';

export type Engine = 'embedded' | 'mysql';
export const engine: Engine = process.env.TEST_ENGINE === 'mysql' ? 'mysql' : 'embedded';

export interface TestDatabase {
  readonly engine: Engine;
  /** Files of the installation: the embedded database, keys, attachments, recordings. */
  readonly dataDir: string;
  /** `mysql://…` with the schema; absent on the embedded engine. */
  readonly url?: string;
  /** What a server has to be started with to use this database. */
  readonly env: Record<string, string>;
  drop(): Promise<void>;
}

/** A new, empty database: a folder and, on MySQL's protocol, a schema named after it. */
export async function freshDatabase(): Promise<TestDatabase> {
  const dataDir = await mkdtemp(join(process.env.TEST_FOLDER ?? tmpdir(), 'data-'));
  const dropFolder = () => rm(dataDir, { recursive: true, force: true });
  if (engine === 'embedded') return { engine, dataDir, env: { DATA_DIR: dataDir }, drop: dropFolder };
  const schema = `hotline_${process.pid}_${dataDir.slice(-6).toLowerCase()}_${Date.now().toString(36)}`;
  await onServer(`CREATE DATABASE \`${schema}\` CHARACTER SET utf8mb4`);
  const url = new URL(serverUrl());
  url.pathname = `/${schema}`;
  return {
    engine,
    dataDir,
    url: url.href,
    env: { DATA_DIR: dataDir, DATABASE_URL: url.href },
    drop: async () => {
      await onServer(`DROP DATABASE IF EXISTS \`${schema}\``);
      await dropFolder();
    },
  };
}

/** Runs statements on the server itself, without a schema; only on MySQL's protocol. */
export async function onServer(...statements: string[]): Promise<void> {
  const connection = await mysql.createConnection({ uri: serverUrl() });
  try {
    for (const statement of statements) await connection.query(statement);
  } finally {
    await connection.end();
  }
}

function serverUrl(): string {
  const url = process.env.TEST_MYSQL_URL;
  if (!url) throw new Error('No MySQL-protocol server in this run: wrap the story in describeWithServer.');
  return url;
}
