/** A story's own door to the database of a running server: rows, settings and calendar as the server reads them. */
import 'reflect-metadata';
import { WorkingDays } from '../../src/calendar/working-days.js';
import { openSource } from '../../src/data-source.js';
import { Reference } from '../../src/departments/reference.js';
import type { Tail } from '../../src/events/tail.js';
import { EventLog } from '../../src/events/event-log.js';
import { Clock } from '../../src/platform/clock.js';
import { readConfig } from '../../src/platform/config.js';
import { type Keys, loadKeys } from '../../src/platform/crypto.js';
import { Db } from '../../src/platform/db.js';
import type { TestDatabase } from './database.js';

export interface OpenTown {
  readonly db: Db;
  readonly keys: Keys;
  readonly reference: Reference;
  readonly workingDays: WorkingDays;
  reload(): Promise<void>;
  close(): Promise<void>;
}

const SILENT = { listen: () => undefined } as unknown as Tail;

export async function openTown(database: TestDatabase): Promise<OpenTown> {
  const config = readConfig({ ...database.env, DEMO: '1' });
  const keys = loadKeys(config.secretKeyFile, false);
  const [writer, reader] = [await openSource(config.database, 'writer', 3), await openSource(config.database, 'reader', 3)];
  const db = new Db(writer, reader);
  const reference = new Reference(db, SILENT);
  const workingDays = new WorkingDays(db, new EventLog(db), new Clock(), SILENT);
  const reload = async () => {
    await reference.load();
    await workingDays.load();
  };
  await reload();
  const close = async () => {
    await Promise.all([writer.destroy(), reader.destroy()]);
  };
  return { db, keys, reference, workingDays, reload, close };
}
