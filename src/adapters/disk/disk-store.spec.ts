import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, openSource } from '../../data-source.js';
import { DAY } from '../../domain/time.js';
import { Orphans } from '../../files/orphans.js';
import { type Config, readConfig } from '../../platform/config.js';
import { Keys, SealedKeys } from '../../platform/crypto.js';
import { Db, insertRows } from '../../platform/db.js';
import { DiskStore } from './disk-store.js';

const TEXT = Buffer.from('证词:二〇二六年三月二日上午');
let folder: string;
let config: Config;
let store: DiskStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'store-'));
  config = readConfig({ DATA_DIR: folder });
  store = new DiskStore(config, new Keys(Buffer.alloc(32, 7)), new SealedKeys(Buffer.alloc(32, 9)));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const paths = async (): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name));
const age = async (path: string): Promise<void> => {
  const then = (Date.now() - 2 * DAY) / 1000;
  await utimes(path, then, then);
};

describe('files on the disk', () => {
  it('come back as they were put, and lie there closed and unreadable', async () => {
    const name = `attachments/${randomUUID()}`;
    await store.put(name, TEXT);
    expect((await store.get(name)).equals(TEXT)).toBe(true);
    const [path, ...more] = await paths();
    expect(more).toEqual([]);
    expect((await stat(path!)).mode & 0o777).toBe(0o600);
    expect((await readFile(path!)).includes('证词')).toBe(false);
  });

  it('do not open under another name or after a changed byte', async () => {
    const [one, other] = [`attachments/aa${randomUUID()}`, `attachments/aa${randomUUID()}`];
    await store.put(one, TEXT);
    const [path] = await paths();
    await rename(path!, path!.replace(one.slice(14), other.slice(14)));
    await expect(store.get(other)).rejects.toThrow();
    await store.put(one, TEXT);
    const bytes = await readFile(path!);
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(path!, bytes);
    await expect(store.get(one)).rejects.toThrow();
  });

  it('have names of ours alone: nothing leads out of the folder', async () => {
    for (const name of ['../secret.key', 'attachments/../../x', 'attachments/a', '/etc/passwd', 'attachments/aa/bb']) {
      await expect(store.get(name)).rejects.toThrow('by a name that is none');
    }
  });

  it('are swept after a day when no row knows them, copies and unfinished ones too', async () => {
    const source = { writer: await openSource(config.database, 'writer'), reader: await openSource(config.database, 'reader') };
    try {
      await migrate(source.writer);
      const db = new Db(source.writer, source.reader);
      const [known, lost, fresh] = [randomUUID(), randomUUID(), randomUUID()];
      const row = {
        id: known,
        caseNumber: '20260302000001',
        name: '',
        type: '',
        bytes: 1,
        sha256: '',
        at: 0,
        username: '',
        shareable: true,
      };
      await db.write((tx) => insertRows(tx, 'attachments', [row]));
      for (const id of [known, `${known}.copy`, lost, `${lost}.copy`, `${lost}.0a1b.part`, fresh])
        await store.put(`attachments/${id}`, TEXT);
      const mine = (await paths()).filter((path) => path.includes(`${join('files', 'attachments')}`));
      for (const path of mine) if (!path.endsWith(fresh.slice(2))) await age(path);
      const sweep = new Orphans(db, store);
      expect([await sweep.sweep(), await sweep.sweep()]).toEqual([3, 0]);
      for (const id of [known, `${known}.copy`, fresh]) expect((await store.get(`attachments/${id}`)).equals(TEXT)).toBe(true);
      await expect(store.get(`attachments/${lost}`)).rejects.toThrow();
    } finally {
      await source.writer.destroy();
      await source.reader.destroy();
    }
  });

  it('are none before the first one was put', async () => {
    expect(await store.olderThan('attachments', DAY)).toEqual([]);
  });
});
