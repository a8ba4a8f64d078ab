import fc from 'fast-check';
import { articleTerms, askedTerms, marksIn, passageOf, weighTerms } from './article-search.js';

describe('words an article is found by', () => {
  it('are the words of the segmentation and the pairs of long ones, without courtesies', () => {
    const terms = articleTerms('请问营业执照怎样注销');
    expect(terms).toEqual(expect.arrayContaining(['营业执照', '营业', '执照', '注销']));
    expect(terms).not.toContain('请');
  });

  it('weigh most in the title, then in tags, then in the body, where saying it more often counts a little', () => {
    const weights = weighTerms({ title: '注销', tags: ['清税'], body: '公告。公告。发票' });
    expect([weights.get('注销'), weights.get('清税'), weights.get('公告'), weights.get('发票')]).toEqual([8, 6, 3, 2]);
  });

  it('bring the other words of the same thing along, for half', () => {
    const asked = askedTerms('关店', [['关店', '注销']]);
    expect([asked.get('关店'), asked.get('注销')]).toEqual([1, 0.5]);
    expect(askedTerms('开店', [['关店', '注销']]).has('注销')).toBe(false);
  });

  it('are marked in the passage that says most of them', () => {
    const { text, marks } = passageOf('先准备材料。注销前到税务部门清税。其他的以后再说。', new Map([['清税', 1]]));
    expect(text.startsWith('注销前')).toBe(true);
    expect(marks.map(([from, to]) => text.slice(from, to))).toEqual(['清税']);
  });

  it('stand in the passage without the dashes of a list', () => {
    expect(passageOf('办理渠道：\n- 到窗口办理。\n- 网上办理。', new Map([['窗口', 1]])).text).toBe('到窗口办理。网上办理。');
  });

  it('never give marks that overlap or leave the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string({ minLength: 2, maxLength: 3 })), (text, terms) => {
        let end = -1;
        for (const [from, to] of marksIn(text, terms)) {
          expect(from > end && to <= text.length && to > from).toBe(true);
          end = to;
        }
      }),
    );
  });
});
