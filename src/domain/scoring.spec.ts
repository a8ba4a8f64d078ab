import { configJson } from '../platform/settings.js';
import { opened } from './case-opening.js';
import type { AssignmentState, CaseState, LimitState } from './case-state.js';
import { LedgerBook, placed } from './ledger-book.js';
import { readLimitSettings } from './limits.js';
import { sameMatter, type ProvenMatter, type SelfFinding } from './same-matter.js';
import { pointsOf, repriced, type ScoredEvent, type ScoreEntry, SCORED_TYPES, scored, type ScoringContext } from './scoring.js';
import { heaviest, readGroupSettings, readScoringSettings, type ScoringSettings, weightOf } from './scoring-settings.js';
import { calendarOf } from './work-calendar.js';

const settings = readScoringSettings(configJson('scoring.json'));
const at = (text: string) => Date.parse(`${text}+08:00`);
const calendar = calendarOf([], [2026], [[540, 1020]]);
const limits = readLimitSettings(configJson('limits.json'));

/** A case in which departments gave these findings; whatever is not said is ordinary. */
function aCase(patch: Partial<CaseState> = {}, parts: Partial<AssignmentState>[] = []): CaseState {
  const opening = {
    ...({ caseNumber: '20260302000001', kind: 'complaint', urgency: 'normal', channel: 'phone', categoryCode: '0302' } as const),
    ...{ accusedDepartmentCode: 'market', namesOfficial: false, project: false, registeredBy: 'operator1', flags: {} },
  };
  const one = opened(opening, { now: at('2026-03-02T10:00:00'), calendar, limits });
  const assignments = parts.map(
    (part) => ({ departmentCode: 'market', role: 'lead', status: 'accepted', finding: 'true', answeredAt: 1, ...part }) as AssignmentState,
  );
  return { ...one, assignments, ...patch };
}
const event = (type: string, facts: Record<string, unknown> = {}, patch: Partial<ScoredEvent> = {}): ScoredEvent => ({
  ...{ number: 7, type, at: at('2026-03-20T10:00:00'), caseNumber: '20260302000001', facts },
  ...patch,
});
const context = (patch: Partial<ScoringContext> = {}): ScoringContext => ({
  ...{ settings, current: undefined, entries: [], findings: [], cases: [] },
  ...patch,
});
const short = (one: ScoredEvent, given: Partial<ScoringContext> = {}) =>
  scored(one, context(given)).entries.map(({ departmentCode, rule, detail, points }) =>
    `${departmentCode} ${rule} ${detail} ${points}`.replace('  ', ' '),
  );

const MATTER: ProvenMatter = { departmentCode: 'market', categoryCode: '0302', person: 'P', from: '2026-02-01', to: '2026-02-28' };
const FINDING: SelfFinding = {
  ...{ findingNumber: 'Z20260210001', departmentCode: 'market', categoryCode: '0302', person: 'P', document: null },
  ...{ from: '2026-02-05', to: '2026-02-06', openedAt: at('2026-02-10T09:00:00') },
};
const concluded = (facts: Record<string, unknown> = {}) =>
  event(
    'investigation.concluded',
    { investigationNumber: 'I1', conclusion: 'proven', matters: [MATTER], openedAt: at('2026-03-01T09:00:00'), caseNumbers: [], ...facts },
    { caseNumber: null },
  );

describe('what the ledger scores', () => {
  it.each<[what: string, one: ScoredEvent, given: Partial<ScoringContext>, entries: string[]]>([
    ['an answer that is late', event('limit.overdue', { limit: 'answer', departmentCode: 'market' }), {}, ['market overdue answer -2']],
    ['a signature that is late', event('limit.overdue', { limit: 'sign', departmentCode: 'tax' }), {}, ['tax overdue sign -1']],
    [
      'a first contact that is late: nothing by these rules',
      event('limit.overdue', { limit: 'first-contact', departmentCode: 'tax' }),
      {},
      [],
    ],
    ["the hotline's own limit", event('limit.overdue', { limit: 'call-back' }), {}, []],
    [
      'a yellow card by hand',
      event('card.issued', { cardId: 'c', departmentCode: 'tax', colour: 'yellow', rule: 'hand' }),
      {},
      ['tax card yellow -2'],
    ],
    [
      'a red card for re-handling',
      event('card.issued', { cardId: 'c', departmentCode: 'tax', colour: 'red', rule: 're-handled' }),
      {},
      ['tax card red -5'],
    ],
    [
      'a card for what is scored anyway',
      event('card.issued', { cardId: 'c', departmentCode: 'tax', colour: 'red', rule: 'overdue' }),
      {},
      [],
    ],
    ['a refused return', event('assignment.return-refused', { departmentCode: 'tax' }), {}, ['tax refused-return -1']],
    ['a granted return', event('assignment.return-granted', { departmentCode: 'tax' }), {}, []],
    ['false closing', event('case.false-closing-found', { departmentCode: 'tax' }), {}, ['tax false-closing -6']],
  ])('%s', (_, one, given, entries) => {
    expect(short(one, given)).toEqual(entries);
  });

  const dissatisfied = event('case.called-back', { reached: true, satisfiedResult: 'dissatisfied' });
  it.each<[what: string, one: ScoredEvent, current: CaseState, entries: string[]]>([
    ['in the first round', dissatisfied, aCase({ round: 1 }, [{}]), []],
    ['in the second round', dissatisfied, aCase({ round: 2 }, [{}]), ['market unsatisfied -2']],
    [
      'in the third round, of the lead alone',
      dissatisfied,
      aCase({ round: 3 }, [{}, { role: 'assist', departmentCode: 'tax' }]),
      ['market unsatisfied -2'],
    ],
    ['where the demand was granted to be unreasonable', dissatisfied, aCase({ round: 2, exclusion: 'granted' }, [{}]), []],
    ['where that was refused', dissatisfied, aCase({ round: 2, exclusion: 'refused' }, [{}]), ['market unsatisfied -2']],
    ['of a lead that gave the case back', dissatisfied, aCase({ round: 2 }, [{ status: 'returned' }]), []],
    [
      'satisfied in the second round',
      event('case.called-back', { reached: true, satisfiedResult: 'mostly' }),
      aCase({ round: 2 }, [{}]),
      [],
    ],
  ])('a complainant dissatisfied %s', (_, one, current, entries) => {
    expect(short(one, { current })).toEqual(entries);
  });

  it.each<[what: string, scoredAt: string, entries: string[]]>([
    ['once more in the round that cost points already', '2026-03-19T10:00:00', []],
    ['in the round after it', '2026-03-09T10:00:00', ['market unsatisfied -2']],
  ])('a complainant dissatisfied %s', (_, scoredAt, entries) => {
    const began = [{ name: 'answer', startedAt: at('2026-03-10T09:00:00') }] as LimitState[];
    const current = aCase({ round: 3, limits: began }, [{}]);
    const before = entry({ rule: 'unsatisfied', detail: '', points: -2, caseNumber: current.caseNumber, at: at(scoredAt) });
    expect(short(dissatisfied, { current, entries: [before] })).toEqual(entries);
  });

  it.each<[what: string, one: ScoredEvent, given: Partial<ScoringContext>, entries: string[], proposals: number]>([
    ['proven, nobody in the department had opened it: −b', concluded(), {}, ['market commission-proven -8'], 0],
    ['partly proven counts as proven', concluded({ conclusion: 'partly-proven' }), {}, ['market commission-proven -8'], 0],
    ['unproven: 0', concluded({ conclusion: 'unproven' }), {}, ['market unproven 0'], 0],
    ['a false accusation: 0', concluded({ conclusion: 'false-accusation' }), {}, ['market unproven 0'], 0],
    [
      'the department had said “untrue”: −2b',
      concluded(),
      { cases: [aCase({}, [{ finding: 'untrue' }])] },
      ['market untrue-proven -16'],
      0,
    ],
    [
      'another department had said so',
      concluded(),
      { cases: [aCase({}, [{ departmentCode: 'tax', finding: 'untrue' }])] },
      ['market commission-proven -8'],
      0,
    ],
    ['the department had said “true”', concluded(), { cases: [aCase({}, [{ finding: 'true' }])] }, ['market commission-proven -8'], 0],
    ['opened first by the department: the supervisor decides', concluded(), { findings: [FINDING] }, [], 1],
    [
      'found by both, the department later than the clue',
      concluded(),
      { findings: [{ ...FINDING, openedAt: at('2026-03-01T09:00:01') }] },
      ['market commission-proven -8'],
      0,
    ],
    [
      'opened after the complaint the commission went by',
      concluded(),
      { findings: [{ ...FINDING, openedAt: at('2026-03-02T11:00:00') }], cases: [aCase()] },
      ['market commission-proven -8'],
      0,
    ],
    ['opened by another person’s name', concluded(), { findings: [{ ...FINDING, person: 'Q' }] }, ['market commission-proven -8'], 0],
    [
      'opened first and yet denied in the answer: −2b',
      concluded(),
      { findings: [FINDING], cases: [aCase({ receivedAt: at('2026-03-02T10:00:00') }, [{ finding: 'untrue' }])] },
      ['market untrue-proven -16'],
      0,
    ],
    [
      'two matters of two departments',
      concluded({ matters: [MATTER, { ...MATTER, departmentCode: 'tax' }] }),
      {},
      ['market commission-proven -8', 'tax commission-proven -8'],
      0,
    ],
    ['the same matter named twice', concluded({ matters: [MATTER, MATTER] }), {}, ['market commission-proven -8'], 0],
  ])('an investigation: %s', (_, one, given, entries, proposals) => {
    expect(short(one, given)).toEqual(entries);
    expect(scored(one, context(given)).proposals).toHaveLength(proposals);
  });

  const confirmed = (type: string, measures: string[]) =>
    event(type, { departmentCode: 'market', findingNumber: 'Z1', investigationNumber: 'I1', measures }, { caseNumber: null });
  it.each<[type: string, measures: string[], entries: string[]]>([
    ['self-finding.confirmed', ['criticism'], ['market self-found light 2']],
    ['self-finding.confirmed', ['criticism', 'warning'], ['market self-found medium 3']],
    ['self-finding.confirmed', ['dismissal'], ['market self-found heavy 4']],
    ['self-finding.confirmed', ['unheard-of'], ['market self-found light 2']],
    ['self-finding.confirmed', [], []],
    ['same-matter.confirmed', ['demerit'], ['market self-opened-first heavy 4']],
    ['same-matter.confirmed', [], ['market self-opened-first light 2']],
    ['same-matter.refused', [], ['market commission-proven -8']],
  ])('%s with %j', (type, measures, entries) => {
    expect(short(confirmed(type, measures))).toEqual(entries);
  });
});

const entry = (patch: Partial<ScoreEntry> = {}): ScoreEntry => ({
  ...{ id: '3-1', eventNumber: 3, departmentCode: 'market', rule: 'card', detail: 'red', points: -5, period: '2026-03', ruleVersion: 1 },
  ...{ at: 0, person: null, caseNumber: null, cardId: 'c', investigationNumber: null, findingNumber: null, entryId: null },
  ...patch,
});

describe('a counter-entry', () => {
  const undone = entry({ id: '5-1', rule: 'counter', points: 5, entryId: '3-1' });
  it.each<[what: string, one: ScoredEvent, entries: ScoreEntry[], told: string[]]>([
    ['takes a withdrawn card back', event('card.withdrawn', { cardId: 'c' }), [entry()], ['market counter card:red 5']],
    ['leaves another card', event('card.withdrawn', { cardId: 'd' }), [entry()], []],
    ['comes once', event('card.withdrawn', { cardId: 'c' }), [entry(), undone], []],
    [
      'follows a granted appeal',
      event('score.appeal-granted', { entryId: '3-1' }),
      [entry({ rule: 'overdue', detail: 'answer', points: -2 })],
      ['market counter overdue:answer 2'],
    ],
    ['does not follow a refused one', event('score.appeal-refused', { entryId: '3-1' }), [entry()], []],
    [
      'takes back what an unreasonable demand cost',
      event('case.exclusion-granted', {}),
      [entry({ rule: 'unsatisfied', detail: '', points: -2, caseNumber: '20260302000001' })],
      ['market counter unsatisfied 2'],
    ],
    [
      'but not what the department was late with',
      event('case.exclusion-granted', {}),
      [entry({ rule: 'overdue', detail: 'answer', points: -2, caseNumber: '20260302000001' })],
      [],
    ],
  ])('%s', (_, one, entries, told) => {
    expect(short(one, { entries })).toEqual(told);
  });

  it('names the entry it takes back, and stands in the month that is open', () => {
    const appeal = event('score.appeal-granted', { entryId: '3-1' }, { number: 90, at: at('2026-05-02T09:00:00') });
    const of = (closings: { month: string; upTo: number }[]) => placed(appeal, context({ entries: [entry()] }), closings).entries[0];
    expect(of([{ month: '2026-03', upTo: 50 }])).toMatchObject({ id: '90-1', entryId: '3-1', points: 5, period: '2026-05' });
    expect(of([{ month: '2026-05', upTo: 89 }])).toMatchObject({ period: '2026-06' });
    expect(of([{ month: '2026-05', upTo: 90 }])).toMatchObject({ period: '2026-05' });
  });
});

describe('points of a self-finding', () => {
  it.each([
    ['self-finding.confirmed', 'same-matter.confirmed'],
    ['same-matter.confirmed', 'self-finding.confirmed'],
  ])('are given once, by %s first', (first, second) => {
    const book = new LedgerBook({ settingsAt: () => settings, caseAt: () => undefined, closings: [] });
    const facts = { departmentCode: 'market', findingNumber: 'Z1', investigationNumber: 'I1', measures: ['warning'] };
    book.hear(event(first, facts, { number: 1, caseNumber: null }));
    book.hear(event(second, facts, { number: 2, caseNumber: null }));
    expect(book.entries.map(({ id, points }) => [id, points])).toEqual([['1-1', 3]]);
  });
});

describe('the same matter', () => {
  it.each<[matter: Partial<ProvenMatter>, finding: Partial<SelfFinding>, by: string | undefined]>([
    [{}, {}, 'department,category,period,person'],
    [{}, { person: null }, 'department,category,period'],
    [{}, { person: 'Q' }, undefined],
    [{ document: 'D' }, { document: 'D', person: 'Q' }, 'department,category,period,document'],
    [{ document: 'D' }, { document: 'E' }, 'department,category,period,person'],
    [{}, { departmentCode: 'tax' }, undefined],
    [{}, { categoryCode: '0303' }, undefined],
    [{}, { categoryCode: '03' }, 'department,category,period,person'],
    [{}, { from: '2026-03-01', to: '2026-03-02' }, undefined],
    [{}, { from: '2026-02-28', to: '2026-03-02' }, 'department,category,period,person'],
    [{ from: at('2026-01-31T23:00:00'), to: at('2026-02-05T00:30:00') }, {}, 'department,category,period,person'],
    [{ from: at('2026-01-31T23:00:00'), to: at('2026-02-04T23:59:00') }, {}, undefined],
  ])('%j and %j', (matter, finding, by) => {
    expect(sameMatter({ ...MATTER, ...matter }, { ...FINDING, ...finding })?.join()).toBe(by);
  });
});

describe('the rules of scoring', () => {
  const changed = (patch: object): unknown => ({ ...settings, ...patch });
  it.each<[patch: object, words: string]>([
    [{ commissionProven: -7 }, 'commissionProven: wanted at most -8'],
    [{ untrueProven: -15 }, 'untrueProven: wanted -16'],
    [{ index: { 'response-rate': 30, 'solution-rate': 30, satisfaction: 35 } }, 'index: wanted weights that make 100'],
    [{ selfFound: { light: 3, medium: 2, heavy: 4 } }, 'selfFound: wanted points that rise'],
    [
      {
        tiers: [
          { tier: 'A', from: 80 },
          { tier: 'B', from: 90 },
          { tier: 'C', from: null },
        ],
      },
      'tiers: wanted bounds that fall',
    ],
    [{ overdue: { answer: 2 } }, 'overdue.answer: wanted a whole number, 0 or less'],
    [{ version: 0 }, 'version'],
    [{ more: 1 }, 'more: wanted no such field'],
  ])('refuse %j', (patch, words) => {
    expect(() => readScoringSettings(changed(patch))).toThrow(words);
  });

  it('want each department in one group', () => {
    const groups = readGroupSettings(configJson('groups.json'));
    const [first, second] = groups.groups;
    expect(() => readGroupSettings({ ...groups, groups: [first, { ...second, departments: ['market'] }] })).toThrow('each department once');
  });

  it.each<[measures: string[], weight: string | undefined]>([
    [[], undefined],
    [['criticism'], 'light'],
    [['off-post-training', 'apology'], 'medium'],
    [['party-warning', 'judicial-transfer'], 'heavy'],
    [['nobody-knows'], 'light'],
  ])('weigh %j as %s', (measures, weight) => {
    expect(heaviest(settings, measures)).toBe(weight);
    for (const measure of measures) expect(['light', 'medium', 'heavy']).toContain(weightOf(settings, measure));
  });

  it('price every rule, and other rules price the same entries anew', () => {
    const dearer: ScoringSettings = { ...settings, cards: { ...settings.cards, red: -9 } };
    const entries = [
      entry(),
      entry({ id: '5-1', rule: 'counter', points: 5, entryId: '3-1' }),
      entry({ id: '6-1', rule: 'counter', points: 2, entryId: 'of another month' }),
      entry({ id: '7-1', rule: 'refused-return', detail: '', points: -1, cardId: null }),
      entry({ id: '8-1', rule: 'unproven', detail: '', points: 0, cardId: null }),
    ];
    expect([...repriced(entries, dearer).values()]).toEqual([-9, 9, 2, -1, 0]);
    expect([...repriced(entries, settings).values()]).toEqual([-5, 5, 2, -1, 0]);
    expect(pointsOf(settings, 'overdue', 'first-contact')).toBe(0);
    expect(SCORED_TYPES).toContain('limit.overdue');
  });
});
