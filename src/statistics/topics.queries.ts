import { Injectable } from '@nestjs/common';
import { detection } from '../cases/finding-conditions.js';
import { all, visible } from '../cases/visible.js';
import { Reference } from '../departments/reference.js';
import type { Actor } from '../domain/case-state.js';
import { words } from '../domain/similarity.js';
import { spikeOf } from '../domain/spikes.js';
import { addDays, type Day, dayOf, fromInstant, toInstant } from '../domain/time.js';
import { scopeOf } from '../domain/visibility.js';
import { Clock } from '../platform/clock.js';
import { Db } from '../platform/db.js';
import { Counter, ownPart } from './counter.js';
import type { TopicsQuery, TopicsView, TopicView } from './detection.dto.js';
import type { Period } from './figure-views.js';
import type { FigureView } from './statistics.dto.js';

/** Words that are looked back on: the most frequent of the week. */
const MOST_WORDS = 60;
const MOST_TOPICS = 24;
/** The office's own words: they stand in every summary. */
const OFFICE_WORDS = new Set(
  '来电人 诉求人 核实 办理 依法 答复 反映人 企业 情况 事项 要求 单位 工作人员 处理 时限 回复 结果 书面 说明 诉求 核查 明确 万元 希望 规定 依据 多次 具体 原因'.split(
    ' ',
  ),
);
const RULE = `本周件数不少于 ${detection.spike.least}，且 z =（本周件数 − 前 ${detection.spike.weeks} 周均值）÷ √max(均值, 1) ≥ ${detection.spike.z} 的列为突增`;
const RULE_EN = `Stands out: at least ${detection.spike.least} cases this week and z = (cases − mean of the ${detection.spike.weeks} weeks before) ÷ √max(mean, 1) ≥ ${detection.spike.z}`;

interface Told {
  week: number;
  summary: string;
}

/**
 * What is told more often this week than before: words of the transfer summaries, categories, departments. The summaries are the
 * departments' text; the complainants' own words are not looked at, they are closed. Source: domain text, section 6.1.
 */
@Injectable()
export class TopicQueries {
  /** The words of the summaries looked at last: most of them are looked at again the next time. */
  private segmented: ReadonlyMap<string, readonly string[]> = new Map();

  constructor(
    private readonly db: Db,
    private readonly counter: Counter,
    private readonly reference: Reference,
    private readonly clock: Clock,
  ) {}

  /** Topics of the seven days that end with `to`, as this reader may see them. */
  async topics({ to = dayOf(this.clock.now()) }: TopicsQuery, by: Actor): Promise<TopicsView> {
    const period = { from: addDays(to, -6), to };
    const topics = [...(await this.words(period, by)), ...(await this.units(period, by))];
    const shown = topics
      .filter(({ figure }) => figure.numerator >= detection.spike.least)
      .sort((a, b) => Number(b.spike) - Number(a.spike) || b.z - a.z || b.figure.numerator - a.figure.numerator);
    return { ...period, rule: RULE, ruleEn: RULE_EN, topics: shown.slice(0, MOST_TOPICS) };
  }

  private async words(period: Period, by: Actor): Promise<TopicView[]> {
    const told = await this.summaries(period, by);
    const found = new Map<string, number>();
    const week = told.filter((one) => one.week === 0).map(({ summary }) => summary);
    this.segmented = new Map(week.map((summary) => [summary, this.segmented.get(summary) ?? [...new Set(words(summary))]]));
    for (const summary of week) {
      for (const word of this.segmented.get(summary)!)
        if ([...word].length > 1 && !OFFICE_WORDS.has(word)) found.set(word, (found.get(word) ?? 0) + 1);
    }
    const candidates = [...found].sort((a, b) => b[1] - a[1]).slice(0, MOST_WORDS);
    return candidates.map(([word]) => {
      const weeks = Array<number>(detection.spike.weeks + 1).fill(0);
      for (const { week, summary } of told) if (summary.includes(word)) weeks[week]! += 1;
      return topic('word', { code: word, name: word, nameEn: word }, weeks, listed({ ...period, topic: word }));
    });
  }

  /** Transfer summaries of the weeks, week 0 the newest. */
  private async summaries({ from, to }: Period, by: Actor): Promise<Told[]> {
    const end = toInstant(to);
    const first = fromInstant(addDays(from, -7 * detection.spike.weeks));
    const where = all(visible({ ...scopeOf(by), sealedFor: null }), {
      sql: 'c.receivedAt >= ? AND c.receivedAt < ? AND c.summary IS NOT NULL',
      params: [first, end],
    });
    const rows = await this.db.read<{ receivedAt: number; summary: string }>(
      `SELECT c.receivedAt, c.summary FROM cases c WHERE ${where.sql}`,
      where.params,
    );
    return rows.map(({ receivedAt, summary }) => ({ week: Math.floor((end - 1 - Number(receivedAt)) / WEEK), summary }));
  }

  private async units(period: Period, by: Actor): Promise<TopicView[]> {
    const scope = scopeOf(by);
    const whole = { from: addDays(period.from, -7 * detection.spike.weeks), to: period.to };
    const nameOfDay = (day: Day) => String(Math.floor((Date.parse(period.to) - Date.parse(day)) / WEEK));
    const categories = await this.counter.count({ period: whole, scope, by: ['categoryCode', 'day'], nameOfDay });
    const departments = await this.counter.count({ period: whole, scope, byLens: true, by: ['day'], nameOfDay });
    const weeksOf = (counted: typeof categories, code: string, own: string[]) =>
      Array.from({ length: detection.spike.weeks + 1 }, (_, week) =>
        counted
          .of(`${code}|${week}`)
          .tallies.reduce((sum, { cases, facts }) => sum + (own.every((fact) => facts.has(fact as never)) ? cases : 0), 0),
      );
    return [
      ...this.reference.categories
        .filter(({ parentCode }) => parentCode !== null)
        .map((one) => {
          const narrow = { ...ownPart(scope), categoryCode: one.code, figure: 'received' };
          return topic(
            'category',
            one,
            weeksOf(categories, one.code, ownPart(scope).departmentCode ? ['standing'] : []),
            listed({ ...period, ...narrow }),
          );
        }),
      ...this.counter.departmentsOf(scope, []).map((one) => {
        const narrow = { departmentCode: one.code, figure: 'received' };
        return topic('department', one, weeksOf(departments, one.code, ['standing']), listed({ ...period, ...narrow }));
      }),
    ];
  }
}

const WEEK = 7 * 86_400_000;
const listed = (query: Record<string, string>): string => `/api/v1/cases?${new URLSearchParams(query)}`;

function topic(
  kind: TopicView['kind'],
  named: { code: string; name: string; nameEn: string },
  weeks: readonly number[],
  cases: string,
): TopicView {
  const [count = 0, ...earlier] = weeks;
  const { expected, z, isSpike } = spikeOf(count, earlier, detection.spike);
  const figure: FigureView = {
    ...{
      key: 'topic',
      name: '本周件数',
      nameEn: 'Cases of the week',
      unit: 'cases',
      value: count,
      numerator: count,
      denominator: null,
      cases,
    },
    ...(kind === 'word'
      ? {
          formula: '一周内收到、转办摘要含该词的工单件数',
          formulaEn: 'Cases received within the week whose transfer summary holds the word',
        }
      : { formula: '一周内收到的该类（该单位）工单件数', formulaEn: 'Cases of the category (department) received within the week' }),
  };
  const { code, name, nameEn } = named;
  return { kind, code, name, nameEn, figure, expected, z, spike: isSpike, before: [...earlier].reverse() };
}
