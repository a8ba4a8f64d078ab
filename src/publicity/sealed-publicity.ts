import { Injectable } from '@nestjs/common';
import { SYSTEM } from '../domain/case-state.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, type Tx, updateRow } from '../platform/db.js';
import { ExportRunner } from './export-runner.js';
import { TypicalCaseStore, type TypicalRow } from './typical-case.store.js';

/** Whose words or whose page are still there. */
const OPEN = "'draft','proposed','published'";

/**
 * What the office kept of a case that was sealed since goes: a draft loses its words and its versions, a published typical case and a file
 * with the case in it are withdrawn. Nobody but the case's own readers saw either from the moment it was sealed. Source: domain text 6.4.
 */
@Injectable()
export class SealedPublicity {
  constructor(
    private readonly db: Db,
    private readonly store: TypicalCaseStore,
    private readonly runner: ExportRunner,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  /** Looks for both; also what was missed while no process ran. Returns how many it found. */
  async sweep(): Promise<number> {
    const drafts = await this.db.readPrimary<{ id: string }>(
      `SELECT t.id FROM typical_cases t JOIN cases c ON c.caseNumber = t.caseNumber
       WHERE t.state IN (${OPEN}) AND c.sealed = 1`,
    );
    for (const { id } of drafts) await this.db.write((tx) => this.forget(tx, id));
    const files = await this.db.readPrimary<{ exportId: string }>(
      'SELECT DISTINCT e.exportId FROM cases c JOIN export_cases e ON e.caseNumber = c.caseNumber WHERE c.sealed = 1',
    );
    for (const { exportId } of files) await this.runner.withdraw(exportId, 'outdated');
    return drafts.length + files.length;
  }

  private async forget(tx: Tx, id: string): Promise<void> {
    const sql = `SELECT * FROM typical_cases WHERE id = ? AND state IN (${OPEN})${this.db.forUpdate}`;
    const [row] = await tx.query<TypicalRow[]>(sql, [id]);
    if (!row) return;
    const [one, at] = [this.store.open(row), this.clock.now()];
    const step = { facts: { typicalCase: id, why: 'sealed' }, by: SYSTEM, at };
    if (one.state === 'published') {
      await this.store.change(tx, { ...one, state: 'withdrawn', version: one.version + 1, withdrawnAt: at, updatedAt: at });
      await this.events.append(tx, [{ type: 'typical-case.withdrawn', ...step, audience: 'audit' }]);
      return;
    }
    const empty = { texts: { title: '', happened: '', dealt: '' }, confirmed: [], consentNote: null, returnReason: null };
    const { id: _key, ...patch } = this.store.close({ ...one, ...empty, state: 'discarded', version: one.version + 1, updatedAt: at });
    await updateRow(tx, 'typical_cases', { id }, patch);
    await tx.query('DELETE FROM typical_case_versions WHERE typicalCaseId = ?', [id]);
    await this.events.append(tx, [{ type: 'typical-case.discarded', ...step, audience: 'audit' }]);
  }
}
