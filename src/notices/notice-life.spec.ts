import fc from 'fast-check';
import { MINUTE } from '../domain/time.js';
import {
  afterFailure,
  afterLoss,
  afterReceipt,
  afterReport,
  NOTICE_STATES,
  type NoticeState,
  openNoticeActions,
  OUTCOME_UNKNOWN,
  type Report,
  REPORTS,
} from './notice-life.js';

const NOW = Date.parse('2026-11-02T10:00:00+08:00');
const RETRY = [1, 5, 30, 120];
const failed = (failure: 'permanent' | 'transient' | 'unknown', attempts = 1, repeats = false) =>
  afterFailure({ failure, reason: 'http-503', attempts, repeats }, RETRY, NOW);

describe('a notice', () => {
  it('is sent or delivered as the carrier says, with the carrier’s id', () => {
    expect(afterReceipt({ state: 'delivered', providerRef: 'SM1' }, NOW)).toEqual({
      state: 'delivered',
      error: null,
      nextAt: null,
      leaseUntil: null,
      providerRef: 'SM1',
      sentAt: NOW,
    });
    expect(afterReceipt({ state: 'sent' }, NOW)).not.toHaveProperty('providerRef');
  });

  it('is tried again after 1, 5, 30 minutes and 2 hours, then it is dead', () => {
    const waits = [1, 2, 3, 4, 5].map((attempts) => failed('transient', attempts));
    expect(waits.map(({ state, nextAt }) => [state, nextAt === null ? null : (nextAt - NOW) / MINUTE])).toEqual([
      ['waiting', 1],
      ['waiting', 5],
      ['waiting', 30],
      ['waiting', 120],
      ['dead', null],
    ]);
    expect(new Set(waits.map(({ error }) => error))).toEqual(new Set(['http-503']));
  });

  it('is dead at once when it can never go through', () => {
    expect(failed('permanent')).toMatchObject({ state: 'dead', error: 'http-503', nextAt: null });
  });

  it('is not sent again when nobody knows whether it was sent, unless the carrier sends one message once', () => {
    expect(failed('unknown')).toMatchObject({ state: 'dead', error: OUTCOME_UNKNOWN });
    expect(failed('unknown', 1, true)).toMatchObject({ state: 'waiting', nextAt: NOW + MINUTE });
  });

  it('whose sender vanished is what the carrier says of it, and a question to people when it says nothing', () => {
    expect(afterLoss({ state: 'sent', providerRef: 'SM1' }, false, NOW)).toMatchObject({ state: 'sent', providerRef: 'SM1' });
    expect(afterLoss('never-sent', false, NOW)).toMatchObject({ state: 'waiting', nextAt: NOW });
    expect(afterLoss(undefined, true, NOW)).toMatchObject({ state: 'waiting', nextAt: NOW });
    expect(afterLoss(undefined, false, NOW)).toMatchObject({ state: 'dead', error: OUTCOME_UNKNOWN });
  });

  it('goes forward with the carrier’s reports, never back from a final state', () => {
    const after = (state: NoticeState, report: Report, error: string | null = null) => afterReport({ state, error }, report);
    expect(after('sending', 'queued')).toBeUndefined();
    expect(after('sending', 'sent')).toBe('sent');
    expect(after('sent', 'sending')).toBeUndefined();
    expect(after('sent', 'delivered')).toBe('delivered');
    expect(after('sent', 'failed')).toBe('undelivered');
    expect(after('delivered', 'undelivered')).toBeUndefined();
    expect(after('undelivered', 'delivered')).toBeUndefined();
    expect(after('dead', 'delivered', 'bad-number')).toBeUndefined();
    expect(after('dead', 'delivered', OUTCOME_UNKNOWN)).toBe('delivered');
    for (const state of ['waiting', 'cancelled', 'unsent'] as const) expect(after(state, 'delivered')).toBeUndefined();
  });

  it('ends the same whatever the order and the number of the reports, as long as they agree on the end', () => {
    const end = (reports: readonly Report[]) =>
      reports.reduce<NoticeState>((state, report) => afterReport({ state, error: null }, report) ?? state, 'sending');
    const early = fc.array(fc.constantFrom<Report>('queued', 'sending', 'sent'), { maxLength: 6 });
    fc.assert(
      fc.property(early, early, fc.constantFrom<Report>('delivered', 'undelivered', 'failed'), (before, after, last) => {
        expect(end([...before, last, ...after])).toBe(end([last]));
      }),
    );
    expect(REPORTS.map((report) => end([report]))).toEqual(['sending', 'sending', 'sent', 'delivered', 'undelivered', 'undelivered']);
  });

  it('may be tried again or given up while it is not on its way', () => {
    const open = Object.fromEntries(NOTICE_STATES.map((state) => [state, openNoticeActions(state).join(' ')]));
    expect(open).toEqual({
      waiting: 'cancel',
      sending: '',
      sent: '',
      delivered: '',
      undelivered: 'retry cancel',
      dead: 'retry cancel',
      cancelled: '',
      unsent: 'retry cancel',
    });
  });
});
