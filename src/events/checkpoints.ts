import { createPublicKey, sign, verify } from 'node:crypto';
import { appendFileSync, existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { isoOf } from '../domain/time.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Keys } from '../platform/crypto.js';
import { Db } from '../platform/db.js';
import { canonical } from './canonical.js';

const AT_ONCE = 200;
/** A line has some 500 bytes. */
const END_BYTES = 8_192;

/** A signed statement that the log had this number and hash at that time; the commission keeps copies of the file. */
export interface Checkpoint {
  number: number;
  hash: string;
  at: string;
  publicKey: string;
  signature: string;
}
const statement = ({ number, hash, at }: Pick<Checkpoint, 'number' | 'hash' | 'at'>): Buffer =>
  Buffer.from(canonical({ number, hash, at }));

export const checkpointFile = (config: Pick<Config, 'dataDir'>): string => resolve(config.dataDir, 'checkpoints.jsonl');

/** Writes a signed checkpoint, when the log has grown since the last. */
@Injectable()
export class Checkpoints {
  private last = -1;

  constructor(
    private readonly db: Db,
    private readonly keys: Keys,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async write(): Promise<void> {
    const [head] = await this.db.readPrimary<{ number: number; hash: string }>("SELECT number, hash FROM event_head WHERE id = 'head'");
    const number = Number(head?.number ?? 0);
    if (!head || number === this.last) return;
    const said = { number, hash: head.hash, at: isoOf(this.clock.now()) };
    const publicKey = createPublicKey(this.keys.signer).export({ format: 'der', type: 'spki' }).toString('base64');
    const signature = sign(null, statement(said), this.keys.signer).toString('base64');
    appendFileSync(checkpointFile(this.config), `${JSON.stringify({ ...said, publicKey, signature })}\n`, { mode: 0o600 });
    this.last = number;
  }
}

/**
 * The checkpoints of a file whose signature holds under the given key; throws on the first that does not. There are some hundred thousand
 * in a year, so others get their turn in between.
 */
export async function readCheckpoints(file: string, keys: Keys): Promise<Checkpoint[]> {
  if (!existsSync(file)) return [];
  const publicKey = createPublicKey(keys.signer);
  const checkpoints: Checkpoint[] = [];
  for (const line of (await readFile(file, 'utf8')).split('\n').filter(Boolean)) {
    const checkpoint = JSON.parse(line) as Checkpoint;
    if (!verify(null, statement(checkpoint), publicKey, Buffer.from(checkpoint.signature, 'base64'))) {
      throw new Error(`Checkpoint on line ${checkpoints.length + 1} is not signed with our key`);
    }
    if (checkpoints.push(checkpoint) % AT_ONCE === 0) await setImmediate();
  }
  return checkpoints;
}

/** The newest checkpoint of a file, from its end alone; a line that is being written is passed over. */
export async function lastCheckpoint(file: string): Promise<Checkpoint | undefined> {
  if (!existsSync(file)) return undefined;
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const end = Buffer.alloc(Math.min(size, END_BYTES));
    await handle.read(end, 0, end.length, size - end.length);
    const whole = end.toString('utf8').split('\n').slice(0, -1); // what follows the last break is not finished
    const line = whole.at(-1);
    return line ? (JSON.parse(line) as Checkpoint) : undefined;
  } finally {
    await handle.close();
  }
}
