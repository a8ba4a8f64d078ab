import { comparison, figureWords, reportText, partWords, type SaidFigure } from './report-words.js';

const of = (value: number | null, unit = 'cases'): SaidFigure => ({ value, numerator: value ?? 0, denominator: null, unit });

describe('a report in words', () => {
  it.each<[number | null, string, string]>([
    [1204, 'cases', '1,204 件'],
    [0, 'cases', '0 件'],
    [0.9619, 'share', '96.2%'],
    [1, 'share', '100.0%'],
    [34.56, 'hours', '34.6 小时'],
    [1234.0, 'hours', '1,234 小时'],
    [12, 'seconds', '12 秒'],
    [15, 'calls', '15 个'],
    [null, 'share', '无'],
  ])('says %p %s as “%s”', (value, unit, words) => expect(figureWords({ value, unit })).toBe(words));

  it('says what a share is of', () => {
    expect(partWords({ numerator: 72, denominator: 1083 })).toBe('1,083 件中的 72 件');
    expect(partWords({ numerator: 72, denominator: null })).toBe('72 件');
  });

  it.each<[SaidFigure, SaidFigure | undefined, string | undefined]>([
    [of(128), of(140), '较上月 −12 件（−8.6%）'],
    [of(140), of(128), '较上月 +12 件（+9.4%）'],
    [of(5), of(3), '较上月 +2 件'],
    [of(140), of(140), '与上月持平'],
    [of(0.95, 'share'), of(0.918, 'share'), '较上月 +3.2 个百分点'],
    [of(0.9, 'share'), of(0.9004, 'share'), '与上月持平'],
    [of(30.2, 'hours'), of(35.5, 'hours'), '较上月 −5.3 小时'],
    [of(1), undefined, undefined],
    [of(null, 'share'), of(0.9, 'share'), undefined],
    [of(0.9, 'share'), of(null, 'share'), undefined],
  ])('compares with a real minus, and claims nothing where one is missing', (now, before, words) =>
    expect(comparison(now, before, '上月')).toBe(words),
  );

  it('fills a template, and drops a bracket whose fact is missing', () => {
    expect(reportText('受理{a}[，{b}][，{c}]。', { a: '5 件', b: '较上月持平' })).toBe('受理5 件，较上月持平。');
    expect(reportText('[解决率 {a}[，{b}][，{c}]。]', { a: '80%', c: '与上月持平' })).toBe('解决率 80%，与上月持平。');
    expect(reportText('[解决率 {x}[，{a}]。]', { a: '80%' })).toBe('');
    expect(() => reportText('受理{x}。', {})).toThrow('needs x');
  });
});
