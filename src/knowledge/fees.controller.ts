import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { FEE_ACTIONS } from '../domain/fee-register.js';
import { dayOf } from '../domain/time.js';
import { Clock } from '../platform/clock.js';
import { By, For, Public } from '../platform/http/access.js';
import {
  FeeCheckInput,
  FeeCheckView,
  FeeDecisionInput,
  FeeInput,
  FeeListQuery,
  FeePage,
  FeeView,
  PublishedFeePage,
  StaffFeeListQuery,
} from './fee.dto.js';
import { Fees } from './fees.js';

@ApiTags('fees')
@Controller()
export class FeesController {
  constructor(
    private readonly fees: Fees,
    private readonly clock: Clock,
  ) {}

  /** The register as everybody may read it before paying. */
  @Public()
  @Get('public/fees')
  @ApiOkResponse({ type: PublishedFeePage })
  published(@Query() query: FeeListQuery): Promise<PublishedFeePage> {
    return this.fees.published(query);
  }

  @For()
  @Get('fees')
  @ApiOkResponse({ type: FeePage })
  list(@Query() query: StaffFeeListQuery, @By() by: Actor): Promise<FeePage> {
    return this.fees.list(query, by);
  }

  @For()
  @Get('fees/:code')
  @ApiOkResponse({ type: FeeView })
  item(@Param('code') code: string, @By() by: Actor): Promise<FeeView> {
    return this.fees.item(code, by);
  }

  /** A leader asks for a fee of the own department; it may be asked for once it is approved. */
  @For('leader')
  @Post('fees')
  @ApiCreatedResponse({ type: FeeView })
  propose(@Body() body: FeeInput, @By() by: Actor): Promise<FeeView> {
    return this.fees.propose(body, by);
  }

  @For('leader', 'supervisor')
  @Post('fees/:code/actions/:action')
  @HttpCode(200)
  @ApiParam({ name: 'action', enum: FEE_ACTIONS })
  @ApiOkResponse({ type: FeeView })
  act(@Param('code') code: string, @Param('action') action: string, @Body() body: FeeDecisionInput, @By() by: Actor): Promise<FeeView> {
    const known = FEE_ACTIONS.find((one) => one === action);
    if (!known) throw notFound();
    return this.fees.act(code, known, body, by);
  }

  /** Looks up what somebody tells of a fee; keeps nothing. */
  @For('operator', 'dispatcher', 'reviewer', 'supervisor')
  @Post('fee-checks')
  @HttpCode(200)
  @ApiOkResponse({ type: FeeCheckView })
  check(@Body() { text, departmentCode, amount, on }: FeeCheckInput): Promise<FeeCheckView> {
    const amountFen = amount === undefined ? null : Math.round(amount * 100);
    return this.fees.check({ text, departmentCode, amountFen, on: on?.slice(0, 10) ?? dayOf(this.clock.now()) });
  }
}
