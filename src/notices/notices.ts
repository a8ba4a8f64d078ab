import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CaseService } from '../cases/case.service.js';
import { COMPLAINANT, OPEN } from '../domain/case-state.js';
import { smsNumber } from '../domain/phone-numbers.js';
import { dayOf } from '../domain/time.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, isDuplicate, type Tx, updateRow } from '../platform/db.js';
import { afterReport, type NoticeState, OUTCOME_UNKNOWN, type Report } from './notice-life.js';
import { Recipients } from './recipients.js';
import { NOTICES, wishIn } from './templates.js';

const LONGEST_TEXT = 4_000;

/** A short message that came in. */
export interface Incoming {
  /** As the carrier writes it, `+8613800138000`. */
  from: string;
  text: string;
  /** The carrier's id of this message: the same message twice is done once. */
  providerRef: string;
  /** What the carrier made of it by itself, where it handles stop words. */
  optOut?: 'stop' | 'start' | undefined;
}

/** What became of it: a message on a case, a wish noted, or an answer sent that tells to call. */
export interface Received {
  outcome: 'message' | 'stop' | 'start' | 'unmatched';
  caseNumber: string | null;
}

/** What carriers tell us: how a message fared, and what people write back. Both may come twice, late and out of order. */
@Injectable()
export class Notices {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly recipients: Recipients,
    private readonly cases: CaseService,
  ) {}

  /**
   * A carrier's report on a message, found by the carrier's id or, while that is not noted yet, by our `ref`. Never leads back from a
   * final state. Returns whether the message is known.
   */
  delivered(providerRef: string, state: Report, errorCode?: string, ref?: string): Promise<boolean> {
    return this.db.write(async (tx) => {
      const row = await this.find(tx, providerRef, ref);
      if (!row) return false;
      const next = afterReport(row, state);
      if (!next) return true;
      const error = next === 'undelivered' ? (errorCode ?? state).slice(0, 64) : null;
      // from here on the sender's own note comes too late: what it would say is known
      const told = { state: next, error, providerRef, leaseUntil: null, nextAt: null, sentAt: row.sentAt ?? this.clock.now() };
      await updateRow(tx, 'notices', { id: row.id }, told);
      return true;
    });
  }

  private async find(tx: Tx, providerRef: string, ref: string | undefined) {
    type Row = { id: string; state: NoticeState; error: string | null; sentAt: number | null };
    const ask = (column: string, value: string) =>
      tx.query<Row[]>(`SELECT id, state, error, sentAt FROM notices WHERE ${column} = ?${this.db.forUpdate}`, [value]);
    const [known] = await ask('providerRef', providerRef);
    if (known || ref === undefined) return known;
    const [own] = await ask('id', ref);
    return own && (own.state === 'sending' || own.error === OUTCOME_UNKNOWN) ? own : undefined;
  }

  /** Takes a short message in: a stop word is a wish, anything else a message on the sender's newest open case. */
  async received(incoming: Incoming): Promise<Received> {
    try {
      return await this.db.write((tx) => this.take(tx, incoming));
    } catch (error) {
      const known = isDuplicate(error) ? await this.known(incoming.providerRef) : undefined;
      if (known) return known; // the same delivery came twice at once
      throw error;
    }
  }

  private async known(providerRef: string): Promise<Received | undefined> {
    const sql = 'SELECT outcome, caseNumber FROM notice_replies WHERE providerRef = ?';
    const [row] = await this.db.readPrimary<Received>(sql, [providerRef]);
    return row;
  }

  private async take(tx: Tx, { from, text, providerRef, optOut }: Incoming): Promise<Received> {
    const sql = 'SELECT outcome, caseNumber FROM notice_replies WHERE providerRef = ?';
    const [before] = await tx.query<Received[]>(sql, [providerRef]);
    if (before) return before;
    const index = this.recipients.indexOf(from);
    const wish = optOut ?? wishIn(text);
    const caseNumber = wish || !index ? null : await this.newestOpenCase(tx, index);
    const outcome = wish ?? (caseNumber ? 'message' : 'unmatched');
    // the row first: of two deliveries at once the second fails here, before anything is done
    await tx.query('INSERT INTO notice_replies (providerRef, outcome, caseNumber, at) VALUES (?, ?, ?, ?)', [
      providerRef,
      outcome,
      caseNumber,
      this.clock.now(),
    ]);
    if (wish && index) await this.recipients.wish(tx, index, wish, this.clock.now());
    if (outcome === 'unmatched') await this.answer(tx, from, index);
    if (caseNumber) await this.cases.actIn(tx, COMPLAINANT, caseNumber, 'message', { text: text.trim().slice(0, LONGEST_TEXT) });
    return { outcome, caseNumber };
  }

  /** Locked, so that it is still open when the message is written. Sealed cases are found by their code alone. */
  private async newestOpenCase(tx: Tx, index: string): Promise<string | null> {
    const marks = OPEN.map(() => '?').join(',');
    const [found] = await tx.query<{ caseNumber: string }[]>(
      `SELECT c.caseNumber FROM complainants p JOIN cases c ON c.caseNumber = p.caseNumber
       WHERE p.phoneIndex = ? AND c.sealed = 0 AND c.status IN (${marks}) ORDER BY c.receivedAt DESC, c.caseNumber DESC LIMIT 1`,
      [index, ...OPEN],
    );
    if (!found) return null;
    const still = `SELECT caseNumber FROM cases WHERE caseNumber = ? AND sealed = 0 AND status IN (${marks})${this.db.forUpdate}`;
    const [row] = await tx.query<{ caseNumber: string }[]>(still, [found.caseNumber, ...OPEN]);
    return row?.caseNumber ?? null;
  }

  /** One answer a day to a number without an open case: whoever writes in a false name shall not make us a nuisance. */
  private async answer(tx: Tx, from: string, index: string | null): Promise<void> {
    const to = smsNumber(from);
    if (!to || !index) return;
    const [id, now] = [randomUUID(), this.clock.now()];
    const dedupeKey = `${NOTICES.unknownSender}:${index}:${dayOf(now)}`;
    const [sent] = await tx.query<unknown[]>('SELECT id FROM notices WHERE dedupeKey = ?', [dedupeKey]);
    if (sent) return;
    const recipient = this.recipients.close(to, id);
    const told = { channel: 'sms', template: NOTICES.unknownSender, recipient, facts: {}, state: 'waiting', attempts: 0 };
    await insertRows(tx, 'notices', [{ id, dedupeKey, ...told, nextAt: now, createdAt: now }]);
  }
}
