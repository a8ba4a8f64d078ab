import { Injectable } from '@nestjs/common';
import { all, ORDINARY, type Sql } from '../cases/visible.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { isoOf } from '../domain/time.js';
import { type DeliveryState, isResendable, type SubscriptionState } from '../domain/webhook-life.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, updateRow } from '../platform/db.js';
import type { PageQuery } from '../platform/http/paging.js';
import type { AttemptView, DeliveryListQuery, DeliveryPage, DeliveryView, WebhookPage, WebhookView } from './webhook.dto.js';
import type { WebhookAttempt, WebhookDelivery } from './webhook.entity.js';
import { type StoredSubscription, webhookView } from './webhook-rows.js';

/** Deliveries of sealed cases are nobody's: they would tell that one was sealed. */
const SHOWN: Sql = {
  sql: `(d.caseNumber IS NULL OR EXISTS (SELECT 1 FROM cases c WHERE c.caseNumber = d.caseNumber AND ${ORDINARY.sql}))`,
  params: [],
};
const BY = { sql: 'd.subscriptionId = ?' };

/** Reads subscriptions and deliveries for those who look after them, and sends one again by hand. */
@Injectable()
export class WebhookQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly events: EventLog,
  ) {}

  async list({ page, pageSize }: PageQuery): Promise<WebhookPage> {
    const [count] = await this.db.read<{ n: number }>('SELECT COUNT(*) AS n FROM webhook_subscriptions');
    const sql = `SELECT * FROM webhook_subscriptions ORDER BY createdAt DESC, id DESC LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`;
    const rows = await this.db.read<StoredSubscription>(sql);
    return { items: rows.map(webhookView), total: Number(count?.n ?? 0), page, pageSize };
  }

  /** Throws `not-found` (404). */
  async item(id: string): Promise<WebhookView> {
    return webhookView(await this.subscription(id));
  }

  private async subscription(id: string): Promise<StoredSubscription> {
    const [row] = await this.db.readPrimary<StoredSubscription>('SELECT * FROM webhook_subscriptions WHERE id = ?', [id]);
    if (!row) throw notFound();
    return row;
  }

  /** The deliveries of a subscription, the newest first; throws `not-found` (404). */
  async deliveries(id: string, { state, page, pageSize }: DeliveryListQuery): Promise<DeliveryPage> {
    const { state: of } = await this.subscription(id);
    const where = all({ ...BY, params: [id] }, ...(state === undefined ? [] : [{ sql: 'd.state = ?', params: [state] }]), SHOWN);
    const [count] = await this.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM webhook_deliveries d WHERE ${where.sql}`, where.params);
    const rows = await this.db.read<WebhookDelivery>(
      `SELECT d.* FROM webhook_deliveries d WHERE ${where.sql} ORDER BY d.createdAt DESC, d.id DESC LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
      where.params,
    );
    return { items: rows.map((row) => viewOf(row, of)), total: Number(count?.n ?? 0), page, pageSize };
  }

  /** One delivery with its calls; throws `not-found` (404). */
  async delivery(id: string, deliveryId: string): Promise<DeliveryView> {
    const { state } = await this.subscription(id);
    const where = all({ sql: 'd.id = ?', params: [deliveryId] }, { ...BY, params: [id] }, SHOWN);
    const [row] = await this.db.readPrimary<WebhookDelivery>(`SELECT d.* FROM webhook_deliveries d WHERE ${where.sql}`, where.params);
    if (!row) throw notFound();
    const sql = 'SELECT * FROM webhook_attempts WHERE deliveryId = ? ORDER BY attempt';
    const log = await this.db.readPrimary<WebhookAttempt>(sql, [deliveryId]);
    return { ...viewOf(row, state), log: log.map(attemptOf) };
  }

  /** Throws `not-found` (404), `webhook.action-not-open` (409) while it is under way or its subscription rests. */
  async resend(id: string, deliveryId: string, by: Actor): Promise<DeliveryView> {
    await this.db.write(async (tx) => {
      const about = `SELECT state FROM webhook_subscriptions WHERE id = ?${this.db.forUpdate}`;
      const [subscription] = await tx.query<{ state: SubscriptionState }[]>(about, [id]);
      const where = all({ sql: 'd.id = ?', params: [deliveryId] }, { ...BY, params: [id] }, SHOWN);
      const sql = `SELECT d.state FROM webhook_deliveries d WHERE ${where.sql}${this.db.forUpdate}`;
      const [row] = await tx.query<{ state: DeliveryState }[]>(sql, where.params);
      if (!subscription || !row) throw notFound();
      if (!isResendable(row.state, subscription.state))
        throw new DomainError('webhook.action-not-open', 409, { action: 'resend', state: row.state });
      const now = this.clock.now();
      await updateRow(tx, 'webhook_deliveries', { id: deliveryId }, { state: 'waiting', nextAt: now, firstAt: null, tries: 0 });
      const facts = { subscription: id, delivery: deliveryId };
      await this.events.append(tx, [{ type: 'webhook.resent', facts, by, at: now, audience: 'audit' }]);
    });
    return this.delivery(id, deliveryId);
  }
}

function viewOf(row: WebhookDelivery, of: SubscriptionState): DeliveryView {
  const { id, type, lastStatus, lastError } = row;
  const at = (name: 'nextAt' | 'deliveredAt') => (row[name] === null ? {} : { [name]: isoOf(Number(row[name])) });
  return {
    id,
    type,
    number: Number(row.number),
    state: row.state,
    attempts: Number(row.attempts),
    ...(lastStatus === null ? {} : { lastStatus: Number(lastStatus) }),
    ...(lastError === null ? {} : { lastError }),
    createdAt: isoOf(Number(row.createdAt)),
    ...at('nextAt'),
    ...at('deliveredAt'),
    actions: isResendable(row.state as DeliveryState, of) ? ['resend'] : [],
  };
}

const attemptOf = ({ attempt, at, ms, status, error }: WebhookAttempt): AttemptView => ({
  attempt: Number(attempt),
  at: isoOf(Number(at)),
  ms: Number(ms),
  ...(status === null ? {} : { status: Number(status) }),
  ...(error === null ? {} : { error }),
});
