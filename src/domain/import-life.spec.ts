import { admitImportAction, type ImportStanding, openImportActions } from './import-life.js';

const standing = (change: Partial<ImportStanding>): ImportStanding => ({
  ...{ state: 'uploaded', version: 3, good: 0, hasBegun: false, hasFile: true },
  ...change,
});

describe('an import', () => {
  it.each([
    [{}, ['check']],
    [{ state: 'checking' }, ['cancel']],
    [{ state: 'checked', good: 0 }, ['check']],
    [{ state: 'checked', good: 5 }, ['run', 'check']],
    [{ state: 'running', hasBegun: true }, ['cancel']],
    [{ state: 'cancelled', hasBegun: true }, ['run']],
    [{ state: 'failed' }, ['check']],
    [{ state: 'failed', hasBegun: true }, ['run']],
    [{ state: 'done', hasBegun: true, hasFile: false }, []],
    [{ state: 'uploaded', hasFile: false }, []],
  ] as [Partial<ImportStanding>, string[]][])('%j lets %j', (change, actions) => {
    expect(openImportActions(standing(change))).toEqual(actions);
  });

  it('refuses an old version first, then what is not open', () => {
    expect(() => admitImportAction(standing({}), 'check', 2)).toThrow('import.stale');
    expect(() => admitImportAction(standing({}), 'run', 3)).toThrow('import.action-not-open');
    expect(() => admitImportAction(standing({}), 'check', 3)).not.toThrow();
  });
});
