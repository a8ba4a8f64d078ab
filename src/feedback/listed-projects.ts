import { Injectable } from '@nestjs/common';
import { CaseStore } from '../cases/case.store.js';
import { GreenChannel, type ProjectQuestion } from '../cases/green-channel.js';
import { Reference } from '../departments/reference.js';
import type { Actor } from '../domain/case-state.js';
import { projectOf } from '../domain/green-channel.js';
import { dayOf, type Instant } from '../domain/time.js';
import { scopeOf } from '../domain/visibility.js';
import { Db, insertRows, type Tx } from '../platform/db.js';
import { invalid } from '../platform/http/problem.js';
import { Contacts } from './contacts.js';
import type { CaseProjectView } from './project.dto.js';
import { listedProject, type ProjectRowData } from './projects.js';

/** Which listed project a case is about: found when it comes in, marked before it is dispatched, told to the hotline alone. */
@Injectable()
export class ListedProjects extends GreenChannel {
  constructor(
    private readonly db: Db,
    private readonly reference: Reference,
    private readonly contacts: Contacts,
    private readonly store: CaseStore,
  ) {
    super();
  }

  async projectOf({ text, uscc, chosen, at }: ProjectQuestion): Promise<{ code: string; why: string } | undefined> {
    const on = dayOf(at);
    const rows = await this.db.readPrimary<ProjectRowData & { uscc: string | null }>(
      `SELECT p.*, e.uscc FROM projects p LEFT JOIN enterprises e ON e.id = p.enterpriseId
       WHERE p.listedOn <= ? AND (p.endsOn IS NULL OR p.endsOn >= ?)`,
      [on, on],
    );
    if (chosen !== undefined && !rows.some(({ code }) => code === chosen))
      throw invalid([{ field: 'projectCode', code: 'unknown-project' }]);
    const own = uscc ? rows.find((row) => row.uscc === uscc.toUpperCase()) : undefined;
    const matter = { text, on, chosen: chosen ?? null, enterpriseId: own?.enterpriseId ?? null };
    return projectOf(matter, rows.map(listedProject));
  }

  async link(tx: Tx, caseNumber: string, { code, why }: { code: string; why: string }, { username }: Actor, at: Instant): Promise<void> {
    const [row] = await tx.query<ProjectRowData[]>('SELECT * FROM projects WHERE code = ?', [code]);
    const on = dayOf(at);
    if (!row || row.listedOn > on || (row.endsOn !== null && row.endsOn < on))
      throw invalid([{ field: 'projectCode', code: 'unknown-project' }]);
    const projectIndex = this.contacts.linkIndex(code, 'project');
    await tx.query('DELETE FROM project_cases WHERE caseNumber = ?', [caseNumber]);
    await insertRows(tx, 'project_cases', [{ caseNumber, projectIndex, why, at, username }]);
  }

  /** The project of a case, for the hotline; throws `not-found` (404) alike for absent and hidden. Empty where it has none. */
  async ofCase(caseNumber: string, by: Actor): Promise<CaseProjectView> {
    await this.store.read(caseNumber, scopeOf(by));
    const [link] = await this.db.readPrimary<{ projectIndex: string; why: string }>(
      'SELECT projectIndex, why FROM project_cases WHERE caseNumber = ?',
      [caseNumber],
    );
    if (!link) return {};
    const rows = await this.db.readPrimary<ProjectRowData>('SELECT * FROM projects');
    const row = rows.find(({ code }) => this.contacts.linkIndex(code, 'project') === link.projectIndex);
    if (!row) return {};
    const { code, name, nameEn, departmentCode, leader } = row;
    const departmentName = this.reference.department(departmentCode)?.name ?? departmentCode;
    return { code, name, nameEn, departmentName, leader, why: link.why };
  }
}
