import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CaseStore } from '../cases/case.store.js';
import { Seals } from '../cases/seals.js';
import { type ComplainantRow, Identities } from '../complainants/identities.js';
import type { Actor, NewEvent } from '../domain/case-state.js';
import { DomainError } from '../domain/errors.js';
import type { InvestigationBody } from '../domain/investigation-life.js';
import type { InvestigatedMatter, InvestigationState } from '../domain/investigation-state.js';
import { addDays, type Instant, instantOf } from '../domain/time.js';
import { EventLog, type ToldEvent } from '../events/event-log.js';
import { NeutralNotices } from '../notices/neutral-notices.js';
import { insertRows, type Tx } from '../platform/db.js';
import { SealedRecords } from './sealed-records.js';

const WHOLE_HOTLINE = { ordinary: true, departmentCode: null, sealedFor: null, recusedFrom: [] };

/** Facts with people and documents as keyed indexes instead of names, so that matters of different books can meet. */
export function indexedFacts({ persons }: InvestigationState, { type, facts }: NewEvent, identities: Identities): NewEvent {
  const indexOf = (id: string | undefined): string | undefined => {
    const person = persons.find((one) => one.id === id);
    return person && identities.personIndex(person.name, person.departmentCode);
  };
  if (type === 'investigation.measure-decided') return { type, facts: { ...facts, person: indexOf(facts.person as string) } };
  if (type !== 'investigation.concluded') return { type, facts };
  const matters = (facts.matters as InvestigatedMatter[]).map(({ personId, document, from, to, departmentCode, categoryCode }) => ({
    departmentCode,
    categoryCode,
    ...(personId ? { person: indexOf(personId) } : {}),
    ...(document ? { document: identities.documentIndex(document, departmentCode) } : {}),
    from: instantOf(from),
    to: instantOf(addDays(to, 1)) - 1,
  }));
  const measures = (facts.measures as { departmentCode: string; measure: string; person: string }[]).map((one) => ({
    ...one,
    person: indexOf(one.person),
  }));
  return { type, facts: { ...facts, matters, measures } };
}

/** What a step does outside the investigation: the finding on ordinary cases, the word to a reporter, the facts others learn. */
@Injectable()
export class Consequences {
  constructor(
    private readonly cases: CaseStore,
    private readonly seals: Seals,
    private readonly identities: Identities,
    private readonly notices: NeutralNotices,
    private readonly records: SealedRecords,
    private readonly events: EventLog,
  ) {}

  /** Tells the log, closed; and openly what ordinary cases learn by it. The last statement of a transaction. */
  async tellLog(
    tx: Tx,
    one: InvestigationState,
    events: readonly NewEvent[],
    by: Actor,
    at: Instant,
    open: readonly ToldEvent[] = [],
  ): Promise<void> {
    const told = events.map((event) => indexedFacts(one, event, this.identities));
    await this.events.append(tx, [...this.records.told(told, by, at), ...open]);
  }

  /** Notes the finding on the ordinary cases of a concluded investigation; sealed ones say nothing to anybody. Source: docs/glossary.md. */
  async findings(tx: Tx, { conclusion, caseNumbers }: InvestigationState, by: Actor, at: Instant): Promise<ToldEvent[]> {
    const events: ToldEvent[] = [];
    for (const caseNumber of [...caseNumbers].sort()) {
      const current = await this.cases.lock(tx, caseNumber, WHOLE_HOTLINE).catch((error: unknown) => {
        if (error instanceof DomainError && error.status === 404) return undefined; // sealed
        throw error;
      });
      if (!current) continue;
      const version = current.version + 1;
      await this.cases.change(tx, current, { ...current, commissionFinding: conclusion, version, updatedAt: at });
      events.push({ type: 'case.commission-finding', facts: { finding: conclusion }, by, at, caseNumber, version });
    }
    return events;
  }

  /** Tells a reporter, or notes that a person did. The message says nothing that a reader over the shoulder could use. Source: domain text, section 8. */
  async tell(tx: Tx, { investigationNumber }: InvestigationState, body: InvestigationBody, by: Actor, at: Instant): Promise<void> {
    const [caseNumber, stage] = [String(body.caseNumber), String(body.stage)];
    const channel = body.way === 'message' ? await this.send(tx, caseNumber, `${investigationNumber}:${stage}`) : null;
    const caseIndex = this.records.caseIndex(caseNumber);
    await insertRows(tx, 'investigation_notices', [
      { id: randomUUID(), investigationNumber, caseIndex, stage, channel: channel ?? null, at, username: by.username },
    ]);
  }

  private async send(tx: Tx, caseNumber: string, what: string): Promise<string | undefined> {
    const [row] = await tx.query<(ComplainantRow & { status: string })[]>(
      'SELECT p.*, c.status FROM complainants p JOIN cases c ON c.caseNumber = p.caseNumber WHERE p.caseNumber = ?',
      [caseNumber],
    );
    if (!row) return undefined;
    const { identities } = this.seals.of(row);
    const reach = { phone: identities.open(row, 'phone'), email: identities.open(row, 'email') };
    return this.notices.send(tx, reach, this.records.caseIndex(`${caseNumber}:${what}`));
  }
}
