/** Lists of cases as the system of another maker would hand them over, good lines and bad ones. */
import { stringify } from 'csv-stringify/sync';
import { MARKS, particularsOf } from './canary.js';

export const HEADS = [
  ...['工单编号', '受理时间', '工单状态', '办结时间', '诉求类型', '来源渠道', '问题分类', '标题', '诉求内容', '承办单位', '转办摘要'],
  ...['答复内容', '诉求人', '联系电话', '身份证号'],
];
export type OldCase = Record<string, string>;

const DAY_MS = 86_400_000;
const START = Date.UTC(2024, 0, 2, 1, 30);
const timeOf = (n: number): string => new Date(START + (n % 20_000) * 37 * 60_000).toISOString().slice(0, 16).replace('T', ' ');
const CATEGORIES = ['未一次性告知', '超时限办理', '推诿扯皮', '门难进、脸难看'];
const DEPARTMENTS = ['市场监督管理局', '税务局', '住房和城乡建设局', '交通运输局'];
const MATTERS = [
  '窗口没有一次说清要哪些材料，前后跑了三趟',
  '许可过了承诺时限仍没有办好',
  '两个科室互相推，材料没人收',
  '窗口人员态度生硬，问两句就不耐烦',
];

/** The n-th case of the old system, closed a week after it came in. */
export const oldCase = (n: number, more: OldCase = {}): OldCase => {
  const person = particularsOf(n % 10_000);
  return {
    工单编号: `JT-${String(n).padStart(7, '0')}`,
    受理时间: timeOf(n),
    工单状态: '已办结',
    办结时间: new Date(START + (n % 20_000) * 37 * 60_000 + 7 * DAY_MS).toISOString().slice(0, 16).replace('T', ' '),
    诉求类型: '投诉',
    来源渠道: '来电',
    问题分类: CATEGORIES[n % CATEGORIES.length]!,
    标题: `${MATTERS[n % MATTERS.length]!.split('，')[0]!}`,
    诉求内容: `${MATTERS[n % MATTERS.length]!}，希望尽快解决。暗语${MARKS.word}${n}。`,
    承办单位: DEPARTMENTS[n % DEPARTMENTS.length]!,
    转办摘要: '反映窗口办事不便，请核实处理。',
    答复内容: '经核实，已责成窗口改正，并向诉求人说明了办理要求。',
    诉求人: person.name,
    联系电话: `139${String(10_000_000 + n)}`,
    身份证号: person.idNumber,
    ...more,
  };
};

/** Ways to spoil a line, each with the field and the reason it has to be told by. */
export const SPOILT: [change: OldCase, field: string, code: string][] = [
  [{ 诉求内容: '' }, 'description', 'required'],
  [{ 受理时间: '去年春天' }, 'receivedAt', 'malformed'],
  [{ 办结时间: '2031-01-09' }, 'closedAt', 'in-future'],
  [{ 办结时间: '2023-12-01 10:00' }, 'closedAt', 'before-receipt'],
  [{ 问题分类: '不知道是什么' }, 'category', 'unknown-value'],
  [{ 承办单位: '外星事务局' }, 'department', 'unknown-value'],
  [{ 工单编号: 'JT-0000000' }, 'foreignNumber', 'twice-in-file'],
  [{ 联系电话: '没有电话' }, 'phone', 'malformed'],
  [{ 标题: '长'.repeat(121) }, 'title', 'too-long'],
  [{ 办结时间: '' }, 'closedAt', 'required'],
];

/** So many lines, every so many-th of them spoilt in turn; and what has to be told of each of those. */
export function oldCases(
  many: number,
  spoilEvery = 0,
  most = many,
): { lines: OldCase[]; told: { line: number; field: string; code: string }[] } {
  const told: { line: number; field: string; code: string }[] = [];
  const lines = Array.from({ length: many }, (_, n) => {
    if (spoilEvery === 0 || n === 0 || n % spoilEvery !== 0 || told.length >= most) return oldCase(n);
    const [change, field, code] = SPOILT[told.length % SPOILT.length]!;
    told.push({ line: n + 2, field, code });
    return oldCase(n, change);
  });
  return { lines, told };
}

export const csvOf = (lines: readonly OldCase[], heads: readonly string[] = HEADS): string =>
  stringify([[...heads], ...lines.map((line) => heads.map((head) => line[head] ?? ''))], { bom: true, record_delimiter: 'windows' });
