import fc from 'fast-check';
import { publishedYears, seedDays } from '../calendar/holidays.js';
import { configJson } from '../platform/settings.js';
import { act, type Policy } from './case-life.js';
import { IMPORT_STATUSES, type ImportedCase, importedFacts, importedState } from './case-import.js';
import { factRowsOf } from './figure-facts.js';
import { readLimitSettings } from './limits.js';
import { type CaseEvent, replay } from './replay.js';
import { DAY, HOUR, type Instant } from './time.js';
import { calendarOf } from './work-calendar.js';

const limits = readLimitSettings(configJson('limits.json'));
const calendar = calendarOf(seedDays(publishedYears()), publishedYears(), [
  [540, 720],
  [810, 1050],
]);
const NOW = Date.parse('2026-03-02T10:00:00+08:00');
const departments = ['market', 'tax'].map((code) => ({ code, level: 'city' as const, active: true }));
const policy: Policy = { now: NOW, calendar, limits, departments };
const NOTHING = { region: null, size: null, origin: null, amountFen: null, visits: null, basisShown: null, receiptGiven: null };
const OLD: ImportedCase = {
  ...{ caseNumber: '20240304000001', kind: 'complaint', urgency: 'normal', channel: 'web', categoryCode: '0102' },
  ...{ accusedDepartmentCode: null, registeredBy: 'admin1', flags: {}, receivedAt: NOW - 700 * DAY, status: 'closed' },
  ...{ closedAt: NOW - 690 * DAY, lead: 'market', summary: '摘要', reply: '已办' },
};
const taken = (change: Partial<ImportedCase> = {}) => importedState({ ...OLD, ...change }, policy);

/** What the log tells of it, as it is read back. */
const eventOf = (from: ImportedCase, at: Instant): CaseEvent => ({
  ...{ number: 1, type: 'case.imported', at, caseNumber: from.caseNumber, version: 1, username: 'admin1', role: 'administrator' },
  facts: JSON.parse(JSON.stringify(importedFacts(importedState(from, policy), from, NOTHING, '旧平台'))) as CaseEvent['facts'],
});

describe('a case that another system had', () => {
  it.each([
    [{}, 'archived'],
    [{ closedAt: NOW - limits.reopen.calendarDays * DAY - 1 }, 'archived'],
    [{ closedAt: NOW - limits.reopen.calendarDays * DAY }, 'closed'],
    [{ closedAt: NOW - DAY, lead: null }, 'archived'],
    [{ status: 'answered' }, 'answered'],
    [{ status: 'withdrawn' }, 'withdrawn'],
    [{ status: 'terminated' }, 'terminated'],
    [{ status: 'open', closedAt: null }, 'handling'],
    [{ status: 'open', closedAt: null, summary: null }, 'pending_dispatch'],
    [{ status: 'open', closedAt: null, lead: null }, 'pending_dispatch'],
    [{ flags: { sealed: true } }, 'sealed'],
  ] as [Partial<ImportedCase>, string][])('%j comes to stand as %s', (change, status) => {
    expect(taken(change).status).toBe(status);
  });

  it('keeps its own dates and has no clocks once it has ended', () => {
    expect(taken()).toMatchObject({ receivedAt: OLD.receivedAt, closedAt: OLD.closedAt, limits: [], dueAt: null, version: 1 });
    expect(taken().assignments[0]).toMatchObject({ departmentCode: 'market', status: 'accepted', publicReply: '已办' });
  });

  it('has clocks from the moment it came here while it is open', () => {
    const open = taken({ status: 'open', closedAt: null });
    expect(open.limits.map(({ name, startedAt }) => [name, startedAt])).toEqual([
      ['sign', NOW],
      ['first-contact', NOW],
      ['answer', NOW],
    ]);
    expect(open.dueAt).toBeGreaterThan(NOW);
    expect(open.exclusion).toBe('none');
  });

  it('stands in no figure once it has ended, in every one while it is open', () => {
    for (const status of IMPORT_STATUSES.filter((one) => one !== 'open')) expect(factRowsOf(taken({ status }), departments)).toEqual([]);
    expect(factRowsOf(taken({ status: 'open', closedAt: null }), departments).map(({ lens }) => lens)).toEqual(['', 'market']);
  });

  it('counts from then on when it is taken up again here', () => {
    const closed = taken({ closedAt: NOW - DAY });
    const by = { username: 'reviewer1', name: '', roles: ['reviewer' as const] };
    const { next } = act(closed, 'reopen', 1, { reason: '问题没有解决' }, by, { ...policy, now: NOW + HOUR });
    expect([next.exclusion, next.status, next.round]).toEqual(['none', 'handling', 2]);
    expect(factRowsOf(next, departments)).not.toEqual([]);
  });

  it('never goes to the department it accuses, not even as a thing of the past', () => {
    const accused = { accusedDepartmentCode: 'market', kind: 'report' as const };
    expect(() => taken(accused)).toThrow('case.conflict-of-interest');
    expect(() => taken({ ...accused, status: 'open', closedAt: null })).toThrow('case.conflict-of-interest');
    expect(taken({ ...accused, lead: 'tax' }).assignments).toHaveLength(1);
  });

  it('is told by the log so that it can be had again, whatever it was', () => {
    const day = fc.integer({ min: 1, max: 700 });
    const any = fc.record({
      status: fc.constantFrom(...IMPORT_STATUSES),
      kind: fc.constantFrom('complaint' as const, 'help' as const, 'report' as const),
      channel: fc.constantFrom('web' as const, 'phone' as const),
      lead: fc.constantFrom(null, 'market', 'tax'),
      summary: fc.constantFrom(null, '摘要'),
      reply: fc.constantFrom(null, '答复'),
      flags: fc.constantFrom({}, { accusation: true }, { complex: true }),
      received: day,
      took: day,
    });
    fc.assert(
      fc.property(any, ({ received, took, ...change }) => {
        const receivedAt = NOW - received * DAY;
        const closedAt = change.status === 'open' ? null : Math.min(NOW, receivedAt + took * DAY);
        const from = { ...OLD, ...change, receivedAt, closedAt };
        expect(replay([eventOf(from, NOW)], () => ({ calendar, limits }))?.state).toEqual(importedState(from, policy));
      }),
    );
  });

  it('says nothing of what it is about where it is sealed', () => {
    expect(eventOf({ ...OLD, flags: { sealed: true } }, NOW).facts).toEqual({
      kind: 'complaint',
      channel: 'web',
      receivedAt: OLD.receivedAt,
    });
  });
});
