import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { spanOf } from '../domain/assessment.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError } from '../domain/errors.js';
import { type Instant, isoOf } from '../domain/time.js';
import { canonical } from '../events/canonical.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, isDuplicate, type Tx } from '../platform/db.js';
import { Ledger } from './ledger.js';
import type { ClosingView, SnapshotView } from './month.dto.js';
import { type CountedMonth, MonthCounting } from './month-counting.js';

/** A closed month as it is stored. */
export interface ClosingRow {
  month: string;
  upTo: number;
  at: Instant;
  hash: string;
  closedBy: string;
  closedAt: Instant;
  closedByName?: string | null;
}

/** Characters of a page; three bytes each at most leaves room in any engine's text column. */
const PAGE = 16_000;
const TRIES = 5;

/** The canonical text of a counted month: what is hashed, and what anybody gets who counts again. */
export const snapshotOf = ({ month, settings, groups, rows }: CountedMonth, { upTo, at }: { upTo: number; at: Instant }): string =>
  canonical({ month, upTo, at: isoOf(at), ruleVersion: settings.version, groupVersion: groups.version, rows });
export const hashOf = (content: string): string => createHash('sha256').update(content).digest('hex');
export const pagesOf = (month: string, content: string): { month: string; page: number; content: string }[] =>
  Array.from({ length: Math.ceil(content.length / PAGE) }, (_, page) => ({
    month,
    page,
    content: content.slice(page * PAGE, (page + 1) * PAGE),
  }));

/** Closes months: a snapshot that anybody can make anew from the log, and that nothing changes afterwards. Source: domain text, section 9. */
@Injectable()
export class Closings {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly ledger: Ledger,
    private readonly counting: MonthCounting,
  ) {}

  async all(): Promise<ClosingRow[]> {
    const rows = await this.db.readPrimary<ClosingRow>('SELECT * FROM month_closings ORDER BY month');
    return rows.map(closingOf);
  }

  async of(month: string): Promise<ClosingRow | undefined> {
    const [row] = await this.db.readPrimary<ClosingRow>(
      'SELECT c.*, a.name AS closedByName FROM month_closings c LEFT JOIN accounts a ON a.username = c.closedBy WHERE c.month = ?',
      [month],
    );
    return row && closingOf(row);
  }

  /** The stored text of a closed month; undefined for an open one. */
  async snapshot(month: string): Promise<SnapshotView | undefined> {
    const closing = await this.of(month);
    if (!closing) return undefined;
    const pages = await this.db.readPrimary<{ content: string }>('SELECT content FROM month_closing_pages WHERE month = ? ORDER BY page', [
      month,
    ]);
    return { month, hash: closing.hash, content: pages.map(({ content }) => content).join(''), closing: closingView(closing) };
  }

  /** What closing now would store. Throws `assessment.month-not-over` (409). */
  async preview(month: string): Promise<SnapshotView> {
    const closed = await this.snapshot(month);
    if (closed) return closed;
    const { content } = await this.made(month);
    return { month, hash: hashOf(content), content };
  }

  /**
   * Closes a month; closed already, answers the same bytes. Throws `assessment.month-not-over`, `assessment.earlier-month-open` (409): months
   * are closed in their order, so that an entry always has an open month to stand in.
   */
  async close(month: string, by: Actor): Promise<SnapshotView> {
    for (let attempt = 1; ; attempt++) {
      const closed = await this.snapshot(month);
      if (closed) return closed;
      await this.refuseGap(month);
      const made = await this.made(month);
      const isDone = await this.db
        .write((tx) => this.store(tx, month, made, by))
        .catch((error: unknown) => {
          if (isDuplicate(error)) return false; // another was first: its bytes are the answer
          throw error;
        });
      if (!isDone && attempt >= TRIES) throw new DomainError('busy', 503);
    }
  }

  private async made(month: string): Promise<{ content: string; upTo: number; at: Instant }> {
    const at = this.clock.now();
    if (at < spanOf(month).ends) throw new DomainError('assessment.month-not-over', 409, { month });
    const upTo = await this.ledger.collect();
    const place = { upTo, at };
    return { content: snapshotOf(await this.counting.fromLog(month, place), place), ...place };
  }

  /** False when the ledger has moved on within this month since it was counted: then it is counted anew. */
  private async store(
    tx: Tx,
    month: string,
    { content, upTo, at }: { content: string; upTo: number; at: Instant },
    by: Actor,
  ): Promise<boolean> {
    await tx.query(`SELECT value FROM counters WHERE name = 'ledger'${this.db.forUpdate}`); // entries wait meanwhile
    const [late] = await tx.query<unknown[]>('SELECT id FROM score_entries WHERE period = ? AND eventNumber > ? LIMIT 1', [month, upTo]);
    if (late) return false;
    const hash = hashOf(content);
    await insertRows(tx, 'month_closings', [{ month, upTo, at, hash, closedBy: by.username, closedAt: at }]);
    await insertRows(tx, 'month_closing_pages', pagesOf(month, content));
    await this.events.append(tx, [{ type: 'assessment.closed', facts: { month, hash, upTo }, by, at, audience: 'office' }]);
    return true;
  }

  private async refuseGap(month: string): Promise<void> {
    const [last] = await this.db.readPrimary<{ month: string }>(
      'SELECT month FROM month_closings WHERE month < ? ORDER BY month DESC LIMIT 1',
      [month],
    );
    const [first] = await this.db.readPrimary<{ period: string }>(
      'SELECT MIN(period) AS period FROM score_entries WHERE period < ? AND period > ?',
      [month, last?.month ?? ''],
    );
    if (first?.period) throw new DomainError('assessment.earlier-month-open', 409, { month: first.period });
  }
}

const closingOf = (row: ClosingRow): ClosingRow => ({
  ...row,
  upTo: Number(row.upTo),
  at: Number(row.at),
  closedAt: Number(row.closedAt),
});
export const closingView = ({ at, upTo, hash, closedBy, closedByName }: ClosingRow): ClosingView => ({
  at: isoOf(at),
  upTo,
  hash,
  closedBy,
  ...(closedByName ? { closedByName } : {}),
});
