import { Injectable } from '@nestjs/common';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { Db } from '../platform/db.js';
import { OpenWork } from './open-work.js';
import { Organisation } from './organisation.js';
import type { DepartmentPersonView, OrganisationView } from './organisation.dto.js';
import { type DepartmentEntry, Reference } from './reference.js';

interface Person extends DepartmentPersonView {
  departmentCode: string;
  roles: string;
}

/** Departments with their people, work and conflicts, each as far as its reader may know. */
@Injectable()
export class OrganisationQueries {
  constructor(
    private readonly db: Db,
    private readonly reference: Reference,
    private readonly organisation: Organisation,
    private readonly work: OpenWork,
  ) {}

  /** All of them, in and out of service, in the city's order. */
  async all(by: Actor): Promise<OrganisationView[]> {
    const people = await this.db.readPrimary<Person>(
      `SELECT username, name, departmentCode, roles FROM accounts WHERE departmentCode IS NOT NULL AND active = 1 ORDER BY username`,
    );
    const conflicts = by.roles.includes('commissioner')
      ? await this.db.readPrimary<Person>(
          `SELECT r.username, COALESCE(a.name, r.username) AS name, r.departmentCode, r.relation, '' AS roles
           FROM recusals r LEFT JOIN accounts a ON a.username = r.username ORDER BY r.username`,
        )
      : undefined;
    const counts = await this.work.counts(by);
    const changes = by.roles.includes('administrator');
    return this.reference.departments.map((one) => ({
      ...viewOf(one),
      leaders: of(one.code, people, '"leader"'),
      handlers: of(one.code, people, '"handler"'),
      rules: this.organisation.rulesOf(one.code),
      ...(counts ? { openAssignments: counts.get(one.code) ?? 0 } : {}),
      ...(conflicts ? { conflicts: of(one.code, conflicts, '') } : {}),
      actions: changes ? [one.active ? 'deactivate' : 'reactivate'] : [],
    }));
  }

  /** Throws `not-found` (404). */
  async item(code: string, by: Actor): Promise<OrganisationView> {
    const found = (await this.all(by)).find((one) => one.code === code);
    if (!found) throw notFound();
    return found;
  }
}

const of = (code: string, people: readonly Person[], role: string): DepartmentPersonView[] =>
  people
    .filter(({ departmentCode, roles }) => departmentCode === code && roles.includes(role))
    .map(({ username, name, relation }) => ({ username, name, ...(relation ? { relation } : {}) }));

const viewOf = ({ code, name, nameEn, parentCode, level, kind, phone, duties, hours, active, version }: DepartmentEntry) => ({
  ...{ code, name, nameEn, level, kind, active, version },
  ...(parentCode ? { parentCode } : {}),
  ...(phone ? { phone } : {}),
  ...(duties ? { duties } : {}),
  ...(hours ? { hours } : {}),
});
