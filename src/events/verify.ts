import type { Db } from '../platform/db.js';
import type { Checkpoint } from './checkpoints.js';
import { chainHash } from './canonical.js';
import type { EventRow } from './event-log.js';

/** What a walk along the chain found: how many events, and the first link that does not hold. */
export interface Verdict {
  events: number;
  broken?: { number: number; why: 'missing' | 'changed' | 'unexpected' | 'head-differs' | 'checkpoint-differs' };
}

const BATCH = 2_000;

/**
 * Walks the log from its first event: numbers without gaps, each hash made from the one before, the head as the last event,
 * and every signed checkpoint as it was. A cut tail is found by the head, and by a checkpoint when the head was changed too. `progress` hears
 * after each batch how many hold, and ends the walk by throwing.
 */
export async function verifyLog(
  db: Db,
  checkpoints: readonly Checkpoint[] = [],
  progress?: (events: number) => Promise<void>,
): Promise<Verdict> {
  const waiting = checkpoints.filter((one) => one.number > 0).sort((a, b) => a.number - b.number);
  const [before] = await db.readPrimary<{ number: number }>('SELECT number FROM events WHERE number < 1 ORDER BY number LIMIT 1');
  if (before) return { events: 0, broken: { number: Number(before.number), why: 'unexpected' } };
  let [number, hash, looked] = [0, '', -1];
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
      // all that were ever signed for this number: one made after a change must not hide the one made before
      for (; waiting[0]?.number === number; waiting.shift()) {
        if (waiting[0].hash !== hash) return { events: number, broken: { number, why: 'checkpoint-differs' } };
      }
    }
    if (rows.length > 0) {
      await progress?.(number);
      continue;
    }
    const [head] = await db.readPrimary<{ number: number; hash: string }>("SELECT number, hash FROM event_head WHERE id = 'head'");
    if (Number(head?.number) === number && head?.hash === hash) break;
    // a server that is running may have written since; what the head promises has to be there at the second look
    if (Number(head?.number ?? looked) === looked) return { events: number, broken: { number: number + 1, why: 'head-differs' } };
    looked = Number(head?.number);
  }
  const [beyond] = waiting;
  return beyond === undefined ? { events: number } : { events: number, broken: { number: beyond.number, why: 'checkpoint-differs' } };
}
