import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { ORDINARY } from '../cases/visible.js';
import { Reference } from '../departments/reference.js';
import { forgottenBefore, type Keeper, type Outlook } from '../domain/retention.js';
import type { Instant } from '../domain/time.js';
import { DELIVERY_LEASE, FIRST_WAIT, nextTry } from '../domain/webhook-life.js';
import { Clock } from '../platform/clock.js';
import { Keys } from '../platform/crypto.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { Log } from '../platform/log.js';
import { say } from '../platform/packet.js';
import { Caller, type Outcome } from './caller.js';
import { signatureOf } from './signature.js';
import type { WebhookDelivery } from './webhook.entity.js';
import { secretPlace, type StoredSubscription } from './webhook-rows.js';

const AT_ONCE = 8;

type Taken = WebhookDelivery & { startedAt: Instant };
const marks = (list: readonly unknown[]): string => list.map(() => '?').join(',');

/** Nothing that is older, of the same case and for the same system, is still under way: what happened first is told first. */
const ITS_TURN = `NOT EXISTS (SELECT 1 FROM webhook_deliveries e WHERE e.subscriptionId = d.subscriptionId AND e.caseNumber = d.caseNumber
  AND e.number < d.number AND e.state IN ('waiting','sending'))`;

/**
 * Makes the deliveries that are due: takes some with a lease in a short transaction, calls outside any, notes what came of it. A process
 * that dies meanwhile leaves a lease that runs out, and the delivery is made again under the same id: at least once. ADR 0019.
 */
@Injectable()
export class WebhookSending implements OnModuleDestroy, Keeper {
  readonly keeps = 'webhookDeliveries';
  private stopped = false;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly keys: Keys,
    private readonly caller: Caller,
    private readonly log: Log,
    private readonly reference: Reference,
  ) {}

  onModuleDestroy(): void {
    this.stopped = true;
  }

  /** Calls until nothing is due. Returns how many calls it made. */
  async sweep(): Promise<number> {
    await this.takeBack();
    let calls = 0;
    while (!this.stopped) {
      const taken = await this.db.write((tx) => this.take(tx));
      if (taken === undefined) break;
      await Promise.all(taken.map((one) => this.deliver(one)));
      calls += taken.length;
    }
    return calls;
  }

  /** Forgets deliveries that are over, and their calls, when their term is over. */
  async forget(): Promise<void> {
    const now = this.clock.now();
    const before = forgottenBefore(this.reference.rulesAt('retention', now), 'webhookDeliveries', now);
    for (;;) {
      const old = await this.db.readPrimary<{ id: string }>(
        "SELECT id FROM webhook_deliveries WHERE createdAt < ? AND +state IN ('delivered','dead','cancelled') ORDER BY createdAt, id LIMIT 500",
        [before],
      );
      if (old.length === 0 || this.stopped) return;
      const ids = old.map(({ id }) => id);
      await this.db.write(async (tx) => {
        await say(tx, `DELETE FROM webhook_attempts WHERE deliveryId IN (${marks(ids)})`, ids);
        await say(tx, `DELETE FROM webhook_deliveries WHERE id IN (${marks(ids)})`, ids);
      });
    }
  }

  async outlook(before: Instant): Promise<Outlook> {
    const [row] = await this.db.read<{ kept: number; due: number | null }>(
      `SELECT COUNT(*) AS kept, SUM(CASE WHEN createdAt < ? AND state IN ('delivered','dead','cancelled') THEN 1 ELSE 0 END) AS due
       FROM webhook_deliveries`,
      [before],
    );
    return { kept: Number(row?.kept ?? 0), due: Number(row?.due ?? 0) };
  }

  /** What a vanished process was calling with. */
  private async takeBack(): Promise<void> {
    const sql =
      "UPDATE webhook_deliveries SET state = 'waiting', nextAt = ?, leaseUntil = NULL WHERE state = 'sending' AND leaseUntil <= ?";
    const [lost] = await this.db.readPrimary("SELECT id FROM webhook_deliveries WHERE state = 'sending' AND leaseUntil <= ? LIMIT 1", [
      this.clock.now(),
    ]);
    if (lost) await this.db.write((tx) => tx.query(sql, [this.clock.now(), this.clock.now()]));
  }

  /** Takes the next few whose turn it is; undefined when there is none. What must not leave any more is taken out on the way. */
  private async take(tx: Tx): Promise<Taken[] | undefined> {
    const now = this.clock.now();
    const rows = await tx.query<WebhookDelivery[]>(
      `SELECT * FROM webhook_deliveries d WHERE d.state = 'waiting' AND d.nextAt <= ? AND ${ITS_TURN}
       ORDER BY d.nextAt, d.number, d.id LIMIT ${AT_ONCE}${this.db.skipLocked}`,
      [now],
    );
    if (rows.length === 0) return undefined;
    const leaving = await this.stillOpen(tx, rows);
    const taken: Taken[] = [];
    for (const row of rows) {
      if (row.caseNumber !== null && !leaving.has(row.caseNumber)) {
        await updateRow(tx, 'webhook_deliveries', { id: row.id }, { state: 'cancelled', nextAt: null });
        continue;
      }
      const firstAt = row.firstAt === null ? now : Number(row.firstAt);
      const patch = { state: 'sending', attempts: Number(row.attempts) + 1, tries: Number(row.tries) + 1, firstAt, nextAt: null };
      await updateRow(tx, 'webhook_deliveries', { id: row.id }, { ...patch, leaseUntil: now + DELIVERY_LEASE });
      taken.push({ ...row, ...patch, startedAt: now });
    }
    return taken;
  }

  /** The cases among them that may still be told of. */
  private async stillOpen(tx: Tx, rows: readonly WebhookDelivery[]): Promise<Set<string>> {
    const numbers = [...new Set(rows.flatMap(({ caseNumber }) => caseNumber ?? []))];
    if (numbers.length === 0) return new Set();
    const sql = `SELECT c.caseNumber FROM cases c WHERE c.caseNumber IN (${marks(numbers)}) AND c.accusation = 0 AND ${ORDINARY.sql}`;
    return new Set((await tx.query<{ caseNumber: string }[]>(sql, numbers)).map(({ caseNumber }) => caseNumber));
  }

  private async deliver(one: Taken): Promise<void> {
    try {
      const sql = 'SELECT * FROM webhook_subscriptions WHERE id = ?';
      const [subscription] = await this.db.readPrimary<StoredSubscription>(sql, [one.subscriptionId]);
      const started = performance.now();
      const outcome = subscription?.state === 'active' ? await this.call(subscription, one) : { error: 'not-active' };
      await this.settle(one, outcome, Math.round(performance.now() - started));
    } catch (error) {
      this.log.warn(`delivery ${one.id}: its outcome was not noted`, error);
    }
  }

  private call({ id, url, secret }: StoredSubscription, { id: delivery, type, body, startedAt }: Taken): Promise<Outcome> {
    const seconds = Math.floor(startedAt / 1000);
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'hotline-12345',
      'hotline-delivery': delivery,
      'hotline-event': type,
      'hotline-signature': signatureOf(this.keys.decrypt(secret, secretPlace(id)), seconds, body),
    };
    return this.caller.post({ url, body, headers });
  }

  /** Notes an outcome, unless another process has taken the delivery up since. */
  private settle({ id, subscriptionId, attempts, tries, firstAt, startedAt }: Taken, outcome: Outcome, ms: number): Promise<void> {
    const { status = null, error = null } = outcome;
    return this.db.write(async (tx) => {
      const about = `SELECT state FROM webhook_subscriptions WHERE id = ?${this.db.forUpdate}`;
      const [subscription] = await tx.query<{ state: string }[]>(about, [subscriptionId]);
      const sql = `SELECT state FROM webhook_deliveries WHERE id = ? AND attempts = ?${this.db.forUpdate}`;
      const [row] = await tx.query<{ state: string }[]>(sql, [id, attempts]);
      if (row?.state !== 'sending') return;
      const now = this.clock.now();
      const patch = isTaken(status)
        ? { state: 'delivered', deliveredAt: now }
        : after(subscription?.state, nextTry(tries, Number(firstAt), now));
      await updateRow(tx, 'webhook_deliveries', { id }, { ...patch, leaseUntil: null, lastStatus: status, lastError: error });
      if (!isTaken(status)) await this.spare(tx, subscriptionId, now + FIRST_WAIT);
      if (error !== 'not-active')
        await insertRows(tx, 'webhook_attempts', [{ deliveryId: id, attempt: attempts, at: startedAt, ms, status, error }]);
    });
  }

  /** A system that has just failed is left alone for a while, with everything that waits for it: the others need not wait for its time-outs. */
  private spare(tx: Tx, subscriptionId: string, until: Instant): Promise<void> {
    const sql = "UPDATE webhook_deliveries SET nextAt = ? WHERE subscriptionId = ? AND state = 'waiting' AND nextAt < ?";
    return say(tx, sql, [until, subscriptionId, until]);
  }
}

const isTaken = (status: number | null): boolean => status !== null && status >= 200 && status < 300;

/** What a failure leads to; a system that was rested or ended meanwhile is not tried again. */
function after(subscription: string | undefined, next: Instant | undefined) {
  if (subscription === 'paused') return { state: 'held', nextAt: null };
  if (subscription !== 'active') return { state: 'cancelled', nextAt: null };
  return next === undefined ? { state: 'dead', nextAt: null } : { state: 'waiting', nextAt: next };
}
