import fc from 'fast-check';
import { alikeGroups, likeness, sketchOf } from './near-texts.js';

const TEMPLATE = '您好，您反映的问题已收悉，我单位高度重视，立即安排人员核实，现已整改到位，感谢您的监督与支持。';
const OTHER = '经查，该企业于三月五日提交的材料缺少消防验收意见，窗口已一次性告知，补正后当日办结并送达证照。';

describe('texts told apart by nothing', () => {
  it('are those that differ in numbers and punctuation alone', () => {
    expect(likeness(`${TEMPLATE}编号：12`, `${TEMPLATE} 编号 7！`)).toBe(1);
    expect(likeness(TEMPLATE, OTHER)).toBeLessThan(0.05);
  });

  it.each<[what: string, texts: string[], groups: number[][]]>([
    ['nothing', [], []],
    ['one text', [TEMPLATE], []],
    ['two copies with other numbers', [`1${TEMPLATE}`, OTHER, `2${TEMPLATE}`], [[0, 2]]],
    [
      'two groups',
      [TEMPLATE, OTHER, `${TEMPLATE}。`, `${OTHER}1`],
      [
        [0, 2],
        [1, 3],
      ],
    ],
    ['texts too short to be copies', ['已办结', '已办结', '已办结'], []],
    ['a text with half of it new', [TEMPLATE, TEMPLATE.slice(0, 25) + OTHER.slice(10, 35)], []],
  ])('are grouped: %s', (_, texts, groups) => {
    expect(alikeGroups(texts.map(sketchOf), 0.9)).toEqual(groups);
  });

  it('are found in a text and its copy, whatever stands between them', () => {
    const filler = fc.array(fc.string({ minLength: 30, unit: fc.constantFrom(...'天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏') }), {
      maxLength: 10,
    });
    fc.assert(
      fc.property(filler, (between) => {
        const groups = alikeGroups([TEMPLATE, ...between, `${TEMPLATE}3`].map(sketchOf), 0.9);
        expect(groups).toContainEqual([0, between.length + 1]);
      }),
    );
  });
});
