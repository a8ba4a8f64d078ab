import fc from 'fast-check';
import { CALLER, type Fact, labelOf, withFact } from './call-facts.js';
import { type CallRecord, recordOf } from './call-life.js';
import { lossOf } from './call-losses.js';
import { movesOf } from './agent-moves.js';
import { checkCallStep, openCallActions, ringsAt } from './call-steps.js';
import { taskOf } from './call-tasks.js';
import { eventsOf } from './call-told.js';
import { maySeeCall } from './call-visibility.js';
import { endOfConsult } from './call-consults.js';
import type { Actor } from './case-state.js';

const T = Date.parse('2026-11-02T10:00:00+08:00');
const at = (second: number): number => T + second * 1000;
const [agent, to] = ['operator1', 'operator2'];
const [line, other] = [labelOf('agent', agent), labelOf('agent', to)];
type Told = readonly [second: number, fact: Record<string, unknown>];
const facts = (...told: Told[]): Fact[] =>
  told.map(([second, fact], index) => ({ key: `k${String(index).padStart(2, '0')}`, at: at(second), ...fact }) as unknown as Fact);
const record = (...told: Told[]): CallRecord => recordOf(facts(...told), at(1000));
const by = (username: string, role: Actor['roles'][number] = 'operator'): Actor => ({ username, name: username, roles: [role] });

const talk: Told[] = [
  [0, { kind: 'incoming' }],
  [5, { kind: 'queued', skill: 'general' }],
  [8, { kind: 'offered', agent, until: at(23), offer: 1 }],
  [10, { kind: 'accepted', agent, offer: 1 }],
  [11, { kind: 'joined', leg: 'B', label: line }],
  [12, { kind: 'joined', leg: 'A', label: CALLER }],
];
const asked: Told[] = [...talk, [30, { kind: 'hold', agent }], [30, { kind: 'consult-asked', agent, to, until: at(45), consult: 1 }]];
const accepted: Told[] = [...asked, [35, { kind: 'consult-accepted', agent: to, consult: 1 }]];
const joined: Told[] = [...accepted, [36, { kind: 'joined', leg: 'C', label: other }]];
const over = (second: number, why: string): Told[] => [
  [second, { kind: 'consult-ended', agent: to, consult: 1, why }],
  [second, { kind: 'resume', agent }],
];
const completed: Told[] = [...joined, [50, { kind: 'handed-over', agent, to, consult: 1, why: 'completed' }]];
const gone: Told = [51, { kind: 'left', leg: 'B', label: line }];
const end: Told = [80, { kind: 'leg-ended', leg: 'A', label: CALLER, result: 'completed', seconds: 80 }];
const wrapped = (second: number, who: string): Told => [second, { kind: 'wrapped-up', agent: who, code: 'other' }];

describe('a consultation', () => {
  it.each<[string, Told[], object]>([
    [
      'rings at the colleague while the caller is on hold',
      asked,
      { status: 'held', agent, consult: { to, acceptedAt: null, isJoined: false } },
    ],
    ['is accepted before the colleague is there', accepted, { status: 'held', consult: { to, acceptedAt: at(35), isJoined: false } }],
    ['has the colleague in the room', joined, { status: 'held', agent, consult: { isJoined: true } }],
    ['is over when he declines, and the caller is back', [...asked, ...over(33, 'declined')], { status: 'talking', agent, consult: null }],
    ['is over when the caller hangs up', [...joined, end], { status: 'wrap-up', agent, consult: null, heldSeconds: 50 }],
    ['hands the call over, and the caller is off hold', completed, { status: 'talking', agent: to, consult: null, heldSeconds: 20 }],
    ['leaves its operator something to finish', completed, { wrappingUp: [agent], wrapUpSeconds: 0 }],
    ['until he has finished it', [...completed, gone, wrapped(70, agent)], { status: 'talking', wrappingUp: [], wrapUpSeconds: 20 }],
    [
      'leaves the colleague the end, whoever finished before',
      [...completed, gone, wrapped(70, agent), end],
      { status: 'wrap-up', agent: to, outcome: 'talked', cutOff: false, talkSeconds: 48 },
    ],
    [
      'counts the wrap-up of both',
      [...completed, gone, wrapped(70, agent), end, wrapped(95, to)],
      { status: 'ended', wrapUpSeconds: 20 + 15, wrapUp: 'other' },
    ],
    [
      'gives the call to the colleague when its operator is lost',
      [...joined, [40, { kind: 'left', leg: 'B', label: line }], [41, { kind: 'handed-over', agent, to, consult: 1, why: 'agent-lost' }]],
      { status: 'talking', agent: to, wrappingUp: [] },
    ],
  ])('%s', (_what, told, expected) => {
    expect(record(...told)).toMatchObject(expected);
  });

  it('comes back to whoever handed the call over once, and he finishes it a second time', () => {
    const back: Told[] = [
      ...completed,
      gone,
      wrapped(60, agent),
      [65, { kind: 'hold', agent: to }],
      [65, { kind: 'consult-asked', agent: to, to: agent, until: at(80), consult: 2 }],
      [67, { kind: 'consult-accepted', agent, consult: 2 }],
      [68, { kind: 'joined', leg: 'D', label: line }],
      [70, { kind: 'handed-over', agent: to, to: agent, consult: 2, why: 'completed' }],
    ];
    expect(record(...back)).toMatchObject({ status: 'talking', agent, wrappingUp: [to] });
    expect(record(...back, end)).toMatchObject({ status: 'wrap-up', agent });
  });

  it.each<[string, Told[], [Actor, string[]][]]>([
    [
      'while it rings',
      asked,
      [
        [by(agent), ['mute', 'unmute', 'take-back', 'remove-party', 'request-help', 'pause-recording', 'resume-recording', 'add-case']],
        [by(to), ['accept', 'decline']],
        [by('operator3'), []],
        [by('supervisor1', 'supervisor'), ['listen', 'whisper', 'barge']],
      ],
    ],
    [
      'while the two speak',
      joined,
      [
        [by(agent), expect.arrayContaining(['complete-transfer', 'take-back']) as string[]],
        [by(to), ['hang-up']],
      ],
    ],
    [
      'once the call is handed over',
      completed,
      [
        [by(agent), ['add-case', 'wrap-up']],
        [by(to), expect.arrayContaining(['hold', 'transfer', 'hang-up']) as string[]],
      ],
    ],
  ])('opens to each what is his %s', (_what, told, open) => {
    for (const [who, actions] of open) expect(openCallActions(record(...told), who)).toEqual(actions);
  });

  it.each<[string, Told[], Parameters<typeof checkCallStep>[1], Actor, number, string]>([
    ['to complete it before the colleague is there', accepted, 'complete-transfer', by(agent), 36, 'call.action-not-open'],
    ['to ask a second colleague', asked, 'transfer', by(agent), 31, 'call.action-not-open'],
    ['to hang up on a caller who waits', joined, 'hang-up', by(agent), 40, 'call.action-not-open'],
    ['the colleague the caller', joined, 'resume', by(to), 40, 'call.action-not-open'],
    ['to accept after its time', asked, 'accept', by(to), 46, 'call.offer-over'],
    ['to accept what was taken back', [...asked, ...over(33, 'taken-back')], 'accept', by(to), 34, 'call.taken'],
    ['to hand over twice', completed, 'complete-transfer', by(agent), 52, 'call.action-not-open'],
  ])('refuses %s', (_what, told, action, who, second, code) => {
    expect(() => checkCallStep(recordOf(facts(...told), at(second)), action, who, at(second))).toThrow(
      expect.objectContaining({ code }) as Error,
    );
  });

  it('moves both operators with it', () => {
    const moves = (before: Told[], ...fresh: Told[]) => {
      const all = facts(...before, ...fresh);
      return movesOf(all.slice(before.length), record(...before), recordOf(all, at(1000))).map(({ username, state, reason }) =>
        [username, state, reason].filter(Boolean).join(' '),
      );
    };
    expect(moves(talk, ...asked.slice(talk.length))).toEqual(['operator1 held', 'operator2 offered']);
    expect(moves(asked, ...accepted.slice(asked.length))).toEqual(['operator2 talking']);
    expect(moves(asked, ...over(33, 'no-answer'))).toEqual(['operator2 busy missed-offer', 'operator1 talking']);
    expect(moves(asked, ...over(33, 'vanished'))).toEqual(['operator2 off vanished', 'operator1 talking']);
    expect(moves(joined, ...over(40, 'left'))).toEqual(['operator2 ready', 'operator1 talking']);
    expect(moves(joined, ...completed.slice(joined.length))).toEqual(['operator2 talking', 'operator1 wrap-up']);
    const lost: Told = [41, { kind: 'handed-over', agent, to, consult: 1, why: 'agent-lost' }];
    expect(moves(joined, lost)).toEqual(['operator2 talking', 'operator1 busy line-lost']);
    expect(moves(joined, end)).toEqual(['operator2 ready', 'operator1 wrap-up']);
    expect(moves(asked, end)).toEqual(['operator2 ready', 'operator1 wrap-up']);
    expect(moves([...completed, gone], end)).toEqual(['operator2 wrap-up']);
  });

  it('tells both of what happens, and the colleague may see the call', () => {
    const told = eventsOf('call-1', facts(...joined).slice(-1), record(...accepted), record(...joined));
    expect(told).toEqual([{ type: 'call.joined', facts: { callId: 'call-1', label: other, with: [agent, to] } }]);
    expect(eventsOf('call-1', facts(...asked).slice(-1), record(...talk), record(...asked))[0]?.facts).toEqual({
      ...{ callId: 'call-1', agent, to, with: [to] },
    });
    expect([by(to), by('operator3')].map((who) => maySeeCall(facts(...asked), who))).toEqual([true, false]);
    expect([by(to), by(agent)].map(({ username }) => ringsAt(record(...asked), username)?.until)).toEqual([at(45), undefined]);
  });

  it.each<[string, Told[], Told[], ReturnType<typeof lossOf>]>([
    ['nobody while all are there', joined, joined.slice(-1), undefined],
    ['its operator, colleague or not', [...joined, gone], [gone], 'holder'],
    [
      'the colleague',
      [...joined, [40, { kind: 'left', leg: 'C', label: other }]],
      [[40, { kind: 'left', leg: 'C', label: other }]],
      'consulted',
    ],
    [
      'the colleague whose telephone did not answer',
      [...accepted, [50, { kind: 'leg-ended', leg: 'C', label: other, result: 'no-answer', seconds: 0 }]],
      [[50, { kind: 'leg-ended', leg: 'C', label: other, result: 'no-answer', seconds: 0 }]],
      'consulted',
    ],
    ['nobody when the operator goes after he handed over', [...completed, gone], [gone], undefined],
    ['nobody when the call is over', [...joined, gone, end], [gone], undefined],
  ])('has lost %s', (_what, known, told, expected) => {
    expect(lossOf(record(...known), facts(...known), facts(...told))).toBe(expected);
  });

  it('says how it ended until something else happens', () => {
    expect(endOfConsult(facts(...asked, ...over(33, 'declined')))).toBe('declined');
    expect(endOfConsult(facts(...asked))).toBeNull();
    expect(endOfConsult(facts(...completed))).toBeNull();
  });

  it('owes no call back to a caller who was handed over', () => {
    expect(taskOf(record(...completed, gone, [79, { kind: 'left', leg: 'C', label: other }], end))).toBeNull();
  });

  it('is the same for the same facts, told in any order and any number of times', () => {
    const all = facts(...completed, gone, wrapped(70, agent), end, wrapped(95, to));
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...all), { minLength: 1, maxLength: 60 }), (told) => {
        const once = [...new Map(told.map((fact) => [fact.key, fact])).values()].sort((a, b) => (a.key < b.key ? -1 : 1));
        expect(recordOf(told.reduce<readonly Fact[]>(withFact, []), at(1000))).toEqual(recordOf(once, at(1000)));
      }),
      { numRuns: 1_000 },
    );
  });
});
