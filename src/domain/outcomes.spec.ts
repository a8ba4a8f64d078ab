import { accusesHead } from './commission-head.js';
import { contradictionsIn, type Outcomes } from './outcomes.js';
import { disclosed } from './small-numbers.js';

describe('what was said of a case', () => {
  it.each<[string, Outcomes, string[]]>([
    [
      'untrue says the department, proven the commission',
      { department: { finding: 'untrue', solved: 'solved' }, commission: 'proven' },
      ['untrue-but-proven'],
    ],
    [
      'untrue, and partly proven',
      { department: { finding: 'untrue', solved: 'solved' }, commission: 'partly-proven' },
      ['untrue-but-proven'],
    ],
    ['true, and not proven', { department: { finding: 'true', solved: 'solved' }, commission: 'unproven' }, ['true-but-unproven']],
    [
      'solved says the department, unsolved and never called the complainant',
      { department: { finding: 'true', solved: 'solved' }, callBack: { solved: 'unsolved', satisfied: 'dissatisfied', contacted: false } },
      ['solved-but-unsolved', 'solved-but-not-contacted'],
    ],
    [
      'solved, and the complainant is dissatisfied all the same',
      { department: { finding: 'true', solved: 'solved' }, callBack: { solved: 'solved', satisfied: 'dissatisfied', contacted: true } },
      ['solved-but-dissatisfied'],
    ],
    [
      'partly true, and a false accusation',
      { department: { finding: 'partly-true', solved: 'mostly' }, commission: 'false-accusation' },
      ['true-but-false-accusation'],
    ],
    [
      'all agree',
      {
        department: { finding: 'true', solved: 'solved' },
        callBack: { solved: 'solved', satisfied: 'satisfied', contacted: true },
        commission: 'proven',
      },
      [],
    ],
    ['the commission alone has spoken', { commission: 'proven' }, []],
    ['nobody has', {}, []],
  ])('contradicts itself or not: %s', (_, said, found) => {
    expect(contradictionsIn(said)).toEqual(found);
  });
});

describe('a complaint about the head of the commission', () => {
  const head = { name: '项国栋', posts: ['纪委书记', '监委主任'] };
  it.each([
    [{ declared: true }, true],
    [{ namedOfficial: '项国栋' }, true],
    [{ namedOfficial: '项 国 栋' }, true],
    [{ namedOfficial: '市纪委书记项某' }, true],
    [{ namedOfficial: '监委主任' }, true],
    [{ namedOfficial: '王某某（科长）' }, false],
    [{ namedOfficial: '   ' }, false],
    [{}, false],
  ])('is known by what the reporter declares or names: %j', (input, is) => {
    expect(accusesHead(input, head)).toBe(is);
  });
});

describe('small counts', () => {
  it('are told as fewer, nothing among them', () => {
    expect([0, 4, 5, 17].map((count) => disclosed(count, 5))).toEqual([{ fewerThan: 5 }, { fewerThan: 5 }, { value: 5 }, { value: 17 }]);
  });
});
