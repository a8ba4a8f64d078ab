import { checkTelephone, telephoneSettings, type TelephoneSettings } from './settings.js';

describe('config/telephone.json', () => {
  const good = telephoneSettings();
  const changed = (change: Partial<Record<keyof TelephoneSettings, unknown>>) => () => checkTelephone({ ...good, ...change });

  it.each<[string, Partial<Record<keyof TelephoneSettings, unknown>>, string]>([
    [
      'a wall level that acts before it watches',
      { wallLevels: { ...good.wallLevels, waiting: { watch: 5, bad: 2 } } },
      'wallLevels.waiting.bad',
    ],
    ['a share beyond one', { wallLevels: { ...good.wallLevels, lateShare: { watch: 10, bad: 20 } } }, 'wallLevels.lateShare.watch'],
    ['a wall level left out', { wallLevels: { waiting: { watch: 1, bad: 2 } } }, 'wallLevels.longestWaitSeconds'],
    ['a key that is none', { menuKeys: { a: 'report' } }, 'menuKeys'],
    ['a skill nobody has', { defaultSkills: ['cooking'] }, 'defaultSkills[0]'],
    ['a greeting that says nothing', { greeting: '' }, 'greeting'],
    ['operators lost faster than their page can answer', { lostAfterSeconds: 1 }, 'lostAfterSeconds'],
    ['a limit in a unit of its own', { tasks: { ...good.tasks, voicemail: { amount: 1, unit: 'moons' } } }, 'tasks.voicemail.unit'],
  ])('refuses %s, and says where', (_what, change, path) => {
    expect(changed(change)).toThrow(path);
  });

  it('refuses a field that nobody reads', () => {
    expect(() => checkTelephone({ ...good, longestWait: 3 })).toThrow('longestWait: wanted no such field');
  });
});
