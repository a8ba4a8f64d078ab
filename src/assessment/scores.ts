import { Injectable } from '@nestjs/common';
import { all, visible } from '../cases/visible.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { ladderOf, monthsBefore } from '../domain/ladder.js';
import type { ScoreEntry } from '../domain/scoring.js';
import { addDays, DAY, dayOf, type Instant, instantOf, isoOf } from '../domain/time.js';
import { scopeOf } from '../domain/visibility.js';
import { Reference } from '../departments/reference.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { provenBy } from './entry-shares.js';
import { entryOf, Ledger } from './ledger.js';
import { departmentsOf, equal } from './readers.js';
import type { AppealDecision, LadderPage, ScorePage, ScoreQuery, ScoreView } from './score.dto.js';

type AppealColumns = Partial<
  Record<'appealStatus' | 'appealReason' | 'askedBy' | 'decision' | 'decidedBy' | 'counteredBy' | 'seenCase', string | null>
> & { askedAt?: number | null; decidedAt?: number | null };
type Row = ScoreEntry & AppealColumns;

const SELECTED = `SELECT s.*, a.status AS appealStatus, a.reason AS appealReason, a.askedBy, a.askedAt, a.decision, a.decidedBy, a.decidedAt,
  k.id AS counteredBy, c.caseNumber AS seenCase
  FROM score_entries s LEFT JOIN score_appeals a ON a.entryId = s.id LEFT JOIN score_entries k ON k.entryId = s.id`;

/** The score ledger as its readers see it, and appeals against its entries. Source: domain text, section 9. */
@Injectable()
export class Scores {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly reference: Reference,
    private readonly ledger: Ledger,
  ) {}

  /** Entries, the newest first; a department reads its own. */
  async list({ department, period, rule, appeal, proven, page, pageSize }: ScoreQuery, by: Actor): Promise<ScorePage> {
    const where = all(
      departmentsOf(by, 's'),
      ...equal('s.departmentCode', department),
      ...equal('s.period', period),
      ...equal('s.rule', rule),
      ...(proven ? [provenBy(proven)] : []),
      ...(appeal ? [{ sql: 's.id IN (SELECT q.entryId FROM score_appeals q WHERE q.status = ?)', params: [appeal] }] : []),
    );
    const [sum] = await this.db.read<{ n: number; points: number | null }>(
      `SELECT COUNT(*) AS n, SUM(s.points) AS points FROM score_entries s WHERE ${where.sql}`,
      where.params,
    );
    const may = visible({ ...scopeOf(by), sealedFor: null });
    const rows = await this.db.read<Row>(
      `${SELECTED} LEFT JOIN cases c ON c.caseNumber = s.caseNumber AND ${may.sql}
       WHERE ${where.sql} ORDER BY s.at DESC, s.id DESC LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
      [...may.params, ...where.params],
    );
    return {
      items: rows.map((row) => this.view(row, by)),
      ...{ total: Number(sum?.n ?? 0), page, pageSize, points: Number(sum?.points ?? 0) },
    };
  }

  /** One entry; throws `not-found` for what the reader may not see. */
  async item(id: string, by: Actor): Promise<ScoreView> {
    const [own, may] = [departmentsOf(by, 's'), visible({ ...scopeOf(by), sealedFor: null })];
    const [row] = await this.db.readPrimary<Row>(
      `${SELECTED} LEFT JOIN cases c ON c.caseNumber = s.caseNumber AND ${may.sql} WHERE s.id = ? AND ${own.sql}`,
      [...may.params, id, ...own.params],
    );
    if (!row) throw notFound();
    return this.view(row, by);
  }

  /**
   * The leader appeals, once, within the days of the rules. Throws `not-found` (404), `score.appealed-already`, `score.taken-back`,
   * `score.appeal-late` (409).
   */
  async appeal(id: string, reason: string, by: Actor): Promise<ScoreView> {
    await this.db.write(async (tx) => {
      const entry = await this.lock(tx, id, by);
      const at = this.clock.now();
      const why = this.refusal(entry, at);
      if (why) throw new DomainError(`score.${why}`, 409, { id });
      const { departmentCode } = entry;
      await insertRows(tx, 'score_appeals', [{ entryId: id, departmentCode, status: 'asked', reason, askedBy: by.username, askedAt: at }]);
      await this.events.append(tx, [{ type: 'score.appealed', facts: { entryId: id, departmentCode }, by, at, audience: 'office' }]);
    });
    return this.item(id, by);
  }

  /** The supervisor decides; granted, a counter-entry follows in the open month. Throws `score.appeal-not-open` (409). */
  async decide(id: string, { granted, reason }: AppealDecision, by: Actor): Promise<ScoreView> {
    await this.db.write(async (tx) => {
      const entry = await this.lock(tx, id, by);
      if (entry.appealStatus !== 'asked') throw new DomainError('score.appeal-not-open', 409, { id });
      const [at, status] = [this.clock.now(), granted ? 'granted' : 'refused'];
      await updateRow(tx, 'score_appeals', { entryId: id }, { status, decision: reason, decidedBy: by.username, decidedAt: at });
      const facts = { entryId: id, departmentCode: entry.departmentCode };
      await this.events.append(tx, [{ type: `score.appeal-${status}`, facts, by, at, audience: 'office' }]);
    });
    await this.ledger.collect();
    return this.item(id, by);
  }

  /** Proven cases of units and persons in the rolling months, and what they come to. Source: domain sources 3.3. */
  async ladder(by: Actor): Promise<LadderPage> {
    const now = this.clock.now();
    const settings = this.reference.rulesAt('scoring', now);
    const own = departmentsOf(by, 's');
    const from = addDays(monthsBefore(dayOf(now), settings.ladder.months), 1);
    const rows = await this.db.read<ScoreEntry>(`SELECT s.* FROM score_entries s WHERE s.at >= ? AND ${own.sql} ORDER BY s.at, s.id`, [
      instantOf(from),
      ...own.params,
    ]);
    const ladder = ladderOf(rows.map(entryOf), settings, now).map(({ person, step, ...row }) => ({
      ...row,
      ...(person ? { person: person.slice(0, 6) } : {}),
      ...(step ? { step } : {}),
    }));
    return { from, to: dayOf(now), months: settings.ladder.months, rows: ladder };
  }

  private async lock(tx: Tx, id: string, by: Actor): Promise<Row> {
    const own = departmentsOf(by, 's');
    await tx.query(`SELECT id FROM score_entries WHERE id = ?${this.db.forUpdate}`, [id]);
    const [row] = await tx.query<Row[]>(`${SELECTED} LEFT JOIN cases c ON 1 = 0 WHERE s.id = ? AND ${own.sql}`, [id, ...own.params]);
    if (!row) throw notFound();
    return { ...row, at: Number(row.at) };
  }

  private refusal({ rule, counteredBy, appealStatus, at }: Row, now: Instant): string | undefined {
    if (appealStatus) return 'appealed-already';
    if (rule === 'counter' || counteredBy) return 'taken-back';
    return now > Number(at) + this.reference.rulesAt('scoring', Number(at)).appeal.calendarDays * DAY ? 'appeal-late' : undefined;
  }

  private view(row: Row, by: Actor): ScoreView {
    const { id, departmentCode, rule, detail, period, seenCase, cardId, investigationNumber, findingNumber, entryId, counteredBy } = row;
    const known = { caseNumber: seenCase, cardId, investigationNumber, findingNumber, entryId };
    const evidence = Object.fromEntries(Object.entries(known).filter(([, value]) => value));
    const mayAppeal = by.roles.includes('leader') && !this.refusal(row, this.clock.now());
    const mayDecide = by.roles.includes('supervisor') && row.appealStatus === 'asked';
    return {
      ...{ id, at: isoOf(Number(row.at)), departmentCode, rule, detail, points: Number(row.points), period },
      ...{ ruleVersion: Number(row.ruleVersion), evidence },
      ...(counteredBy ? { counteredBy } : {}),
      ...(row.appealStatus ? { appeal: appealOf(row) } : {}),
      actions: [...(mayAppeal ? ['appeal'] : []), ...(mayDecide ? ['decide'] : [])],
    };
  }
}

function appealOf({ appealStatus, appealReason, askedBy, askedAt, decision, decidedBy, decidedAt }: Row): ScoreView['appeal'] {
  return {
    ...{ status: appealStatus!, reason: appealReason!, askedBy: askedBy!, askedAt: isoOf(Number(askedAt)) },
    ...(decision ? { decision } : {}),
    ...(decidedBy ? { decidedBy, decidedAt: isoOf(Number(decidedAt)) } : {}),
  };
}
