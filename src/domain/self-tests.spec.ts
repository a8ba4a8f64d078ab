import { dueTime, outcomeOf, type SelfTestOutcome, selfTestLight, type SelfTestStep } from './self-tests.js';

const at = (text: string): number => Date.parse(`${text}:00+08:00`);
const TIMES = ['07:40', '12:40', '20:40'];

describe('when a self-test is due', () => {
  it.each([
    ['2026-11-02T07:39', undefined],
    ['2026-11-02T07:40', '2026-11-02T07:40'],
    ['2026-11-02T07:55', '2026-11-02T07:40'],
    ['2026-11-02T07:56', undefined],
    ['2026-11-02T12:41', '2026-11-02T12:40'],
    ['2026-11-03T00:10', undefined],
  ])('at %s it is %s', (now, due) => {
    expect(dueTime(TIMES, at(now), 15)).toBe(due && at(due));
  });

  it('makes up after midnight for a time of the evening before', () => {
    expect(dueTime(['23:55'], at('2026-11-03T00:05'), 15)).toBe(at('2026-11-02T23:55'));
  });
});

describe('the light of a self-test', () => {
  it.each<[SelfTestOutcome[], number, string]>([
    [[], 2, 'green'],
    [['passed', 'failed', 'failed'], 2, 'green'],
    [['failed', 'passed', 'failed'], 2, 'amber'],
    [['failed', 'failed', 'passed'], 2, 'red'],
    [['running', 'failed', 'failed'], 2, 'red'],
    [['running', 'passed'], 1, 'green'],
    [['failed'], 1, 'red'],
  ])('after %j, red after %d, is %s', (outcomes, redAfter, light) => {
    expect(selfTestLight(outcomes, redAfter)).toBe(light);
  });
});

describe('the outcome of a self-test', () => {
  const step = (outcome: SelfTestStep['outcome']): SelfTestStep => ({ name: 'page', outcome });
  it.each<[SelfTestStep['outcome'][], string]>([
    [['passed', 'not-tested'], 'passed'],
    [['passed', 'failed'], 'failed'],
    [['not-tested'], 'failed'],
    [[], 'failed'],
  ])('of %j is %s: what was not tested is no success', (steps, outcome) => {
    expect(outcomeOf(steps.map(step))).toBe(outcome);
  });
});
