import { DAY, type Instant, MINUTE } from './time.js';

/** `held`: its subscription rests. `dead`: tried for a day. */
export const DELIVERY_STATES = ['waiting', 'sending', 'held', 'delivered', 'dead', 'cancelled'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];
export const SUBSCRIPTION_STATES = ['active', 'paused', 'ended'] as const;
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number];
export const SUBSCRIPTION_ACTIONS = ['pause', 'resume', 'renew-secret', 'ping', 'end'] as const;
export type SubscriptionAction = (typeof SUBSCRIPTION_ACTIONS)[number];

/** What may be done with a subscription now. */
export const openSubscriptionActions = (state: SubscriptionState): SubscriptionAction[] =>
  ({
    active: ['pause', 'renew-secret', 'ping', 'end'] as SubscriptionAction[],
    paused: ['resume', 'renew-secret', 'end'] as SubscriptionAction[],
    ended: [],
  })[state];

/** Whether a delivery may be sent again by hand: it has come to an end, and there is still somebody to send it to. */
export const isResendable = (state: DeliveryState, of: SubscriptionState): boolean =>
  of === 'active' && (state === 'delivered' || state === 'dead');

/** After a failure. */
export const FIRST_WAIT = MINUTE / 2;
/** How long one delivery is tried before it is given up. */
export const PATIENCE = DAY;
/** How long a process may hold a delivery while it sends it; a call ends within ten seconds. */
export const DELIVERY_LEASE = MINUTE;

/**
 * When a failed delivery is tried next: after half a minute, then each time after twice as long, as long as that falls within a day of its
 * first try; undefined after that. `tries`: how often in this run, the last one included.
 */
export function nextTry(tries: number, firstAt: Instant, now: Instant): Instant | undefined {
  const next = now + FIRST_WAIT * 2 ** (tries - 1);
  return next <= firstAt + PATIENCE ? next : undefined;
}
