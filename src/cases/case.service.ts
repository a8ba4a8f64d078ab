import { Injectable } from '@nestjs/common';
import type { ComplainantRow } from '../complainants/identities.js';
import { type Body, perform, type Policy, stepFor } from '../domain/case-life.js';
import { type Actor, type CaseState, SYSTEM } from '../domain/case-state.js';
import { levelsDue } from '../domain/case-sweep.js';
import { DomainError } from '../domain/errors.js';
import { joined, unfitMaster } from '../domain/case-merge.js';
import type { Step } from '../domain/case-steps.js';
import type { Unmaskable } from '../domain/vocabulary.js';
import { type Scope, scopeOf } from '../domain/visibility.js';
import { EventLog } from '../events/event-log.js';
import { Db, type Tx } from '../platform/db.js';
import { bodyOf } from './action-bodies.js';
import { Beside } from './beside.js';
import { CaseStore } from './case.store.js';
import { Policies } from './policies.js';
import { Seals } from './seals.js';
import { READ_BY_DEPARTMENTS } from './told-texts.js';

/** What a done action leaves to answer. */
export interface Done {
  current: CaseState;
  policy: Policy;
  values?: Partial<Record<Unmaskable, string>>;
}

/** Every change of a case: one transaction – lock the row, ask the rule, write rows, history and event – then return. */
@Injectable()
export class CaseService {
  constructor(
    private readonly db: Db,
    private readonly store: CaseStore,
    private readonly policies: Policies,
    private readonly events: EventLog,
    private readonly seals: Seals,
    private readonly beside: Beside,
  ) {}

  /**
   * Does an action of the table for a member of staff. Refusals in this order: `not-found` (404), `case.role-may-not` (403),
   * `case.stale`, `case.action-not-open` and guards (409), `input.invalid` and broken rules of the body (422).
   */
  act(caseNumber: string, action: string, raw: unknown, by: Actor): Promise<Done> {
    const scope = scopeOf(by);
    return this.db.write(async (tx) => {
      const current = await this.store.lock(tx, caseNumber, scope);
      const policy = this.policies.at(current.receivedAt);
      const version = raw !== null && typeof raw === 'object' ? (raw as { version?: unknown }).version : undefined;
      const step = stepFor(current, action, version, by, policy);
      const body = await bodyOf(action, raw);
      return this.finish(tx, { current, policy, step, body, by, scope });
    });
  }

  /** The same for the complainant (found by code) and for timers, whose bodies are made by our own code. */
  actAs(by: Actor, caseNumber: string, action: string, body: Body): Promise<Done> {
    return this.db.write((tx) => this.actIn(tx, by, caseNumber, action, body));
  }

  /** The same inside a transaction that is open already. */
  async actIn(tx: Tx, by: Actor, caseNumber: string, action: string, body: Body): Promise<Done> {
    const scope: Scope = { ordinary: true, departmentCode: null, sealedFor: null, recusedFrom: [] };
    const current = await this.store.lock(tx, caseNumber, scope);
    const policy = this.policies.at(current.receivedAt);
    const step = stepFor(current, action, undefined, by, policy);
    return this.finish(tx, { current, policy, step, body, by, scope });
  }

  private async finish(
    tx: Tx,
    doing: { current: CaseState; policy: Policy; step: Step; body: Body; by: Actor; scope: Scope },
  ): Promise<Done> {
    const { current, policy, step, by, scope } = doing;
    const body = { ...doing.body, ...(await this.beside.named(tx, step.action, current, policy.now, doing.body)) };
    if (by !== SYSTEM) await this.refuseNames(tx, current, READ_BY_DEPARTMENTS[step.action], body);
    // a light that came on since the last look is told first: what ends a moment late is late all the same
    const lights = step.silent ? { next: current, events: [] } : levelsDue(current, policy.now);
    const { next, events } = perform(step, lights.next, body, by, policy);
    const about = { by, at: policy.now, caseNumber: next.caseNumber, version: next.version };
    if (step.action === 'unmask') {
      const values = await this.plain(tx, current, body.fields as Unmaskable[]);
      await this.events.append(
        tx,
        events.map(({ facts }) => ({ type: 'case.unmasked', facts, ...about, audience: 'audit' })),
      );
      return { current, policy, values };
    }
    await this.store.change(tx, current, next);
    const told = await this.beside.write(tx, step.action, { next, body, by, at: policy.now, events });
    const master = step.action === 'merge' ? await this.joinMaster(tx, next, policy, by, scope) : [];
    const lit = lights.events.map((event) => ({ ...event, ...about, by: SYSTEM }));
    await this.events.append(tx, [...lit, ...events.map((event) => ({ ...event, ...about })), ...told, ...master]);
    return { current: next, policy };
  }

  /**
   * What departments read names the complainant only with consent; throws `case.summary-names-complainant`, of other texts than the summary
   * `case.text-names-complainant` (422). Source: domain text 6.1.
   */
  private async refuseNames(tx: Tx, current: CaseState, field: string | undefined, body: Body): Promise<void> {
    const text = field && body[field];
    if (typeof text !== 'string') return;
    const { caseNumber } = current;
    const [row] = await tx.query<(ComplainantRow & { consentToBeNamed: number })[]>(
      'SELECT p.*, c.consentToBeNamed FROM complainants p JOIN cases c ON c.caseNumber = p.caseNumber WHERE p.caseNumber = ?',
      [caseNumber],
    );
    const particulars = row && Number(row.consentToBeNamed) !== 1 ? this.seals.of(current).identities.namedIn(row, text) : [];
    if (particulars.length === 0) return;
    throw new DomainError(`case.${field === 'summary' ? field : 'text'}-names-complainant`, 422, {
      particulars,
      fields: [{ field, code: 'names-complainant' }],
    });
  }

  /** The call of the merged case stays as an event on its master. Source: domain text, section 3. */
  private async joinMaster(tx: Tx, merged: CaseState, policy: Policy, by: Actor, scope: Scope) {
    if (merged.masterCaseNumber === merged.caseNumber) throw unfitMaster('same-case');
    const master = await this.store.lock(tx, merged.masterCaseNumber!, scope).catch((error: unknown) => {
      throw error instanceof DomainError && error.status === 404 ? unfitMaster('unknown-case') : error;
    });
    const { next, events } = joined(master, merged, policy.now);
    await this.store.change(tx, master, next);
    const about = { by, at: policy.now, caseNumber: next.caseNumber, version: next.version };
    return events.map((event) => ({ ...event, ...about }));
  }

  /** Plaintext for a reader who gave a reason; the audit row commits before it leaves. Source: domain text 6.3. */
  private async plain(tx: Tx, current: CaseState, fields: readonly Unmaskable[]): Promise<Partial<Record<Unmaskable, string>>> {
    const { caseNumber } = current;
    const { texts, identities } = this.seals.of(current);
    const [row] = await tx.query<ComplainantRow[]>('SELECT * FROM complainants WHERE caseNumber = ?', [caseNumber]);
    const [words] = await tx.query<{ title: string; description: string }[]>('SELECT title, description FROM cases WHERE caseNumber = ?', [
      caseNumber,
    ]);
    const values = fields.map((field): [Unmaskable, string | undefined] => {
      if (field === 'originalText') {
        const title = texts.open(words!.title, 'cases.title', caseNumber);
        return [field, `${title}\n${texts.open(words!.description, 'cases.description', caseNumber)}`];
      }
      return [field, row && identities.open(row, field)];
    });
    return Object.fromEntries(values.filter(([, value]) => value !== undefined));
  }
}
