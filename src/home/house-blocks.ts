import { Injectable } from '@nestjs/common';
import type { Actor } from '../domain/case-state.js';
import { DAY, dayOf, HOUR, type Instant, instantOf, minuteOf } from '../domain/time.js';
import { type ReadEntry, unusualReads } from '../domain/unusual-reads.js';
import { Clock } from '../platform/clock.js';
import { Db } from '../platform/db.js';
import { RuleQueries } from '../settings/rule-queries.js';
import { StatisticsQueries } from '../statistics/statistics.queries.js';
import { homeSettings, type Source } from './blocks.js';
import type { Asking, Found } from './desk-blocks.js';
import type { HomeLine } from './home.dto.js';

/** The newest entries of the audit that are looked through. */
const MOST_READS = 5_000;

/** What somebody has to look after in the house: how many there are, by an index. */
const HOUSE: readonly { id: string; sql: string; params: (now: number) => unknown[] }[] = [
  { id: 'notices-dead', sql: "SELECT COUNT(*) AS n FROM notices WHERE state = 'dead'", params: () => [] },
  { id: 'deliveries-dead', sql: "SELECT COUNT(*) AS n FROM webhook_deliveries WHERE state = 'dead'", params: () => [] },
  { id: 'imports-ready', sql: "SELECT COUNT(*) AS n FROM imports WHERE state = 'checked'", params: () => [] },
  { id: 'recordings-late', sql: 'SELECT COUNT(*) AS n FROM recordings WHERE nextAt <= ?', params: (now) => [now - HOUR] },
  { id: 'lights-late', sql: 'SELECT COUNT(*) AS n FROM case_limits WHERE nextAt <= ?', params: (now) => [now - HOUR] },
];

/** Blocks of figures, of the machine's own state and of the audit. */
@Injectable()
export class HouseBlocks {
  private readonly settings = homeSettings();

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly statistics: StatisticsQueries,
    private readonly rules: RuleQueries,
  ) {}

  readonly sources: Partial<Record<Source, Asking>> = {
    figures: async (_, by) => this.figures(by),
    house: () => this.house(),
    reads: ({ pageSize }) => this.reads(pageSize),
    rules: ({ since }, by) => this.proposed(since, by),
  };

  /** The chosen figures of the month so far, beside those of the month before. */
  private async figures(by: Actor): Promise<Found> {
    const { figures } = await this.statistics.overview({ compare: 'previous' }, by);
    const chosen = this.settings.figures.flatMap((key) => figures.filter((figure) => figure.key === key));
    return { total: chosen.length, figures: chosen };
  }

  /** New versions of rules that wait for whoever releases them. */
  private async proposed(since: string, by: Actor): Promise<Found> {
    const kinds = await this.rules.kinds(by);
    const lines = kinds.flatMap(({ waiting }): HomeLine[] => {
      if (!waiting) return [];
      const { kind, note, proposedAt: at } = waiting;
      const fresh = Date.parse(at) > Date.parse(since);
      return [{ id: kind, kind, at, ...(note ? { title: note } : {}), ...(fresh ? { fresh } : {}) }];
    });
    return { total: lines.length, lines };
  }

  private isNight(at: Instant): boolean {
    const { from, to } = this.settings.night;
    const hour = minuteOf(at) / 60;
    return from > to ? hour >= from || hour < to : hour >= from && hour < to;
  }

  private async house(): Promise<Found> {
    const now = this.clock.now();
    const answers = await this.db.readAllPrimary(HOUSE.map(({ sql, params }) => ({ sql, params: params(now) })));
    const lines = HOUSE.map(({ id }, index) => ({ id, count: Number(answers[index]?.[0]?.n ?? 0) }));
    return { total: lines.filter(({ count }) => count > 0).length, lines };
  }

  /** Today's reads that stand out, among the newest entries of the audit. Source: domain text 6.3. */
  private async reads(pageSize: number): Promise<Found> {
    const today = instantOf(dayOf(this.clock.now()));
    const rows = await this.db.readPrimary<{ username: string; type: string; caseNumber: string | null; at: number }>(
      `SELECT username, type, caseNumber, at FROM events WHERE audience = 'audit' ORDER BY number DESC LIMIT ${MOST_READS}`,
    );
    const entries: ReadEntry[] = rows
      .filter(({ at }) => Number(at) >= today && Number(at) < today + DAY)
      .map(({ at, ...row }) => ({ ...row, night: this.isNight(Number(at)) }));
    const found = unusualReads(entries, this.settings.unusualReads);
    const lines = found.slice(0, pageSize).map(({ username, habit, count }) => ({ id: username, kind: habit, count }));
    return { total: found.length, lines };
  }
}
