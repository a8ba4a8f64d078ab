import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ComplainantRow } from '../complainants/identities.js';
import type { CaseStatus } from '../domain/vocabulary.js';
import { DAY, type Instant } from '../domain/time.js';
import { LogCursor, type LoggedEvent } from '../events/log-cursor.js';
import { Clock } from '../platform/clock.js';
import { tokenHash } from '../platform/crypto.js';
import { Db, insertRows, type Tx } from '../platform/db.js';
import { Log } from '../platform/log.js';
import { Carriers } from './carriers.js';
import { Letters } from './letters.js';
import type { Way } from './recipient-rules.js';
import { Recipients } from './recipients.js';
import { type Cause, dedupeKeyOf, NOTICES } from './templates.js';

type CaseRow = ComplainantRow & { sealed: number; status: CaseStatus; round: number };
interface Due {
  cause: Cause;
  about: CaseRow;
  at: Instant;
  dedupeKey: string;
}

/** Makes notices of events: none is missed after a stop, none made twice by two processes. */
@Injectable()
export class Causes {
  private readonly cursor: LogCursor;

  constructor(
    db: Db,
    private readonly clock: Clock,
    private readonly recipients: Recipients,
    private readonly letters: Letters,
    private readonly carriers: Carriers,
    private readonly log: Log,
  ) {
    this.cursor = new LogCursor(db, 'notices');
  }

  /** Before the server listens for the first time of all: nobody is told of what happened before there were notices. */
  begin(): Promise<void> {
    return this.cursor.begin('now');
  }

  /** Reads the log to its end and makes what notices it asks for. */
  async collect(): Promise<void> {
    await this.cursor.follow((events) => (tx) => this.take(tx, events));
  }

  private async take(tx: Tx, events: readonly LoggedEvent[]): Promise<void> {
    const due = await this.dueOf(tx, events);
    const optedOut = await this.recipients.optedOut(
      tx,
      due.map(({ about }) => about.phoneIndex),
    );
    const notices = due.flatMap((one) => this.noticeOf(one, optedOut));
    await insertRows(tx, 'notices', notices);
    await this.openSurveys(tx, notices);
  }

  /** Which of the events are causes, of cases that may be told of. Sealed cases never send anything, anonymous ones have nobody to send to. */
  private async dueOf(tx: Tx, events: readonly LoggedEvent[]): Promise<Due[]> {
    const caused = events.flatMap((event) =>
      NOTICES.causes.filter((cause) => cause.event === event.type).map((cause) => ({ event, cause })),
    );
    const numbers = [...new Set(caused.flatMap(({ event }) => event.caseNumber ?? []))];
    if (numbers.length === 0) return [];
    const marks = (list: readonly unknown[]) => list.map(() => '?').join(',');
    const rows = await tx.query<CaseRow[]>(
      `SELECT p.*, c.sealed, c.status, c.round FROM cases c JOIN complainants p ON p.caseNumber = c.caseNumber
       WHERE c.caseNumber IN (${marks(numbers)}) AND c.sealed = 0 AND p.anonymous = 0`,
      numbers,
    );
    const cases = new Map(rows.map((row) => [row.caseNumber, row]));
    const due = new Map<string, Due>();
    for (const { event, cause } of caused) {
      const about = cases.get(event.caseNumber ?? '');
      if (!about || (cause.while && !cause.while.includes(about.status))) continue;
      const dedupeKey = dedupeKeyOf(cause, about.caseNumber, event.number, about.round);
      due.set(dedupeKey, { cause, about, at: Number(event.at), dedupeKey });
    }
    if (due.size === 0) return [];
    const sent = await tx.query<{ dedupeKey: string }[]>(`SELECT dedupeKey FROM notices WHERE dedupeKey IN (${marks([...due])})`, [
      ...due.keys(),
    ]);
    for (const { dedupeKey } of sent) due.delete(dedupeKey);
    return [...due.values()];
  }

  private noticeOf({ cause, about, at, dedupeKey }: Due, optedOut: ReadonlySet<string>) {
    const way = this.wayOf(about, optedOut);
    if (!way) return [];
    const id = randomUUID();
    const { template } = cause;
    return [
      {
        id,
        dedupeKey,
        channel: way.channel,
        template,
        caseNumber: about.caseNumber,
        recipient: this.recipients.close(way.to, id),
        facts: template === NOTICES.survey.template ? { surveyRound: about.round } : {},
        state: way.unsent ? 'unsent' : 'waiting',
        attempts: 0,
        nextAt: way.unsent ? null : at, // due since then, so what happened first is told first
        error: way.unsent ?? null,
        createdAt: at,
      },
    ];
  }

  /** One record that was tampered with must not hold up everybody else's messages. */
  private wayOf(about: CaseRow, optedOut: ReadonlySet<string>): Way | undefined {
    try {
      return this.recipients.wayTo(about, optedOut, (channel) => this.carriers.serves(channel));
    } catch (error) {
      this.log.error(`no notice for case ${about.caseNumber}: its complainant cannot be read`, error);
      return undefined;
    }
  }

  /** A survey opens with the notice that carries its link; the hash of a round's token is always the same. */
  private async openSurveys(tx: Tx, notices: readonly { caseNumber: string; facts: { surveyRound?: number } }[]): Promise<void> {
    const expiresAt = this.clock.now() + NOTICES.survey.days * DAY;
    const opened = notices.flatMap(({ caseNumber, facts: { surveyRound: round } }) =>
      round === undefined ? [] : [{ tokenHash: tokenHash(this.letters.surveyToken(caseNumber, round)), caseNumber, round, expiresAt }],
    );
    await insertRows(tx, 'surveys', opened);
  }
}
