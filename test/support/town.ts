/** A town with its settings and accounts and no cases yet: quick to fill, so that a story's own cases are all there is. */
import 'reflect-metadata';
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { migrate, openSource } from '../../src/data-source.js';
import { Clock } from '../../src/platform/clock.js';
import { type Config, readConfig } from '../../src/platform/config.js';
import { type Keys, loadRing, type SealedKeys } from '../../src/platform/crypto.js';
import { Db } from '../../src/platform/db.js';
import { type Client, succeeded } from './client.js';
import type { TestDatabase } from './database.js';
import { copyOf } from './originals.js';

/** A working Monday morning; stories that move the clock count from here. */
export const MONDAY = '2026-11-02T10:00:00+08:00';

export interface Town {
  /** For `startApp(env, town.database)`; any number of servers may share it on MySQL's protocol. */
  readonly database: TestDatabase;
  readonly config: Config;
  readonly keys: Keys;
  readonly sealed: SealedKeys;
  /** The story's own door to the database, beside the servers'. */
  readonly db: Db;
  close(): Promise<void>;
}

/** A new town: a copy of one written before, or, in a database of the story's own, one written there. */
export async function freshTown(database?: TestDatabase): Promise<Town> {
  if (database) await found(database);
  const used = database ?? (await copyOf('town', MONDAY, found));
  const config = readConfig({ ...used.env, DEMO: '1' });
  const { keys, sealed } = loadRing(config, true);
  const { db, shut } = await opened(config);
  const close = async () => {
    await shut();
    await used.drop();
  };
  // outside the demo a server adds no people and no cases of its own
  return { database: { ...used, env: { ...used.env, DEMO: '0' } }, config, keys, sealed, db, close };
}

/** Migrates an empty database and gives it departments, rules, calendar and the demo accounts. */
async function found({ env }: TestDatabase): Promise<void> {
  const { seedDemoAccounts, seedReference } = await import('../../src/seed.js'); // most stories find a town that is there
  const config = readConfig({ ...env, DEMO: '1' });
  const { keys } = loadRing(config, true);
  const { db, shut } = await opened(config);
  const clock = new Clock();
  await seedReference(db, clock);
  await seedDemoAccounts(db, keys, clock);
  await shut();
}

async function opened({ database }: Config): Promise<{ db: Db; shut: () => Promise<void> }> {
  const writer = await openSource(database, 'writer', 3);
  await migrate(writer);
  const reader = await openSource(database, 'reader', 3);
  const shut = async () => {
    await Promise.all([writer.destroy(), reader.destroy()]);
  };
  return { db: new Db(writer, reader), shut };
}

/** A case taken by phone, ready to be dispatched; gives its number. */
export async function phoneCase(operator: Client, description = '窗口让企业跑了三趟'): Promise<string> {
  const body = { channel: 'phone', urgency: 'normal', kind: 'complaint', description };
  return succeeded(await operator.post('/cases', body), 201).caseNumber as string;
}

/** What `npm run verify-log` says of the town's log, and whether it ends well. */
export function verifiedLog(town: Town): Promise<{ holds: boolean; words: string }> {
  const { PATH, HOME, TZ } = process.env;
  const env = { PATH, HOME, TZ, ...town.database.env };
  return new Promise((done) => {
    execFile(process.execPath, [resolve('dist/verify-log.js')], { env }, (error, stdout, stderr) =>
      done({ holds: error === null, words: `${stdout}${stderr}`.trim() }),
    );
  });
}
