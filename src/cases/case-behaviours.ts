import { Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import type { Actor } from '../domain/case-state.js';
import { dayOf, isoOf, type Instant } from '../domain/time.js';
import { scopeOf } from '../domain/visibility.js';
import { EventLog } from '../events/event-log.js';
import { Db, insertRows, type Tx } from '../platform/db.js';
import { invalid } from '../platform/http/problem.js';
import { say } from '../platform/packet.js';
import type { CaseBehavioursView } from './case-behaviours.dto.js';
import { CaseStore } from './case.store.js';
import { Policies } from './policies.js';

interface NotedRow {
  code: string;
  version: number;
  at: number;
  name: string;
  nameEn: string;
  byName: string | null;
}

/** Rows of `case_behaviours`: each entry in the version in force at that moment. */
export function behaviourRows(
  reference: Reference,
  codes: readonly string[],
  { caseNumber, updatedAt: at }: { caseNumber: string; updatedAt: Instant },
  { username }: Actor,
): object[] {
  const entries = reference.behavioursOn(dayOf(at)).filter(({ code }) => codes.includes(code));
  return entries.map(({ code, version }) => ({ caseNumber, code, version, at, username }));
}

/** Behaviours of the catalogue that the hotline observed in a case: noted beside it, they move nothing. Source: domain text, section 2. */
@Injectable()
export class CaseBehaviours {
  constructor(
    private readonly db: Db,
    private readonly store: CaseStore,
    private readonly reference: Reference,
    private readonly policies: Policies,
    private readonly events: EventLog,
  ) {}

  /** What is noted, and what the catalogue holds at the case's category; throws `not-found` (404) alike for absent and hidden. */
  async of(caseNumber: string, by: Actor): Promise<CaseBehavioursView> {
    const { categoryCode } = await this.store.read(caseNumber, scopeOf(by));
    const rows = await this.db.readPrimary<NotedRow>(
      `SELECT b.code, b.version, b.at, v.name, v.nameEn, a.name AS byName FROM case_behaviours b
       JOIN behaviour_versions v ON v.code = b.code AND v.version = b.version
       LEFT JOIN accounts a ON a.username = b.username WHERE b.caseNumber = ? ORDER BY b.code`,
      [caseNumber],
    );
    const today = this.reference.behavioursOn(dayOf(this.policies.now()));
    return {
      noted: rows.map(({ version, at, byName, ...said }) => ({
        ...said,
        version: Number(version),
        at: isoOf(Number(at)),
        ...(byName ? { by: byName } : {}),
      })),
      proposed: today
        .filter(({ categories }) => categoryCode !== null && categories.includes(categoryCode))
        .map(({ code, name, nameEn, measures, article }) => ({ code, name, nameEn, measures, ...(article ? { article } : {}) })),
    };
  }

  /** Notes exactly these; the same set again changes nothing. Throws `not-found` (404) and `input.invalid` (422). */
  async note(caseNumber: string, given: readonly string[], by: Actor): Promise<CaseBehavioursView> {
    const codes = [...new Set(given)].sort();
    await this.db.write(async (tx) => {
      const current = await this.store.lock(tx, caseNumber, scopeOf(by));
      const now = this.policies.now();
      const before = await noted(tx, caseNumber);
      const known = new Set(this.reference.behavioursOn(dayOf(now)).map(({ code }) => code));
      const added = codes.filter((code) => !before.includes(code));
      if (added.some((code) => !known.has(code))) throw invalid([{ field: 'codes', code: 'unknown-behaviour' }]);
      const removed = before.filter((code) => !codes.includes(code));
      if (added.length + removed.length === 0) return;
      for (const code of removed) await say(tx, 'DELETE FROM case_behaviours WHERE caseNumber = ? AND code = ?', [caseNumber, code]);
      await insertRows(tx, 'case_behaviours', behaviourRows(this.reference, added, { caseNumber, updatedAt: now }, by));
      const facts = { codes, ...(removed.length > 0 ? { removed } : {}) };
      await this.events.append(tx, [{ type: 'case.behaviours-noted', facts, by, at: now, caseNumber, version: current.version }]);
    });
    return this.of(caseNumber, by);
  }
}

const noted = async (tx: Tx, caseNumber: string): Promise<string[]> =>
  (await tx.query<{ code: string }[]>('SELECT code FROM case_behaviours WHERE caseNumber = ? ORDER BY code', [caseNumber])).map(
    ({ code }) => code,
  );
