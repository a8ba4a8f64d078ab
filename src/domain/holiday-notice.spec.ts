import { createRequire } from 'node:module';
import { dayChanges, readNotice } from './holiday-notice.js';

/** The days of the package that seeds the calendar: name and kind were entered by other hands from the same notices. */
const known = createRequire(import.meta.url)('chinese-days/dist/chinese-days.json') as Record<
  'holidays' | 'workdays',
  Record<string, string>
>;
const knownDays = (year: number): string[] =>
  (['holidays', 'workdays'] as const)
    .flatMap((list) => Object.keys(known[list]).map((day) => `${day} ${list === 'holidays' ? 'off' : 'work'}`))
    .filter((one) => one.startsWith(String(year)))
    .sort();

const NOTICES: Record<number, string> = {
  2024: `国务院办公厅关于2024年部分节假日安排的通知
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2024年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。
国务院办公厅
2023年10月25日`,
  2025: `国务院办公厅关于2025年部分节假日安排的通知
经党中央、国务院批准，根据2024年11月修订的《全国年节及纪念日放假办法》，自2025年1月1日起，全体公民放假的假日增加2天，其中春节、劳动节各增加1天。据此对放假调休原则作进一步优化完善，除个别特殊情形外，春节自农历除夕起放假调休8天，国庆节自10月1日起放假调休7天，劳动节放假调休5天，元旦、清明节、端午节、中秋节分别放假调休或连休3天（如逢周三则只在当日放假），国庆节放假如逢中秋节则合并放假8天。
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
2024年11月12日`,
  2026: `国务院办公厅关于2026年部分节假日安排的通知
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
国务院办公厅
2025年11月4日`,
};
const faultsOf = (text: string, year = 2026) => readNotice(text, year).faults.map(({ line, code }) => `${line} ${code}`);

describe('the yearly notice of the State Council', () => {
  it.each([2024, 2025, 2026])('of %d gives the days that the package has, without a fault', (year) => {
    const { days, faults } = readNotice(NOTICES[year]!, year);
    expect(faults).toEqual([]);
    expect(days.map(({ day, kind }) => `${day} ${kind}`).sort()).toEqual(knownDays(year));
  });

  it('names make-up days after their holiday', () => {
    const { days } = readNotice(NOTICES[2026]!, 2026);
    expect(days.filter(({ kind }) => kind === 'work').map(({ day, name }) => `${day} ${name}`)).toEqual([
      '2026-01-04 元旦调休',
      '2026-02-14 春节调休',
      '2026-02-28 春节调休',
      '2026-05-09 劳动节调休',
      '2026-09-20 国庆节调休',
      '2026-10-10 国庆节调休',
    ]);
  });

  it.each([
    ['五、端午节：6月19日（周六）至21日（周日）放假，共3天。', '1 weekday-differs'],
    ['五、端午节：6月19日（周五）至21日（周日）放假，共4天。', '1 count-differs'],
    ['五、端午节：6月31日至32日放假。', '1 not-understood'],
    ['五、端午节：6月21日至19日放假。', '1 not-understood'],
    ['五、端午节：6月19日放假。6月22日上班。', '1 works-anyhow'],
    ['五、端午节：6月19日放假。\n六、中秋节：6月19日放假。', '2 twice'],
    ['端午那几天，6月19日大家都放假。', '1 not-understood'],
    ['国务院办公厅关于2027年部分节假日安排的通知', '0 year-differs'],
    ['五、端午节：6月19日放假。', '0 holiday-lacks'],
  ])('tells what is wrong with %s', (text, fault) => {
    expect(faultsOf(text)).toContain(fault);
  });

  it('takes a New Year that begins in December before, where those days are a weekend', () => {
    const { days, faults } = readNotice('一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。', 2023);
    expect(days.map(({ day }) => day)).toEqual(['2023-01-01', '2023-01-02']);
    expect(faults.map(({ code }) => code)).toEqual(['holiday-lacks']);
  });

  it('reads a table of days, and tells each line that is none', () => {
    const table =
      '日期,类型,名称\n2026-02-14,上班,春节调休\n2026/2/15,放假,春节\n2026-02-30,放假,春节\n2026-02-16,半天,春节\n2026-02-17,放假,\n2027-02-01,放假,春节';
    const { days, faults } = readNotice(table, 2026);
    expect(days).toEqual([
      { day: '2026-02-14', kind: 'work', name: '春节调休' },
      { day: '2026-02-15', kind: 'off', name: '春节' },
    ]);
    expect(faults.map(({ line, code }) => `${line} ${code}`)).toEqual(['4 day-bad', '5 kind-bad', '6 name-bad', '7 not-in-year']);
  });

  it('finds nothing in a text without days, and says so', () => {
    expect(faultsOf('')).toEqual(['0 holiday-lacks']);
  });

  it('tells the days that change, not those that stay', () => {
    const off = (day: string) => ({ day, kind: 'off' as const, name: '假' });
    const work = (day: string) => ({ day, kind: 'work' as const, name: '班' });
    expect(
      dayChanges([off('2026-01-01'), off('2026-01-02'), off('2026-01-05')], [off('2026-01-01'), work('2026-01-02'), off('2026-01-06')]),
    ).toEqual([
      { day: '2026-01-02', was: 'off', is: 'work', name: '班' },
      { day: '2026-01-05', was: 'off', name: '假' },
      { day: '2026-01-06', is: 'off', name: '假' },
    ]);
  });
});
