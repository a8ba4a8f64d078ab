import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { FileStore } from '../../files/file-store.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { Keys, SealedKeys, type Suite } from '../../platform/crypto.js';

const NAME = /^([a-z]+)\/([\w-]{2})([\w-]+(?:\.\w+)*)$/;

/** Files under `DATA_DIR/files`, sharded by the first two letters of their random name, readable by this account alone. */
@Injectable()
export class DiskStore extends FileStore {
  private readonly root: string;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly keys: Keys,
    private readonly sealed: SealedKeys,
  ) {
    super();
    this.root = join(config.dataDir, 'files');
  }

  async put(name: string, bytes: Buffer): Promise<void> {
    const path = this.pathOf(name);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const unfinished = `${path}.${randomBytes(6).toString('hex')}.part`;
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(this.suiteOf(name).encryptBytes(bytes, place(name)));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path); // whoever reads the name sees the whole file or none
    await settle(dirname(path));
  }

  async get(name: string): Promise<Buffer> {
    return this.suiteOf(name).decryptBytes(await readFile(this.pathOf(name)), place(name));
  }

  async remove(name: string): Promise<void> {
    await rm(this.pathOf(name), { force: true });
  }

  async olderThan(folder: string, ageMs: number): Promise<string[]> {
    const found = await readdir(join(this.root, folder), { recursive: true, withFileTypes: true }).catch(unlessMissing);
    const old: string[] = [];
    for (const entry of found ?? []) {
      if (!entry.isFile()) continue;
      // real time of the disk, whatever the clock of a story says
      const age = Date.now() - ((await stat(join(entry.parentPath, entry.name)).catch(unlessMissing))?.mtimeMs ?? Infinity);
      if (age > ageMs) old.push(`${folder}/${entry.parentPath.split(sep).at(-1)}${entry.name}`);
    }
    return old;
  }

  private suiteOf(name: string): Suite {
    return name.endsWith('.sealed') ? this.sealed : this.keys;
  }

  private pathOf(name: string): string {
    const [, folder, shard, rest] = NAME.exec(name) ?? [];
    if (!folder || !shard || !rest) throw new Error('A file was asked for by a name that is none');
    return join(this.root, folder, shard, rest);
  }
}

const place = (name: string): string => `files:${name}`;

/** A rename is only safe from a power cut once its folder is written too. */
async function settle(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

const unlessMissing = (error: unknown): undefined => {
  if ((error as { code?: unknown }).code !== 'ENOENT') throw error;
};
