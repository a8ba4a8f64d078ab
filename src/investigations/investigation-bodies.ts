import { ApiProperty } from '@nestjs/swagger';
import { plainToInstance, Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, validate, ValidateNested } from 'class-validator';
import type { InvestigationBody } from '../domain/investigation-life.js';
import type { InvestigationAction } from '../domain/investigation-steps.js';
import {
  CLARIFICATION_SCOPES,
  CONCLUSIONS,
  HANDLINGS,
  IMPOSERS,
  INVESTIGATION_SOURCES,
  RANKS,
  STEP_KINDS,
  TELLING_STAGES,
  VETOES,
  type InvestigationSource,
} from '../domain/investigation-words.js';
import { Choice, Choices, Code, Codes, Shaped, Text, Whole } from '../platform/http/fields.js';
import { brokenFields, invalid, VALIDATION } from '../platform/http/problem.js';

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const CASE_NUMBER = /^\d{14}$/;

/** A clue: from cases the reader sees, or the commission's own finding. */
export class NewInvestigation {
  @Choice(INVESTIGATION_SOURCES) source!: InvestigationSource;
  @Text(120) title!: string;
  @Text(8000) text!: string;
  @Code(16, { optional: true }) categoryCode?: string;
  @Codes(20, { optional: true, description: 'Numbers of cases' }) caseNumbers?: string[];
  @Codes(20, { optional: true, description: 'Departments it touches besides those of its cases' }) departmentCodes?: string[];
}

class InvestigationStepBody {
  @Whole(1, 2 ** 31, { description: 'Version as it was shown' }) version!: number;
}
class InvestigationTextBody extends InvestigationStepBody {
  @Text(8000) text!: string;
}
class InvestigationMaybeTextBody extends InvestigationStepBody {
  @Text(8000, { optional: true }) text?: string;
}
class InvestigationRegisterBody extends InvestigationMaybeTextBody {
  @Code(16, { optional: true }) categoryCode?: string;
}
class InvestigationAssessBody extends InvestigationTextBody {
  @Choice(HANDLINGS) handling!: string;
}
class InvestigationLogStepBody extends InvestigationTextBody {
  @Choice(STEP_KINDS) kind!: string;
}
class InvestigationLinkCaseBody extends InvestigationMaybeTextBody {
  @Shaped(CASE_NUMBER, 14) caseNumber!: string;
}
class InvestigationAddPersonBody extends InvestigationStepBody {
  @Text(60) name!: string;
  @Code(32) departmentCode!: string;
  @Choice(RANKS) rank!: string;
  @Text(60, { optional: true }) post?: string;
}
/** What is said to have happened, for a conclusion. */
export class MatterInput {
  @Code(32) departmentCode!: string;
  @Code(16) categoryCode!: string;
  @Code(36, { optional: true, description: 'Id of a person of the investigation' }) personId?: string;
  @Text(120, { optional: true }) document?: string;
  @Shaped(DAY, 10) from!: string;
  @Shaped(DAY, 10) to!: string;
}
class InvestigationProposeBody extends InvestigationStepBody {
  @Choice(CONCLUSIONS) conclusion!: string;
  @Text(4000) text!: string;
  @ApiProperty({ type: MatterInput, isArray: true, maxItems: 20 })
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => MatterInput)
  matters!: MatterInput[];
  @Choices(VETOES, { optional: true }) vetoes?: string[];
}
class InvestigationDecideMeasureBody extends InvestigationMaybeTextBody {
  @Code(36) personId!: string;
  @Code(32) measure!: string;
  @Whole(0, 19, { optional: true, description: 'Index of the matter it answers' }) matter?: number;
  @Code(16, { optional: true }) behaviourCode?: string;
  @Choice(IMPOSERS, { optional: true }) imposedBy?: string;
}
class InvestigationCarryOutBody extends InvestigationMaybeTextBody {
  @Code(36) measureId!: string;
}
class InvestigationClarifyBody extends InvestigationTextBody {
  @Choice(CLARIFICATION_SCOPES) scope!: string;
}
class InvestigationNotifyBody extends InvestigationMaybeTextBody {
  @Shaped(CASE_NUMBER, 14) caseNumber!: string;
  @Choice(TELLING_STAGES) stage!: string;
  @Choice(['message', 'in-person'], { description: 'A neutral message, or by a person' }) way!: string;
}
class InvestigationReaderBody extends InvestigationStepBody {
  @Code(64) username!: string;
}

/** The body of each action. */
export const INVESTIGATION_BODIES = {
  register: InvestigationRegisterBody,
  assess: InvestigationAssessBody,
  'log-step': InvestigationLogStepBody,
  'link-case': InvestigationLinkCaseBody,
  'add-person': InvestigationAddPersonBody,
  file: InvestigationTextBody,
  begin: InvestigationMaybeTextBody,
  'propose-conclusion': InvestigationProposeBody,
  'approve-conclusion': InvestigationMaybeTextBody,
  'approve-again': InvestigationMaybeTextBody,
  'return-conclusion': InvestigationTextBody,
  hear: InvestigationTextBody,
  decide: InvestigationTextBody,
  'decide-measure': InvestigationDecideMeasureBody,
  'carry-out': InvestigationCarryOutBody,
  clarify: InvestigationClarifyBody,
  notify: InvestigationNotifyBody,
  archive: InvestigationMaybeTextBody,
  'name-reader': InvestigationReaderBody,
  'drop-reader': InvestigationReaderBody,
} as const satisfies Record<InvestigationAction, new () => InvestigationStepBody>;

/** Checks a body after the rules said the step is open: 404, 403 and 409 come before 422. Throws `input.invalid` (422). */
export async function investigationBodyOf(action: InvestigationAction, raw: unknown): Promise<InvestigationBody> {
  const body = plainToInstance(INVESTIGATION_BODIES[action], raw ?? {});
  const errors = await validate(body, VALIDATION);
  if (errors.length > 0) throw invalid(brokenFields(errors));
  return body as unknown as InvestigationBody;
}
