import { admitAnotherList, admitPreference, isPreference, MOST_LISTS } from './preferences.js';

const keys = (count: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`command${String.fromCharCode(97 + (at % 26)).repeat(1 + at / 26)}`, `Alt+Key${at}`]),
  );

describe('what a reader may keep', () => {
  it.each([
    ['theme', 'dark'],
    ['theme', 'system'],
    ['type', 'large'],
    ['rail', 'slim'],
    ['language', 'en'],
    ['tour', 0],
    ['tour', 1],
    ['keys', { answer: 'Ctrl+Alt+KeyA', hangUp: 'Alt+Digit0', sheet: 'Ctrl+Shift+Slash' }],
    ['columns.fees', { count: 5, away: [2, 5] }],
    ['columns.supervision.orders', { count: 1, away: [1] }],
  ])('is %s as %j', (name, value) => {
    expect(isPreference(name, value)).toBe(true);
    expect(() => admitPreference(name, value)).not.toThrow();
  });

  it.each([
    ['theme', 'pink'],
    ['theme', null],
    ['theme', ['dark']],
    ['type', ''],
    ['rail', true],
    ['language', 'fr'],
    ['tour', -1],
    ['tour', 1.5],
    ['tour', '1'],
    ['keys', {}],
    ['keys', []],
    ['keys', null],
    ['keys', { answer: 'KeyA' }],
    ['keys', { answer: 'Shift+KeyA' }],
    ['keys', { answer: 'Ctrl+' }],
    ['keys', { answer: 'Ctrl+<b>' }],
    ['keys', { answer: 'Ctrl+KeyA', hold: 'Ctrl+KeyA' }],
    ['keys', { 'an swer': 'Ctrl+KeyA' }],
    ['keys', { answer: { of: 'Ctrl+KeyA' } }],
    ['columns.fees', { count: 5, away: [] }],
    ['columns.fees', { count: 5, away: [6] }],
    ['columns.fees', { count: 5, away: [0] }],
    ['columns.fees', { count: 5, away: [2, 2] }],
    ['columns.fees', { count: 51, away: [2] }],
    ['columns.fees', { count: 5, away: [2], note: '备注' }],
    ['columns.fees', { away: [2] }],
    ['columns.fees', 'all'],
  ])('is not %s as %j', (name, value) => {
    expect(isPreference(name, value)).toBe(false);
    expect(() => admitPreference(name, value)).toThrow('preference.invalid');
  });

  it.each(['', 'colour', 'Theme', 'columns', 'columns.', 'columns.a.b.c', 'columns.工单', 'constructor', '__proto__', 'toString'])(
    'has no name %j',
    (name) => {
      expect(isPreference(name, 'dark')).toBe(false);
      expect(() => admitPreference(name, 'dark')).toThrow('preference.unknown');
    },
  );

  it('are sixty keys at most', () => {
    expect(isPreference('keys', keys(60))).toBe(true);
    expect(isPreference('keys', keys(61))).toBe(false);
  });

  it('is no longer than 4096 characters', () => {
    expect(() => admitPreference('theme', 'd'.repeat(4_094))).toThrow('preference.invalid');
    expect(() => admitPreference('theme', 'd'.repeat(4_095))).toThrow('preference.too-long');
  });

  it('are the columns of a hundred lists at most', () => {
    expect(() => admitAnotherList(MOST_LISTS - 1)).not.toThrow();
    expect(() => admitAnotherList(MOST_LISTS)).toThrow('preference.too-many-lists');
  });
});
