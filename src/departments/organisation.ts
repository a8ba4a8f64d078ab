import { Injectable } from '@nestjs/common';
import type { AuditType } from '../domain/audit.js';
import type { Actor } from '../domain/case-state.js';
import { admitDeactivation, admitReactivation, parentFault, rulesNaming } from '../domain/department-tree.js';
import { DomainError, notFound } from '../domain/errors.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, isDuplicate, type Tx, updateRow } from '../platform/db.js';
import { type BrokenField, invalid } from '../platform/http/problem.js';
import type { DepartmentRow } from './department.entity.js';
import { OpenWork } from './open-work.js';
import type { DepartmentAction, DepartmentBody, DepartmentChangeBody, NewDepartmentBody } from './organisation.dto.js';
import { Reference } from './reference.js';

type Fields = Pick<DepartmentRow, 'name' | 'nameEn' | 'parentCode' | 'level' | 'kind' | 'phone' | 'duties' | 'hours'>;

/**
 * The departments of the city, changed one at a time. Whoever changes one holds all of them: the tree is one thing, and there are few.
 * Each change is told twice, by what happened and as a change of settings, so that every process reads them anew.
 */
@Injectable()
export class Organisation {
  constructor(
    private readonly db: Db,
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly work: OpenWork,
  ) {}

  /** Throws `department.known` (409) for a code that is taken, `input.invalid` (422) for a parent that is none or a name that is taken. */
  async add({ code, ...body }: NewDepartmentBody, by: Actor): Promise<void> {
    await this.db.write(async (tx) => {
      const all = await this.lock(tx);
      if (all.some((one) => one.code === code)) throw new DomainError('department.known', 409);
      check(code, body, all);
      const position = Math.max(0, ...all.map((one) => Number(one.position))) + 1;
      const row = { code, ...fieldsOf(body), active: true, position, version: 1 };
      await insertRows(tx, 'departments', [row]).catch((error: unknown) => {
        throw isDuplicate(error) ? new DomainError('department.known', 409) : error;
      });
      await this.tell(tx, 'department.added', { departmentCode: code, is: fieldsOf(body) }, by);
    });
    await this.reference.load();
  }

  /**
   * Renames, moves, corrects. Throws `not-found` (404), `department.stale` (409), `input.invalid` (422) for a parent that is none or below
   * it, or a name that is taken.
   */
  async change(code: string, { version, ...body }: DepartmentChangeBody, by: Actor): Promise<void> {
    await this.db.write(async (tx) => {
      const all = await this.lock(tx);
      const current = currentOf(all, code, version);
      check(code, body, all, current.parentCode);
      const next = fieldsOf(body);
      const names = (Object.keys(next) as (keyof Fields)[]).filter((name) => (current[name] ?? null) !== next[name]);
      if (names.length === 0) return;
      const only = (from: Fields) => Object.fromEntries(names.map((name) => [name, from[name] ?? null]));
      await updateRow(tx, 'departments', { code }, { ...only(next), version: version + 1 });
      const type = names.includes('parentCode') ? 'department.moved' : 'department.changed';
      await this.tell(tx, type, { departmentCode: code, was: only(current), is: only(next) }, by);
    });
    await this.reference.load();
  }

  /**
   * Out of service, or back. Throws `not-found` (404), `department.stale`, `department.action-not-open`, `department.in-use` with what still
   * needs it, `department.parent-inactive` (409).
   */
  async act(code: string, action: DepartmentAction, version: number, by: Actor): Promise<void> {
    await this.db.write(async (tx) => {
      const all = await this.lock(tx);
      const current = currentOf(all, code, version);
      if (current.active !== (action === 'deactivate')) throw new DomainError('department.action-not-open', 409, { action });
      if (action === 'reactivate') admitReactivation(current.parentCode, all);
      else
        admitDeactivation({
          openAssignments: await this.work.of(tx, code),
          rules: this.rulesOf(code),
          below: all.filter((one) => one.parentCode === code && one.active).map(({ name }) => name),
        });
      await updateRow(tx, 'departments', { code }, { active: action === 'reactivate', version: version + 1 });
      await this.tell(tx, `department.${action}d`, { departmentCode: code }, by);
    });
    await this.reference.load();
  }

  /** Rules of the catalogues in force and to come that name a department. */
  rulesOf(code: string): string[] {
    return rulesNaming(
      code,
      this.reference.rulesFrom('routing', this.clock.now()).flatMap(({ rules }) => rules),
    );
  }

  private async lock(tx: Tx): Promise<(Omit<DepartmentRow, 'active'> & { active: boolean })[]> {
    const rows = await tx.query<DepartmentRow[]>(`SELECT * FROM departments ORDER BY code${this.db.forUpdate}`);
    return rows.map((row) => ({ ...row, active: Number(row.active) === 1, version: Number(row.version) }));
  }

  private async tell(tx: Tx, type: AuditType, facts: Record<string, unknown>, by: Actor): Promise<void> {
    const about = { by, at: this.clock.now(), audience: 'audit' as const };
    await this.events.append(tx, [
      { type, facts, ...about },
      { type: 'settings.changed' as const, facts: { what: 'departments' }, ...about },
    ]);
  }
}

const fieldsOf = ({ name, nameEn, parentCode, level, kind, phone, duties, hours }: DepartmentBody): Fields => ({
  ...{ name: name.trim(), nameEn: nameEn.trim(), level, kind },
  ...{ parentCode: parentCode ?? null, phone: phone ?? null, duties: duties ?? null, hours: hours ?? null },
});

function currentOf<T extends { code: string; version: number }>(all: readonly T[], code: string, version: number): T {
  const current = all.find((one) => one.code === code);
  if (!current) throw notFound();
  if (current.version !== version) throw new DomainError('department.stale', 409, { version: current.version });
  return current;
}

type Standing = Parameters<typeof parentFault>[2];

/** A parent that stays is not asked about again: it may have left service since. */
function check(code: string, { name, parentCode }: DepartmentBody, all: Standing, standing: string | null = null): void {
  const fault = parentCode && parentCode !== standing ? parentFault(code, parentCode, all) : undefined;
  const isTaken = all.some((one) => one.code !== code && one.name === name.trim());
  const broken: BrokenField[] = [
    ...(isTaken ? [{ field: 'name', code: 'taken' }] : []),
    ...(fault ? [{ field: 'parentCode', code: fault }] : []),
  ];
  if (broken.length > 0) throw invalid(broken);
}
