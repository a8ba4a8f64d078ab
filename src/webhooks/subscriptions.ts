import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { AuditType } from '../domain/audit.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { openSubscriptionActions, type SubscriptionAction, type SubscriptionState } from '../domain/webhook-life.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Keys, newToken } from '../platform/crypto.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { invalid } from '../platform/http/problem.js';
import { say } from '../platform/packet.js';
import { refusalOf } from './addresses.js';
import type { WebhookInput, WebhookView } from './webhook.dto.js';
import { pingOf, secretPlace, type StoredSubscription, webhookView } from './webhook-rows.js';

/** Makes, rests, wakes and ends the subscriptions of other systems; each step stands in the audit. */
@Injectable()
export class WebhookSubscriptions {
  constructor(
    private readonly db: Db,
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly keys: Keys,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Throws `input.invalid` (422) for an address that may not be called, and for no news at all. The secret is in this answer alone. */
  async create({ name, url, events }: WebhookInput, by: Actor): Promise<WebhookView> {
    const refusal = refusalOf(url, this.config.webhookHosts);
    if (refusal) throw invalid([{ field: 'url', code: refusal }]);
    if (events.length === 0) throw invalid([{ field: 'events', code: 'required' }]);
    const [id, secret, at] = [randomUUID(), newToken(), this.clock.now()];
    return this.db.write(async (tx) => {
      const [head] = await tx.query<{ number: number }[]>("SELECT number FROM event_head WHERE id = 'head'");
      const row: StoredSubscription = {
        id,
        name: name.trim(),
        url: new URL(url).href,
        events: JSON.stringify([...new Set(events)]),
        secret: this.keys.encrypt(secret, secretPlace(id)),
        state: 'active',
        afterNumber: Number(head!.number),
        createdAt: at,
        createdBy: by.username,
        endedAt: null,
      };
      await insertRows(tx, 'webhook_subscriptions', [row]);
      await this.tell(tx, 'webhook.created', id, by);
      return { ...webhookView(row), secret };
    });
  }

  /** Throws `not-found` (404), `webhook.action-not-open` (409) where the state does not allow the step. */
  async act(id: string, action: string, by: Actor): Promise<WebhookView> {
    return this.db.write(async (tx) => {
      const [row] = await tx.query<StoredSubscription[]>(`SELECT * FROM webhook_subscriptions WHERE id = ?${this.db.forUpdate}`, [id]);
      if (!row) throw notFound();
      const step = openSubscriptionActions(row.state).find((open) => open === action);
      if (!step) throw new DomainError('webhook.action-not-open', 409, { action, state: row.state });
      const secret = step === 'renew-secret' ? newToken() : undefined;
      const patch = await this.perform(tx, row, step, secret);
      await this.tell(tx, TOLD[step], id, by);
      return { ...webhookView({ ...row, ...patch }), ...(secret ? { secret } : {}) };
    });
  }

  private async perform(
    tx: Tx,
    row: StoredSubscription,
    step: SubscriptionAction,
    secret: string | undefined,
  ): Promise<Partial<StoredSubscription>> {
    const [{ id }, now] = [row, this.clock.now()];
    const move = (from: string, set: string, params: unknown[]) =>
      say(tx, `UPDATE webhook_deliveries SET ${set} WHERE subscriptionId = ? AND state IN (${from})`, [...params, id]);
    if (step === 'ping') {
      await insertRows(tx, 'webhook_deliveries', [pingOf(id, now)]);
      return {};
    }
    if (secret !== undefined) return this.patched(tx, id, { secret: this.keys.encrypt(secret, secretPlace(id)) });
    if (step === 'pause') await move("'waiting'", "state = 'held', nextAt = NULL", []);
    if (step === 'resume') await move("'held'", "state = 'waiting', nextAt = ?, firstAt = NULL, tries = 0", [now]);
    if (step === 'end') await move("'waiting','held'", "state = 'cancelled', nextAt = NULL", []);
    const states: Partial<Record<SubscriptionAction, SubscriptionState>> = { pause: 'paused', resume: 'active', end: 'ended' };
    return this.patched(tx, id, { state: states[step]!, ...(step === 'end' ? { endedAt: now } : {}) });
  }

  private async patched(tx: Tx, id: string, patch: Partial<StoredSubscription>): Promise<Partial<StoredSubscription>> {
    await updateRow(tx, 'webhook_subscriptions', { id }, patch);
    return patch;
  }

  private async tell(tx: Tx, type: AuditType, id: string, by: Actor): Promise<void> {
    await this.events.append(tx, [{ type, facts: { subscription: id }, by, at: this.clock.now(), audience: 'audit' }]);
  }
}

const TOLD: Readonly<Record<SubscriptionAction, AuditType>> = {
  pause: 'webhook.paused',
  resume: 'webhook.resumed',
  'renew-secret': 'webhook.secret-renewed',
  ping: 'webhook.tested',
  end: 'webhook.ended',
};
