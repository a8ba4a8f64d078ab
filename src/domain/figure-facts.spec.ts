import fc from 'fast-check';
import type { AssignmentState, CaseState, LimitState } from './case-state.js';
import { bitsAt, bitsOf, factRowsOf, factsIn, TIMED } from './figure-facts.js';
import { type Fact, FACTS } from './fact-names.js';

const DUE = 1_000;
const DEPARTMENTS = [
  { code: 'market', level: 'city' as const, active: true },
  { code: 'market-county', level: 'county' as const, active: true, parentCode: 'market' },
  { code: 'tax', level: 'city' as const, active: true },
];
const part = (id: string, patch: Partial<AssignmentState> = {}): AssignmentState =>
  ({
    ...{ id, caseNumber: 'n', departmentCode: 'market', role: 'lead', status: 'working', round: 1, firstContactAt: 1, finding: null },
    ...{ returnStatus: 'none', extensionStatus: 'none', ...patch },
  }) as AssignmentState;
const limit = (assignmentId: string, name: string, state: string, dueAt = DUE): LimitState =>
  ({ id: `${assignmentId}${name}`, assignmentId, name, state, dueAt, pauses: [], endedAt: null }) as unknown as LimitState;
const whole = (patch: Partial<CaseState> = {}): CaseState =>
  ({
    ...{
      caseNumber: 'n',
      status: 'handling',
      round: 1,
      repeatCount: 0,
      closedAt: null,
      dueAt: null,
      saidSolved: null,
      saidSatisfied: null,
    },
    ...{ assignments: [], limits: [], ...patch },
  }) as unknown as CaseState;
/** The facts seen through a lens at an instant, and only those asked about. */
const seen = (one: CaseState, lens: string, now: number, about: readonly Fact[]): Fact[] => {
  const row = factRowsOf(one, DEPARTMENTS).find((found) => found.lens === lens)!;
  const facts = factsIn(bitsAt(row, now));
  return about.filter((fact) => facts.has(fact));
};

describe('facts of a case', () => {
  it('are kept as bits and come back the same', () => {
    fc.assert(
      fc.property(fc.subarray([...FACTS]), (facts) => {
        expect([...factsIn(bitsOf(facts))].sort()).toEqual([...facts].sort());
      }),
    );
  });

  const RESPONSE = ['response-due', 'responded', 'sign-due', 'signed-in-time'] as const;
  it.each<[what: string, contact: number | null, sign: string, contactClock: string, now: number, facts: Fact[]]>([
    ['signed in time and contacted', 1, 'met', 'met', 0, ['response-due', 'responded', 'sign-due', 'signed-in-time']],
    ['signed in time, contact still to come', null, 'met', 'running', DUE, ['sign-due', 'signed-in-time']],
    ['signed in time, contact overdue since a moment', null, 'met', 'running', DUE + 1, ['response-due', 'sign-due', 'signed-in-time']],
    ['answered without any contact', null, 'met', 'met', 0, ['response-due', 'sign-due', 'signed-in-time']],
    ['signed too late', 1, 'missed', 'met', 0, ['response-due', 'sign-due']],
    ['not signed yet, on the last moment', null, 'running', 'running', DUE, []],
    ['not signed yet, a moment too late', null, 'running', 'running', DUE + 1, ['response-due', 'sign-due']],
    ['clocks that stand still', null, 'paused', 'paused', DUE + 1, []],
    ['clocks that ended with the case', null, 'ended', 'ended', DUE + 1, []],
  ])('of response: %s', (_, firstContactAt, sign, contact, now, expected) => {
    const limits = [limit('a', 'sign', sign), limit('a', 'first-contact', contact)];
    expect(seen(whole({ assignments: [part('a', { firstContactAt })], limits }), '', now, RESPONSE)).toEqual(expected);
  });

  it.each<[what: string, status: AssignmentState['status'], round: number, facts: Fact[]]>([
    ['still at work', 'working', 1, []],
    ['answered: nobody was contacted, and nobody will be', 'answered', 1, ['response-due']],
    ['in a second round, never contacted in the first', 'working', 2, ['response-due']],
  ])('of response where the contact fell away: %s', (_, status, round, expected) => {
    const assignments = [part('a', { status, round, firstContactAt: null })];
    const limits = [limit('a', 'sign', 'met'), limit('a', 'first-contact', 'ended')];
    expect(seen(whole({ assignments, limits }), '', DUE, ['response-due', 'responded'])).toEqual(expected);
  });

  const stood = (from: number): Partial<LimitState> => ({ pauses: [{ from }] });
  const closed = (from: number, endedAt: number): Partial<LimitState> => ({ pauses: [{ from, to: endedAt }], endedAt });
  it.each<[what: string, state: LimitState['state'], patch: Partial<LimitState>, facts: Fact[]]>([
    ['stopped on the last moment', 'paused', stood(DUE), []],
    ['stopped a moment too late', 'paused', stood(DUE + 1), ['answer-due', 'ever-late']],
    ['ended with the case on the last moment', 'ended', { endedAt: DUE }, []],
    ['ended with the case a moment too late', 'ended', { endedAt: DUE + 1 }, ['answer-due', 'ever-late']],
    ['stopped in time, ended long after', 'ended', closed(DUE, DUE + 99), []],
    ['stopped too late, ended long after', 'ended', closed(DUE + 1, DUE + 99), ['answer-due', 'ever-late']],
  ])('of lateness that no stop and no end undoes: %s', (_, state, patch, expected) => {
    const limits = [{ ...limit('a', 'answer', state), ...patch }];
    expect(seen(whole({ assignments: [part('a')], limits }), '', DUE + 100, ['answer-due', 'answered-in-time', 'ever-late'])).toEqual(
      expected,
    );
  });

  it('of an answer: one round in time does not make up for the next that ran past its limit', () => {
    const again = { ...limit('a', 'answer', 'ended'), id: 'again', endedAt: DUE + 1 };
    const one = whole({ assignments: [part('a', { round: 2 })], limits: [limit('a', 'answer', 'met'), again] });
    expect(seen(one, '', DUE + 1, ['answer-due', 'answered-in-time'])).toEqual(['answer-due']);
  });

  const ANSWER = ['answer-due', 'answered-in-time', 'ever-late', 'overdue'] as const;
  it.each<[what: string, states: [mine: string, other: string], now: number, city: Fact[], tax: Fact[]]>([
    ['both in time', ['met', 'met'], DUE + 1, ['answer-due', 'answered-in-time'], ['answer-due', 'answered-in-time']],
    ['mine late, the other in time', ['missed', 'met'], 0, ['answer-due', 'ever-late'], ['answer-due', 'answered-in-time']],
    [
      'the other still open and overdue',
      ['met', 'running'],
      DUE + 1,
      ['answer-due', 'ever-late', 'overdue'],
      ['answer-due', 'ever-late', 'overdue'],
    ],
    ['the other still open, in time', ['met', 'running'], DUE, [], []],
    ['neither due', ['running', 'running'], DUE - 1, [], []],
  ])('of answers of two departments: %s', (_, [mine, other], now, city, tax) => {
    const assignments = [part('a'), part('b', { departmentCode: 'tax' })];
    const limits = [limit('a', 'answer', mine), limit('b', 'answer', other)];
    const one = whole({ assignments, limits, dueAt: other === 'running' ? DUE : null });
    expect(seen(one, '', now, ANSWER)).toEqual(city);
    expect(seen(one, 'tax', now, ANSWER)).toEqual(tax);
  });

  it.each<[what: string, patch: Partial<CaseState>, facts: Fact[]]>([
    ['nobody called', {}, []],
    ['solved and satisfied', { saidSolved: 'solved', saidSatisfied: 'satisfied' }, ['called-back', 'solved', 'satisfied']],
    ['mostly both', { saidSolved: 'mostly', saidSatisfied: 'mostly' }, ['called-back', 'solved', 'satisfied']],
    ['solved, but dissatisfied', { saidSolved: 'solved', saidSatisfied: 'dissatisfied' }, ['called-back', 'solved']],
    ['neither', { saidSolved: 'unsolved', saidSatisfied: 'dissatisfied' }, ['called-back']],
  ])('of a call-back: %s', (_, patch, expected) => {
    expect(seen(whole(patch), '', 0, ['called-back', 'solved', 'satisfied'])).toEqual(expected);
  });

  it('of a department with others below it are those of all their parts, and a case given to both stands once', () => {
    const assignments = [part('a', { finding: 'untrue' }), part('b', { departmentCode: 'market-county', finding: 'true' })];
    const one = whole({ assignments, limits: [limit('a', 'answer', 'met'), limit('b', 'answer', 'missed')] });
    const lenses = factRowsOf(one, DEPARTMENTS).map(({ lens }) => lens);
    expect(lenses).toEqual(['', 'market', 'market-county', 'market+']);
    expect(seen(one, 'market', 0, ['answered-in-time', 'verified'])).toEqual(['answered-in-time']);
    expect(seen(one, 'market-county', 0, ['answered-in-time', 'verified'])).toEqual(['verified']);
    expect(seen(one, 'market+', 0, ['answered-in-time', 'verified'])).toEqual(['verified']);
  });

  it('know nothing of a recalled part, and of a returned one only that it was given', () => {
    const assignments = [
      part('a', { status: 'recalled' }),
      part('b', { departmentCode: 'tax', status: 'returned', returnStatus: 'granted' }),
    ];
    const one = whole({ assignments, limits: [limit('b', 'answer', 'missed')] });
    expect(factRowsOf(one, DEPARTMENTS).map(({ lens }) => lens)).toEqual(['', 'tax']);
    expect(seen(one, 'tax', 0, ['given', 'standing', 'return-asked', 'ever-late', 'never-returned'])).toEqual(['given', 'return-asked']);
  });

  it('are none for a sealed case', () => {
    expect(factRowsOf(whole({ status: 'sealed', assignments: [part('a')] }), DEPARTMENTS)).toEqual([]);
  });

  it('never become untrue as time goes by', () => {
    const state = fc.constantFrom('met', 'missed', 'running', 'paused', 'ended');
    const clock = fc.record({ name: fc.constantFrom('sign', 'first-contact', 'answer'), state, dueAt: fc.nat(50) });
    fc.assert(
      fc.property(fc.array(clock, { maxLength: 6 }), fc.nat(50), fc.nat(50), (clocks, now, later) => {
        const limits = clocks.map(({ name, state: own, dueAt }, index) => ({ ...limit('a', name, own, dueAt), id: String(index) }));
        const [row] = factRowsOf(whole({ assignments: [part('a', { firstContactAt: null })], limits }), DEPARTMENTS);
        const [before, after] = [factsIn(bitsAt(row!, now)), factsIn(bitsAt(row!, now + later))];
        expect([...before].filter((fact) => !after.has(fact))).toEqual([]);
        expect([...after].filter((fact) => !before.has(fact) && !TIMED.some((one) => one === fact))).toEqual([]);
      }),
    );
  });
});
