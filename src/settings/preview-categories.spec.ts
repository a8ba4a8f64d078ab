import { PreviewCategories } from './preview-categories.js';

describe('what rules would change by category', () => {
  const told = (rows: readonly [string, string | null, string?][]) => {
    const categories = new PreviewCategories();
    for (const [number, code, after] of rows)
      categories.add(number, code, after === undefined ? undefined : { key: 'lead', before: 'market', after });
    return categories.list();
  };

  it('leaves out categories of which nothing changes, and puts most cases first', () => {
    const list = told([
      ['A', '0401', 'tax'],
      ['B', '0401', 'tax'],
      ['C', '0401'],
      ['D', '0103', 'tax'],
      ['E', '0201'],
    ]);
    expect(list.map(({ code, looked, changed }) => [code, looked, changed])).toEqual([
      ['0401', 3, 2],
      ['0103', 1, 1],
    ]);
  });

  it('counts a case once, however many of its limits change', () => {
    const categories = new PreviewCategories();
    for (const key of ['sign', 'answer']) categories.add('A', '0401', { key, before: '1 hours', after: '2 hours' });
    expect(categories.list()).toEqual([
      {
        code: '0401',
        looked: 1,
        changed: 1,
        changes: [
          { key: 'answer', before: '1 hours', after: '2 hours', cases: 1 },
          { key: 'sign', before: '1 hours', after: '2 hours', cases: 1 },
        ],
      },
    ]);
  });

  it('keeps cases without a category together, without a code', () => {
    expect(
      told([
        ['A', null, 'tax'],
        ['B', null, ''],
      ]),
    ).toEqual([
      {
        looked: 2,
        changed: 2,
        changes: [
          { key: 'lead', before: 'market', after: 'tax', cases: 1 },
          { key: 'lead', before: 'market', after: '', cases: 1 },
        ],
      },
    ]);
  });
});
