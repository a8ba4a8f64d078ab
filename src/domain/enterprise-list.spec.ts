import { type ImportContext, missingColumns, readEnterprises } from './enterprise-list.js';

const GOOD = '91350100M000100Y43';
const OTHER = '91220113MA14TQ5R8J';
const CONTEXT: ImportContext = {
  codes: new Set(['911101080000000000']),
  departments: new Map([
    ['市场监督管理局', 'market'],
    ['market', 'market'],
  ]),
  officers: new Map([['market', new Map([['韩立夫', 'market.handler1']])]]),
};
const line = (cells: Record<string, string>, number = 2) => ({
  line: number,
  cells: { 企业名称: '九台华丰面粉厂', 统一社会信用代码: GOOD, ...cells },
});

describe('a line of the list of enterprises', () => {
  it('is taken with everything it says', () => {
    const cells = {
      规模: '中型',
      来源: '外地',
      地址: '营城街 5 号',
      联系人: '李一',
      联系电话: '138-0000-1111',
      服务单位: '市场监督管理局',
      服务专员: '韩立夫',
    };
    expect(readEnterprises([line(cells)], CONTEXT).good).toEqual([
      {
        line: 2,
        record: {
          name: '九台华丰面粉厂',
          uscc: GOOD,
          size: 'medium',
          origin: 'outside',
          address: '营城街 5 号',
          contactName: '李一',
          contactPhone: '13800001111',
          departmentCode: 'market',
          officer: 'market.handler1',
        },
      },
    ]);
  });

  it('is taken with name and code alone, as a small local enterprise', () => {
    expect(readEnterprises([line({})], CONTEXT).good[0]!.record).toEqual({
      name: '九台华丰面粉厂',
      uscc: GOOD,
      size: 'small',
      origin: 'local',
    });
  });

  it.each([
    ['without a name', { 企业名称: ' ' }, 'name', 'required'],
    ['without a code', { 统一社会信用代码: '' }, 'uscc', 'required'],
    ['whose code is too short', { 统一社会信用代码: '9122011' }, 'uscc', 'malformed'],
    ['whose code has a wrong check digit', { 统一社会信用代码: '91350100M000100Y44' }, 'uscc', 'check-digit'],
    ['of a size nobody knows', { 规模: '巨型' }, 'size', 'not-in-list'],
    ['from a place nobody knows', { 来源: '天上' }, 'origin', 'not-in-list'],
    ['with a broken telephone number', { 联系电话: '1380' }, 'contactPhone', 'malformed'],
    ['of a department that is not there', { 服务单位: '旅游局' }, 'department', 'unknown-department'],
    ['of an officer of another department', { 服务单位: '市场监督管理局', 服务专员: '林雪莹' }, 'officer', 'unknown-officer'],
    ['with a name that is too long', { 企业名称: '厂'.repeat(121) }, 'name', 'too-long'],
  ])('%s is named with line, column and reason', (_, cells, column, code) => {
    const reading = readEnterprises([line(cells, 7)], CONTEXT);
    expect([reading.good, reading.bad]).toEqual([[], [{ line: 7, column, code }]]);
  });

  it('names every problem of a line at once', () => {
    expect(readEnterprises([line({ 企业名称: '', 规模: '巨型' })], CONTEXT).bad).toHaveLength(2);
  });
});

describe('a file of enterprises', () => {
  it('adds what is new, leaves what is known, and takes a code once', () => {
    const lines = [line({}, 2), line({}, 3), line({ 统一社会信用代码: OTHER.toLowerCase() }, 4)];
    const first = readEnterprises(lines, CONTEXT);
    expect(first.bad).toEqual([{ line: 3, column: 'uscc', code: 'twice-in-file' }]);
    expect(first.good.map(({ line: at }) => at)).toEqual([2, 4]);
    const added = first.good.map(({ record }) => record.uscc);
    const again = readEnterprises(lines, { ...CONTEXT, codes: new Set(added) });
    expect([again.good, again.known]).toEqual([[], first.good.map(({ line: at }) => at)]);
  });

  it('says which columns it lacks', () => {
    expect(missingColumns(['企业名称', '规模'])).toEqual(['uscc']);
    expect(missingColumns(['name', 'uscc'])).toEqual([]);
  });
});
