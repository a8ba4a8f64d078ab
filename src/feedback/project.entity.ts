import { Entity, Index } from 'typeorm';
import { InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** A key project on the green channel; `aliases` and `stages` are JSON, days are the city's. Source: domain text, section 2. */
@Entity('projects')
@Index('projects_listed', ['endsOn', 'listedOn'])
@Index('projects_department', ['departmentCode', 'listedOn'])
@Index('projects_enterprise', ['enterpriseId'])
export class ProjectRow {
  @KeyColumn(16) code!: string;
  @WordColumn(120) name!: string;
  @WordColumn(200) nameEn!: string;
  @TextColumn() aliases!: string;
  @WordColumn(36, { nullable: true }) enterpriseId!: string | null;
  @WordColumn(32) departmentCode!: string;
  /** The official who leads it 包保领导. */
  @WordColumn(64) leader!: string;
  @TextColumn() stages!: string;
  @WordColumn(10) listedOn!: string;
  @WordColumn(10, { nullable: true }) endsOn!: string | null;
  @WordColumn() username!: string;
  @InstantColumn() updatedAt!: number;
}

/** Which project a case is about, by keyed index: in a stolen dump a project's name would tell which enterprise complained. */
@Entity('project_cases')
@Index('project_cases_project', ['projectIndex', 'at'])
export class ProjectCase {
  @KeyColumn(14) caseNumber!: string;
  @WordColumn(32) projectIndex!: string;
  @WordColumn(16) why!: string;
  @InstantColumn() at!: number;
  @WordColumn() username!: string;
}
