import fc from 'fast-check';
import { type Agent, checkOwnState, dueChange } from './agent-life.js';
import { assign, type AssignmentPolicy, type Waiting } from './call-assignment.js';

const NOW = Date.parse('2026-11-02T10:00:00+08:00');
const policy: AssignmentPolicy = { now: NOW, anySkillAfterMs: 30_000, headStart: { report: 30_000 } };
const agent = (username: string, idleFor: number, patch: Partial<Agent> = {}): Agent => ({
  username,
  state: 'ready',
  reason: null,
  since: NOW,
  idleSince: NOW - idleFor,
  seenAt: NOW,
  callId: null,
  skills: ['general'],
  wrapUpUntil: null,
  ...patch,
});
const call = (callId: string, waited: number, patch: Partial<Waiting> = {}): Waiting => ({
  callId,
  skill: 'general',
  queuedAt: NOW - waited,
  first: false,
  missedBy: [],
  ...patch,
});
const pairs = (waiting: Waiting[], agents: Agent[]) => assign(waiting, agents, policy).map((one) => `${one.callId}→${one.agent}`);

describe('who gets a call', () => {
  it.each<[string, Waiting[], Agent[], string[]]>([
    ['the longest idle gets the longest waiting', [call('a', 1_000), call('b', 9_000)], [agent('x', 10), agent('y', 900)], ['b→y', 'a→x']],
    ['nobody who is not ready', [call('a', 1_000)], [agent('x', 10, { state: 'busy' })], []],
    [
      'only those with the skill',
      [call('a', 1_000, { skill: 'report' })],
      [agent('x', 900), agent('y', 10, { skills: ['report'] })],
      ['a→y'],
    ],
    ['after a while everybody', [call('a', 40_000, { skill: 'report' })], [agent('x', 900)], ['a→x']],
    [
      'a head start for its skill',
      [call('a', 9_000), call('b', 1_000, { skill: 'report' })],
      [agent('x', 9, { skills: ['general', 'report'] })],
      ['b→x'],
    ],
    ['who lost an operator goes first', [call('a', 9_000), call('b', 1_000, { first: true })], [agent('x', 9)], ['b→x']],
    ['the operator of the open case', [call('a', 1_000, { wanted: 'x' })], [agent('x', 10), agent('y', 900)], ['a→x']],
    ['another when that one is busy', [call('a', 1_000, { wanted: 'z' })], [agent('x', 10)], ['a→x']],
    ['nobody else when it was handed to one', [call('a', 1_000, { wanted: 'z', only: true })], [agent('x', 10)], []],
    ['who let it ring comes last', [call('a', 1_000, { missedBy: ['y'] })], [agent('x', 10), agent('y', 900)], ['a→x']],
    ['nobody who takes no calls of the queue, however long it waits', [call('a', 90_000)], [agent('x', 9, { skills: [] })], []],
    ['and gets it when there is nobody else', [call('a', 1_000, { missedBy: ['y'] })], [agent('y', 900)], ['a→y']],
  ])('is %s', (_what, waiting, agents, expected) => {
    expect(pairs(waiting, agents)).toEqual(expected);
  });

  it('is never one operator twice nor one call twice, and nobody idle beside a call he could take', () => {
    const calls = fc.array(fc.record({ waited: fc.nat(60_000), skill: fc.constantFrom('general', 'report', 'enterprise') }), {
      maxLength: 30,
    });
    const people = fc.array(fc.record({ idle: fc.nat(60_000), skills: fc.subarray(['general', 'report', 'enterprise']) }), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(calls, people, (some, many) => {
        const waiting = some.map(({ waited, skill }, index) => call(`c${index}`, waited, { skill: skill }));
        const agents = many.map(({ idle, skills }, index) => agent(`a${index}`, idle, { skills }));
        const given = assign(waiting, agents, policy);
        expect(new Set(given.map((one) => one.agent)).size).toBe(given.length);
        expect(new Set(given.map((one) => one.callId)).size).toBe(given.length);
        const idle = agents.filter(({ username }) => !given.some((one) => one.agent === username));
        const left = waiting.filter(({ callId }) => !given.some((one) => one.callId === callId));
        expect(left.filter(({ skill }) => idle.some(({ skills }) => skills.includes(skill)))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what time does to an operator', () => {
  it.each<[string, Partial<Agent>, ReturnType<typeof dueChange>]>([
    ['nothing while his page answers', {}, undefined],
    ['takes him off when his page is gone', { seenAt: NOW - 6_000 }, 'vanished'],
    ['nothing while he is off', { state: 'off', seenAt: 0 }, undefined],
    ['nothing in the middle of a talk: his line says when he is gone', { state: 'talking', seenAt: 0 }, undefined],
    ['ends his wrap-up', { state: 'wrap-up', wrapUpUntil: NOW }, 'wrapped-up'],
    ['leaves him his wrap-up until then', { state: 'wrap-up', wrapUpUntil: NOW + 1 }, undefined],
  ])('is %s', (_what, patch, expected) => {
    expect(dueChange(agent('x', 0, patch), NOW, 5_000)).toBe(expected);
  });

  it('lets nobody choose a state while a call has him', () => {
    for (const state of ['offered', 'talking', 'held'] as const) expect(() => checkOwnState(state)).toThrow('agent.in-call');
    for (const state of ['off', 'ready', 'busy', 'wrap-up'] as const) expect(() => checkOwnState(state)).not.toThrow();
  });
});
