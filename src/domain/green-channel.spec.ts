import { type ListedProject, projectOf } from './green-channel.js';

const project = (code: string, patch: Partial<ListedProject> = {}): ListedProject => ({
  code,
  name: code,
  aliases: [],
  enterpriseId: null,
  listedOn: '2026-01-01',
  endsOn: null,
  ...patch,
});
const PROJECTS = [
  project('p1', { name: '龙嘉冷链物流园一期', aliases: ['冷链物流园'], enterpriseId: 'e1' }),
  project('p2', { name: '龙嘉冷链物流园', enterpriseId: 'e2' }),
  project('p3', { name: '精密铸件扩建', enterpriseId: 'e3', endsOn: '2026-06-30' }),
  project('p4', { name: '生物饲料厂', enterpriseId: 'e2' }),
  project('p5', { name: '轴承', enterpriseId: 'e5' }),
];
const DAY = '2026-11-02';

describe('the project a matter is about', () => {
  it.each([
    ['is the one that was chosen, whatever the text says', { text: '生物饲料厂', chosen: 'p1' }, 'p1', 'chosen'],
    ['is the one the text names', { text: '我们生物饲料厂的环评批不下来' }, 'p4', 'named'],
    ['is the one with the longer name when both stand there', { text: '龙嘉冷链物流园一期的用地' }, 'p1', 'named'],
    ['is found by another name', { text: '冷链物流园接不上电' }, 'p1', 'named'],
    ['is the enterprise’s only one', { text: '许可证办不下来', enterpriseId: 'e1' }, 'p1', 'enterprise'],
    ['is the one named, and not the enterprise’s', { text: '生物饲料厂', enterpriseId: 'e1' }, 'p4', 'named'],
  ] as const)('%s', (_, matter, code, why) => {
    expect(projectOf({ on: DAY, ...matter }, PROJECTS)).toEqual({ code, why });
  });

  it.each([
    ['of an enterprise with two projects', { text: '许可证办不下来', enterpriseId: 'e2' }],
    ['that has left the channel', { text: '精密铸件扩建', enterpriseId: 'e3' }],
    ['whose name is too short to mean anything', { text: '轴承坏了' }],
    ['before the day it was listed', { text: '生物饲料厂', on: '2025-12-31' }],
    ['nobody knows', { text: '生物饲料', chosen: 'p9' }],
  ])('is none %s', (_, matter) => {
    expect(projectOf({ on: DAY, ...matter }, PROJECTS)).toBeUndefined();
  });
});
