import { among, type Check, day, fields, matching, number, refuse, some, whole } from './setting-checks.js';
import type { Day } from './time.js';

/** How heavy the measures are that followed. Source: domain text, section 9; domain sources 3.3 (a1 < a2 < a3). */
export const WEIGHTS = ['light', 'medium', 'heavy'] as const;
export type Weight = (typeof WEIGHTS)[number];

/** The rates the index is made of; keys of figures. */
export const INDEX_RATES = ['response-rate', 'solution-rate', 'satisfaction'] as const;
export type IndexRate = (typeof INDEX_RATES)[number];

export const TIERS = ['A', 'B', 'C', 'D'] as const;
export type Tier = (typeof TIERS)[number];

/** What a unit or a person comes to on the ladder; words in the console. Source: domain sources 3.3, ladders of Liaoning and Hebei. */
export const LADDER_STEPS = ['account', 'leader-account', 'off-post', 'unqualified'] as const;
export type LadderStep = (typeof LADDER_STEPS)[number];

interface Rung {
  /** From so many proven cases in the rolling period on. */
  from: number;
  step: LadderStep;
}

/** `config/scoring.json`: points in whole numbers, in force from a day on. */
export interface ScoringSettings {
  version: number;
  validFrom: Day;
  /** Codes of measures by weight. */
  measures: Record<Weight, string[]>;
  /** a, by the weight of the heaviest measure. */
  selfFound: Record<Weight, number>;
  /** −b, at least twice the largest a. */
  commissionProven: number;
  /** −2b. */
  untrueProven: number;
  /** By limit; a limit that is not named costs nothing. */
  overdue: Partial<Record<'sign' | 'first-contact' | 'answer', number>>;
  /** `without`: rules whose cards cost nothing, because what they are for is scored by a rule of its own. */
  cards: { yellow: number; red: number; without: string[] };
  refusedReturn: number;
  falseClosing: number;
  unsatisfied: { fromRound: number; points: number };
  appeal: { calendarDays: number };
  /** Weights of the three rates; together 100. */
  index: Record<IndexRate, number>;
  smallSample: number;
  /** Standard deviations of the confidence interval. */
  wilsonZ: number;
  /** The best first; `from` points of index and ledger together, null for the last. */
  tiers: { tier: Tier; from: number | null }[];
  ladder: { months: number; unit: Rung[]; person: Rung[] };
}

/** A group of like departments: ranks and tiers stand within it. */
export interface DepartmentGroup {
  code: string;
  name: string;
  nameEn: string;
  departments: string[];
}
/** `config/groups.json`. */
export interface GroupSettings {
  version: number;
  validFrom: Day;
  groups: DepartmentGroup[];
}

const loss: Check = (value, path) => {
  if (!(Number.isInteger(value) && (value as number) <= 0)) refuse(path, 'a whole number, 0 or less', value);
};
const CODE = matching(/^[\w-]+$/, 'a code');
const codes = some(CODE);
const maybeCodes: Check = (value, path) => (Array.isArray(value) && value.length === 0 ? undefined : codes(value, path));
const rungs = some(fields({ from: whole(1), step: among(LADDER_STEPS) }));
const orNull =
  (check: Check): Check =>
  (value, path) =>
    void (value === null || check(value, path));

const SETTINGS = fields({
  version: whole(1),
  validFrom: day,
  measures: fields({ light: codes, medium: codes, heavy: codes }),
  selfFound: fields({ light: whole(0), medium: whole(0), heavy: whole(0) }),
  commissionProven: loss,
  untrueProven: loss,
  overdue: fields({}, { sign: loss, 'first-contact': loss, answer: loss }),
  cards: fields({ yellow: loss, red: loss, without: maybeCodes }),
  refusedReturn: loss,
  falseClosing: loss,
  unsatisfied: fields({ fromRound: whole(1), points: loss }),
  appeal: fields({ calendarDays: whole(1) }),
  index: fields({ 'response-rate': whole(0), 'solution-rate': whole(0), satisfaction: whole(0) }),
  smallSample: whole(1),
  wilsonZ: number(0, 5),
  tiers: some(fields({ tier: among(TIERS), from: orNull(number(-1000)) })),
  ladder: fields({ months: whole(1), unit: rungs, person: rungs }),
});

const GROUPS = fields({
  version: whole(1),
  validFrom: day,
  groups: some(fields({ code: CODE, name: matching(/\S/, 'a name'), nameEn: matching(/\S/, 'a name'), departments: codes })),
});

/** The settings from JSON, or an Error that names the first wrong field. Source of b ≥ 2a and −2b: domain text, section 9. */
export function readScoringSettings(json: unknown): ScoringSettings {
  SETTINGS(json, '');
  const settings = json as ScoringSettings;
  const { light, medium, heavy } = settings.selfFound;
  if (!(light <= medium && medium <= heavy)) refuse('selfFound', 'points that rise with the weight', settings.selfFound);
  if (-settings.commissionProven < 2 * heavy)
    refuse('commissionProven', `at most ${-2 * heavy}: b is at least 2a`, settings.commissionProven);
  if (settings.untrueProven !== 2 * settings.commissionProven)
    refuse('untrueProven', `${2 * settings.commissionProven}: twice b`, settings.untrueProven);
  const sum = INDEX_RATES.reduce((total, rate) => total + settings.index[rate], 0);
  if (sum !== 100) refuse('index', 'weights that make 100 together', settings.index);
  const bounds = settings.tiers.map(({ from }) => from ?? -Infinity);
  if (bounds.at(-1) !== -Infinity || bounds.some((bound, index) => index > 0 && bound >= bounds[index - 1]!))
    refuse('tiers', 'bounds that fall, the last one null', settings.tiers);
  return settings;
}

/** The groups from JSON, or an Error that names the first wrong field; a department stands in one group. */
export function readGroupSettings(json: unknown): GroupSettings {
  GROUPS(json, '');
  const settings = json as GroupSettings;
  const all = settings.groups.flatMap(({ departments }) => departments);
  const twice = all.find((code, index) => all.indexOf(code) !== index);
  if (twice !== undefined) refuse('groups', 'each department once', twice);
  return settings;
}

/** The weight of a measure; the lightest for one that no list names. */
export const weightOf = ({ measures }: Pick<ScoringSettings, 'measures'>, measure: string): Weight =>
  WEIGHTS.findLast((weight) => measures[weight].includes(measure)) ?? 'light';

/** The heaviest of several measures; undefined where nothing was dealt with. */
export const heaviest = (settings: Pick<ScoringSettings, 'measures'>, measures: readonly string[]): Weight | undefined =>
  WEIGHTS.findLast((weight) => measures.some((measure) => weightOf(settings, measure) === weight));
