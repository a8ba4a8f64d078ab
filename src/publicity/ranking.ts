import type { DepartmentEntry } from '../departments/reference.js';
import { ranking, type RankingRule, redAndBlack } from '../domain/red-black.js';
import { addDays, type Day } from '../domain/time.js';
import { configJson } from '../platform/settings.js';
import type { FigureRow } from '../statistics/statistics.dto.js';
import type { StandingsView, StandingView } from './published.dto.js';

/** `config/reports/ranking.json`, as far as it ranks. */
export interface RankingSettings {
  rule: RankingRule;
  formula: string;
  formulaEn: string;
}

/** Throws an Error that names what is wrong in the file. */
export function readRankingSettings(json: unknown): RankingSettings {
  const settings = json as RankingSettings;
  const { weights, minimum, top, bottom, within, months } = settings.rule;
  const wrong = (what: string): never => {
    throw new Error(`config/reports/ranking.json: ${what}`);
  };
  const sum = Object.values(weights).reduce((total, weight) => total + weight, 0);
  if (Math.abs(sum - 1) > 1e-9) wrong('the weights do not add up to 1');
  if (![minimum, top, bottom].every((value) => Number.isInteger(value) && value >= 0)) wrong('minimum, top and bottom are whole numbers');
  if (!Number.isInteger(months) || months < 1 || months > 12) wrong('months is a whole number from 1 to 12');
  if (within !== 'all' && within !== 'group') wrong('within is all or group');
  return settings;
}

export const RANKING = readRankingSettings(configJson('reports/ranking.json'));

/** The first day of the month so many months before the one a day lies in. */
export function monthsBefore(day: Day, months: number): Day {
  let first = `${day.slice(0, 7)}-01`;
  for (let n = 0; n < months; n++) first = `${addDays(first, -1).slice(0, 7)}-01`;
  return first;
}

/** The days a month's ranking is counted over. */
export const rankedDays = ({ from, to }: { from: Day; to: Day }): { from: Day; to: Day } => ({
  from: monthsBefore(from, RANKING.rule.months - 1),
  to,
});

/** The departments of a table in their places, with who stands on which list. */
export function rankingOf(rows: readonly FigureRow[], departments: readonly DepartmentEntry[]): StandingsView {
  const { rule, formula, formulaEn } = RANKING;
  const groupOf = (code: string) => departments.find((one) => one.code === code)?.kind ?? '';
  const placed = ranking(
    rows.map(({ code, figures }) => ({ code, group: groupOf(code), figures })),
    rule,
  );
  const { red, black } = redAndBlack(placed, rule);
  const nameOf = new Map(rows.map(({ code, name, nameEn }) => [code, { name, nameEn }]));
  const views = placed.map(({ code, ...rest }): StandingView => {
    const list = red.includes(code) ? 'red' : black.includes(code) ? 'black' : undefined;
    return { code, ...nameOf.get(code)!, ...rest, ...(list ? { list } : {}) };
  });
  return { rows: views, formula, formulaEn, minimum: rule.minimum };
}
