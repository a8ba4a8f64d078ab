import fc from 'fast-check';
import { CALLER, type Fact, labelOf, withFact } from './call-facts.js';
import { type CallRecord, isLeaving, recordOf } from './call-life.js';
import { movesOf } from './agent-moves.js';
import { CALL_ACTIONS, checkCallStep, openCallActions } from './call-steps.js';
import { taskOf } from './call-tasks.js';
import { eventsOf } from './call-told.js';
import type { Actor } from './case-state.js';

const T = Date.parse('2026-11-02T10:00:00+08:00');
const at = (second: number): number => T + second * 1000;
const agent = 'operator1';
const line = labelOf('agent', agent);
type Told = readonly [second: number, fact: Record<string, unknown>];
const facts = (...told: Told[]): Fact[] =>
  told.map(([second, fact], index) => ({ key: `k${String(index).padStart(2, '0')}`, at: at(second), ...fact }) as unknown as Fact);
const ended = (second: number, more: object = {}): Told => [
  second,
  { kind: 'leg-ended', leg: 'A', label: CALLER, result: 'completed', seconds: second, ...more },
];
const incoming: Told = [0, { kind: 'incoming' }];
const queued: Told = [5, { kind: 'queued', skill: 'general' }];
const offered: Told = [8, { kind: 'offered', agent, until: at(23), offer: 1 }];
const accepted: Told = [10, { kind: 'accepted', agent, offer: 1 }];
const talk: Told[] = [
  [11, { kind: 'joined', leg: 'B', label: line }],
  [12, { kind: 'joined', leg: 'A', label: CALLER }],
];
const answered = [incoming, queued, offered, accepted, ...talk];
const left: Told = [60, { kind: 'left', leg: 'B', label: line }];
const record = (...told: Told[]): CallRecord => recordOf(facts(...told), at(1000));
const by = (username: string, role: Actor['roles'][number] = 'operator'): Actor => ({ username, name: username, roles: [role] });

describe('the record of a call', () => {
  it.each<[string, Told[], Partial<CallRecord>]>([
    ['a call that is greeted', [incoming], { status: 'greeting', outcome: null, agent: null }],
    ['one that waits', [incoming, queued], { status: 'queued', waitedSeconds: 995 }],
    ['one that rings at an operator', [incoming, queued, offered], { status: 'offered', offer: { agent, until: at(23), offer: 1 } }],
    [
      'one that nobody took',
      [incoming, queued, offered, [23, { kind: 'missed', agent, offer: 1, why: 'no-answer' }]],
      { status: 'queued', offer: null },
    ],
    ['one in conversation', answered, { status: 'talking', agent, answeredAt: at(12), waitedSeconds: 7 }],
    ['one on hold', [...answered, [20, { kind: 'hold', agent }]], { status: 'held', heldSeconds: 980 }],
    [
      'one that is resumed',
      [...answered, [20, { kind: 'hold', agent }], [25, { kind: 'resume', agent }]],
      { status: 'talking', heldSeconds: 5 },
    ],
    [
      'one whose operator is finishing it',
      [...answered, left, ended(60)],
      { status: 'wrap-up', outcome: 'talked', talkSeconds: 48, endedBy: 'caller', cutOff: false },
    ],
    [
      'one that is finished',
      [...answered, left, ended(60), [75, { kind: 'wrapped-up', agent, code: 'other' }]],
      { status: 'ended', wrapUpSeconds: 15, wrapUp: 'other' },
    ],
    ['one whose operator hung up', [...answered, [60, { kind: 'hung-up', agent }], left, ended(61)], { endedBy: 'agent', cutOff: false }],
    ['one whose operator was lost, and nobody came', [...answered, left, ended(90)], { outcome: 'talked', cutOff: true, talkSeconds: 48 }],
    ['one that hung up while it waited', [incoming, queued, ended(40)], { status: 'ended', outcome: 'abandoned', waitedSeconds: 35 }],
    ['one that hung up at the greeting', [incoming, ended(2)], { outcome: 'abandoned', waitedSeconds: 0 }],
    [
      'one that left its voice',
      [incoming, queued, [300, { kind: 'voicemail', recording: 'R', seconds: 9 }], ended(320)],
      { outcome: 'voicemail' },
    ],
    [
      'one that left nothing but silence',
      [incoming, queued, [300, { kind: 'voicemail', recording: 'R', seconds: 0 }], ended(320)],
      { outcome: 'abandoned' },
    ],
    [
      'one of ours that was busy',
      [[0, { kind: 'placed', agent }], ended(20, { result: 'busy', seconds: 0 })],
      { direction: 'outbound', outcome: 'failed', endedBy: 'carrier' },
    ],
    [
      'one whose reports of the room were lost',
      [incoming, queued, offered, accepted, [11, { kind: 'connected', agent }], left, ended(60)],
      { outcome: 'talked', answeredAt: at(60) },
    ],
  ])('is right for %s', (_what, told, expected) => {
    expect(record(...told)).toMatchObject(expected);
  });

  it('begins when the carrier says, once it says how long it was', () => {
    expect(record([3, { kind: 'incoming' }], ended(63, { seconds: 63 })).startedAt).toBe(at(0));
  });

  it('leads whoever waited too long to the voicemail, and an operator may still take him', () => {
    const leaving: Told[] = [incoming, queued, [300, { kind: 'left-queue', result: 'leave' }]];
    expect(isLeaving(facts(...leaving))).toBe(true);
    expect(record(...leaving).status).toBe('greeting');
    expect(isLeaving(facts(...leaving, [310, { kind: 'accepted', agent, offer: 1 }]))).toBe(false);
  });

  it('remembers a recording that was begun until it hears of it', () => {
    const begun: Told[] = [...answered, [12, { kind: 'connected', agent, recording: 'R1' }], left, ended(60)];
    expect(record(...begun).unheardOf).toEqual(['R1']);
    expect(record(...begun, [65, { kind: 'recorded', recording: 'R1', seconds: 48, channels: 2 }])).toMatchObject({
      unheardOf: [],
      recordings: [{ ref: 'R1', kind: 'call', seconds: 48, channels: 2 }],
    });
  });

  it('hands over without losing the talk before', () => {
    const second = labelOf('agent', 'operator2');
    const found = record(
      ...answered,
      [60, { kind: 'requeued', why: 'transfer', to: 'operator2' }],
      left,
      [70, { kind: 'offered', agent: 'operator2', until: at(85), offer: 2 }],
      [72, { kind: 'accepted', agent: 'operator2', offer: 2 }],
      [73, { kind: 'joined', leg: 'C', label: second }],
      [93, { kind: 'left', leg: 'C', label: second }],
      ended(93),
    );
    expect(found).toMatchObject({ agent: 'operator2', talkSeconds: 48 + 20, cutOff: false });
  });

  const one = fc.constantFrom(
    ...facts(...answered, [20, { kind: 'hold', agent }], [30, { kind: 'resume', agent }], left, ended(61), [
      80,
      { kind: 'wrapped-up', agent, code: 'other' },
    ]),
  );
  it('is the same for the same facts, told in any order and any number of times', () => {
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 40 }), fc.integer({ min: 0, max: 9_000 }), (told, delay) => {
        const once = [...new Map(told.map((fact) => [fact.key, fact])).values()].sort((a, b) => (a.key < b.key ? -1 : 1));
        const again = told.map((fact, index) => (index % 3 === 0 && told.indexOf(fact) < index ? { ...fact, at: fact.at + delay } : fact));
        const known = again.reduce<readonly Fact[]>(withFact, []);
        expect(recordOf(known, at(1000))).toEqual(recordOf(once, at(1000)));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the table of call life', () => {
  it('offers each action to whom it belongs, and nothing to others', () => {
    expect(openCallActions(record(incoming, queued, offered), by(agent))).toEqual(['accept', 'decline']);
    expect(openCallActions(record(incoming, queued, offered), by('operator2'))).toEqual([]);
    expect(openCallActions(record(...answered), by('supervisor1', 'supervisor'))).toEqual(['listen', 'whisper', 'barge']);
    expect(openCallActions(record(...answered), by(agent))).not.toContain('accept');
    expect(openCallActions(record(...answered, left, ended(60)), by(agent))).toEqual(['add-case', 'wrap-up']);
    expect(CALL_ACTIONS).toHaveLength(20);
  });

  it.each<[string, Told[], Parameters<typeof checkCallStep>[1], Actor, number, string]>([
    ['to accept what another has', answered, 'accept', by('operator2'), 20, 'call.taken'],
    ['to accept what rings elsewhere', [incoming, queued, offered], 'accept', by('operator2'), 10, 'call.offer-over'],
    ['to accept too late', [incoming, queued, offered], 'accept', by(agent), 24, 'call.offer-over'],
    ['to hold twice', [...answered, [20, { kind: 'hold', agent }]], 'hold', by(agent), 21, 'call.action-not-open'],
    ['to hang up another’s call', answered, 'hang-up', by('operator2'), 21, 'call.not-yours'],
    ['to listen as an operator', answered, 'listen', by('operator2'), 21, 'call.not-yours'],
  ])('refuses %s', (_what, told, action, who, second, code) => {
    expect(() => checkCallStep(recordOf(facts(...told), at(second)), action, who, at(second))).toThrow(
      expect.objectContaining({ code }) as Error,
    );
  });
});

describe('what a call leaves behind', () => {
  it.each<[string, Told[], ReturnType<typeof taskOf>]>([
    ['nothing while it goes on', answered, null],
    ['nothing after a talk', [...answered, left, ended(60)], null],
    ['a call to return when nobody answered', [incoming, queued, ended(40)], 'missed-call'],
    ['a call to return when it was cut off', [...answered, left, ended(90)], 'missed-call'],
    ['a voicemail to listen to', [incoming, [20, { kind: 'voicemail', recording: 'R', seconds: 4 }], ended(30)], 'voicemail'],
    ['nothing when we rang in vain', [[0, { kind: 'placed', agent }], ended(20, { result: 'no-answer' })], null],
  ])('is %s', (_what, told, task) => {
    expect(taskOf(record(...told))).toBe(task);
  });

  it('is an operator who moves with it', () => {
    const move = (before: Told[], fresh: Told) => {
      const all = facts(...before, fresh);
      return movesOf(all.slice(-1), before.length > 0 ? record(...before) : null, recordOf(all, at(1000)));
    };
    expect(move([incoming, queued], offered)).toEqual([{ username: agent, state: 'offered', busyWith: true }]);
    expect(move([incoming, queued, offered], accepted)).toEqual([{ username: agent, state: 'talking', busyWith: true }]);
    expect(move([...answered, left], ended(60))).toEqual([{ username: agent, state: 'wrap-up', busyWith: true }]);
    expect(move([incoming, queued, offered], ended(12))).toEqual([{ username: agent, state: 'ready' }]);
    const vanished: Told = [9, { kind: 'missed', agent, offer: 1, why: 'vanished' }];
    expect(move([incoming, queued, offered], vanished)).toEqual([{ username: agent, state: 'off', reason: 'vanished' }]);
  });

  it('is a line in the log without numbers and names, and one for its end', () => {
    const all = facts(...answered, left, ended(60));
    const events = eventsOf('call-1', all, null, recordOf(all, at(1000)));
    const types = ['call.queued', 'call.offered', 'call.accepted', 'call.joined', 'call.joined', 'call.left', 'call.ended'];
    expect(events.map(({ type }) => type)).toEqual(types);
    expect(events.at(-1)?.facts).toEqual({
      callId: 'call-1',
      outcome: 'talked',
      waitedSeconds: 7,
      talkSeconds: 48,
      endedBy: 'caller',
      agent,
    });
  });
});
