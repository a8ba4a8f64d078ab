import { Matches } from 'class-validator';
import { CaseListQuery } from '../cases/list.dto.js';
import { EXPORT_ACTIONS, EXPORT_STATES } from '../domain/export-life.js';
import { Choice, Code, MaybeShown, Nested, QueryFlag, Shown, Text, Whole } from '../platform/http/fields.js';
import { type Page, PageQuery } from '../platform/http/paging.js';
import { EXPORT_FORMATS, EXPORT_KINDS, type ExportFormat, type ExportKind } from './settings.js';

export const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const LONGEST_REASON = 300;

export class ExportRequest {
  @Choice(EXPORT_KINDS) kind!: ExportKind;
  @Choice(EXPORT_FORMATS) format!: ExportFormat;
  @Text(LONGEST_REASON, { description: 'What it is needed for; stands in the audit' }) reason!: string;
  @Nested(() => CaseListQuery, { optional: true, description: 'For `cases`: the filters of the list; pages and order are not read' })
  filter?: CaseListQuery;
  @Code(7, { optional: true, description: 'For reports: YYYY-MM' })
  @Matches(MONTH)
  month?: string;
  @Code(14, { optional: true, description: 'For `archive`: the case' }) caseNumber?: string;
}

export class ExportListQuery extends PageQuery {
  @Choice(EXPORT_STATES, { optional: true }) state?: string;
  @QueryFlag() mine?: boolean;
}

export class ExportDecision {
  @Whole(1, 1_000_000) version!: number;
}
export class ExportRefusal extends ExportDecision {
  @Text(LONGEST_REASON) reason!: string;
}

export class ExportPerson {
  @Shown() username!: string;
  @Shown() name!: string;
}

/** A file that was asked for. */
export class ExportView {
  @Shown() id!: string;
  @Shown({ example: 'D2026-000042' }) number!: string;
  @Shown({ enum: EXPORT_KINDS }) kind!: string;
  @Shown({ enum: EXPORT_FORMATS }) format!: string;
  @Shown({ enum: EXPORT_STATES }) state!: string;
  @Shown() version!: number;
  @Shown({ description: 'Percent' }) progress!: number;
  @Shown() reason!: string;
  @MaybeShown({ type: 'object', additionalProperties: true, description: 'For `cases`: the filters' }) filter?: Record<string, unknown>;
  @MaybeShown({ description: 'For reports: YYYY-MM' }) month?: string;
  @MaybeShown({ description: 'For `archive`: the case' }) caseNumber?: string;
  @Shown({ type: ExportPerson }) asker!: ExportPerson;
  @Shown({ format: 'date-time' }) requestedAt!: string;
  @MaybeShown({ type: ExportPerson }) decidedBy?: ExportPerson;
  @MaybeShown({ format: 'date-time' }) decidedAt?: string;
  @MaybeShown({ description: 'Why it was refused' }) decision?: string;
  @MaybeShown({ description: 'Cases in it' }) total?: number;
  @MaybeShown({ description: 'Bytes' }) bytes?: number;
  @MaybeShown({ format: 'date-time' }) readyAt?: string;
  @MaybeShown({ format: 'date-time', description: 'Until when it can be fetched' }) expiresAt?: string;
  @MaybeShown({ description: 'Why there is no file: too-many, gave-up, asker-gone, outdated …' }) error?: string;
  @Shown() downloads!: number;
  @Shown({ description: 'The reader may fetch it now' }) downloadable!: boolean;
  @Shown({ enum: EXPORT_ACTIONS, isArray: true }) actions!: string[];
}
export class ExportPage implements Page<ExportView> {
  @Shown({ type: ExportView, isArray: true }) items!: ExportView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}
export class ExportTicketView {
  @Shown({ description: 'Good for one download by the asker' }) url!: string;
  @Shown({ format: 'date-time' }) expiresAt!: string;
}
