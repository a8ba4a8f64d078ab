import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { By, CASE_ROLES, For } from '../platform/http/access.js';
import { CaseFeeCheckView, FeeFindingInput } from './fee-check.dto.js';
import { FeeChecks } from './fee-checks.js';

const NUMBER = /^\d{14}$/;

@ApiTags('fees')
@Controller('cases/:caseNumber/fee-check')
export class FeeChecksController {
  constructor(private readonly checks: FeeChecks) {}

  @For(...CASE_ROLES)
  @Get()
  @ApiOkResponse({ type: CaseFeeCheckView })
  of(@Param('caseNumber') caseNumber: string, @By() by: Actor): Promise<CaseFeeCheckView> {
    if (!NUMBER.test(caseNumber)) throw notFound();
    return this.checks.of(caseNumber, by);
  }

  @For('dispatcher', 'reviewer', 'supervisor')
  @Put()
  @ApiOkResponse({ type: CaseFeeCheckView })
  record(@Param('caseNumber') caseNumber: string, @Body() body: FeeFindingInput, @By() by: Actor): Promise<CaseFeeCheckView> {
    if (!NUMBER.test(caseNumber)) throw notFound();
    return this.checks.record(caseNumber, body, by);
  }
}
