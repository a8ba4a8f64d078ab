import { spikeOf } from './spikes.js';

const RULE = { least: 5, z: 3 };

describe('a week', () => {
  it.each<[what: string, count: number, before: number[], expected: number, z: number, isSpike: boolean]>([
    ['four times what was usual', 16, [4, 4, 4, 4, 4, 4, 4, 4], 4, 6, true],
    ['as much as usual', 4, [4, 4, 4, 4, 4, 4, 4, 4], 4, 0, false],
    ['on the border', 10, [4, 4, 4, 4, 4, 4, 4, 4], 4, 3, true],
    ['something quite new', 5, [0, 0, 0, 0, 0, 0, 0, 0], 0, 5, true],
    ['something new, but little', 4, [0, 0, 0, 0, 0, 0, 0, 0], 0, 4, false],
    ['less than usual', 1, [9, 9, 9, 9, 9, 9, 9, 9], 9, -8 / 3, false],
    ['without weeks before it', 6, [], 0, 6, true],
  ])('stands out by how far it lies above the weeks before: %s', (_, count, before, expected, z, isSpike) => {
    const spike = spikeOf(count, before, RULE);
    expect(spike).toMatchObject({ expected, isSpike });
    expect(spike.z).toBeCloseTo(z, 9);
  });
});
