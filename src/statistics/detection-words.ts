import { detection } from '../cases/finding-conditions.js';

interface RuleWords {
  rule: string;
  ruleEn: string;
  /** What is said of one finding: its number, and what else belongs to it. */
  item: (number: number, more: readonly string[]) => { reason: string; reasonEn: string };
}
const { repeats, returns, dissatisfied, template, unlike, slower } = detection;
const UNLIKE = {
  rule: `超出法定幅度、超出所引裁量档次，或为同档中位数的 ${unlike.factor} 倍以上、${unlike.factor} 分之一以下（同档至少 ${unlike.least} 件）`,
  ruleEn: `Beyond the law, beyond the tier named, or more than ${unlike.factor} times, less than 1/${unlike.factor} of the median of the tier (of at least ${unlike.least})`,
};
const SLOWER = {
  rule: `小微或外地企业的平均办结用时为大中型或本地企业的 ${slower.ratio} 倍以上（两边各不少于 10 件）`,
  ruleEn: `Mean time to closing for small enterprises or those from outside at least ${slower.ratio} times that of the others (10 cases each or more)`,
};
const far = (why: string, whyEn: string): RuleWords => ({
  ...UNLIKE,
  item: (amount, [name = '', nameEn = '', median = '']) => ({
    reason: `${name}：罚款 ${amount} 元，${why}；同档中位数 ${median} 元`,
    reasonEn: `${nameEn}: fine of ${amount} yuan, ${whyEn}; median of the tier ${median} yuan`,
  }),
});
const longer = (whom: string, others: string, whomEn: string, othersEn: string): RuleWords => ({
  ...SLOWER,
  item: (hours, [other = '', n = '', m = '']) => ({
    reason: `${whom}平均 ${hours} 小时（${n} 件），${others} ${other} 小时（${m} 件）`,
    reasonEn: `${whomEn}: ${hours} hours on average (${n} cases); ${othersEn}: ${other} hours (${m} cases)`,
  }),
});

/** The words of each rule and of what it finds, Chinese and English. */
export const RULES = {
  repeats: {
    rule: `同一事项重复反映 ${repeats} 次以上`,
    ruleEn: `A matter told again ${repeats} times or more`,
    item: (n) => ({ reason: `重复反映 ${n} 次`, reasonEn: `told again ${n} times` }),
  },
  returns: {
    rule: `被退单 ${returns} 次以上`,
    ruleEn: `Given back ${returns} times or more`,
    item: (n) => ({ reason: `退单 ${n} 次`, reasonEn: `given back ${n} times` }),
  },
  dissatisfied: {
    rule: `${dissatisfied} 轮回访均不满意仍办结`,
    ruleEn: `Closed although the complainant was dissatisfied after ${dissatisfied} rounds`,
    item: (n) => ({
      reason: `办理 ${n} 轮，不满意不少于 ${dissatisfied} 轮，已办结`,
      reasonEn: `${n} rounds, dissatisfied after at least ${dissatisfied}, closed`,
    }),
  },
  template: {
    rule: `同一单位对 ${template.cases} 件以上工单的公开答复相似度不低于 ${template.alike * 100}%（比对最近收到的 5000 件工单）`,
    ruleEn: `Public replies of one department in ${template.cases} cases or more that are alike by ${template.alike * 100} % (in the newest 5,000 cases)`,
    item: (n, [text = '']) => ({ reason: `${n} 件答复几乎相同：“${text}”`, reasonEn: `${n} nearly identical replies: “${text}”` }),
  },
  unlike: { ...UNLIKE, item: () => ({ reason: '', reasonEn: '' }) },
  'unlike-outside-law': far('超出法定幅度', 'beyond what the law allows'),
  'unlike-outside-tier': far('超出所引档次', 'beyond the tier it names'),
  'unlike-far-above': far('明显高于同档', 'far above its tier'),
  'unlike-far-below': far('明显低于同档', 'far below its tier'),
  slower: { ...SLOWER, item: () => ({ reason: '', reasonEn: '' }) },
  'slower-small': longer('小微企业', '大中型企业', 'Micro and small enterprises', 'medium and large'),
  'slower-outside': longer('外地企业', '本地企业', 'Enterprises from outside', 'local ones'),
} as const satisfies Record<string, RuleWords>;
