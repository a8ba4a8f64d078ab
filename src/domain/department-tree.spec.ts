import fc from 'fast-check';
import { admitDeactivation, admitReactivation, belowOf, parentFault, rulesNaming, type TreeNode } from './department-tree.js';

const node = (code: string, parentCode: string | null = null, active = true): TreeNode => ({ code, name: code, parentCode, active });
const TREE = [node('city'), node('east', 'city'), node('well', 'east'), node('west', 'city'), node('gone', null, false)];

describe('the tree of departments', () => {
  it.each([
    ['east', 'west', undefined],
    ['well', 'city', undefined],
    ['new', 'well', undefined],
    ['east', 'east', 'below-itself'],
    ['city', 'well', 'below-itself'],
    ['east', 'gone', 'unknown-department'],
    ['east', 'nobody', 'unknown-department'],
  ])('lets %s stand under %s: %s', (code, parent, fault) => {
    expect(parentFault(code, parent, TREE)).toBe(fault);
  });

  it('never becomes a ring, whatever is moved where', () => {
    const codes = ['a', 'b', 'c', 'd', 'e'];
    const move = fc.tuple(fc.constantFrom(...codes), fc.constantFrom(...codes));
    fc.assert(
      fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
        let tree = codes.map((code) => node(code));
        for (const [code, parent] of moves) {
          if (parentFault(code, parent, tree) !== undefined) continue;
          tree = tree.map((one) => (one.code === code ? { ...one, parentCode: parent } : one));
        }
        for (const { code } of tree) expect(belowOf(code, tree).has(code)).toBe(false);
      }),
    );
  });

  it('ends at a ring that old data holds', () => {
    expect(belowOf('a', [node('a', 'b'), node('b', 'a')])).toEqual(new Set(['a', 'b']));
  });

  it('finds the rules that name a department: lead, assist and accused, each once', () => {
    const rules = [
      { id: 'r1', lead: 'east' },
      { id: 'r2', lead: '@accused', accused: ['east', 'west'] },
      { id: 'r3', lead: 'west', assists: ['east'] },
      { id: 'r4', lead: 'west' },
      { id: 'r1', lead: 'east' },
    ];
    expect(rulesNaming('east', rules)).toEqual(['r1', 'r2', 'r3']);
  });

  it.each([
    [{ openAssignments: 1, rules: [], below: [] }],
    [{ openAssignments: 0, rules: ['r1'], below: [] }],
    [{ openAssignments: 0, rules: [], below: ['水务所'] }],
  ])('keeps a department in service while it is needed, and says by what: %j', (use) => {
    expect(() => admitDeactivation(use)).toThrow(expect.objectContaining({ code: 'department.in-use', facts: use }) as Error);
  });

  it('lets one go that nothing needs, and one back only under a parent in service', () => {
    expect(() => admitDeactivation({ openAssignments: 0, rules: [], below: [] })).not.toThrow();
    expect(() => admitReactivation('city', TREE)).not.toThrow();
    expect(() => admitReactivation(null, TREE)).not.toThrow();
    expect(() => admitReactivation('gone', TREE)).toThrow('department.parent-inactive');
  });
});
