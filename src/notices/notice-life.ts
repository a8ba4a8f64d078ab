import { type Instant, MINUTE } from '../domain/time.js';
import type { Failure, Receipt } from './messenger.js';

export const NOTICE_STATES = [
  'waiting',
  'sending',
  'sent',
  'delivered',
  'undelivered',
  'dead',
  'cancelled',
  /** Kept though nobody carries it: no carrier is set up, or the person wants no messages. */
  'unsent',
] as const;
export type NoticeState = (typeof NOTICE_STATES)[number];

/** What carriers report later. */
export const REPORTS = ['queued', 'sending', 'sent', 'delivered', 'undelivered', 'failed'] as const;
export type Report = (typeof REPORTS)[number];

/** Columns that a step of a notice's life changes. */
export interface NoticePatch {
  state: NoticeState;
  error: string | null;
  nextAt: Instant | null;
  leaseUntil: null;
  providerRef?: string;
  sentAt?: Instant;
}

/** How long a process may hold a notice while it sends it. The adapters wait ten seconds at most. */
export const LEASE = MINUTE;

/** May have been sent, may have not: for a person to decide. */
export const OUTCOME_UNKNOWN = 'outcome-unknown';

const patch = (state: NoticeState, error: string | null, nextAt: Instant | null = null): NoticePatch => ({
  state,
  error,
  nextAt,
  leaseUntil: null,
});

/** The carrier has taken it. */
export const afterReceipt = ({ state, providerRef }: Receipt, now: Instant): NoticePatch => ({
  ...patch(state, null),
  ...(providerRef ? { providerRef } : {}),
  sentAt: now,
});

/** What a failed attempt leads to. */
export interface Failed {
  failure: Failure;
  reason: string;
  /** Attempts so far, this one included. */
  attempts: number;
  /** The carrier sends one `ref` once. */
  repeats: boolean;
}

/** Another try after 1, 5, 30 minutes and 2 hours (`retryMinutes`), then dead; an unknown outcome is tried again only where that is harmless. */
export function afterFailure({ failure, reason, attempts, repeats }: Failed, retryMinutes: readonly number[], now: Instant): NoticePatch {
  if (failure === 'permanent') return patch('dead', reason);
  if (failure === 'unknown' && !repeats) return patch('dead', OUTCOME_UNKNOWN);
  const minutes = retryMinutes[attempts - 1];
  return minutes === undefined ? patch('dead', reason) : patch('waiting', reason, now + minutes * MINUTE);
}

/** What becomes of a notice whose sender vanished between sending and noting it. */
export function afterLoss(found: Receipt | 'never-sent' | undefined, repeats: boolean, now: Instant): NoticePatch {
  if (found === 'never-sent' || (found === undefined && repeats)) return patch('waiting', null, now);
  return found === undefined ? patch('dead', OUTCOME_UNKNOWN) : afterReceipt(found, now);
}

const RANK: Partial<Record<NoticeState, number>> = { sending: 1, sent: 2, delivered: 3, undelivered: 3 };
const REPORTED: Record<Report, NoticeState> = {
  queued: 'sending',
  sending: 'sending',
  sent: 'sent',
  delivered: 'delivered',
  undelivered: 'undelivered',
  failed: 'undelivered',
};

/**
 * The state a carrier's report leads to, or nothing when it is no news: reports come twice and out of order, and a final state never
 * changes again. A report also clears up an unknown outcome. Source: telephony sources 1.9.
 */
export function afterReport(current: { state: NoticeState; error: string | null }, report: Report): NoticeState | undefined {
  const isOpen = current.state === 'dead' && current.error === OUTCOME_UNKNOWN;
  const rank = isOpen ? 1 : RANK[current.state];
  const next = REPORTED[report];
  return rank !== undefined && RANK[next]! > rank ? next : undefined;
}

/** What staff may do with a notice now. */
export function openNoticeActions(state: NoticeState): ('retry' | 'cancel')[] {
  if (state === 'waiting') return ['cancel'];
  return ['dead', 'undelivered', 'unsent'].includes(state) ? ['retry', 'cancel'] : [];
}
