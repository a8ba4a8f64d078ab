import { canonicalNumber } from './month-numbers.js';
import { INDEX_RATES, type DepartmentGroup, type IndexRate, type ScoringSettings, type Tier } from './scoring-settings.js';
import { addDays, type Day, type Instant, instantOf } from './time.js';

/** A share as it is counted. */
export interface Share {
  numerator: number;
  denominator: number;
}
/** What was counted for a department: without what is not counted, and with it. */
export interface DepartmentCount {
  departmentCode: string;
  counted: Record<IndexRate, Share>;
  all: Record<IndexRate, Share>;
}

export interface MonthRate extends Share {
  /** Null where there is nothing to divide by. */
  value: number | null;
  /** Lower bound of the Wilson interval; null as above. */
  lower: number | null;
  upper: number | null;
  /** Fewer than the smallest sample: shown, not compared. */
  small: boolean;
  /** The same with what was granted not to count. */
  all: Share & { value: number | null };
}
export interface MonthRow {
  departmentCode: string;
  group: string;
  rates: Record<IndexRate, MonthRate>;
  /** Of 100; null where a rate has nothing to divide by. */
  index: number | null;
  points: number;
  /** Index and points together. */
  score: number | null;
  small: boolean;
  /** Place in the group; null for a small sample and under a veto. */
  rank: number | null;
  tier: Tier | null;
  vetoes: string[];
}
export interface MonthInput {
  settings: ScoringSettings;
  groups: readonly DepartmentGroup[];
  counts: readonly DepartmentCount[];
  /** Points of the month by department. */
  points: ReadonlyMap<string, number>;
  /** Grounds of vetoes that stand in the year, by department. */
  vetoes: ReadonlyMap<string, readonly string[]>;
}

/** What stands in no group of the settings. */
export const OTHER_GROUP = 'other';

/**
 * The Wilson interval of a share: what it may be, given how few were asked. Source: Wilson 1927; domain sources 3.2.
 * For n = 0 there is none.
 */
export function wilson({ numerator, denominator: n }: Share, z: number): { lower: number; upper: number } | null {
  if (n === 0) return null;
  const p = numerator / n;
  const middle = p + (z * z) / (2 * n);
  const spread = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  const whole = 1 + (z * z) / n;
  return { lower: Math.max(0, (middle - spread) / whole), upper: Math.min(1, (middle + spread) / whole) };
}

const valueOf = ({ numerator, denominator }: Share): number | null => (denominator === 0 ? null : canonicalNumber(numerator / denominator));

function rateOf(counted: Share, all: Share, { smallSample, wilsonZ }: ScoringSettings): MonthRate {
  const interval = wilson(counted, wilsonZ);
  return {
    ...counted,
    value: valueOf(counted),
    lower: interval && canonicalNumber(interval.lower),
    upper: interval && canonicalNumber(interval.upper),
    small: counted.denominator < smallSample,
    all: { ...all, value: valueOf(all) },
  };
}

/** The three-rate index of 100: each rate by its weight; none where one of them has nothing to divide by. Source: domain text, section 9. */
export function indexOf(rates: Record<IndexRate, { value: number | null }>, weights: ScoringSettings['index']): number | null {
  if (INDEX_RATES.some((key) => rates[key].value === null)) return null;
  return canonicalNumber(
    INDEX_RATES.reduce((sum, key) => sum + weights[key] * rates[key].value!, 0),
    2,
  );
}

/** The tier of a score: the first bound it reaches. */
export const tierOf = (score: number, tiers: ScoringSettings['tiers']): Tier =>
  tiers.find(({ from }) => from === null || score >= from)!.tier;

const NONE: Share = { numerator: 0, denominator: 0 };
const NO_RATES = Object.fromEntries(INDEX_RATES.map((key) => [key, NONE])) as Record<IndexRate, Share>;

/**
 * The month of every department: rates, index, points, and its place among its like. Small samples and departments under a veto have no
 * rank; the latter fall into the last tier. Equal scores share a rank. Pure. Source: domain text, section 9.
 */
export function monthRows({ settings, groups, counts, points, vetoes }: MonthInput): MonthRow[] {
  const grouped = groups.flatMap(({ code, departments }) => departments.map((departmentCode) => ({ departmentCode, group: code })));
  const others = [...new Set([...counts.map(({ departmentCode }) => departmentCode), ...points.keys()])]
    .filter((departmentCode) => !grouped.some((one) => one.departmentCode === departmentCode))
    .sort()
    .map((departmentCode) => ({ departmentCode, group: OTHER_GROUP }));
  const rows = [...grouped, ...others].map(({ departmentCode, group }): MonthRow => {
    const count = counts.find((one) => one.departmentCode === departmentCode);
    const rates = Object.fromEntries(
      INDEX_RATES.map((key) => [key, rateOf((count?.counted ?? NO_RATES)[key], (count?.all ?? NO_RATES)[key], settings)]),
    ) as MonthRow['rates'];
    const index = indexOf(rates, settings.index);
    const sum = points.get(departmentCode) ?? 0;
    const score = index === null ? null : canonicalNumber(index + sum, 2);
    const small = INDEX_RATES.some((key) => rates[key].small);
    const vetoed = [...(vetoes.get(departmentCode) ?? [])].sort();
    const compared = score !== null && !small;
    const tier = vetoed.length > 0 ? settings.tiers.at(-1)!.tier : compared ? tierOf(score, settings.tiers) : null;
    return { departmentCode, group, rates, index, points: sum, score, small, rank: null, tier, vetoes: vetoed };
  });
  return ranked(rows);
}

function ranked(rows: readonly MonthRow[]): MonthRow[] {
  const isRanked = ({ score, small, vetoes }: MonthRow): boolean => score !== null && !small && vetoes.length === 0;
  return rows.map((row) => {
    if (!isRanked(row)) return row;
    const better = rows.filter((other) => other.group === row.group && isRanked(other) && other.score! > row.score!);
    return { ...row, rank: better.length + 1 };
  });
}

/**
 * A year from its months: what was counted in them together, so that samples too small for a month may be large enough for the year, and
 * the mean of their points. Ranks, tiers and vetoes as in a month.
 */
export function yearRows(
  months: readonly (readonly MonthRow[])[],
  rules: Pick<MonthInput, 'settings' | 'groups' | 'vetoes'>,
): (MonthRow & { months: number; sum: number })[] {
  const rowsOf = (code: string): MonthRow[] => months.flatMap((rows) => rows.filter(({ departmentCode }) => departmentCode === code));
  const codes = [...new Set(months.flatMap((rows) => rows.map(({ departmentCode }) => departmentCode)))];
  const together = (shares: readonly Share[]): Share => ({
    numerator: shares.reduce((sum, one) => sum + one.numerator, 0),
    denominator: shares.reduce((sum, one) => sum + one.denominator, 0),
  });
  const rates = (rows: readonly MonthRow[], of: (rate: MonthRate) => Share) =>
    Object.fromEntries(INDEX_RATES.map((key) => [key, together(rows.map((row) => of(row.rates[key])))])) as Record<IndexRate, Share>;
  const counts = codes.map((departmentCode): DepartmentCount => {
    const rows = rowsOf(departmentCode);
    return { departmentCode, counted: rates(rows, (rate) => rate), all: rates(rows, ({ all }) => all) };
  });
  const sumOf = (code: string): number => rowsOf(code).reduce((sum, { points }) => sum + points, 0);
  const points = new Map(codes.map((code) => [code, canonicalNumber(sumOf(code) / Math.max(1, rowsOf(code).length), 2)]));
  return monthRows({ ...rules, counts, points }).map((row) => ({
    ...row,
    months: rowsOf(row.departmentCode).length,
    sum: sumOf(row.departmentCode),
  }));
}

/** The month of an instant or day, YYYY-MM. */
export const monthOf = (day: Day): string => day.slice(0, 7);
/** The first day of the next month. */
export const nextMonth = (month: string): string => addDays(`${month}-01`, 31).slice(0, 7);
/** A month as days and as the numbers its cases begin with. */
export function spanOf(month: string): { from: Day; to: Day; begins: Instant; ends: Instant; firstCase: string; beyond: string } {
  const [from, next] = [`${month}-01`, `${nextMonth(month)}-01`];
  return {
    ...{ from, to: addDays(next, -1), begins: instantOf(from), ends: instantOf(next) },
    ...{ firstCase: from.replaceAll('-', ''), beyond: next.replaceAll('-', '') },
  };
}

/** The month an entry counts in: its own, or the first after it that is not closed yet. */
export function periodFor(month: string, closed: ReadonlySet<string>): string {
  let period = month;
  while (closed.has(period)) period = nextMonth(period);
  return period;
}

/** How departments of two versions of the rules compare: the same month under each. */
export interface Change {
  departmentCode: string;
  group: string;
  before: Pick<MonthRow, 'index' | 'points' | 'score' | 'rank' | 'tier'>;
  after: Pick<MonthRow, 'index' | 'points' | 'score' | 'rank' | 'tier'>;
  differs: boolean;
}
export function compared(before: readonly MonthRow[], after: readonly MonthRow[]): Change[] {
  const part = ({ index, points, score, rank, tier }: MonthRow) => ({ index, points, score, rank, tier });
  return after.map((row) => {
    const old = before.find(({ departmentCode }) => departmentCode === row.departmentCode) ?? row;
    const [was, is] = [part(old), part(row)];
    return {
      departmentCode: row.departmentCode,
      group: row.group,
      before: was,
      after: is,
      differs: JSON.stringify(was) !== JSON.stringify(is),
    };
  });
}
