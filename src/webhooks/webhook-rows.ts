import { randomUUID } from 'node:crypto';
import { type Instant, isoOf } from '../domain/time.js';
import { openSubscriptionActions, type SubscriptionState } from '../domain/webhook-life.js';
import type { WebhookDelivery, WebhookSubscription } from './webhook.entity.js';
import type { WebhookView } from './webhook.dto.js';

export type StoredSubscription = Omit<WebhookSubscription, 'state'> & { state: SubscriptionState };

/** Where a secret is bound to. */
export const secretPlace = (id: string): string => `webhook_subscriptions.secret:${id}`;

/** A delivery that waits to be made for the first time. */
export function waitingRow(
  about: Pick<WebhookDelivery, 'dedupeKey' | 'subscriptionId' | 'type' | 'number' | 'caseNumber'>,
  told: object,
  at: Instant,
) {
  const id = randomUUID();
  return {
    id,
    ...about,
    body: JSON.stringify({ id, ...told }),
    state: 'waiting',
    attempts: 0,
    tries: 0,
    firstAt: null as Instant | null,
    nextAt: at as Instant | null,
    leaseUntil: null,
    createdAt: at,
    deliveredAt: null,
    lastStatus: null,
    lastError: null,
  };
}

/** A test: it tells of nothing. */
export const pingOf = (subscriptionId: string, at: Instant) =>
  waitingRow(
    { dedupeKey: `${subscriptionId}:ping:${randomUUID()}`, subscriptionId, type: 'ping', number: 0, caseNumber: null },
    { type: 'ping', at: isoOf(at) },
    at,
  );

/** A subscription as it is shown; its secret never. */
export function webhookView({ id, name, url, events, state, createdAt, createdBy, endedAt }: StoredSubscription): WebhookView {
  return {
    id,
    name,
    url,
    events: JSON.parse(events) as string[],
    state,
    createdAt: isoOf(Number(createdAt)),
    createdBy,
    ...(endedAt === null ? {} : { endedAt: isoOf(Number(endedAt)) }),
    actions: openSubscriptionActions(state),
  };
}
