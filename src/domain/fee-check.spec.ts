import fc from 'fast-check';
import { checkFee, type ListedFee, quantityIn } from './fee-check.js';

const fee = (code: string, patch: Partial<ListedFee>): ListedFee => ({
  code,
  item: code,
  departmentCode: 'market',
  keywords: [],
  rule: { kind: 'quoted' },
  validFrom: '2016-01-01',
  validTo: null,
  ...patch,
});
const FEES: ListedFee[] = [
  fee('lift', { item: '电梯检验费', keywords: ['电梯年检'], rule: { kind: 'range', fromYuan: 400, toYuan: 900, unit: '台' } }),
  fee('land', { item: '不动产登记费（非住宅类）', departmentCode: 'resources', rule: { kind: 'fixed', yuan: 550, unit: '件' } }),
  fee('site', {
    item: '城市基础设施配套费',
    departmentCode: 'housing',
    keywords: ['配套费'],
    rule: { kind: 'fixed', yuan: 65, unit: '平方米' },
  }),
  fee('permit', { item: '道路运输证工本费', departmentCode: 'transport', rule: { kind: 'free' } }),
  fee('stall', {
    item: '集贸市场管理费',
    keywords: ['市场管理费'],
    rule: { kind: 'share', percent: 2, of: '成交额' },
    validTo: '2008-08-31',
  }),
  fee('bid', { item: '投标保证金', departmentCode: 'gov-service', rule: { kind: 'share', percent: 2, of: '估算价' } }),
  fee('new', { item: '新设检查费', validFrom: '2027-01-01' }),
  fee('old-lift', { item: '电梯检验费', rule: { kind: 'fixed', yuan: 300, unit: '台' }, validFrom: '2001-01-01', validTo: '2015-12-31' }),
];
const DAY = '2026-11-02';

describe('the check of a fee', () => {
  it.each([
    ['within the standard for one', '交了电梯检验费800元', 'market', 800, 'listed', 'within', 'lift', 900],
    ['above the standard for one', '电梯年检收了1500元', 'market', 1500, 'over-standard', 'above', 'lift', 900],
    ['at the standard for three', '3台电梯检验费共2700元', 'market', 2700, 'listed', 'within', 'lift', 2700],
    ['a fen above the standard', '电梯检验费', 'market', 900.01, 'over-standard', 'above', 'lift', 900],
    [
      'by the square metre, with its area',
      '厂房1,200平方米，配套费收了80000元',
      'housing',
      80_000,
      'over-standard',
      'above',
      'site',
      78_000,
    ],
    ['by the square metre, without an area', '收了配套费80000元', 'housing', 80_000, 'listed', 'amount-unknown', 'site', undefined],
    ['of an entry without an amount', '让交不动产登记费', 'resources', undefined, 'listed', 'amount-unknown', 'land', 550],
    ['for what is free', '办道路运输证工本费要50元', 'transport', 50, 'over-standard', 'free', 'permit', 0],
    ['whose entry has ended', '还在收市场管理费200元', 'market', 200, 'expired', 'no-longer', 'stall', undefined],
    ['whose entry has not begun', '新设检查费500元', 'market', 500, 'unlisted', 'not-yet', 'new', undefined],
    [
      'that only another department may ask for',
      '城管收不动产登记费550元',
      'urban',
      550,
      'unlisted',
      'other-department',
      'land',
      undefined,
    ],
    ['of a share of something', '投标保证金交了20万元', 'gov-service', 200_000, 'listed', 'amount-unknown', 'bid', undefined],
  ] as const)('%s', (_, text, departmentCode, yuan, verdict, reason, code, most) => {
    const amountFen = yuan === undefined ? null : Math.round(yuan * 100);
    const found = checkFee({ text, departments: [departmentCode], amountFen, on: DAY }, FEES);
    expect([found.verdict, found.matches[0]?.reason, found.matches[0]?.code]).toEqual([verdict, reason, code]);
    expect(found.matches[0]?.mostFen).toBe(most === undefined ? undefined : most * 100);
  });

  it('finds a fee nobody approved outside the register, without any entry', () => {
    expect(checkFee({ text: '让交综合服务保障费2000元', departments: ['market'], amountFen: 200_000, on: DAY }, FEES)).toEqual({
      verdict: 'unlisted',
      matches: [],
    });
  });

  it('judges by the standard of the day on which it was asked for', () => {
    const asked = { text: '电梯检验费800元', departments: ['market'], amountFen: 80_000 };
    expect(checkFee({ ...asked, on: '2015-06-01' }, FEES)).toMatchObject({ verdict: 'over-standard', matches: [{ code: 'old-lift' }, {}] });
    expect(checkFee({ ...asked, on: DAY }, FEES)).toMatchObject({
      verdict: 'listed',
      matches: [{ code: 'lift' }, { reason: 'no-longer' }],
    });
  });

  it('counts an entry of the department above as the branch’s own', () => {
    const asked = { text: '电梯检验费500元', departments: ['market-county', 'market'], amountFen: 50_000, on: DAY };
    expect(checkFee(asked, FEES).verdict).toBe('listed');
  });

  it('asks nothing of the department when nobody knows which it was', () => {
    expect(checkFee({ text: '电梯检验费2000元', departments: [], amountFen: 200_000, on: DAY }, FEES).verdict).toBe('over-standard');
  });

  it('never finds a larger amount more proper than a smaller one', () => {
    const order = ['listed', 'over-standard'];
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(1_000_000), (a, b) => {
        const verdict = (amountFen: number) => checkFee({ text: '电梯检验费', departments: ['market'], amountFen, on: DAY }, FEES).verdict;
        return order.indexOf(verdict(Math.min(a, b))) <= order.indexOf(verdict(Math.max(a, b)));
      }),
    );
  });
});

describe('the quantity in a text', () => {
  it.each([
    ['三台电梯', '台', 3],
    ['两本证书', '本', 2],
    ['占地1,200.5平米', '平方米', 1200.5],
    ['一共12 吨', '吨', 12],
    ['电梯', '台', undefined],
    ['３台', '台', 3],
  ])('%s in %s', (text, unit, expected) => {
    expect(quantityIn(text, unit)).toBe(expected);
  });
});
