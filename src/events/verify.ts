import type { Db } from '../platform/db.js';
import type { Checkpoint } from './checkpoints.js';
import { chainHash } from './canonical.js';
import type { EventRow } from './event-log.js';

/** What a walk along the chain found: how many events, and the first link that does not hold. */
export interface Verdict {
  events: number;
  broken?: { number: number; why: 'missing' | 'changed' | 'head-differs' | 'checkpoint-differs' };
}

const BATCH = 2_000;

/**
 * Walks the log from its first event: numbers without gaps, each hash made from the one before, the head as the last event,
 * and every signed checkpoint as it was. A cut tail is found by the head, and by a checkpoint when the head was changed too.
 */
export async function verifyLog(db: Db, checkpoints: readonly Checkpoint[] = []): Promise<Verdict> {
  const expected = new Map(checkpoints.map(({ number, hash }) => [number, hash]));
  let [number, hash] = [0, ''];
  for (;;) {
    const rows = await db.readPrimary<EventRow>(
      `SELECT number, type, audience, at, caseNumber, version, username, role, facts, hash FROM events WHERE number > ? ORDER BY number LIMIT ${BATCH}`,
      [number],
    );
    for (const row of rows) {
      const event = { ...row, number: Number(row.number), at: Number(row.at) };
      if (event.number !== number + 1) return { events: number, broken: { number: number + 1, why: 'missing' } };
      if (chainHash(hash, event) !== row.hash) return { events: number, broken: { number: event.number, why: 'changed' } };
      [number, hash] = [event.number, row.hash];
      if (expected.has(number) && expected.get(number) !== hash) return { events: number, broken: { number, why: 'checkpoint-differs' } };
      expected.delete(number);
    }
    if (rows.length < BATCH) break;
  }
  const [head] = await db.readPrimary<{ number: number; hash: string }>("SELECT number, hash FROM event_head WHERE id = 'head'");
  if (Number(head?.number) !== number || head?.hash !== hash)
    return { events: number, broken: { number: number + 1, why: 'head-differs' } };
  const beyond = [...expected.keys()].filter((one) => one > 0).sort((a, b) => a - b)[0];
  return beyond === undefined ? { events: number } : { events: number, broken: { number: beyond, why: 'checkpoint-differs' } };
}
