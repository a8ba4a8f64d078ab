import { CASE_STATUSES, ENTERPRISE_SIZES, type EnterpriseSize, LIGHTS, type Origin, ORIGINS } from '../domain/vocabulary.js';
import { Choice, Choices, Code, Flag, MaybeShown, QueryFlag, Shaped, Shown, Text, Words } from '../platform/http/fields.js';
import { type Page, PageQuery } from '../platform/http/paging.js';
import { Warning } from '../cases/intake.dto.js';

export const ENTERPRISE_PERSONAL = ['contactName', 'contactPhone', 'address'] as const;
export type EnterprisePersonal = (typeof ENTERPRISE_PERSONAL)[number];

export class EnterpriseListQuery extends PageQuery {
  @Words(100, { optional: true, description: 'Words of the name, or a code' }) q?: string;
  @Code(32, { optional: true }) departmentCode?: string;
  @Choice(ENTERPRISE_SIZES, { optional: true }) size?: EnterpriseSize;
  @Choice(ORIGINS, { optional: true }) origin?: Origin;
  @QueryFlag() isKey?: boolean;
}
export class EnterpriseInput {
  @Text(120) name!: string;
  @Shaped(/^[0-9A-Za-z]{18}$/, 18, { description: 'A wrong check digit warns and never blocks' }) uscc!: string;
  @Choice(ENTERPRISE_SIZES) size!: EnterpriseSize;
  @Choice(ORIGINS) origin!: Origin;
  @Flag({ optional: true }) isKey?: boolean;
  @Text(200, { optional: true }) address?: string;
  @Text(60, { optional: true }) contactName?: string;
  @Text(30, { optional: true }) contactPhone?: string;
  @Code(32, { optional: true }) departmentCode?: string;
  @Code(64, { optional: true, description: 'Account of the service officer' }) officer?: string;
}
export class EnterpriseLookupInput {
  @Words(18, { optional: true }) uscc?: string;
  @Words(30, { optional: true }) phone?: string;
}
export class EnterpriseUnmaskInput {
  @Choices(ENTERPRISE_PERSONAL) fields!: EnterprisePersonal[];
  @Text(500, { description: 'Why; it stands in the audit' }) reason!: string;
}

export class EnterpriseView {
  @Shown() id!: string;
  @Shown() name!: string;
  @Shown() uscc!: string;
  @Shown({ enum: ENTERPRISE_SIZES }) size!: EnterpriseSize;
  @Shown({ enum: ORIGINS }) origin!: Origin;
  @Shown() isKey!: boolean;
  @MaybeShown({ description: 'Masked' }) address?: string;
  @MaybeShown({ description: 'Masked' }) contactName?: string;
  @MaybeShown({ description: 'Masked' }) contactPhone?: string;
  @MaybeShown() departmentCode?: string;
  @MaybeShown() departmentName?: string;
  @MaybeShown({ description: 'Account' }) officer?: string;
  @MaybeShown() officerName?: string;
  @Shown({ format: 'date-time' }) updatedAt!: string;
}
export class EnterprisePage implements Page<EnterpriseView> {
  @Shown({ type: EnterpriseView, isArray: true }) items!: EnterpriseView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}
export class EnterpriseCase {
  @Shown() caseNumber!: string;
  @MaybeShown() title?: string;
  @Shown({ enum: CASE_STATUSES }) status!: string;
  @Shown({ enum: LIGHTS }) light!: string;
  @Shown({ format: 'date-time' }) receivedAt!: string;
}
export class EnterpriseDetail extends EnterpriseView {
  @Shown({ type: EnterpriseCase, isArray: true, description: 'Cases told with its code, as far as this reader may see them and whose' })
  cases!: EnterpriseCase[];
  @Shown({ type: Warning, isArray: true }) warnings!: Warning[];
}
export class OfficerView {
  @Shown() username!: string;
  @Shown() name!: string;
  @Shown() departmentCode!: string;
}
export class UnmaskedContact {
  @Shown({ type: Object, additionalProperties: { type: 'string' } }) values!: Record<string, string>;
}

export class LineProblemView {
  @Shown({ description: 'Line of the file, the head being 1' }) line!: number;
  @Shown() column!: string;
  @Shown() code!: string;
}
export class EnterpriseImportView {
  @Shown({ description: 'Nothing was written' }) dryRun!: boolean;
  @Shown() lines!: number;
  @Shown({ description: 'Added, or to be added' }) added!: number;
  @Shown({ description: 'Were in the list already' }) known!: number;
  @Shown({ type: LineProblemView, isArray: true }) bad!: LineProblemView[];
}
