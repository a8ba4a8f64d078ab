import { Injectable } from '@nestjs/common';
import { detection, FINDINGS } from '../cases/finding-conditions.js';
import { FINDING_KINDS, type FindingKind } from '../cases/list.dto.js';
import { all, type Sql, visible } from '../cases/visible.js';
import { Reference } from '../departments/reference.js';
import type { Actor } from '../domain/case-state.js';
import { figureOf, figuresIn, valueOf } from '../domain/figure-values.js';
import { alikeGroups, type Sketch, sketchOf } from '../domain/near-texts.js';
import { fromInstant, toInstant } from '../domain/time.js';
import { scopeOf } from '../domain/visibility.js';
import { Db } from '../platform/db.js';
import { Counter, together } from './counter.js';
import type { Detected, DetectionView, FindingGroup, FindingItem } from './detection.dto.js';
import { RULES } from './detection-words.js';
import { DiscretionQueries } from './discretion.queries.js';
import { figureViews, type Period } from './figure-views.js';
import type { StatisticsQuery } from './statistics.dto.js';

const MOST_ITEMS = 20;
const MOST_COMPARED = 5_000;
const MOST_NUMBERS = 60;
const COLUMNS: Record<FindingKind, string> = { repeats: 'c.repeatCount', returns: 'c.returnCount', dissatisfied: 'c.round' };
interface Reply {
  caseNumber: string;
  departmentCode: string;
  publicReply: string;
}

/** What an inspector looks at twice: each finding with its reason, its numbers and its list. Source: domain sources 4.1; domain text, section 12. */
@Injectable()
export class DetectionQueries {
  /** Of the replies compared last: most of them are compared again the next time. */
  private sketches: ReadonlyMap<string, Sketch> = new Map();

  constructor(
    private readonly db: Db,
    private readonly counter: Counter,
    private readonly discretions: DiscretionQueries,
    private readonly reference: Reference,
  ) {}

  /** Findings among the cases received in the period that this reader may see. */
  async detection(query: StatisticsQuery, by: Actor): Promise<DetectionView> {
    const period = this.counter.periodOf(query);
    const own = await Promise.all(FINDING_KINDS.map((kind) => this.byCase(kind, period, by)));
    const others = [await this.templates(period, by), await this.unlike(period, by), await this.slower(period, by)];
    const { of } = await this.counter.count({ period, scope: scopeOf(by) });
    const figures = figureViews(figuresIn('detection', 'city'), of(''), { period });
    return { ...period, figures, groups: [...own, ...others] };
  }

  /** Cases of the period; `unled` where another index has to lead to them. */
  private within({ from, to }: Period, by: Actor, more?: Sql, unled = ''): Sql {
    const received = { sql: `${unled}c.receivedAt >= ? AND ${unled}c.receivedAt < ?`, params: [fromInstant(from), toInstant(to)] };
    return all(visible({ ...scopeOf(by), sealedFor: null }), received, ...(more ? [more] : []));
  }

  private async byCase(kind: FindingKind, period: Period, by: Actor): Promise<FindingGroup> {
    const where = this.within(period, by, FINDINGS[kind], '+');
    const [all] = await this.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM cases c WHERE ${where.sql}`, where.params);
    const rows = await this.db.read<{ caseNumber: string; number: number; departmentCode: string | null }>(
      `SELECT c.caseNumber, ${COLUMNS[kind]} AS number, (SELECT MAX(a.departmentCode) FROM assignments a WHERE a.caseNumber = c.caseNumber
       AND a.role = 'lead' AND a.status NOT IN ('returned','recalled')) AS departmentCode
       FROM cases c WHERE ${where.sql} ORDER BY number DESC, c.caseNumber DESC LIMIT ${MOST_ITEMS}`,
      where.params,
    );
    const items = rows.map(({ caseNumber, number, departmentCode }) =>
      this.item(kind, Number(number), { caseNumber, ...(departmentCode ? { departmentCode } : {}) }, listed({ numbers: caseNumber })),
    );
    return group(kind, Number(all?.n ?? 0), listed({ ...period, detected: kind }), items);
  }

  /** Public replies of one department that differ in nothing but names and numbers; those in the newest five thousand cases are compared. */
  private async templates(period: Period, by: Actor): Promise<FindingGroup> {
    const answered = "a.publicReply IS NOT NULL AND a.status IN ('answered','accepted') AND c.receivedAt >= ?";
    const where = this.within(period, by, { sql: answered, params: [await this.earliestCompared(period, by)] });
    const replies = await this.db.read<Reply>(
      `SELECT a.caseNumber, a.departmentCode, a.publicReply FROM cases c JOIN assignments a ON a.caseNumber = c.caseNumber
       WHERE ${where.sql} ORDER BY c.receivedAt DESC, c.caseNumber DESC`,
      where.params,
    );
    const kept = new Map<string, Sketch>();
    const departments = [...new Set(replies.map(({ departmentCode }) => departmentCode))];
    const items = departments.flatMap((departmentCode) => {
      const own = replies.filter((reply) => reply.departmentCode === departmentCode);
      const sketches = own.map(({ publicReply }) => this.sketches.get(publicReply) ?? sketchOf(publicReply));
      own.forEach(({ publicReply }, place) => kept.set(publicReply, sketches[place]!));
      return alikeGroups(sketches, detection.template.alike).flatMap((places) => {
        const numbers = [...new Set(places.map((place) => own[place]!.caseNumber))];
        if (numbers.length < detection.template.cases) return [];
        const cases = listed({ numbers: numbers.slice(0, MOST_NUMBERS).join(',') });
        return [this.item('template', numbers.length, { departmentCode }, cases, [excerpt(own[places[0]!]!.publicReply)])];
      });
    });
    this.sketches = kept;
    return group('template', items.length, '', items.sort(byNumber));
  }

  /** When the oldest of the newest cases was received. */
  private async earliestCompared(period: Period, by: Actor): Promise<number> {
    const where = this.within(period, by);
    const [edge] = await this.db.read<{ receivedAt: number }>(
      `SELECT c.receivedAt FROM cases c WHERE ${where.sql} ORDER BY c.receivedAt DESC LIMIT 1 OFFSET ${MOST_COMPARED - 1}`,
      where.params,
    );
    return Number(edge?.receivedAt ?? 0);
  }

  private async unlike(period: Period, by: Actor): Promise<FindingGroup> {
    const found = await this.discretions.unlike(period, by);
    const items = found.map(({ caseNumber, departmentCode, amount, median, why, offence }) =>
      this.item(`unlike-${why}`, amount, { caseNumber, departmentCode }, listed({ numbers: caseNumber }), [
        offence.name,
        offence.nameEn,
        String(median),
      ]),
    );
    const cases = [...new Set(found.map(({ caseNumber }) => caseNumber))];
    const list = cases.length > 0 && cases.length <= MOST_NUMBERS ? listed({ numbers: cases.join(',') }) : '';
    return group('unlike', items.length, list, items.sort(byNumber));
  }

  /** Departments that take longer for small enterprises, or for those from outside, each with at least ten closed cases. */
  private async slower(period: Period, by: Actor): Promise<FindingGroup> {
    const counted = await this.counter.count({ period, scope: scopeOf(by), byLens: true, by: ['size', 'origin'] });
    const figure = figureOf('handling-hours', 'department')!;
    const codes = [...new Set(counted.keys.map((key) => key.split('|')[0]!))].filter((code) => !code.endsWith('+'));
    const mean = (code: string, fits: (size: string, origin: string) => boolean) => {
      const keys = counted.keys.filter((key) => {
        const [lens, size, origin] = key.split('|') as [string, string, string];
        return lens === code && fits(size, origin);
      });
      return valueOf(figure, together(keys.map(counted.of)).tallies);
    };
    const small = (size: string) => size === 'micro' || size === 'small';
    const large = (size: string) => size === 'medium' || size === 'large';
    const items = codes.flatMap((departmentCode) =>
      (
        [
          ['slower-small', mean(departmentCode, small), mean(departmentCode, large), { size: 'smaller' }],
          [
            'slower-outside',
            mean(departmentCode, (_, o) => o === 'outside'),
            mean(departmentCode, (_, o) => o === 'local'),
            { origin: 'outside' },
          ],
        ] as const
      ).flatMap(([kind, weaker, stronger, narrow]) => {
        if (weaker.small || stronger.small || weaker.value! <= stronger.value! * detection.slower.ratio) return [];
        const cases = listed({ ...period, departmentCode, ...narrow, figure: 'handling-hours', part: 'denominator' });
        const numbers = [stronger.value!.toFixed(1), String(weaker.denominator), String(stronger.denominator)];
        return [this.item(kind, Math.round(weaker.value! * 10) / 10, { departmentCode }, cases, numbers)];
      }),
    );
    return group('slower', items.length, '', items.sort(byNumber));
  }

  private item(
    rule: keyof typeof RULES,
    number: number,
    about: { caseNumber?: string; departmentCode?: string },
    cases: string,
    more: readonly string[] = [],
  ): FindingItem {
    const departmentName = this.reference.department(about.departmentCode)?.name;
    const { reason, reasonEn } = RULES[rule].item(number, more);
    return { ...about, ...(departmentName ? { departmentName } : {}), number, reason, reasonEn, cases };
  }
}

const listed = (query: Record<string, string>): string => `/api/v1/cases?${new URLSearchParams(query)}`;
const byNumber = (a: FindingItem, b: FindingItem): number => b.number - a.number;
const excerpt = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
const group = (kind: Detected, total: number, cases: string, items: FindingItem[]): FindingGroup => {
  const { rule, ruleEn } = RULES[kind];
  return { kind, rule, ruleEn, total, cases, items: items.slice(0, MOST_ITEMS) };
};
