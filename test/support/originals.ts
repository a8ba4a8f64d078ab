/** A demo city or a town takes seconds to write: each is written once per build, and every story gets a copy of its own. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { copySchema, createSchema, engine, freshDatabase, runFolder, type TestDatabase } from './database.js';

/** A Monday morning in duty hours: the hour of every story that does not ask for another one. */
export const CITY_NOW = '2026-03-02T10:00:00+08:00';

const SHELF = resolve('node_modules/.cache/hotline/originals');

/** A database as `fill` leaves an empty one, closed again. `at` tells originals of one kind apart: the instant; empty for this very hour. */
export async function copyOf(kind: 'city' | 'town', at: string, fill: (database: TestDatabase) => Promise<void>): Promise<TestDatabase> {
  const name = `${kind}-${fingerprint(at)}`;
  // A schema lives as long as the server of this run; a folder can serve the next run of the same build, too.
  const original = join(engine === 'mysql' ? runFolder : SHELF, name);
  await once(original, async () => {
    const made = await freshDatabase();
    await fill(made);
    const schema = schemaOf(made);
    if (schema) {
      await createSchema(schemaBehind(original));
      await copySchema(schema, schemaBehind(original));
    }
    await rm(`${original}.new`, { recursive: true, force: true });
    await cp(made.dataDir, `${original}.new`, { recursive: true });
    await made.drop();
    await rename(`${original}.new`, original);
  });
  const copy = await freshDatabase();
  await cp(original, copy.dataDir, { recursive: true });
  const schema = schemaOf(copy);
  if (schema) await copySchema(schemaBehind(original), schema);
  return copy;
}

const schemaOf = ({ url }: TestDatabase) => url && new URL(url).pathname.slice(1);
const schemaBehind = (original: string) => `${basename(runFolder)}-${basename(original)}`;

/** What decides how the city looks: the built server, the settings it reads, the instant; without an instant, this very hour. */
function fingerprint(now: string): string {
  const hash = createHash('sha256').update(now || new Date().toISOString().slice(0, 13));
  for (const folder of ['dist', 'config']) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      if (/\.js(on)?$/.test(name)) hash.update(name).update(readFileSync(join(folder, name)));
    }
  }
  return hash.digest('hex').slice(0, 12);
}

/** Runs `make` unless its result is there; test files that run at the same time wait for the one that began. */
async function once(result: string, make: () => Promise<void>): Promise<void> {
  mkdirSync(dirname(result), { recursive: true });
  const lock = `${result}.lock`;
  while (!existsSync(result)) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
    } catch {
      if (isLeft(lock)) rmSync(lock, { force: true });
      await sleep(100);
      continue;
    }
    try {
      if (!existsSync(result)) {
        forgetOld(dirname(result));
        await make();
      }
    } finally {
      rmSync(lock, { force: true });
    }
  }
}

/** A lock whose owner is gone. */
function isLeft(lock: string): boolean {
  try {
    const owner = Number(readFileSync(lock, 'utf8'));
    if (owner > 0) process.kill(owner, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Cities of builds that are gone: nobody starts from one that is an hour old and no longer the newest. */
function forgetOld(folder: string): void {
  if (folder !== SHELF) return;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > 3_600_000)
      rmSync(path, { recursive: true, force: true });
  }
}
