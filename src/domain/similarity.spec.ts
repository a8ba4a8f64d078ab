import fc from 'fast-check';
import { queryTerms, searchTerms, similarity, words } from './similarity.js';

describe('the terms of a search', () => {
  it.each<[string, string[]]>([
    ['市场监管局罚款', ['市场', '场监', '监管', '管局', '局罚', '罚款']],
    ['税', ['税']],
    ['罚了 5000 元', ['罚了', '5000', '元']],
    ['ＡＢＣ公司Hello', ['abc', '公司', 'hello']],
    ['车牌吉A12345', ['车牌', '牌吉', 'a12345']],
    ['𠮷野家', ['𠮷野', '野家']],
    ['罚款,罚款', ['罚款']],
    ['!?。 ', []],
  ])('of %s are %j', (text, terms) => {
    expect(searchTerms(text)).toEqual(terms);
  });

  const han = fc.array(fc.constantFrom(...'罚款税务局检查态度恶劣收费票据骉犇𠮷𪚥'), { minLength: 2, maxLength: 60 });
  it('of a question are all in the text the question was taken from', () => {
    fc.assert(
      fc.property(han, fc.nat(58), fc.integer({ min: 2, max: 10 }), (text, from, length) => {
        const start = Math.min(from, text.length - 2);
        const found = new Set(searchTerms(`甲:${text.join('')} end`));
        expect(queryTerms(text.slice(start, start + length).join('')).every((term) => found.has(term))).toBe(true);
      }),
    );
  });

  it('are never more than four hundred and each stands once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 2_000 }), (text) => {
        const terms = searchTerms(text);
        expect(terms.length <= 400 && new Set(terms).size === terms.length && !terms.includes('')).toBe(true);
      }),
    );
    expect(searchTerms(Array.from({ length: 9_000 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join(''))).toHaveLength(400);
  });
});

describe('the likeness of two texts', () => {
  const fined = words('市场监督管理局到我店检查时态度恶劣,对我店罚款五千元,没有出示任何依据,也不开票据。');
  const again = words('您好,我反映市场监督管理局检查我店,态度恶劣,罚款五千元,没出示依据,不开票据,希望处理。');
  const other = words('不动产登记中心让我跑了五次,每次都要补不同的材料,一直没有一次性告知。');

  it('is high for the same matter told again and low for another', () => {
    expect(similarity(fined, again)).toBeGreaterThan(0.7);
    expect(similarity(fined, other)).toBeLessThan(0.2);
  });

  it('leaves out punctuation and the courtesies every complaint has', () => {
    expect(words('您好,谢谢!我投诉的问题。')).toEqual([]);
    expect(similarity([], [])).toBe(0);
  });

  it('is 1 for the same words, the same both ways, and between 0 and 1', () => {
    const list = fc.array(fc.constantFrom('罚款', '税务局', '检查', '市场监督管理局', '票据', '店'), { maxLength: 20 });
    fc.assert(
      fc.property(list, list, (a, b) => {
        const likeness = similarity(a, b);
        expect(likeness).toBeGreaterThanOrEqual(0);
        expect(likeness).toBeLessThanOrEqual(1);
        expect(similarity(b, a)).toBeCloseTo(likeness, 10);
        if (a.length > 0) expect(similarity(a, [...a].reverse())).toBeCloseTo(1, 10);
      }),
    );
  });

  it('of texts of ten thousand characters costs milliseconds', () => {
    const long = '市场监督管理局罚款,没有依据;'.repeat(700);
    words('先读词典');
    const started = performance.now();
    for (let i = 0; i < 10; i += 1) similarity(words(long), words(long));
    for (let i = 0; i < 10; i += 1) searchTerms(long);
    expect(performance.now() - started).toBeLessThan(1_500);
  });
});
