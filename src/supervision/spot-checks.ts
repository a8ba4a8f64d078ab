import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { all, ORDINARY, type Sql, visible } from '../cases/visible.js';
import { Reference } from '../departments/reference.js';
import { type Actor, SYSTEM } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { officeStep, SPOT_CHECK_STEPS } from '../domain/office-steps.js';
import type { SpotCheckState } from '../domain/office-vocabulary.js';
import { drawn, listText } from '../domain/spot-check.js';
import { dayOf, fromInstant, type Instant, toInstant } from '../domain/time.js';
import { paperScope } from '../domain/visibility.js';
import { EventLog } from '../events/event-log.js';
import { nextCount } from '../platform/counting.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { checked } from '../platform/http/checked.js';
import { type BrokenField, invalid } from '../platform/http/problem.js';
import type { SpotCheckInput } from './order.dto.js';
import { AtVersion } from './paper.dto.js';
import { OfficeRules } from './rules.js';

/** A spot check as it is stored. */
export interface SpotCheckRow {
  drawNumber: string;
  version: number;
  state: SpotCheckState;
  closedFrom: Instant;
  closedTo: Instant;
  departmentCode: string | null;
  categoryCode: string | null;
  count: number;
  seed: string;
  population: number;
  listHash: string;
  announcedAt: Instant;
  announcedBy: string;
  drawnAt: Instant | null;
  drawnBy: string | null;
}

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

const CLOSED = "c.status IN ('closed','archived')";

/** Spot checks 抽查: announced with filter, seed and list, then drawn, so that anybody can draw again. `docs/spot-checks.md` */
@Injectable()
export class SpotChecks {
  constructor(
    private readonly db: Db,
    private readonly events: EventLog,
    private readonly rules: OfficeRules,
    private readonly reference: Reference,
  ) {}

  /** Fixes filter, list and seed. Throws `input.invalid` (422): unknown department, nothing or too little to draw from, too many to draw. */
  async announce(input: SpotCheckInput, by: Actor): Promise<string> {
    const at = this.rules.now;
    const most = this.rules.officeAt(at).spotChecks.mostCases;
    const wrong: BrokenField[] = [];
    if (input.departmentCode && !this.reference.department(input.departmentCode))
      wrong.push({ field: 'departmentCode', code: 'unknown-department' });
    if (input.count > most) wrong.push({ field: 'count', code: 'too-large' });
    const [closedFrom, closedTo] = [fromInstant(input.from), toInstant(input.to)];
    if (closedTo <= closedFrom) wrong.push({ field: 'to', code: 'before-from' });
    if (wrong.length > 0) throw invalid(wrong);
    return this.db.write(async (tx) => {
      const population = await this.population(tx, { ...input, closedFrom, closedTo });
      if (population.length < input.count) throw invalid([{ field: 'count', code: 'beyond-population' }]);
      const year = dayOf(at).slice(0, 4);
      const drawNumber = `CC${year}-${String(await nextCount(tx, this.db, `draws:${year}`)).padStart(4, '0')}`;
      const { departmentCode = null, categoryCode = null, count, seed } = input;
      const listHash = sha256(listText(population));
      const row = { drawNumber, version: 1, state: 'announced', closedFrom, closedTo, departmentCode, categoryCode, count, seed };
      await insertRows(tx, 'spot_checks', [{ ...row, population: population.length, listHash, announcedAt: at, announcedBy: by.username }]);
      await insertRows(
        tx,
        'spot_check_cases',
        population.map((caseNumber) => ({ drawNumber, caseNumber, drawn: false, rankKey: null })),
      );
      const facts = { drawNumber, seed, population: population.length, count, listHash };
      await this.events.append(tx, [{ type: 'spot-check.announced', facts, by, at, audience: 'office' }]);
      return drawNumber;
    });
  }

  /** Draws, once. Throws `not-found` (404), `spot-check.role-may-not` (403), `spot-check.stale`, `spot-check.action-not-open` (409). */
  async act(drawNumber: string, action: string, raw: unknown, by: Actor): Promise<void> {
    await this.db.write(async (tx) => {
      const [row] = await tx.query<SpotCheckRow[]>(`SELECT * FROM spot_checks WHERE drawNumber = ?${this.db.forUpdate}`, [drawNumber]);
      if (!row) throw notFound();
      const asked = { status: row.state, version: Number(row.version) };
      const step = officeStep(
        'spot-check',
        SPOT_CHECK_STEPS,
        asked,
        { action, version: (raw as { version?: unknown } | null)?.version },
        by,
      );
      await checked(AtVersion, raw);
      const list = await tx.query<{ caseNumber: string }[]>('SELECT caseNumber FROM spot_check_cases WHERE drawNumber = ?', [drawNumber]);
      const numbers = list.map(({ caseNumber }) => caseNumber);
      const found = drawn(numbers, row.seed, Number(row.count), sha256);
      for (const { caseNumber, key } of found)
        await updateRow(tx, 'spot_check_cases', { drawNumber, caseNumber }, { drawn: true, rankKey: key });
      const at = this.rules.now;
      const patch = { state: step.to, drawnAt: at, drawnBy: by.username, version: asked.version + 1 };
      await updateRow(tx, 'spot_checks', { drawNumber }, patch);
      const facts = { drawNumber, seed: row.seed, population: Number(row.population), count: Number(row.count) };
      await this.events.append(tx, [{ type: 'spot-check.drawn', facts, by, at, audience: 'office' }]);
    });
  }

  /** The numbers of the cases that were closed in the period, in order; sealed ones are never drawn from. */
  private async population(
    tx: Tx,
    filter: { closedFrom: Instant; closedTo: Instant; departmentCode?: string | undefined; categoryCode?: string | undefined },
  ): Promise<string[]> {
    const { closedFrom, closedTo, departmentCode, categoryCode } = filter;
    const parts: Sql[] = [
      { sql: `${CLOSED} AND c.closedAt >= ? AND c.closedAt < ?`, params: [closedFrom, closedTo] },
      visible(paperScope(SYSTEM)),
      ORDINARY,
    ];
    if (departmentCode) {
      const sql =
        "c.caseNumber IN (SELECT d.caseNumber FROM assignments d WHERE d.departmentCode = ? AND d.status NOT IN ('returned','recalled'))";
      parts.push({ sql, params: [departmentCode] });
    }
    if (categoryCode) parts.push({ sql: '(c.categoryCode >= ? AND c.categoryCode < ?)', params: [categoryCode, `${categoryCode}~`] });
    const where = all(...parts);
    const rows = await tx.query<{ caseNumber: string }[]>(
      `SELECT c.caseNumber FROM cases c WHERE ${where.sql} ORDER BY c.caseNumber`,
      where.params,
    );
    return rows.map(({ caseNumber }) => caseNumber);
  }
}
