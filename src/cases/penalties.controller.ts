import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { By, CASE_ROLES, For } from '../platform/http/access.js';
import { Penalties } from './penalties.js';
import { OffenceView, PenaltyInput, PenaltyView, PenaltyWithdrawalInput } from './penalties.dto.js';

const NUMBER = /^\d{14}$/;
const known = (caseNumber: string): string => {
  if (!NUMBER.test(caseNumber)) throw notFound();
  return caseNumber;
};

@ApiTags('penalties')
@Controller()
export class PenaltiesController {
  constructor(private readonly penalties: Penalties) {}

  /** The standards of discretion in force. */
  @For(...CASE_ROLES)
  @Get('offences')
  @ApiOkResponse({ type: OffenceView, isArray: true })
  offences(): OffenceView[] {
    return this.penalties.settings.offences;
  }

  @For(...CASE_ROLES)
  @Get('cases/:caseNumber/penalties')
  @ApiOkResponse({ type: PenaltyView, isArray: true })
  of(@Param('caseNumber') caseNumber: string, @By() by: Actor): Promise<PenaltyView[]> {
    return this.penalties.of(known(caseNumber), by);
  }

  @For('handler', 'reviewer')
  @Post('cases/:caseNumber/penalties')
  @ApiCreatedResponse({ type: PenaltyView, isArray: true })
  record(@Param('caseNumber') caseNumber: string, @Body() input: PenaltyInput, @By() by: Actor): Promise<PenaltyView[]> {
    return this.penalties.record(known(caseNumber), input, by);
  }

  @For('handler', 'reviewer')
  @Post('cases/:caseNumber/penalties/:id/withdrawal')
  @ApiCreatedResponse({ type: PenaltyView, isArray: true })
  withdraw(
    @Param('caseNumber') caseNumber: string,
    @Param('id') id: string,
    @Body() { reason }: PenaltyWithdrawalInput,
    @By() by: Actor,
  ): Promise<PenaltyView[]> {
    return this.penalties.withdraw(known(caseNumber), id, reason, by);
  }
}
