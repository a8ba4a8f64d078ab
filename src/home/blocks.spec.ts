import { BLOCKS, filled, homeSettings } from './blocks.js';

const SETTINGS = homeSettings();
const OWN = { today: '2026-11-02', since: '2026-11-01T10:00:00.000+08:00', department: 'market', me: 'operator1' };

describe('the blocks of the first page', () => {
  it('are all found by somebody as they are delivered', () => {
    const used = new Set(Object.values(SETTINGS.roles).flat());
    expect(Object.keys(BLOCKS).filter((name) => !used.has(name as keyof typeof BLOCKS))).toEqual([]);
  });

  it.each<[what: string, change: object, fault: string]>([
    ['a confidence above one', { dispatchFrom: 60 }, 'dispatchFrom: wanted a number from 0 to 1, got 60'],
    ['no lines', { lines: 0 }, 'lines: wanted a number from 1 to 20, got 0'],
    ['a block that is not there', { roles: { ...SETTINGS.roles, operator: ['luck'] } }, 'roles.operator[0]: wanted one of'],
    ['a figure that is not there', { figures: ['luck'] }, 'figures[0]: wanted one of'],
    ['a role left out', { roles: { ...SETTINGS.roles, auditor: undefined } }, 'roles.auditor: wanted a list with at least one entry'],
    ['a field nobody knows', { luck: 1 }, 'luck: wanted no such field'],
  ])('are refused with %s, by the name of the field', (_, change, fault) => {
    expect(() => homeSettings({ ...SETTINGS, ...change })).toThrow(`config/home.json: ${fault}`);
  });

  it('ask with the reader’s own in place of its names, and leave everything else', () => {
    expect(filled({ due: '{today}', departmentCode: '{department}', since: '{since}', agent: '{me}', late: true }, OWN)).toEqual({
      ...{ due: '2026-11-02', departmentCode: 'market', since: OWN.since, agent: 'operator1', late: true },
    });
  });
});
