import { Choice, Code, MaybeShown, Shaped, Shown, Text, Whole } from '../platform/http/fields.js';

export const LEVELS = ['city', 'county', 'zone'] as const;
export const KINDS = ['approval', 'enforcement', 'service', 'zone'] as const;
export const DEPARTMENT_ACTIONS = ['deactivate', 'reactivate'] as const;
export type DepartmentAction = (typeof DEPARTMENT_ACTIONS)[number];

/** A department as it is to stand; what is absent is empty. */
export class DepartmentBody {
  @Text(64) name!: string;
  @Text(128) nameEn!: string;
  @Code(32, { optional: true, description: 'The one above; absent: none' }) parentCode?: string;
  @Choice(LEVELS) level!: string;
  @Choice(KINDS) kind!: string;
  @Shaped(/^[\d+() -]{3,32}$/, 32, { optional: true }) phone?: string;
  @Text(2_000, { optional: true }) duties?: string;
  @Text(120, { optional: true, description: 'When its doors are open, in words; limits count by the city’s duty hours' }) hours?: string;
}

export class NewDepartmentBody extends DepartmentBody {
  @Shaped(/^[a-z0-9][a-z0-9-]{0,31}$/, 32, { description: 'Stays for ever' }) code!: string;
}

export class DepartmentChangeBody extends DepartmentBody {
  @Whole(1, 1_000_000_000) version!: number;
}

export class DepartmentStepBody {
  @Whole(1, 1_000_000_000) version!: number;
}

export class DepartmentPersonView {
  @Shown() username!: string;
  @Shown() name!: string;
  @MaybeShown({ description: 'Of a conflict: the relation' }) relation?: string;
}

/** A department with everything the city's organisation knows of it. */
export class OrganisationView {
  @Shown() code!: string;
  @Shown() name!: string;
  @Shown() nameEn!: string;
  @MaybeShown() parentCode?: string;
  @Shown({ enum: LEVELS }) level!: string;
  @Shown({ enum: KINDS }) kind!: string;
  @MaybeShown() phone?: string;
  @MaybeShown() duties?: string;
  @MaybeShown() hours?: string;
  @Shown() active!: boolean;
  @Shown() version!: number;
  @Shown({ type: DepartmentPersonView, isArray: true }) leaders!: DepartmentPersonView[];
  @Shown({ type: DepartmentPersonView, isArray: true }) handlers!: DepartmentPersonView[];
  @Shown({ type: [String], description: 'Rules of the dispatch catalogue that name it, in force or to come' }) rules!: string[];
  @MaybeShown({ description: 'Assignments at cases under way; only for who sees cases' }) openAssignments?: number;
  @MaybeShown({ type: DepartmentPersonView, isArray: true, description: 'Who keeps away from it; only for the commissioner' })
  conflicts?: DepartmentPersonView[];
  @Shown({ enum: DEPARTMENT_ACTIONS, isArray: true, description: 'Open to this reader now' }) actions!: string[];
}
