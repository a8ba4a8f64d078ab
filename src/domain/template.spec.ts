import { filled, filledWhole, gapsIn, withoutMissing } from './template.js';

describe('a template', () => {
  const facts = { a: '5 件', c: 0, 'service-level:name': '接通率', e: undefined };

  it.each([
    ['受理{a}，{c} 件未办', '受理5 件，0 件未办'],
    ['{service-level:name}{a}', '接通率5 件'],
    ['{x}与{e}', '{x}与{e}'],
    ['{ a }、{}、{a', '{ a }、{}、{a'],
  ])('is filled with what is known: %s', (template, text) => expect(filled(template, facts)).toBe(text));

  it('makes of a missing fact what it is told to, and can refuse it', () => {
    expect(filled('由{x}办理', facts, () => '承办单位')).toBe('由承办单位办理');
    expect(filledWhole('{a}至{c}', facts)).toBe('5 件至0');
    expect(() => filledWhole('由{x}办理', facts)).toThrow('The text “由{x}办理” needs x');
    expect(() => filledWhole('{e}', facts)).toThrow('needs e');
  });

  it.each([
    ['受理{a}[，{b}][，{c}]。', '受理{a}，{c}。'],
    ['[解决率 {a}[，{b}][，{c}]。]', '解决率 {a}，{c}。'],
    ['[解决率 {x}[，{a}]。]', ''],
    ['没有[括号]的事', '没有括号的事'],
    ['半个[{x}', '半个[{x}'],
  ])('loses the brackets whose facts are missing: %s', (template, text) => expect(withoutMissing(template, facts)).toBe(text));

  it('names its gaps', () => expect(gapsIn('{a}{b}[{a}]{ c }')).toEqual(['a', 'b', 'a']));
});
