import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Db, type Tx, updateRow } from '../platform/db.js';
import { Log } from '../platform/log.js';
import { Carriers } from './carriers.js';
import { Letters, type NoticeFacts, type StoredNotice } from './letters.js';
import { type Message, NotSent } from './messenger.js';
import { afterFailure, afterLoss, afterReceipt, LEASE, type NoticePatch, OUTCOME_UNKNOWN } from './notice-life.js';
import { Recipients } from './recipients.js';
import { NOTICES } from './templates.js';

const AT_ONCE = 8;

interface NoticeRow extends StoredNotice {
  attempts: number;
  leaseUntil: number | null;
}
/** Of a case, what decides whether a notice still makes sense. */
interface CaseRow {
  caseNumber: string;
  sealed: number;
  status: string;
  round: number;
  calledBack: number;
}

/**
 * Sends what waits: takes a notice with a lease in a short transaction, sends it outside any, notes what came of it. Several processes
 * share the work; a process that dies while it sends leaves a lease that runs out.
 */
@Injectable()
export class Outbox implements OnModuleDestroy {
  private stopped = false;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly letters: Letters,
    private readonly recipients: Recipients,
    private readonly carriers: Carriers,
    private readonly log: Log,
  ) {}

  onModuleDestroy(): void {
    this.stopped = true;
  }

  /** Sends until nothing is due. Returns how many attempts it made. */
  async sweep(): Promise<number> {
    await this.settleLost();
    let attempts = 0;
    while (!this.stopped) {
      const taken = await this.db.write((tx) => this.take(tx));
      if (taken === undefined) break;
      await Promise.all(byCase(taken).map((notices) => this.deliverInOrder(notices)));
      attempts += taken.length;
    }
    return attempts;
  }

  /** Takes the next few that are due; undefined when none is. */
  private async take(tx: Tx): Promise<NoticeRow[] | undefined> {
    const now = this.clock.now();
    const rows = await tx.query<NoticeRow[]>(
      `SELECT * FROM notices WHERE state = 'waiting' AND nextAt <= ? ORDER BY nextAt, id LIMIT ${AT_ONCE}${this.db.skipLocked}`,
      [now],
    );
    if (rows.length === 0) return undefined;
    const idle = await this.idleReasons(tx, rows);
    for (const row of rows) {
      const reason = idle.get(row.id);
      const patch = reason
        ? { state: reason === 'case-moved-on' ? 'cancelled' : 'unsent', error: reason, nextAt: null }
        : { state: 'sending', attempts: ++row.attempts, leaseUntil: now + LEASE, nextAt: null };
      await updateRow(tx, 'notices', { id: row.id }, patch);
    }
    return rows.filter(({ id }) => !idle.has(id));
  }

  /** Why a notice is not sent any more: its case was sealed or has moved on, its reader wants none, or nobody carries it. */
  private async idleReasons(tx: Tx, rows: readonly NoticeRow[]): Promise<Map<string, string>> {
    const numbers = [...new Set(rows.flatMap(({ caseNumber }) => caseNumber ?? []))];
    const sql = `SELECT caseNumber, sealed, status, round, calledBack FROM cases WHERE caseNumber IN (${numbers.map(() => '?').join(',')})`;
    const found = numbers.length > 0 ? await tx.query<CaseRow[]>(sql, numbers) : [];
    const cases = new Map(found.map((row) => [row.caseNumber, row]));
    const indexes = new Map(rows.map((row) => [row.id, row.channel === 'sms' ? this.indexOf(row) : null]));
    const optedOut = await this.recipients.optedOut(tx, [...indexes.values()]);
    const reasonOf = (row: NoticeRow): string | undefined => {
      if (row.caseNumber && isPast(row, cases.get(row.caseNumber))) return 'case-moved-on';
      if (optedOut.has(indexes.get(row.id) ?? '')) return 'opted-out';
      return this.carriers.serves(row.channel) ? undefined : 'not-configured';
    };
    const idle = new Map<string, string>();
    for (const row of rows) {
      const reason = reasonOf(row);
      if (reason) idle.set(row.id, reason);
    }
    return idle;
  }

  private indexOf(row: NoticeRow): string | null {
    const message = this.messageOf(row);
    return message && this.recipients.indexOf(message.to);
  }

  private async deliverInOrder(notices: readonly NoticeRow[]): Promise<void> {
    for (const notice of notices) await this.deliver(notice);
  }

  private async deliver(notice: NoticeRow): Promise<void> {
    const patch = await this.attempt(notice);
    await this.settle(notice, patch).catch((error: unknown) => this.log.warn(`notice ${notice.id}: its outcome was not noted`, error));
  }

  private async attempt(notice: NoticeRow): Promise<NoticePatch> {
    const repeats = this.carriers.repeats(notice.channel);
    const message = this.messageOf(notice);
    const failed = ({ failure, reason }: NotSent) =>
      afterFailure({ failure, reason, attempts: notice.attempts, repeats }, NOTICES.retryMinutes, this.clock.now());
    if (!message) return failed(new NotSent('permanent', 'unreadable'));
    try {
      return afterReceipt(await this.carriers.send(message), this.clock.now());
    } catch (error) {
      if (error instanceof NotSent) return failed(error);
      this.log.error(`notice ${notice.id}: the ${notice.channel} adapter broke`, error);
      return failed(new NotSent('unknown', 'adapter-broke'));
    }
  }

  private messageOf(notice: NoticeRow): Message | null {
    try {
      return this.letters.write(notice);
    } catch (error) {
      this.log.error(`notice ${notice.id} cannot be written`, error);
      return null;
    }
  }

  /** Notes an outcome, unless a report of the carrier was faster or the attempt is not the last one any more. */
  private settle({ id, attempts, channel, recipient }: NoticeRow, patch: NoticePatch): Promise<void> {
    return this.db.write(async (tx) => {
      const sql = `SELECT state, error FROM notices WHERE id = ? AND attempts = ?${this.db.forUpdate}`;
      const [row] = await tx.query<{ state: string; error: string | null }[]>(sql, [id, attempts]);
      if (row?.state !== 'sending' && row?.error !== OUTCOME_UNKNOWN) return;
      await updateRow(tx, 'notices', { id }, { ...patch });
      if (patch.error !== 'opted-out' || channel !== 'sms') return;
      const index = this.recipients.indexOf(this.recipients.open({ id, channel, recipient }));
      if (index) await this.recipients.wish(tx, index, 'stop', this.clock.now());
    });
  }

  /** Notices whose sender vanished: ask the carrier where it can tell, else a person has to decide. */
  private async settleLost(): Promise<void> {
    const rows = await this.db.readPrimary<NoticeRow>(
      `SELECT * FROM notices WHERE state = 'sending' AND leaseUntil <= ? ORDER BY leaseUntil LIMIT 50`,
      [this.clock.now()],
    );
    for (const row of rows) {
      await this.settleLostOne(row).catch((error: unknown) =>
        this.log.warn(`notice ${row.id}: its outcome is asked for again later`, error),
      );
    }
  }

  private async settleLostOne(row: NoticeRow): Promise<void> {
    const message = this.messageOf(row);
    const found = message ? await this.carriers.lookUp(message, Number(row.leaseUntil) - LEASE) : undefined;
    await this.settle(row, afterLoss(found, this.carriers.repeats(row.channel), this.clock.now()));
  }
}

/** Messages about one case go one after the other, those about others meanwhile. */
function byCase(notices: readonly NoticeRow[]): NoticeRow[][] {
  const groups = new Map<string, NoticeRow[]>();
  for (const notice of notices) groups.set(notice.caseNumber ?? notice.id, [...(groups.get(notice.caseNumber ?? notice.id) ?? []), notice]);
  return [...groups.values()];
}

/** A sealed case is silent; a survey is for its own round, before anybody has called back. */
function isPast(notice: NoticeRow, current: CaseRow | undefined): boolean {
  if (!current || Number(current.sealed) === 1) return true;
  const { surveyRound } = JSON.parse(notice.facts) as NoticeFacts;
  if (surveyRound === undefined) return false;
  return current.status !== 'pending_callback' || current.round !== surveyRound || Number(current.calledBack) === 1;
}
