import { Injectable } from '@nestjs/common';
import { CONCERNING, concernOf, nearlySame } from '../domain/concern-rules.js';
import { reHandledCard, reHandlings } from '../domain/card-rules.js';
import { SYSTEM } from '../domain/case-state.js';
import { weighed, words } from '../domain/similarity.js';
import { DAY, type Instant } from '../domain/time.js';
import type { LimitName } from '../domain/vocabulary.js';
import { EventLog, type ToldEvent } from '../events/event-log.js';
import { LogCursor, type LoggedEvent } from '../events/log-cursor.js';
import { Db, type Tx } from '../platform/db.js';
import { Cards } from './cards.js';
import { Concerns } from './concerns.js';
import { Orders } from './orders.js';
import { OfficeRules } from './rules.js';
import { Watches } from './watches.js';

const MOST_ANSWERS = 200;

type Followed = LoggedEvent & { caseNumber: string };
interface AboutCase {
  caseNumber: string;
  version: number;
  receivedAt: Instant;
  repeatCount: number;
  returnCount: number;
}
type Told = ToldEvent[];
type Hear = (tx: Tx, event: Followed, about: AboutCase) => Promise<Told>;

/** Follows the event log for the office: which limits to watch, which cards a step has earned, what belongs on the supervisor's desk. */
@Injectable()
export class Following {
  private readonly cursor: LogCursor;

  constructor(
    db: Db,
    private readonly events: EventLog,
    private readonly rules: OfficeRules,
    private readonly watches: Watches,
    private readonly cards: Cards,
    private readonly concerns: Concerns,
    private readonly orders: Orders,
  ) {
    this.cursor = new LogCursor(db, 'supervision');
  }

  private readonly hears: Readonly<Record<string, Hear>> = {
    'limit.overdue': (tx, event, about) => this.watch(tx, event, about),
    'case.re-handled': (tx, event, about) => this.reHandled(tx, event, about),
    'case.false-closing-found': (tx, event, about) => this.falseClosing(tx, event, about),
    'assignment.answered': (tx, event) => this.answered(tx, event),
    'case.dispatched': (tx, event) => this.dispatched(tx, event),
  };
  private readonly types = [...new Set([...Object.keys(this.hears), ...CONCERNING])];

  /** Before the server listens for the first time of all: what happened before there was supervision is left alone. */
  begin(): Promise<void> {
    return this.cursor.begin('now');
  }

  /** Reads the log to its end and does what it asks for. */
  async collect(): Promise<void> {
    await this.cursor.follow((events) => (tx) => this.take(tx, events));
  }

  private async take(tx: Tx, events: readonly LoggedEvent[]): Promise<void> {
    const told: Told = [];
    for (const event of events.filter((one): one is Followed => one.caseNumber !== null && this.types.includes(one.type))) {
      const [row] = await tx.query<AboutCase[]>(
        'SELECT caseNumber, version, receivedAt, repeatCount, returnCount FROM cases WHERE caseNumber = ?',
        [event.caseNumber],
      );
      if (!row) continue;
      const about = { ...row, version: Number(row.version), receivedAt: Number(row.receivedAt) };
      told.push(...((await this.hears[event.type]?.(tx, event, about)) ?? []), ...(await this.concern(tx, event, about)));
    }
    await this.events.append(tx, told);
  }

  /** A department's limit has passed; those of the hotline itself earn no card. */
  private async watch(tx: Tx, { caseNumber, facts }: Followed, { receivedAt }: AboutCase): Promise<Told> {
    const { limit, departmentCode } = JSON.parse(facts) as { limit: LimitName; departmentCode?: string };
    if (!departmentCode) return [];
    // the latest of its name: what an earlier round was late with has had its cards
    const [row] = await tx.query<{ id: string; dueAt: number; state: string }[]>(
      `SELECT l.id, l.dueAt, l.state FROM case_limits l JOIN assignments a ON a.id = l.assignmentId
       WHERE l.caseNumber = ? AND l.name = ? AND a.departmentCode = ? ORDER BY l.startedAt DESC, l.id DESC LIMIT 1`,
      [caseNumber, limit, departmentCode],
    );
    if (row && row.state !== 'ended')
      await this.watches.begin(tx, { id: row.id, caseNumber, name: limit, dueAt: Number(row.dueAt) }, receivedAt);
    return [];
  }

  private async reHandled(tx: Tx, { caseNumber, number }: Followed, { receivedAt }: AboutCase): Promise<Told> {
    const settings = this.rules.cardsAt(receivedAt);
    const rows = await tx.query<{ type: string }[]>(
      "SELECT type FROM events WHERE caseNumber = ? AND audience = 'case' AND number <= ? ORDER BY number",
      [caseNumber, number],
    );
    const types = rows.map(({ type }) => type);
    const colour = reHandledCard(types, settings);
    if (!colour) return [];
    const [lead] = await tx.query<{ departmentCode: string }[]>(
      "SELECT departmentCode FROM assignments WHERE caseNumber = ? AND role = 'lead' AND status NOT IN ('returned','recalled')",
      [caseNumber],
    );
    if (!lead) return [];
    const ground = this.cards.groundOf(settings, 're-handled', { times: reHandlings(types) });
    return this.given(await this.cards.issue(tx, { departmentCode: lead.departmentCode, colour, rule: 're-handled', ground, caseNumber }));
  }

  /** Whoever found it, the card follows; where it was given at once it is not given again. */
  private async falseClosing(tx: Tx, { caseNumber, facts }: Followed, { receivedAt }: AboutCase): Promise<Told> {
    const { departmentCode } = JSON.parse(facts) as { departmentCode?: string };
    if (!departmentCode) return [];
    const ground = this.cards.groundOf(this.rules.cardsAt(receivedAt), 'false-closing');
    return this.given(await this.cards.issue(tx, { departmentCode, colour: 'red', rule: 'false-closing', ground, caseNumber }));
  }

  private given(event: ToldEvent | undefined): Told {
    return event ? [event] : [];
  }

  private dispatched(tx: Tx, { caseNumber, facts }: Followed): Promise<Told> {
    return this.orders.join(tx, caseNumber, String((JSON.parse(facts) as { lead: string }).lead), SYSTEM);
  }

  /** An answer that nearly repeats one the department gave in another case. Source: domain text, section 12. */
  private async answered(tx: Tx, { caseNumber, facts, at }: Followed): Promise<Told> {
    const { departmentCode, publicReply } = JSON.parse(facts) as { departmentCode: string; publicReply?: string };
    if (!publicReply) return [];
    const office = this.rules.officeAt(Number(at));
    const former = await tx.query<{ caseNumber: string; publicReply: string }[]>(
      `SELECT a.caseNumber, a.publicReply FROM assignments a JOIN cases c ON c.caseNumber = a.caseNumber
       WHERE a.departmentCode = ? AND a.answeredAt >= ? AND a.answeredAt <= ? AND a.publicReply IS NOT NULL AND c.sealed = 0
       ORDER BY a.answeredAt DESC, a.id DESC LIMIT ${MOST_ANSWERS}`,
      [departmentCode, Number(at) - office.concerns.alike.days * DAY, Number(at)],
    );
    const mine = { caseNumber, words: weighed(words(publicReply)) };
    const others = former
      .reverse() // the newest were asked for, the earliest of them counts
      .filter((one) => one.caseNumber !== caseNumber)
      .map((one) => ({ caseNumber: one.caseNumber, words: weighed(words(one.publicReply)) }));
    const found = nearlySame(mine, others, office);
    if (!found) return [];
    const similarity = Math.round(found.similarity * 100) / 100;
    const subject = `${departmentCode}:${caseNumber}`;
    const like = { like: found.caseNumber, similarity };
    return this.given(await this.concerns.raise(tx, { kind: 'alike-answers', subject, caseNumber, departmentCode, facts: like }));
  }

  private async concern(tx: Tx, { type, caseNumber, facts }: Followed, about: AboutCase): Promise<Told> {
    if (!CONCERNING.includes(type)) return [];
    const [row] = await tx.query<{ n: number }[]>(
      `SELECT COUNT(*) AS n FROM call_backs WHERE caseNumber = ? AND (satisfiedResult = 'dissatisfied' OR satisfiedProcess = 'dissatisfied')`,
      [caseNumber],
    );
    const matter = { repeatCount: Number(about.repeatCount), returnCount: Number(about.returnCount), dissatisfied: Number(row?.n ?? 0) };
    const kind = concernOf(type, matter, this.rules.officeAt(this.rules.now));
    if (!kind) return [];
    const count = { repeats: matter.repeatCount, returns: matter.returnCount, dissatisfied: matter.dissatisfied }[kind as 'repeats'];
    const { departmentCode } = JSON.parse(facts) as { departmentCode?: string };
    const why = { kind, subject: caseNumber, caseNumber, departmentCode, facts: count === undefined ? {} : { count } };
    return this.given(await this.concerns.raise(tx, why));
  }
}
