import fc from 'fast-check';
import { isConfirmed, type KnownValue, replacementFor, type Replacements, tracesIn, unresolved } from './de-identification.js';
import type { TraceKind } from './trace-patterns.js';

const CITY = { known: [], places: ['惠民路', '营城街道'], authorities: ['市场监督管理局', '税务局', '政务服务局', '经济开发区管委会'] };
const found = (text: string, known: readonly KnownValue[] = []): [TraceKind, string][] =>
  tracesIn(text, { ...CITY, known }).map((one) => [one.kind, one.text]);

describe('traces of persons, businesses and places', () => {
  it.each<[text: string, ...traces: [TraceKind, string][]]>([
    ['联系电话13800138000', ['phone', '13800138000']],
    ['电话138-0013-8000', ['phone', '138-0013-8000']],
    ['手机１３８００１３８０００', ['phone', '１３８００１３８０００']],
    ['拨打一三八零零一三八零零零', ['phone', '一三八零零一三八零零零']],
    ['座机0431-82301101', ['phone', '0431-82301101']],
    ['身份证220112198001011238', ['id-number', '220112198001011238']],
    ['身份证22011219800101123X', ['id-number', '22011219800101123X']],
    ['统一代码91220101MA0Y7XYZ1K', ['uscc', '91220101MA0Y7XYZ1K']],
    ['车牌吉A·12345', ['plate', '吉A·12345']],
    ['新能源车吉AD12345被扣', ['plate', '吉AD12345']],
    ['邮箱zhang.san@example.com', ['email', 'zhang.san@example.com']],
    ['微信号：wx_abc12345', ['account', '微信号：wx_abc12345']],
    ['卡号6222 0210 0111 6245 702', ['account', '6222 0210 0111 6245 702']],
    ['工单20261123000042', ['case-number', '20261123000042']],
    ['查询码12345678901234567890', ['case-number', '12345678901234567890']],
  ])('finds the number or the address in “%s”', (text, ...traces) => expect(found(text)).toEqual(traces));

  it.each<[text: string, ...traces: [TraceKind, string][]]>([
    ['我叫王小明', ['name', '王小明']],
    ['经办人李建国收了材料', ['name', '李建国']],
    ['找到张科长说明', ['name', '张科长']],
    ['欧阳副局长批示', ['name', '欧阳副局长']],
    ['李女士来电', ['name', '李女士']],
    ['老王说要请客', ['name', '老王']],
    ['赵某某被约谈', ['name', '赵某某']],
    ['Mr. Smith called', ['name', 'Mr. Smith']],
    ['科长让再等等', ['job-title', '科长']],
  ])('finds the person in “%s”', (text, ...traces) => expect(found(text)).toEqual(traces));

  it.each<[text: string, ...traces: [TraceKind, string][]]>([
    ['吉林省大地食品有限公司被查', ['company', '吉林省大地食品有限公司']],
    ['在鑫源超市进货', ['company', '鑫源超市']],
    ['大有新材料有限公司反映', ['company', '大有新材料有限公司']],
    ['位于惠民路88号', ['place', '惠民路88号']],
    ['家住幸福小区3号楼2单元', ['place', '幸福小区3号楼2单元']],
    ['到营城街道反映', ['place', '营城街道']],
    ['在12号窗口排队', ['place', '12号窗口']],
    ['其塔木镇的农户', ['place', '其塔木镇']],
  ])('finds the business or the place in “%s”', (text, ...traces) => expect(found(text)).toEqual(traces));

  it.each<[text: string, ...traces: [TraceKind, string][]]>([
    ['2026年3月15日提交', ['date', '2026年3月15日']],
    ['3月15日提交', ['date', '3月15日']],
    ['2026-03-15提交', ['date', '2026-03-15']],
    ['二〇二六年三月十五日提交', ['date', '二〇二六年三月十五日']],
    ['本月5日到场', ['date', '本月5日']],
    ['下午3点半到场', ['date', '下午3点半']],
    ['收费3200元', ['amount', '3200元']],
    ['收费1.5万元', ['amount', '1.5万元']],
    ['收费三千二百元', ['amount', '三千二百元']],
    ['￥3,200.00未退', ['amount', '￥3,200.00']],
  ])('finds the date or the sum in “%s”', (text, ...traces) => expect(found(text)).toEqual(traces));

  it.each([
    '市场监督管理局已责令整改，并书面道歉。',
    '经济开发区管委会按规定受理申请。',
    '企业为办理许可往返5次，问题持续3个月。',
    '窗口要求补充材料，前后跑了四趟，道路运输许可证迟迟不发。',
    '农村饭桌上的思路和出路。',
  ])('leaves alone what leads to nobody: %s', (text) => expect(found(text)).toEqual([]));

  const KNOWN: KnownValue[] = [
    { kind: 'name', value: '金丝雀', mustGo: true },
    { kind: 'phone', value: '13900001111', mustGo: true },
    { kind: 'company', value: '九台区青松机械加工厂', mustGo: true },
    { kind: 'email', value: 'a.b@c.cn', mustGo: true },
  ];
  it.each<[text: string, kind: TraceKind, what: string, mustGo: boolean]>([
    ['金丝雀反映', 'name', '金丝雀', true],
    ['金 丝 雀反映', 'name', '金 丝 雀', true],
    ['丝雀反映', 'name', '丝雀', false],
    ['号码是139 0000 1111', 'phone', '139 0000 1111', true],
    ['号码是１３９００００１１１１', 'phone', '１３９００００１１１１', true],
    ['青松机械加工的订单', 'company', '青松机械加工', true],
    ['写信给A.B@C.CN', 'email', 'A.B@C.CN', true],
  ])('knows the complainant again in “%s”', (text, kind, what, mustGo) =>
    expect(tracesIn(text, { ...CITY, known: KNOWN })).toMatchObject([{ kind, text: what, mustGo }]),
  );

  it('gives places in the text as it was written, none overlapping, in order', () => {
    const alphabet = fc.constantFrom(...'王小明张科长13800惠民路8号公司元年月日 ，。Ａ@a.b大地３有限');
    fc.assert(
      fc.property(fc.array(alphabet, { maxLength: 60 }), (signs) => {
        const text = signs.join('');
        const traces = tracesIn(text, { ...CITY, known: KNOWN });
        traces.forEach((one, index) => {
          expect(text.slice(one.from, one.to)).toBe(one.text);
          expect(one.from).toBeGreaterThanOrEqual(traces[index - 1]?.to ?? 0);
        });
      }),
    );
  });

  it('finds a telephone number wherever it stands', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[甲乙丙，。]{0,12}$/), fc.stringMatching(/^1[3-9]\d{9}$/), (around, phone) => {
        expect(found(`${around}${phone}${around}`)).toEqual([['phone', phone]]);
      }),
    );
  });
});

describe('decisions on traces', () => {
  const TEXT = '张科长收了3200元，又收3200元，电话13800138000';
  const traces = tracesIn(TEXT, CITY);
  const decide = (text: string, n: number) => ({ field: 'happened', kind: 'amount' as const, text, n });

  it('are one for each place: equal words twice need two', () => {
    expect(unresolved({ happened: traces }, [])).toBe(4);
    expect(unresolved({ happened: traces }, [decide('3200元', 1)])).toBe(3);
    expect(unresolved({ happened: traces }, [decide('3200元', 1), decide('3200元', 2)])).toBe(2);
    expect(unresolved({ dealt: traces }, [decide('3200元', 1)])).toBe(4);
  });

  it('keep no telephone number in a text, whoever decides so', () => {
    const phone = traces.find(({ kind }) => kind === 'phone')!;
    expect(phone.mustGo).toBe(true);
    expect(isConfirmed('happened', phone, [{ field: 'happened', kind: 'phone', text: phone.text, n: 1 }])).toBe(false);
  });

  const WORDS = { name: '某某', company: '某企业' } as Replacements;
  it.each<[TraceKind, string, string]>([
    ['name', '张科长', '某科长'],
    ['name', '欧阳副局长', '某副局长'],
    ['name', '李女士', '某女士'],
    ['name', '王小明', '某某'],
    ['company', '鑫源超市', '某企业'],
  ])('are proposed a replacement: %s %s', (kind, text, words) => expect(replacementFor({ kind, text }, WORDS)).toBe(words));
});
