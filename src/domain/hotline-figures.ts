import { type FigureValue, SMALL_SAMPLE } from './figure-values.js';

/**
 * What can be true of a call when the hall's figures are counted. Each is written once as SQL in `calls/call-conditions.ts`, for the
 * figure and for the list behind it alike.
 */
export const CALL_TRAITS = [
  'inbound',
  'outbound',
  'answered',
  'in-time',
  'abandoned',
  'abandoned-short',
  'voicemail',
  'owed',
  'waited',
  'task',
  'task-due',
  'task-in-time',
] as const;
export type CallTrait = (typeof CALL_TRAITS)[number];
export const CALL_TIMES = ['waited', 'talk', 'held', 'wrapUp'] as const;
export type CallTime = (typeof CALL_TIMES)[number];

export const SERVICE_LEVELS = ['answered-and-abandoned', 'answered', 'calls-in'] as const;
/** What the service level is a share of: calls answered or given up beyond the short time, those answered, or all that came in. */
export type ServiceLevelOf = (typeof SERVICE_LEVELS)[number];

/** What a city counts by; printed with the figures. Source: domain text, section 10. */
export interface HotlinePolicy {
  answeredWithinSeconds: number;
  shortAbandonSeconds: number;
  serviceLevelOf: ServiceLevelOf;
  /** Share that is aimed at, of 1. */
  serviceLevelTarget: number;
}

/** A figure over calls: its denominator are those for which all of `of` holds, its numerator those for which `and` holds besides. */
export interface HotlineFigure {
  key: string;
  name: string;
  nameEn: string;
  /** `seconds` is a mean or the longest of a time; occupancy is counted from operators' states, not from calls. */
  unit: 'calls' | 'share' | 'seconds';
  of: readonly CallTrait[];
  and: readonly CallTrait[];
  /** For seconds: which time, and what is made of it. */
  time?: { of: CallTime; as: 'mean' | 'longest' };
  occupancy?: true;
  formula: string;
  formulaEn: string;
}

/** Calls of which the same traits hold, with sums and maxima of their times in seconds. */
export interface CallTally {
  traits: ReadonlySet<CallTrait>;
  calls: number;
  sum: Readonly<Record<CallTime, number>>;
  longest: Readonly<Record<CallTime, number>>;
}

/** Seconds operators were signed in, and seconds of these with a call: talking, held, wrapping up. */
export interface Presence {
  signedIn: number;
  busy: number;
}

type Names = [key: string, name: string, nameEn: string];
type Words = [formula: string, formulaEn: string];
const figure = (unit: HotlineFigure['unit'], [key, name, nameEn]: Names, [formula, formulaEn]: Words) => ({
  ...{ key, name, nameEn, unit, formula, formulaEn },
});
const count = (names: Names, and: readonly CallTrait[], [zh, en]: Words): HotlineFigure => ({
  ...figure('calls', names, [`期间开始的通话中${zh}`, `Of the calls that began in the period: ${en}`]),
  of: [],
  and,
});
const share = (names: Names, of: readonly CallTrait[], and: readonly CallTrait[], words: Words): HotlineFigure => ({
  ...figure('share', names, words),
  of,
  and,
});

const ANSWERED_IN = ['inbound', 'answered'] as const;
const TIMES: readonly [CallTime, zh: string, en: string, of: readonly CallTrait[], zhOf: string, enOf: string][] = [
  ['waited', '等待', 'waiting', ['inbound', 'waited'], '进入排队的来电', 'incoming calls that queued'],
  ['talk', '通话', 'talk', ANSWERED_IN, '接通的来电', 'answered incoming calls'],
  ['held', '保持', 'hold', ANSWERED_IN, '接通的来电', 'answered incoming calls'],
  ['wrapUp', '话后整理', 'wrap-up', ANSWERED_IN, '接通的来电', 'answered incoming calls'],
];
const timeFigures = TIMES.flatMap(([time, zh, en, of, zhOf, enOf]): HotlineFigure[] => {
  const key = { waited: 'waiting', talk: 'talk', held: 'hold', wrapUp: 'wrap-up' }[time];
  const mean: Words = [`${zhOf}的${zh}秒数之和 ÷ ${zhOf}通数`, `Sum of seconds of ${en} ÷ ${enOf}`];
  const longest: Words = [`${zhOf}中最长一通的${zh}秒数`, `The longest ${en} of ${enOf}`];
  return [
    { ...figure('seconds', [`${key}-mean`, `平均${zh}（秒）`, `Mean ${en} (s)`], mean), of, and: [], time: { of: time, as: 'mean' } },
    {
      ...figure('seconds', [`${key}-longest`, `最长${zh}（秒）`, `Longest ${en} (s)`], longest),
      of,
      and: [],
      time: { of: time, as: 'longest' },
    },
  ];
});

/** The service level in the formula in use: its denominator, in traits and in words. */
const LEVELS: Record<ServiceLevelOf, [of: readonly CallTrait[], words: (short: number) => Words]> = {
  'answered-and-abandoned': [
    ['inbound', 'owed'],
    (short) => [`（接通 + 等待满 ${short} 秒后放弃）的来电`, `incoming calls answered or given up after ${short} s or more`],
  ],
  answered: [ANSWERED_IN, () => ['接通的来电', 'incoming calls answered']],
  'calls-in': [['inbound'], () => ['全部来电', 'all incoming calls']],
};

const incoming = (policy: HotlinePolicy): HotlineFigure[] => {
  const { answeredWithinSeconds: target, shortAbandonSeconds: short, serviceLevelOf, serviceLevelTarget } = policy;
  const [levelOf, words] = LEVELS[serviceLevelOf];
  const [zhOf, enOf] = words(short);
  const aim = `${Math.round(serviceLevelTarget * 1000) / 10}%`;
  return [
    count(['calls-in', '来电量', 'Calls in'], ['inbound'], ['的全部来电', 'all incoming ones']),
    count(['answered', '接通量', 'Answered'], ANSWERED_IN, ['由话务员接通的来电', 'incoming ones an operator answered']),
    share(['answer-rate', '接通率', 'Answer rate'], ['inbound'], ['answered'], ['接通的来电 ÷ 全部来电', 'Answered ÷ all incoming calls']),
    share(
      ['service-level', `${target}秒接通率`, `Answered within ${target} s`],
      levelOf,
      ['answered', 'in-time'],
      [
        `排队 ${target} 秒内接通的来电 ÷ ${zhOf}；目标 ≥ ${aim}`,
        `Incoming calls answered within ${target} s of queueing ÷ ${enOf}; target ≥ ${aim}`,
      ],
    ),
    count(
      ['abandoned', '放弃量', 'Abandoned'],
      ['inbound', 'abandoned'],
      [`等待满 ${short} 秒后主叫放弃的来电`, `incoming ones given up by the caller after ${short} s or more`],
    ),
    count(
      ['abandoned-short', '短时放弃', 'Abandoned early'],
      ['inbound', 'abandoned-short'],
      [`等待不满 ${short} 秒主叫即挂断的来电，不计入放弃量`, `incoming ones given up within ${short} s, not counted as abandoned`],
    ),
    count(
      ['voicemails', '语音留言', 'Voicemails'],
      ['inbound', 'voicemail'],
      ['转为语音留言的来电', 'incoming ones that left a voicemail'],
    ),
  ];
};

const OTHERS: readonly HotlineFigure[] = [
  {
    ...figure(
      'share',
      ['occupancy', '工时利用率', 'Occupancy'],
      [
        '话务员通话、保持和话后整理的秒数 ÷ 签入秒数（含示忙），均截取在期间内',
        'Seconds operators talked, held and wrapped up ÷ seconds signed in, busy ones included; both within the period',
      ],
    ),
    of: ['answered'],
    and: [],
    occupancy: true,
  },
  count(['calls-out', '呼出量', 'Calls out'], ['outbound'], ['的全部呼出', 'all outgoing ones']),
  count(
    ['calls-out-answered', '呼出接通', 'Calls out answered'],
    ['outbound', 'answered'],
    ['对方接听的呼出', 'outgoing ones that were answered'],
  ),
  count(
    ['tasks', '回电任务', 'Call-back tasks'],
    ['task'],
    ['留下回电任务的（未接、放弃、留言、掉线）', 'those that left a call-back task: missed, abandoned, voicemail, cut off'],
  ),
  share(
    ['tasks-in-time', '按时回电率', 'Called back in time'],
    ['task', 'task-due'],
    ['task-in-time'],
    ['期限内完成的回电任务 ÷ 已完成或已到期的回电任务', 'Call-back tasks done in time ÷ those done or due'],
  ),
];

/** Every figure of the hall with its formula in words, in the order of the table. Source: domain text, section 10. */
export const hotlineFigures = (policy: HotlinePolicy): readonly HotlineFigure[] => [...incoming(policy), ...timeFigures, ...OTHERS];

/** The traits that must all hold for a call to stand in that part of the figure. */
export const traitsOf = ({ of, and }: HotlineFigure, part: 'numerator' | 'denominator'): CallTrait[] => [
  ...new Set(part === 'numerator' ? [...of, ...and] : of),
];

const small = (denominator: number) => (denominator < SMALL_SAMPLE ? { small: true as const } : {});
const divided = (numerator: number, denominator: number) => (denominator === 0 ? null : numerator / denominator);

/** The figure over tallies: a count, a share of 1, or seconds as a mean or a maximum; the latter's numerator is the maximum itself. */
export function hotlineValueOf(one: HotlineFigure, tallies: readonly CallTally[], presence: Presence): FigureValue {
  if (one.occupancy) return { value: divided(presence.busy, presence.signedIn), numerator: presence.busy, denominator: presence.signedIn };
  const within = (part: 'numerator' | 'denominator') => {
    const traits = traitsOf(one, part);
    return tallies.filter((tally) => traits.every((trait) => tally.traits.has(trait)));
  };
  const calls = (part: 'numerator' | 'denominator') => within(part).reduce((sum, tally) => sum + tally.calls, 0);
  if (one.unit === 'calls') return { value: calls('numerator'), numerator: calls('numerator'), denominator: null };
  const denominator = calls('denominator');
  if (!one.time) {
    const numerator = calls('numerator');
    return { value: divided(numerator, denominator), numerator, denominator, ...small(denominator) };
  }
  const { of: time, as } = one.time;
  if (as === 'longest') {
    const numerator = Math.max(0, ...within('denominator').map(({ longest }) => longest[time]));
    return { value: denominator === 0 ? null : numerator, numerator, denominator };
  }
  const numerator = within('denominator').reduce((all, { sum }) => all + sum[time], 0);
  return { value: divided(numerator, denominator), numerator, denominator, ...small(denominator) };
}
