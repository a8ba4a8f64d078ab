import { Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import { ranking, type RankingRule, redAndBlack } from '../domain/red-black.js';
import { reportText } from '../domain/report-words.js';
import { addDays, type Day, toInstant } from '../domain/time.js';
import { configJson } from '../platform/settings.js';
import type { FigureRow } from '../statistics/statistics.dto.js';
import type { StandingsView, StandingView } from './published.dto.js';

/** `config/reports/ranking.json`, as far as it ranks. Index, small sample and groups are those of the assessment. */
export interface RankingSettings {
  rule: RankingRule;
  formula: string;
  formulaEn: string;
}

/** Throws an Error that names what is wrong in the file. */
export function readRankingSettings(json: unknown): RankingSettings {
  const settings = json as RankingSettings;
  const { top, bottom, within, months } = settings.rule;
  const wrong = (what: string): never => {
    throw new Error(`config/reports/ranking.json: ${what}`);
  };
  if (![top, bottom].every((value) => Number.isInteger(value) && value >= 0)) wrong('top and bottom are whole numbers');
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

/** Red and black: who stands where by the index of the assessment. Source: domain text, section 9. */
@Injectable()
export class Ranking {
  constructor(private readonly reference: Reference) {}

  /** The departments of a table in their places, with who stands on which list; by the rules in force when the period ends. */
  of(rows: readonly FigureRow[], period: { to: Day }): StandingsView {
    const at = toInstant(period.to) - 1;
    const [measure, { groups }] = [this.reference.rulesAt('scoring', at), this.reference.rulesAt('groups', at)];
    const groupOf = (code: string) => groups.find(({ departments }) => departments.includes(code))?.code ?? '';
    const placed = ranking(
      rows.map(({ code, figures }) => ({ code, group: groupOf(code), figures })),
      RANKING.rule,
      measure,
    );
    const { red, black } = redAndBlack(placed, RANKING.rule);
    const nameOf = new Map(rows.map(({ code, name, nameEn }) => [code, { name, nameEn }]));
    const views = placed.map(({ code, ...rest }): StandingView => {
      const list = red.includes(code) ? 'red' : black.includes(code) ? 'black' : undefined;
      return { code, ...nameOf.get(code)!, ...rest, ...(list ? { list } : {}) };
    });
    const numbers = { ...measure.index, minimum: measure.smallSample, months: RANKING.rule.months };
    const facts = Object.fromEntries(Object.entries(numbers).map(([key, value]) => [key, String(value)]));
    const [formula, formulaEn] = [reportText(RANKING.formula, facts), reportText(RANKING.formulaEn, facts)];
    return { rows: views, formula, formulaEn, minimum: measure.smallSample };
  }
}
