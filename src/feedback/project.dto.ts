import { PROJECT_REASONS } from '../domain/green-channel.js';
import { LIMIT_NAMES, LIMIT_UNITS } from '../domain/vocabulary.js';
import { Choice, Code, MaybeShown, NestedList, Shaped, Shown, Text, Texts, Words } from '../platform/http/fields.js';
import { type Page, PageQuery } from '../platform/http/paging.js';
import { EnterpriseCase } from './enterprise.dto.js';

const DAY = /^\d{4}-\d\d-\d\d$/;
export const PROJECT_STANDINGS = ['listed', 'to-come', 'ended'] as const;
export type ProjectStanding = (typeof PROJECT_STANDINGS)[number];

export class ProjectListQuery extends PageQuery {
  @Words(100, { optional: true }) q?: string;
  @Code(32, { optional: true }) departmentCode?: string;
  @Choice(PROJECT_STANDINGS, { optional: true }) standing?: ProjectStanding;
}
/** A step of the project with its day; done when it has one. */
export class StageInput {
  @Text(64) name!: string;
  @Shaped(DAY, 10) dueOn!: string;
  @Shaped(DAY, 10, { optional: true }) doneOn?: string;
}
export class ProjectInput {
  @Text(120) name!: string;
  @Text(200) nameEn!: string;
  @Texts(8, 60, { optional: true, description: 'Other names; at least four characters count' }) aliases?: string[];
  @Code(36, { optional: true }) enterpriseId?: string;
  @Code(32, { description: 'Responsible department' }) departmentCode!: string;
  @Text(64, { description: 'The official who leads it' }) leader!: string;
  @NestedList(() => StageInput, 20) stages!: StageInput[];
  @Shaped(DAY, 10) listedOn!: string;
  @Shaped(DAY, 10, { optional: true }) endsOn?: string;
}
export class NewProjectInput extends ProjectInput {
  @Code(16) code!: string;
}

export class StageView {
  @Shown() name!: string;
  @Shown() dueOn!: string;
  @MaybeShown() doneOn?: string;
  @Shown({ enum: ['done', 'late-done', 'due', 'late'] }) state!: 'done' | 'late-done' | 'due' | 'late';
}
export class ProjectView {
  @Shown() code!: string;
  @Shown() name!: string;
  @Shown() nameEn!: string;
  @Shown({ type: String, isArray: true }) aliases!: string[];
  @MaybeShown() enterpriseId?: string;
  @MaybeShown() enterpriseName?: string;
  @Shown() departmentCode!: string;
  @Shown() departmentName!: string;
  @Shown() leader!: string;
  @Shown({ type: StageView, isArray: true }) stages!: StageView[];
  @Shown() listedOn!: string;
  @MaybeShown() endsOn?: string;
  @Shown({ enum: PROJECT_STANDINGS }) standing!: ProjectStanding;
}
export class ProjectPage implements Page<ProjectView> {
  @Shown({ type: ProjectView, isArray: true }) items!: ProjectView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}
export class ProjectLimit {
  @Shown({ enum: LIMIT_NAMES }) name!: string;
  @Shown() amount!: number;
  @Shown({ enum: LIMIT_UNITS }) unit!: string;
}
export class ProjectDetail extends ProjectView {
  @Shown({ type: ProjectLimit, isArray: true, description: 'Limits of a complaint to one department received now' })
  limits!: ProjectLimit[];
  @Shown({ type: EnterpriseCase, isArray: true, description: 'Its newest cases, as far as this reader may see them and whose' })
  cases!: EnterpriseCase[];
}
export class CaseProjectView {
  @MaybeShown() code?: string;
  @MaybeShown() name?: string;
  @MaybeShown() nameEn?: string;
  @MaybeShown() departmentName?: string;
  @MaybeShown() leader?: string;
  @MaybeShown({ enum: PROJECT_REASONS }) why?: string;
}
