import { CHANNELS, KINDS } from './vocabulary.js';
import { IMPORT_STATUSES } from './case-import.js';

/** What a column of a list of cases may mean, in the order of the form. */
export const IMPORT_FIELDS = [
  'foreignNumber',
  'receivedAt',
  'status',
  'closedAt',
  'kind',
  'channel',
  'category',
  'title',
  'description',
  'department',
  'summary',
  'reply',
  'accusedDepartment',
  'region',
  'address',
  'amount',
  'visits',
  'name',
  'phone',
  'email',
  'idNumber',
  'complainantAddress',
  'organisation',
  'uscc',
] as const;
export type ImportField = (typeof IMPORT_FIELDS)[number];

/** Without these nothing can be taken over. */
export const NEEDED_FIELDS: readonly ImportField[] = ['foreignNumber', 'receivedAt', 'description'];

/** Fields whose values are words of the other system, to be turned into ours one by one. */
export const VALUE_FIELDS = ['status', 'kind', 'channel', 'category', 'department', 'accusedDepartment'] as const;
export type ValueField = (typeof VALUE_FIELDS)[number];

/** Which heading holds which field, and which of its words means which of our codes. */
export interface ImportMapping {
  columns: Partial<Record<ImportField, string>>;
  values: Partial<Record<ValueField, Readonly<Record<string, string>>>>;
}

/** Headings as hotlines of other makers write them, Chinese and English. */
const HEADINGS: Readonly<Record<ImportField, readonly string[]>> = {
  foreignNumber: [
    '原编号',
    '工单编号',
    '工单号',
    '编号',
    '受理编号',
    '案件编号',
    '流水号',
    'caseid',
    'casenumber',
    'ticketid',
    'id',
    'number',
  ],
  receivedAt: [
    '受理时间',
    '来电时间',
    '登记时间',
    '诉求时间',
    '收到时间',
    '创建时间',
    '反映时间',
    'receivedat',
    'received',
    'createdat',
    'created',
    'opened',
  ],
  status: ['状态', '工单状态', '办理状态', '当前状态', 'status', 'state'],
  closedAt: ['办结时间', '结案时间', '完成时间', '归档时间', 'closedat', 'closed', 'resolvedat'],
  kind: ['诉求类型', '类型', '工单类型', '事项类型', '诉求性质', 'kind', 'type'],
  channel: ['渠道', '来源', '诉求来源', '来源渠道', '受理渠道', 'channel', 'origin'],
  category: ['类别', '诉求类别', '问题类别', '分类', '问题分类', '事项分类', 'category'],
  title: ['标题', '工单标题', '主题', '诉求标题', 'title', 'subject'],
  description: ['诉求内容', '内容', '问题描述', '反映内容', '工单内容', '描述', 'description', 'content', 'text'],
  department: ['承办单位', '主办单位', '办理单位', '承办部门', '责任单位', 'department', 'handler', 'assignedto'],
  summary: ['转办摘要', '摘要', '转办意见', 'summary'],
  reply: ['答复内容', '办理结果', '回复内容', '答复', '处理结果', 'reply', 'answer', 'resolution'],
  accusedDepartment: ['被反映单位', '被投诉单位', '被举报单位', '涉及单位', 'accuseddepartment', 'accused', 'against'],
  region: ['区域', '所属区域', '所属街道', '街道', '辖区', 'region', 'district'],
  address: ['事发地址', '问题地址', '事发地点', '地点', 'address', 'location'],
  amount: ['涉及金额', '金额', '涉案金额', 'amount', 'amountinvolved'],
  visits: ['跑动次数', '往返次数', 'visits'],
  name: ['姓名', '诉求人', '来电人', '联系人', '诉求人姓名', '反映人', 'name', 'caller', 'complainant'],
  phone: ['电话', '联系电话', '来电号码', '手机', '手机号', '联系方式', 'phone', 'mobile', 'telephone'],
  email: ['邮箱', '电子邮箱', 'email', 'mail'],
  idNumber: ['证件号码', '身份证号', '身份证', 'idnumber', 'identitynumber'],
  complainantAddress: ['联系地址', '诉求人地址', '住址', 'homeaddress', 'complainantaddress'],
  organisation: ['企业名称', '单位名称', '诉求企业', 'organisation', 'organization', 'company'],
  uscc: ['统一社会信用代码', '信用代码', 'uscc'],
};

/** A heading without what people put around it: blanks, stars, brackets with remarks, signs. */
const bareHeading = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\([^)]*\)/g, '')
    .replace(/[\s*_:./-]/g, '')
    .toLowerCase();

/** Which heading is likely to hold which field; a heading is used once, and nothing is guessed from part of a word. */
export function proposedColumns(heads: readonly string[]): ImportMapping['columns'] {
  const free = new Map<string, string>();
  for (const head of heads) if (!free.has(bareHeading(head))) free.set(bareHeading(head), head);
  const found: ImportMapping['columns'] = {};
  for (const field of IMPORT_FIELDS) {
    const known = HEADINGS[field].find((name) => free.has(name));
    if (known === undefined) continue;
    found[field] = free.get(known)!;
    free.delete(known);
  }
  return found;
}

const named = (codes: readonly string[], words: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map([...codes.map((code) => [code, code] as const), ...Object.entries(words)]);

/** Words that mean one of our codes wherever they stand. */
export const KNOWN_WORDS: Readonly<Record<'status' | 'kind' | 'channel', ReadonlyMap<string, string>>> = {
  status: named(IMPORT_STATUSES, {
    ...{ 已办结: 'closed', 办结: 'closed', 已结案: 'closed', 结案: 'closed', 归档: 'closed', 已归档: 'closed', 已完成: 'closed' },
    ...{ 直接答复: 'answered', 直接办结: 'answered', 当场答复: 'answered', 已撤回: 'withdrawn', 撤回: 'withdrawn', 已撤销: 'withdrawn' },
    ...{ 终止: 'terminated', 终止办理: 'terminated', 在办: 'open', 办理中: 'open', 处理中: 'open', 待办: 'open', 未办结: 'open' },
    ...{ 待派单: 'open', done: 'closed', resolved: 'closed', pending: 'open', 'in progress': 'open' },
  }),
  kind: named(KINDS, {
    ...{ 咨询: 'consultation', 求助: 'help', 投诉: 'complaint', 举报: 'report', 建议: 'suggestion', 意见建议: 'suggestion' },
    ...{ 表扬: 'praise', 感谢: 'praise', enquiry: 'consultation', inquiry: 'consultation' },
  }),
  channel: named(CHANNELS, {
    ...{ 电话: 'phone', 来电: 'phone', 热线: 'phone', 网站: 'web', 网络: 'web', 门户网站: 'web', 微信: 'wechat', 公众号: 'wechat' },
    ...{ 短信: 'sms', 邮件: 'email', 电子邮件: 'email', 来信: 'letter', 信件: 'letter', 来访: 'visit', 走访: 'outreach', 转办: 'transfer' },
    ...{ 上级转办: 'transfer', 其他: 'transfer', telephone: 'phone', call: 'phone', website: 'web', mail: 'letter' },
  }),
};
