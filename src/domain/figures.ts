import type { Fact } from './fact-names.js';
import { withAll } from './figures-with-all.js';

/** A figure counts cases: its denominator are those for which all of `of` holds, its numerator those for which `and` holds besides. */
export interface Figure {
  key: string;
  name: string;
  nameEn: string;
  /** `hours` is a mean of the time from receipt to closing; it has no `and`. */
  unit: 'cases' | 'share' | 'hours';
  of: readonly Fact[];
  and: readonly Fact[];
  formula: string;
  formulaEn: string;
  /** Only for those who may read what investigations found. */
  readers?: 'findings';
  /** Under a department: a case it gave back counts too, as what it was given. */
  givenBackToo?: true;
}

type Names = [key: string, name: string, nameEn: string];
const count = ([key, name, nameEn]: Names, and: readonly Fact[], words: [string, string]): Figure => ({
  key,
  name,
  nameEn,
  unit: 'cases',
  of: [],
  and,
  formula: `期间收到的工单中${words[0]}`,
  formulaEn: `Of the cases received in the period: ${words[1]}`,
});
const status = (names: Names): Figure => count(names, [names[0] as Fact], [`目前为“${names[1]}”的件数`, `those now “${names[2]}”`]);
const share = ([key, name, nameEn]: Names, of: readonly Fact[], and: readonly Fact[], words: [string, string]): Figure => ({
  key,
  name,
  nameEn,
  unit: 'share',
  of,
  and,
  formula: words[0],
  formulaEn: words[1],
});
const ofGiven = (figure: Figure): Figure => ({ ...figure, givenBackToo: true });

/** Every figure with its formula in words; "mostly" solved or satisfied counts fully (k = 1). Source: domain text, section 9; domain sources 3.1. */
export const FIGURES: readonly Figure[] = [
  count(['received', '收件量', 'Received'], [], ['的全部件数', 'all of them']),
  count(['open', '在办量', 'Open'], ['open'], ['尚未办结的件数', 'those not ended yet']),
  count(['closed', '办结量', 'Closed'], ['closed'], ['已回访办结（含归档）的件数', 'those closed after call-back, archived ones included']),
  count(['overdue', '超期未结', 'Overdue'], ['open', 'overdue'], ['未结且当前时限已过的件数', 'open ones whose running limit has passed']),
  status(['pending-acceptance', '待受理', 'Waiting for acceptance']),
  status(['pending-dispatch', '待派单', 'Waiting for dispatch']),
  status(['handling', '办理中', 'Being handled']),
  status(['pending-review', '待审核', 'Waiting for review']),
  status(['pending-callback', '待回访', 'Waiting for call-back']),
  status(['answered', '直接答复办结', 'Answered directly']),
  status(['rejected', '不予受理', 'Rejected']),
  status(['merged', '并单', 'Merged']),
  status(['withdrawn', '撤回', 'Withdrawn']),
  status(['transferred', '转送其他渠道', 'Transferred']),
  status(['terminated', '终止办理', 'Terminated']),
  count(['dispatched', '派单量', 'Dispatched'], ['given'], ['派给过承办单位的件数', 'those given to a department']),
  count(
    ['valid-call-backs', '有效回访量', 'Valid call-backs'],
    ['called-back', 'counted'],
    [
      '本轮回访接通、对解决与满意均作出评价的件数（不含经同意不计入考核的）',
      'those reached in their present round who judged both solution and satisfaction, without those granted not to count',
    ],
  ),
  share(
    ['response-rate', '响应率', 'Response rate'],
    ['response-due', 'counted'],
    ['responded'],
    [
      '规定时限内签收且已联系诉求人的工单 ÷ 应响应的工单（不含经同意不计入考核的）',
      'Signed in time and complainant contacted ÷ due for response, without those granted not to count',
    ],
  ),
  share(
    ['solution-rate', '解决率', 'Solution rate'],
    ['called-back', 'counted'],
    ['solved'],
    ['有效回访中评价“解决”或“基本解决”的工单 ÷ 有效回访的工单', 'Solved or mostly solved ÷ valid call-backs'],
  ),
  share(
    ['satisfaction', '满意率', 'Satisfaction'],
    ['called-back', 'counted'],
    ['satisfied'],
    [
      '有效回访中评价“满意”或“基本满意”（办理结果）的工单 ÷ 有效回访的工单',
      'Satisfied or mostly satisfied with the result ÷ valid call-backs',
    ],
  ),
  share(
    ['on-time-signing', '按期签收率', 'Signed in time'],
    ['sign-due'],
    ['signed-in-time'],
    ['各承办单位均按期签收的工单 ÷ 已签收或签收已超期的工单', 'Signed in time by every department ÷ signed, or overdue for signing'],
  ),
  share(
    ['on-time-closing', '按期办结率', 'Answered in time'],
    ['answer-due'],
    ['answered-in-time'],
    [
      '各承办单位均按期答复的工单 ÷ 已全部答复或办理已超期（含未办结）的工单',
      'Answered in time by every department ÷ answered, or overdue for an answer, open ones included',
    ],
  ),
  share(
    ['first-round-solution', '一次解决率', 'Solved in the first round'],
    ['called-back', 'counted'],
    ['first-round', 'solved'],
    ['首轮办理即评价“解决”或“基本解决”的工单 ÷ 有效回访的工单', 'Solved or mostly solved in the first round ÷ valid call-backs'],
  ),
  share(
    ['re-handling', '重办率', 'Handled again'],
    ['closed'],
    ['later-round'],
    ['办理两轮及以上的已办结工单 ÷ 已办结的工单', 'Closed after two rounds or more ÷ closed'],
  ),
  ofGiven(
    share(
      ['return', '退单率', 'Returns'],
      ['given'],
      ['return-asked'],
      ['承办单位申请退单的工单 ÷ 派给承办单位的工单', 'Return asked for ÷ given to a department'],
    ),
  ),
  ofGiven(
    share(
      ['refused-return', '不当退单率', 'Refused returns'],
      ['return-asked'],
      ['return-refused'],
      ['退单申请被驳回的工单 ÷ 申请退单的工单', 'Return refused ÷ return asked for'],
    ),
  ),
  ofGiven(
    share(
      ['dispatch-accuracy', '派单准确率', 'Dispatch accuracy'],
      ['given'],
      ['never-returned'],
      ['没有被同意退单的工单 ÷ 派给承办单位的工单', 'Without a granted return ÷ given to a department'],
    ),
  ),
  share(
    ['extension', '延期率', 'Extensions'],
    ['standing'],
    ['extension-asked'],
    ['承办单位申请延期的工单 ÷ 由承办单位办理的工单', 'Extension asked for ÷ with a department'],
  ),
  share(
    ['overdue-rate', '超期率', 'Overdue rate'],
    ['standing'],
    ['ever-late'],
    [
      '签收、首次联系或办理曾经或正在超期的工单 ÷ 由承办单位办理的工单',
      'Signing, first contact or answer was or is overdue ÷ with a department',
    ],
  ),
  share(
    ['repeat', '重复反映率', 'Repeats'],
    [],
    ['repeated'],
    ['有重复反映或被并单的工单 ÷ 收到的全部工单', 'Told again or merged ÷ all received'],
  ),
  share(
    ['direct-answer', '直接答复率', 'Direct answers'],
    ['own-matter'],
    ['answered'],
    [
      '直接答复办结的工单 ÷ 有效诉求（不含不予受理、并单、撤回、转送）',
      'Answered directly ÷ all but rejected, merged, withdrawn and transferred ones',
    ],
  ),
  share(
    ['verified-rate', '查实率', 'Verified'],
    ['closed', 'found'],
    ['verified'],
    [
      '承办单位认定属实或部分属实的已办结工单 ÷ 有认定结论的已办结工单',
      'Found true or partly true by a department ÷ closed with a finding',
    ],
  ),
  {
    key: 'handling-hours',
    name: '平均办结用时（小时）',
    nameEn: 'Mean hours to closing',
    unit: 'hours',
    of: ['closed'],
    and: [],
    formula: '已办结工单从收到到办结的自然小时数之和 ÷ 已办结的工单',
    formulaEn: 'Sum of hours by the clock from receipt to closing ÷ closed',
  },
];

/** The way of a matter, each step among those of the step before: where it thins out, matters are lost. */
const FUNNEL: readonly Figure[] = [
  count(
    ['accepted', '已受理', 'Accepted'],
    ['accepted'],
    ['已受理（不含待受理、不予受理）的件数', 'those accepted, neither waiting for it nor rejected'],
  ),
  count(
    ['passed-on', '已派单', 'Passed on'],
    ['accepted', 'given'],
    ['已受理并派给过承办单位的件数', 'those accepted and given to a department'],
  ),
  count(
    ['all-answered', '已答复', 'Answered by departments'],
    ['accepted', 'given', 'all-answered'],
    ['已派单且各承办单位均已答复过的件数', 'those of which every department has answered'],
  ),
  count(
    ['answered-closed', '已办结', 'Closed after an answer'],
    ['accepted', 'given', 'all-answered', 'closed'],
    ['各承办单位均已答复并已回访办结的件数', 'those answered by every department and closed'],
  ),
  count(
    ['closed-solved', '评价已解决', 'Said to be solved'],
    ['accepted', 'given', 'all-answered', 'closed', 'called-back', 'solved'],
    ['已办结且诉求人评价“解决”或“基本解决”的件数', 'those closed that the complainant calls solved or mostly solved'],
  ),
];

/** What investigations found: for those alone who may read findings. Source: domain text, sections 8 and 9. */
const FINDINGS: readonly Figure[] = [
  {
    ...share(
      ['commission-verified-rate', '查实率（纪检监察）', 'Verified by the commission'],
      ['commission-found'],
      ['commission-verified'],
      [
        '纪检监察机关查实或部分查实的工单 ÷ 有调查结论的工单（封存件不计）',
        'Proven or partly proven by an investigation ÷ with a conclusion; sealed cases do not count',
      ],
    ),
    readers: 'findings',
  },
];

/** Every figure there is. */
export const ALL_FIGURES: readonly Figure[] = [...FIGURES, ...FUNNEL, ...FINDINGS, ...withAll(FIGURES)];

/** Which figures stand in which table, in their order. */
export const FIGURE_TABLES = {
  overview: FIGURES.map(({ key }) => key),
  funnel: ['received', ...FUNNEL.map(({ key }) => key)],
  detection: ['verified-rate', 'commission-verified-rate'],
  groups: ['received', 'open', 'closed', 'overdue', 'on-time-closing', 'solution-rate', 'satisfaction', 'overdue-rate', 'handling-hours'],
  equality: ['received', 'closed', 'handling-hours', 'on-time-closing', 'overdue-rate', 'response-rate', 'solution-rate', 'satisfaction'],
  departments: [
    ...['received', 'open', 'closed', 'overdue', 'response-rate', 'on-time-signing', 'on-time-closing', 'solution-rate', 'satisfaction'],
    ...['return', 'refused-return', 'extension', 're-handling', 'verified-rate', 'handling-hours'],
  ],
  categories: [
    ...['received', 'open', 'closed', 'overdue', 'on-time-closing', 'solution-rate', 'satisfaction', 'repeat', 'verified-rate'],
    'handling-hours',
  ],
  trend: ['received', 'closed', 'overdue', 'on-time-closing', 'satisfaction'],
  public: ['received', 'closed', 'answered', 'response-rate', 'on-time-closing', 'solution-rate', 'satisfaction', 'handling-hours'],
  publicDepartments: ['received', 'closed', 'response-rate', 'on-time-closing', 'solution-rate', 'satisfaction'],
} as const satisfies Record<string, readonly string[]>;
export type FigureTable = keyof typeof FIGURE_TABLES;
