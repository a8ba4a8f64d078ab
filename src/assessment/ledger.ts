import { Injectable } from '@nestjs/common';
import { casesNeeded, type ClosedMonth, placed, subjectsOf } from '../domain/ledger-book.js';
import type { SelfFinding } from '../domain/same-matter.js';
import { type Proposal, type ScoredEvent, type ScoreEntry, SCORED_TYPES } from '../domain/scoring.js';
import type { CaseState } from '../domain/case-state.js';
import { Db, insertRows, type Tx } from '../platform/db.js';
import { Reference } from '../departments/reference.js';
import { EventLog, type ToldEvent } from '../events/event-log.js';
import { LogCursor, type LoggedEvent } from '../events/log-cursor.js';
import { Conclusions } from './conclusions.js';
import { Replays } from './replays.js';
import { SealedFacts } from './sealed-facts.js';

/** An event with what its rules look at of cases, read before the transaction: the log does not change. */
interface Heard {
  event: ScoredEvent;
  cases: CaseState[];
}
type Told = ToldEvent[];

/** Fills the score ledger from the event log: no entry is missed after a stop, none made twice by two processes. Source: domain text, section 9. */
@Injectable()
export class Ledger {
  private readonly cursor: LogCursor;

  constructor(
    db: Db,
    private readonly events: EventLog,
    private readonly reference: Reference,
    private readonly replays: Replays,
    private readonly sealed: SealedFacts,
    private readonly conclusions: Conclusions,
  ) {
    this.cursor = new LogCursor(db, 'ledger');
  }

  /** Before the server listens: a ledger begins with the first event of the log, so that anybody can recompute it from there. */
  begin(): Promise<void> {
    return this.cursor.begin('first-event');
  }

  /** Reads the log to its end. Returns the number up to which the ledger stands. */
  collect(): Promise<number> {
    return this.cursor.follow(async (events) => {
      const heard = await this.heard(events);
      return (tx) => this.take(tx, heard);
    });
  }

  /** The scored ones of these events, their sealed facts opened, with the cases they rest on as they stood then. */
  private async heard(rows: readonly LoggedEvent[]): Promise<Heard[]> {
    const scoredRows = rows.filter(({ type }) => SCORED_TYPES.includes(type));
    const events = scoredRows.map((row): ScoredEvent => ({ ...row, facts: this.sealed.open(row) }));
    if (events.every((event) => casesNeeded(event).length === 0)) return events.map((event) => ({ event, cases: [] }));
    const rules = await this.replays.rules();
    const heard: Heard[] = [];
    for (const event of events) {
      const found = await Promise.all(casesNeeded(event).map((caseNumber) => this.replays.one(caseNumber, event.number, rules)));
      heard.push({ event, cases: found.flatMap((one) => one?.state ?? []) });
    }
    return heard;
  }

  private async take(tx: Tx, heard: readonly Heard[]): Promise<void> {
    const closings = heard.length > 0 ? await closingsIn(tx) : [];
    const told: Told = [];
    for (const { event, cases } of heard) {
      const { entries, proposals } = await this.score(tx, event, cases, closings);
      await insertRows(tx, 'score_entries', entries);
      await this.propose(tx, event, proposals);
      if (event.type === 'investigation.concluded') told.push(...(await this.conclusions.follow(tx, event, entries)));
    }
    await this.events.append(tx, told);
  }

  private async score(tx: Tx, event: ScoredEvent, cases: readonly CaseState[], closings: readonly ClosedMonth[]) {
    const subjects = subjectsOf(event);
    const marks = subjects.map(() => '?').join(',');
    const entries =
      subjects.length === 0
        ? []
        : await tx.query<ScoreEntry[]>(
            ['caseNumber', 'cardId', 'findingNumber', 'id', 'entryId']
              .map((column) => `SELECT * FROM score_entries WHERE ${column} IN (${marks})`)
              .join(' UNION '),
            Array.from({ length: 5 }, () => subjects).flat(),
          );
    const settings = this.reference.rulesAt('scoring', event.at);
    const current = event.type === 'case.called-back' ? cases[0] : undefined;
    return placed(event, { settings, current, entries: entries.map(entryOf), findings: await findingsFor(tx, event), cases }, closings);
  }

  private async propose(tx: Tx, event: ScoredEvent, proposals: readonly Proposal[]): Promise<void> {
    const rows = proposals.map(({ departmentCode, matter, findingNumber, by }, index) => ({
      id: `${event.number}-${index + 1}`,
      version: 1,
      investigationNumber: String(event.facts.investigationNumber),
      ...{ departmentCode, categoryCode: matter.categoryCode, findingNumber, person: matter.person ?? null },
      ...{ matchedBy: by.join(','), status: 'proposed', proposedAt: event.at },
    }));
    await insertRows(tx, 'same_matters', rows);
  }
}

/** An entry as the engines give it. */
export const entryOf = (row: ScoreEntry): ScoreEntry => ({
  ...row,
  eventNumber: Number(row.eventNumber),
  points: Number(row.points),
  ruleVersion: Number(row.ruleVersion),
  at: Number(row.at),
});

export async function closingsIn(tx: Pick<Tx, 'query'>): Promise<ClosedMonth[]> {
  const rows = await tx.query<ClosedMonth[]>('SELECT month, upTo FROM month_closings');
  return rows.map(({ month, upTo }) => ({ month, upTo: Number(upTo) }));
}

/** The self-findings a conclusion may meet: of its departments, opened before it, and not refused by then. */
async function findingsFor(tx: Tx, { type, facts, at }: ScoredEvent): Promise<SelfFinding[]> {
  const codes = type === 'investigation.concluded' ? ((facts.matters as { departmentCode: string }[] | undefined) ?? []) : [];
  if (codes.length === 0) return [];
  const rows = await tx.query<(Omit<SelfFinding, 'from' | 'to'> & { fromDay: string; toDay: string })[]>(
    `SELECT findingNumber, departmentCode, categoryCode, person, document, fromDay, toDay, openedAt FROM self_findings
     WHERE departmentCode IN (${codes.map(() => '?').join(',')}) AND openedAt <= ? AND NOT (status = 'refused' AND decidedAt <= ?)
     ORDER BY findingNumber`,
    [...codes.map(({ departmentCode }) => departmentCode), at, at],
  );
  return rows.map(({ fromDay, toDay, openedAt, ...row }) => ({ ...row, from: fromDay, to: toDay, openedAt: Number(openedAt) }));
}
