import { Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import type { ListedProject } from '../domain/green-channel.js';
import { limitFor } from '../domain/limits.js';
import { dayOf, type Day } from '../domain/time.js';
import { LIMIT_NAMES } from '../domain/vocabulary.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, isDuplicate, updateRow } from '../platform/db.js';
import { type BrokenField, invalid } from '../platform/http/problem.js';
import { Contacts } from './contacts.js';
import { EnterpriseCases } from './enterprise-cases.js';
import type {
  NewProjectInput,
  ProjectDetail,
  ProjectInput,
  ProjectLimit,
  ProjectListQuery,
  ProjectPage,
  ProjectView,
  StageInput,
  StageView,
} from './project.dto.js';

/** A row of `projects` with the name of its enterprise. */
export interface ProjectRowData {
  code: string;
  name: string;
  nameEn: string;
  aliases: string;
  enterpriseId: string | null;
  enterpriseName?: string | null;
  departmentCode: string;
  leader: string;
  stages: string;
  listedOn: Day;
  endsOn: Day | null;
}

const NAMED = 'SELECT p.*, e.name AS enterpriseName FROM projects p LEFT JOIN enterprises e ON e.id = p.enterpriseId';
const STANDING: Record<NonNullable<ProjectListQuery['standing']>, string> = {
  listed: 'p.listedOn <= ? AND (p.endsOn IS NULL OR p.endsOn >= ?)',
  'to-come': 'p.listedOn > ?',
  ended: 'p.endsOn < ?',
};

/** The project as the rule of the green channel reads it. */
export const listedProject = ({ code, name, aliases, enterpriseId, listedOn, endsOn }: ProjectRowData): ListedProject => ({
  code,
  name,
  aliases: JSON.parse(aliases) as string[],
  enterpriseId,
  listedOn,
  endsOn,
});

/** Key projects, their stages, their cases and the limits these have. Source: domain text, sections 2 and 4. */
@Injectable()
export class Projects {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly contacts: Contacts,
    private readonly cases: EnterpriseCases,
    private readonly events: EventLog,
  ) {}

  private get today(): Day {
    return dayOf(this.clock.now());
  }

  async list({ q, departmentCode, standing, page, pageSize }: ProjectListQuery): Promise<ProjectPage> {
    const parts: [sql: string, ...params: unknown[]][] = [['1 = 1']];
    if (departmentCode) parts.push(['p.departmentCode = ?', departmentCode]);
    if (standing) parts.push([STANDING[standing], ...(standing === 'listed' ? [this.today, this.today] : [this.today])]);
    const word = (q ?? '').trim().replace(/[%_\\]/g, '');
    if (word)
      parts.push(['(p.name LIKE ? OR p.aliases LIKE ? OR p.nameEn LIKE ? OR p.code = ?)', ...Array<string>(3).fill(`%${word}%`), word]);
    const [where, params] = [parts.map(([sql]) => sql).join(' AND '), parts.flatMap(([, ...given]) => given)];
    const [count] = await this.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM projects p WHERE ${where}`, params);
    const rows = await this.db.read<ProjectRowData>(
      `${NAMED} WHERE ${where} ORDER BY p.listedOn DESC, p.code LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
      params,
    );
    return { items: rows.map((row) => this.view(row)), total: Number(count?.n ?? 0), page, pageSize };
  }

  /** One project with its cases as far as this reader may see them; throws `not-found` (404). */
  async item(code: string, by: Actor): Promise<ProjectDetail> {
    const [row] = await this.db.readPrimary<ProjectRowData>(`${NAMED} WHERE p.code = ?`, [code]);
    if (!row) throw notFound();
    const sql = 'c.caseNumber IN (SELECT pc.caseNumber FROM project_cases pc WHERE pc.projectIndex = ?)';
    const cases = await this.cases.lines({ sql, params: [this.contacts.linkIndex(code, 'project')] }, by);
    return { ...this.view(row), limits: this.limits(), cases };
  }

  /** What the limits in force today give a complaint of the green channel to one department. */
  private limits(): ProjectLimit[] {
    const { rules } = this.reference.rulesAt('limits', this.clock.now());
    const matter = { kind: 'complaint', urgency: 'normal', channel: 'phone', project: true, departments: 'one' } as const;
    return LIMIT_NAMES.flatMap((name) => {
      const rule = limitFor(rules, matter, name);
      return rule ? [{ name, amount: rule.amount, unit: rule.unit }] : [];
    });
  }

  /** Puts a project on the list; throws `project.code-taken` (409), `input.invalid` (422). */
  async add({ code, ...given }: NewProjectInput, by: Actor): Promise<ProjectDetail> {
    await this.check(given);
    await this.db
      .write(async (tx) => {
        const at = this.clock.now();
        await insertRows(tx, 'projects', [{ code, ...columnsOf(given), username: by.username, updatedAt: at }]);
        await this.events.append(tx, [{ type: 'project.listed', facts: { project: code }, by, at, audience: 'office' }]);
      })
      .catch((error: unknown) => {
        throw isDuplicate(error) ? new DomainError('project.code-taken', 409, { fields: [{ field: 'code', code: 'taken' }] }) : error;
      });
    return this.item(code, by);
  }

  /** Changes a project; cases keep what they are flagged with. Throws `not-found` (404), `input.invalid` (422). */
  async change(code: string, given: ProjectInput, by: Actor): Promise<ProjectDetail> {
    await this.check(given);
    await this.db.write(async (tx) => {
      const [row] = await tx.query<object[]>(`SELECT code FROM projects WHERE code = ?${this.db.forUpdate}`, [code]);
      if (!row) throw notFound();
      const at = this.clock.now();
      await updateRow(tx, 'projects', { code }, { ...columnsOf(given), username: by.username, updatedAt: at });
      await this.events.append(tx, [{ type: 'project.changed', facts: { project: code }, by, at, audience: 'office' }]);
    });
    return this.item(code, by);
  }

  private async check({ departmentCode, enterpriseId, listedOn, endsOn }: ProjectInput): Promise<void> {
    const broken: BrokenField[] = [];
    if (!this.reference.department(departmentCode)) broken.push({ field: 'departmentCode', code: 'unknown-department' });
    if (endsOn && endsOn < listedOn) broken.push({ field: 'endsOn', code: 'before-start' });
    if (enterpriseId) {
      const found = await this.db.readPrimary('SELECT id FROM enterprises WHERE id = ?', [enterpriseId]);
      if (found.length === 0) broken.push({ field: 'enterpriseId', code: 'unknown-enterprise' });
    }
    if (broken.length > 0) throw invalid(broken);
  }

  private view(row: ProjectRowData): ProjectView {
    const { code, name, nameEn, aliases, enterpriseId, enterpriseName, departmentCode, leader, stages, listedOn, endsOn } = row;
    const { today } = this;
    return {
      code,
      name,
      nameEn,
      aliases: JSON.parse(aliases) as string[],
      ...(enterpriseId ? { enterpriseId, enterpriseName: enterpriseName ?? enterpriseId } : {}),
      departmentCode,
      departmentName: this.reference.department(departmentCode)?.name ?? departmentCode,
      leader,
      stages: (JSON.parse(stages) as StageInput[]).map((one) => stageView(one, today)),
      listedOn,
      ...(endsOn ? { endsOn } : {}),
      standing: listedOn > today ? 'to-come' : endsOn !== null && endsOn < today ? 'ended' : 'listed',
    };
  }
}

const columnsOf = ({ aliases, enterpriseId, endsOn, stages, ...plain }: ProjectInput) => ({
  ...plain,
  aliases: JSON.stringify(aliases ?? []),
  enterpriseId: enterpriseId ?? null,
  endsOn: endsOn ?? null,
  stages: JSON.stringify(stages),
});

function stageView({ name, dueOn, doneOn }: StageInput, today: Day): StageView {
  const state = doneOn ? (doneOn <= dueOn ? 'done' : 'late-done') : dueOn < today ? 'late' : 'due';
  return { name, dueOn, ...(doneOn ? { doneOn } : {}), state };
}
