import { type ImportField, proposedColumns } from './import-columns.js';
import { instantIn, LineReader, type LineContext, type LineFault, type ReadLine } from './import-lines.js';
import { isoOf } from './time.js';
import { calendarOf } from './work-calendar.js';
import { readLimitSettings } from './limits.js';
import { configJson } from '../platform/settings.js';

const NOW = Date.parse('2026-03-02T10:00:00+08:00');
const limits = readLimitSettings(configJson('limits.json'));
const departments = [
  { code: 'market', level: 'city' as const, active: true },
  { code: 'old', level: 'city' as const, active: false },
];
const CONTEXT: LineContext = {
  now: NOW,
  categories: new Map([['超时限办理', { code: '0102', flags: {} }]]),
  departments: new Map(
    departments.flatMap(({ code, active }) => [[code === 'market' ? '市场监督管理局' : '老单位', { code, active }]] as const),
  ),
  policyAt: () => ({ now: NOW, calendar: calendarOf([], [2026], [[540, 1050]]), limits, departments }),
};
const GOOD: Partial<Record<ImportField, string>> = {
  foreignNumber: 'A-1',
  receivedAt: '2025-03-03 09:15',
  closedAt: '2025-03-10',
  description: '办理超过承诺时限，跑了三趟',
  category: '超时限办理',
  department: '市场监督管理局',
  summary: '反映办理超时',
  reply: '已办结并致歉',
  name: '王小明',
  phone: '139 0000 1234',
};

const readAll = (lines: Partial<Record<ImportField, string>>[], values = {}) => {
  const heads = [...new Set(lines.flatMap((line) => Object.keys(line)))];
  const columns = Object.fromEntries(heads.map((head) => [head, head]));
  const reader = new LineReader(heads, { columns, values }, CONTEXT);
  const found = lines.map((line, n) => reader.read({ line: n + 2, cells: heads.map((head) => line[head as ImportField] ?? '') }));
  return { reader, found };
};
const readOne = (change: Partial<Record<ImportField, string>>, values = {}): ReadLine | LineFault[] =>
  readAll([{ ...GOOD, ...change }], values).found[0]!;

describe('headings', () => {
  it.each([
    ['工单编号', 'foreignNumber'],
    ['* 受理时间（必填）', 'receivedAt'],
    ['Created_At', 'receivedAt'],
    ['诉求内容', 'description'],
    ['Assigned to', 'department'],
    ['联系 电话', 'phone'],
  ])('%s means %s', (heading, field) => {
    expect(Object.entries(proposedColumns([heading]))).toEqual([[field, heading]]);
  });

  it('are used once, and nothing is guessed of strange ones', () => {
    expect(proposedColumns(['编号', '工单编号', '备注', ''])).toEqual({ foreignNumber: '工单编号' });
  });
});

describe('an instant in a list', () => {
  it.each([
    ['2025-03-03 09:15', '2025-03-03T09:15:00.000+08:00'],
    ['2025/3/3 9:05:07', '2025-03-03T09:05:07.000+08:00'],
    ['2025年3月3日', '2025-03-03T00:00:00.000+08:00'],
    ['2025年3月3日 9时05分', '2025-03-03T09:05:00.000+08:00'],
    ['2025年3月3日9时05分07秒', '2025-03-03T09:05:07.000+08:00'],
    ['20250303091507', '2025-03-03T09:15:07.000+08:00'],
    ['20250303', '2025-03-03T00:00:00.000+08:00'],
    ['２０２５－０３－０３', '2025-03-03T00:00:00.000+08:00'],
    ['2025-03-03T09:15:00+08:00', '2025-03-03T09:15:00.000+08:00'],
    ['2025-03-03T01:15:00Z', '2025-03-03T09:15:00.000+08:00'],
    ['45719.5', '2025-03-03T12:00:00.000+08:00'],
  ])('%s is %s', (text, instant) => {
    expect(isoOf(instantIn(text)!)).toBe(instant);
  });

  it.each(['', '去年', '2025-02-30', '2025-13-01', '2025-03-03 25:00', '12345', '2025'])('%s is none', (text) => {
    expect(instantIn(text)).toBeUndefined();
  });
});

describe('a line of another system', () => {
  it('is taken with everything it says', () => {
    expect(readOne({ amount: '1,200.50元', visits: '3次', region: '东湖街道' })).toEqual({
      line: 2,
      foreignNumber: 'A-1',
      case: {
        ...{ kind: 'complaint', urgency: 'normal', channel: 'transfer', categoryCode: '0102', accusedDepartmentCode: null, flags: {} },
        ...{ receivedAt: Date.parse('2025-03-03T09:15:00+08:00'), status: 'closed', closedAt: Date.parse('2025-03-10T00:00:00+08:00') },
        ...{ lead: 'market', summary: '反映办理超时', reply: '已办结并致歉' },
      },
      particulars: {
        ...{ region: '东湖街道', amountFen: 120_050, visits: 3, size: null, origin: null },
        basisShown: null,
        receiptGiven: null,
      },
      ...{ title: null, description: '办理超过承诺时限，跑了三趟', address: null, person: { name: '王小明', phone: '139 0000 1234' } },
    });
  });

  it.each([
    [{ foreignNumber: '' }, 'foreignNumber', 'required'],
    [{ description: ' ' }, 'description', 'required'],
    [{ receivedAt: '' }, 'receivedAt', 'required'],
    [{ receivedAt: '某天' }, 'receivedAt', 'malformed'],
    [{ receivedAt: '1998-01-01' }, 'receivedAt', 'malformed'],
    [{ closedAt: '2026-03-02 10:01' }, 'closedAt', 'in-future'],
    [{ closedAt: '2025-03-02' }, 'closedAt', 'before-receipt'],
    [{ status: '已办结', closedAt: '' }, 'closedAt', 'required'],
    [{ status: '挂起' }, 'status', 'unknown-value'],
    [{ kind: '其他' }, 'kind', 'unknown-value'],
    [{ channel: '飞鸽' }, 'channel', 'unknown-value'],
    [{ category: '不详' }, 'category', 'unknown-value'],
    [{ department: '某局' }, 'department', 'unknown-value'],
    [{ department: '老单位', status: '在办', closedAt: '' }, 'department', 'not-in-service'],
    [{ accusedDepartment: '市场监督管理局', kind: '举报' }, 'department', 'conflict-of-interest'],
    [{ title: '长'.repeat(121) }, 'title', 'too-long'],
    [{ phone: '没有' }, 'phone', 'malformed'],
    [{ email: 'abc' }, 'email', 'malformed'],
    [{ amount: '很多' }, 'amount', 'malformed'],
    [{ visits: '2.5' }, 'visits', 'malformed'],
    [{ summary: '请联系王小明' }, 'summary', 'names-complainant'],
    [{ reply: '已电话 13900001234 告知' }, 'reply', 'names-complainant'],
  ])('%j is not taken: %s %s', (change, field, code) => {
    expect(readOne(change)).toEqual([{ line: 2, field, code }]);
  });

  it('tells every reason, one for each field', () => {
    expect(readOne({ foreignNumber: '', description: '', channel: '飞鸽', phone: '长'.repeat(31) })).toEqual([
      { line: 2, field: 'phone', code: 'too-long' },
      { line: 2, field: 'foreignNumber', code: 'required' },
      { line: 2, field: 'description', code: 'required' },
      { line: 2, field: 'channel', code: 'unknown-value' },
    ]);
  });

  it('comes once of a number, whether the first was good or not', () => {
    const { found } = readAll([GOOD, GOOD, { ...GOOD, foreignNumber: 'A-2', description: '' }, { ...GOOD, foreignNumber: 'Ａ-2' }]);
    expect(found.map((one) => (Array.isArray(one) ? one.map(({ code }) => code) : 'taken'))).toEqual([
      'taken',
      ['twice-in-file'],
      ['required'],
      ['twice-in-file'],
    ]);
  });

  it('is read by the meanings its words were given, and notes those without one', () => {
    const values = { channel: { 飞鸽: 'letter' }, status: { 挂起: 'open' } };
    const taken = readOne({ channel: '飞鸽', status: '挂起', closedAt: '' }, values) as ReadLine;
    expect([taken.case.channel, taken.case.status]).toEqual(['letter', 'open']);
    const { reader } = readAll([
      { ...GOOD, category: '不详' },
      { ...GOOD, foreignNumber: 'A-2', category: '不详' },
    ]);
    expect([...reader.unknown].map(([field, words]) => [field, [...words]])).toEqual([['category', [['不详', 2]]]]);
  });

  it('that tells the day alone was closed at some hour of it', () => {
    const taken = readOne({ receivedAt: '2025-03-03 09:15', closedAt: '2025-03-03' }) as ReadLine;
    expect(taken.case.closedAt).toBe(taken.case.receivedAt);
  });
});
