import { Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import type { AuditType } from '../domain/audit.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { type AskedFee, checkFee } from '../domain/fee-check.js';
import { decideFee, FEE_ACTIONS, type FeeAction, mayAsk } from '../domain/fee-register.js';
import { dayOf } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { invalid } from '../platform/http/problem.js';
import { feeConditions } from './fee-conditions.js';
import type {
  FeeCheckView,
  FeeDecisionInput,
  FeeInput,
  FeeListQuery,
  FeePage,
  FeeView,
  PublishedFeePage,
  StaffFeeListQuery,
} from './fee.dto.js';
import { type FeeRow, feeViewOf, listedOf, publishedOf, ruleOf } from './fee-rows.js';

/** The register of fees on enterprises 涉企收费目录: proposed by departments, decided by the office, read by everybody. Source: domain text, section 2. */
@Injectable()
export class Fees {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly events: EventLog,
  ) {}

  private get today(): string {
    return dayOf(this.clock.now());
  }
  private readonly nameOf = (code: string): string => this.reference.department(code)?.name ?? code;

  /** Approved entries, for everybody. */
  async published(query: FeeListQuery): Promise<PublishedFeePage> {
    const { rows, ...page } = await this.page({ ...query, state: 'approved' }, undefined);
    return { ...page, items: rows.map((row) => publishedOf(row, this.today, this.nameOf)) };
  }

  /** The register for staff; what is not approved, for the office and for the department that asked. */
  async list(query: StaffFeeListQuery, by: Actor): Promise<FeePage> {
    const { rows, ...page } = await this.page({ ...query, state: query.state ?? 'approved' }, by);
    return { ...page, items: rows.map((row) => this.view(row, by)) };
  }

  private async page(query: StaffFeeListQuery, by: Actor | undefined) {
    const { page, pageSize } = query;
    const { sql, params } = feeConditions(query, this.today, by);
    const [count] = await this.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM approved_fees f WHERE ${sql}`, params);
    const rows = await this.db.read<FeeRow>(
      `${NAMED} WHERE ${sql} ORDER BY f.code LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
      params,
    );
    return { rows, total: Number(count?.n ?? 0), page, pageSize };
  }

  /** A department's leader asks for a fee. Throws `input.invalid` (422) for days, rule, or an entry to replace that is not the department's. */
  async propose(given: FeeInput, by: Actor): Promise<FeeView> {
    const { rule, keywords, replaces, validTo, ...said } = given;
    const checked = ruleOf(rule);
    mayAsk(said.validFrom, validTo ?? null, this.today);
    const departmentCode = by.departmentCode ?? '';
    const code = await this.db.write(async (tx) => {
      if (replaces) await this.mayReplace(tx, replaces, departmentCode);
      const at = this.clock.now();
      const own = await this.nextCode(tx);
      const row = { code: own, ...said, departmentCode, rule: checked, keywords, validTo: validTo ?? null, state: 'proposed' };
      await insertRows(tx, 'approved_fees', [{ ...row, replaces: replaces ?? null, proposedBy: by.username, proposedAt: at }]);
      await this.events.append(tx, [{ type: 'fee.proposed', facts: { code: own, departmentCode }, by, at, audience: 'audit' }]);
      return own;
    });
    return this.item(code, by);
  }

  private async mayReplace(tx: Tx, code: string, departmentCode: string): Promise<void> {
    const [row] = await tx.query<FeeRow[]>('SELECT * FROM approved_fees WHERE code = ?', [code]);
    if (row?.state !== 'approved' || row.departmentCode !== departmentCode) throw invalid([{ field: 'replaces', code: 'unknown-fee' }]);
  }

  private async nextCode(tx: Tx): Promise<string> {
    const ask = () => tx.query<{ value: number }[]>(`SELECT value FROM counters WHERE name = 'fees'${this.db.forUpdate}`);
    const [row] = await ask();
    if (!row) throw new Error('The counter of the fees is missing');
    const value = Number(row.value) + 1;
    await tx.query("UPDATE counters SET value = ? WHERE name = 'fees'", [value]);
    return `sf${String(value).padStart(3, '0')}`;
  }

  /** Approves, refuses, withdraws or ends an entry. Throws `not-found` (404), `fee.role-may-not` (403) and as `decideFee` does. */
  async act(code: string, action: FeeAction, { reason, validTo }: FeeDecisionInput, by: Actor): Promise<FeeView> {
    await this.db.write(async (tx) => {
      const [entry] = await tx.query<FeeRow[]>(`SELECT * FROM approved_fees WHERE code = ?${this.db.forUpdate}`, [code]);
      if (!entry || !sees(entry, by)) throw notFound();
      if (!mayDecide(action, entry, by)) throw new DomainError('fee.role-may-not', 403, { action });
      const at = this.clock.now();
      const { replacedTo, ...patch } = decideFee(entry, action, { username: by.username, today: dayOf(at), reason, validTo });
      const decided = { decidedBy: by.username, decidedAt: at, ...(reason ? { reason } : {}) };
      await updateRow(tx, 'approved_fees', { code }, { ...patch, ...decided });
      if (replacedTo && entry.replaces) await this.endReplaced(tx, entry.replaces, replacedTo);
      const facts = { code, departmentCode: entry.departmentCode, ...(reason ? { reason } : {}) };
      await this.events.append(tx, [{ type: TOLD[action], facts, by, at, audience: 'audit' }]);
    });
    return this.item(code, by);
  }

  private async endReplaced(tx: Tx, code: string, validTo: string): Promise<void> {
    await tx.query('UPDATE approved_fees SET validTo = ? WHERE code = ? AND (validTo IS NULL OR validTo > ?)', [validTo, code, validTo]);
  }

  /** One entry; throws `not-found` (404) for what the reader may not see. */
  async item(code: string, by: Actor): Promise<FeeView> {
    const [row] = await this.db.readPrimary<FeeRow>(`${NAMED} WHERE f.code = ?`, [code]);
    if (!row || !sees(row, by)) throw notFound();
    return this.view(row, by);
  }

  private view(row: FeeRow, by: Actor): FeeView {
    const own = row.proposedBy === by.username;
    const open = FEE_ACTIONS.filter(
      (action) =>
        mayDecide(action, row, by) &&
        (action === 'end' ? row.state === 'approved' : row.state === 'proposed' && (action === 'withdraw' ? own : !own)),
    );
    return feeViewOf(row, open, this.today, this.nameOf);
  }

  /** What the register says of a fee: pure looking up, for people to decide on. `departmentCode` is who asked for it. */
  async check(asked: Omit<AskedFee, 'departments'> & { departmentCode?: string | null | undefined }): Promise<FeeCheckView> {
    const rows = await this.db.read<FeeRow>("SELECT * FROM approved_fees WHERE state = 'approved' ORDER BY code");
    const { verdict, matches } = checkFee({ ...asked, departments: this.above(asked.departmentCode) }, rows.map(listedOf));
    return {
      verdict,
      matches: matches.map(({ code, mostFen, ...match }) => ({
        ...match,
        fee: publishedOf(
          rows.find((row) => row.code === code)!,
          this.today,
          this.nameOf,
        ),
        ...(mostFen === undefined ? {} : { most: mostFen / 100 }),
      })),
    };
  }

  /** A department and those above it. */
  private above(code: string | null | undefined): string[] {
    const own = this.reference.department(code);
    return own ? [own.code, ...this.above(own.parentCode)] : [];
  }
}

/** Entries with the names of who asked and decided. */
const NAMED = `SELECT f.*, p.name AS proposedName, d.name AS decidedName FROM approved_fees f
  LEFT JOIN accounts p ON p.username = f.proposedBy LEFT JOIN accounts d ON d.username = f.decidedBy`;
const TOLD: Record<FeeAction, AuditType> = { approve: 'fee.approved', refuse: 'fee.refused', withdraw: 'fee.withdrawn', end: 'fee.ended' };
const inOffice = (by: Actor): boolean => by.roles.some((role) => role === 'supervisor' || role === 'commissioner');
const sees = (row: FeeRow, by: Actor): boolean =>
  row.state === 'approved' || inOffice(by) || (by.departmentCode !== undefined && by.departmentCode === row.departmentCode);
const mayDecide = (action: FeeAction, row: FeeRow, by: Actor): boolean =>
  action === 'withdraw' ? by.roles.includes('leader') && by.departmentCode === row.departmentCode : by.roles.includes('supervisor');
