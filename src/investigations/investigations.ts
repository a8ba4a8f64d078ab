import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Policies } from '../cases/policies.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError } from '../domain/errors.js';
import { recountClocks } from '../domain/investigation-clock.js';
import {
  type InvestigationBody,
  type InvestigationPolicy,
  investigationStepFor,
  performInvestigation,
} from '../domain/investigation-life.js';
import { investigationNumberOf, openedInvestigation } from '../domain/investigation-opening.js';
import { readInvestigationSettings, settingsAt, settingsOf } from '../domain/investigation-settings.js';
import type { InvestigationState } from '../domain/investigation-state.js';
import type { InvestigationAction } from '../domain/investigation-steps.js';
import { dayOf } from '../domain/time.js';
import { RunningNumbers } from '../events/running-numbers.js';
import { Db, insertRows, type Tx } from '../platform/db.js';
import { configJson } from '../platform/settings.js';
import { Consequences } from './consequences.js';
import { investigationBodyOf, type NewInvestigation } from './investigation-bodies.js';
import { InvestigationStore } from './investigation.store.js';
import { type LinkedCase, Preparations } from './preparations.js';

export const INVESTIGATION_SETTINGS = readInvestigationSettings(configJson('investigations.json'));

/** Every change of an investigation: one transaction – lock, ask the rule, write, tell the log closed – then return. */
@Injectable()
export class Investigations {
  constructor(
    private readonly db: Db,
    private readonly store: InvestigationStore,
    private readonly policies: Policies,
    private readonly numbers: RunningNumbers,
    private readonly preparations: Preparations,
    private readonly consequences: Consequences,
  ) {}

  /** A clue received. Throws `input.invalid` (422) for codes and cases this reader does not know, `investigation.conflict` (409) for a matter he keeps away from. */
  open(input: NewInvestigation, by: Actor): Promise<string> {
    this.preparations.checkOpening(input, by);
    return this.db.write(async (tx) => {
      const { now, calendar } = this.policies.at(this.policies.now());
      const given = input.caseNumbers ?? [];
      const linked: LinkedCase[] = [];
      for (const [index, caseNumber] of given.entries())
        linked.push(await this.preparations.linked(tx, caseNumber, `caseNumbers.${index}`, by));
      const year = dayOf(now).slice(0, 4);
      const { next, events } = openedInvestigation(
        {
          investigationNumber: investigationNumberOf(year, await this.numbers.next(tx, `investigations:${year}`)),
          source: input.source,
          title: input.title,
          text: input.text,
          categoryCode: input.categoryCode ?? linked[0]?.current.categoryCode ?? null,
          departments: [...new Set([...(input.departmentCodes ?? []), ...linked.flatMap(({ departments }) => departments)])],
          caseNumbers: [...new Set(given)],
          reporters: given.filter((_, index) => linked[index]!.canBeTold),
        },
        by,
        { now, calendar, settings: settingsAt(INVESTIGATION_SETTINGS, now) },
      );
      refuseConflict(next, by);
      for (const [table, rows] of Object.entries(this.store.rowsOf(next))) await insertRows(tx, table, rows);
      await this.store.note(tx, next, 'open', { text: input.text }, by);
      await this.consequences.tellLog(tx, next, events, by, now);
      return next.investigationNumber;
    });
  }

  /**
   * Does an action of the table. Refusals in this order: `not-found` (404), `investigation.role-may-not` (403), `investigation.stale`,
   * `investigation.action-not-open` and guards (409), `input.invalid` (422), `investigation.punished-already` and `.conflict` (409).
   */
  act(number: string, action: string, raw: unknown, by: Actor): Promise<InvestigationState> {
    return this.db.write(async (tx) => {
      const one = await this.store.lock(tx, number, by);
      const version = raw !== null && typeof raw === 'object' ? (raw as { version?: unknown }).version : undefined;
      const step = investigationStepFor(one, action, version, by);
      const checked = await investigationBodyOf(step.action, raw);
      const body = await this.preparations.body(tx, step.action, checked, by);
      const policy = await this.policyFor(tx, one, step.action, body);
      const { next, events } = performInvestigation(step, one, body, by, policy);
      refuseConflict(next, by);
      await this.store.change(tx, one, next);
      const { version: _version, ...said } = checked;
      await this.store.note(tx, next, step.action, said, by);
      if (step.action === 'notify') await this.consequences.tell(tx, next, body, by, policy.now);
      const isConcluded = next.conclusion !== null && one.conclusion === null;
      const findings = isConcluded ? await this.consequences.findings(tx, next, by, policy.now) : [];
      await this.consequences.tellLog(tx, next, events, by, policy.now, findings);
      return next;
    });
  }

  private async policyFor(
    tx: Tx,
    one: InvestigationState,
    action: InvestigationAction,
    body: InvestigationBody,
  ): Promise<InvestigationPolicy> {
    const { now, calendar } = this.policies.at(one.receivedAt);
    return {
      now,
      calendar,
      settings: settingsOf(INVESTIGATION_SETTINGS, one.ruleVersion),
      id: randomUUID(),
      nameable: action === 'name-reader' ? await this.preparations.nameable(tx, one.departments) : [],
      standing: action === 'decide-measure' ? await this.preparations.standing(tx, one, String(body.personId)) : [],
    };
  }

  /** Counts the running clocks of all investigations anew, after the calendar changed. */
  async recount(): Promise<void> {
    const rows = await this.db.readPrimary<{ investigationNumber: string }>(
      "SELECT DISTINCT investigationNumber FROM investigation_limits WHERE state = 'running' ORDER BY investigationNumber",
    );
    for (const { investigationNumber } of rows) {
      await this.db.write(async (tx) => {
        const one = await this.store.lockAny(tx, investigationNumber);
        const { now, calendar } = this.policies.at(one.receivedAt);
        const next = recountClocks(one, { now, calendar, settings: settingsOf(INVESTIGATION_SETTINGS, one.ruleVersion) });
        const moved = next.limits.some(
          ({ dueAt, provisional }, index) => dueAt !== one.limits[index]!.dueAt || provisional !== one.limits[index]!.provisional,
        );
        if (moved) await this.store.change(tx, one, { ...next, version: one.version + 1 });
      });
    }
  }
}

/** Nobody works on a matter he has to keep away from, not even by the step that brings the department in. Source: domain text 6.5. */
function refuseConflict({ departments }: InvestigationState, by: Actor): void {
  const departmentCode = departments.find((code) => by.recusedFrom?.includes(code));
  if (departmentCode) throw new DomainError('investigation.conflict', 409, { departmentCode });
}
