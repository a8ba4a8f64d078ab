import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { By, For } from '../platform/http/access.js';
import { VisitMatters } from './visit-matters.js';
import {
  VisitCancelInput,
  VisitCaseInput,
  VisitCaseView,
  VisitDetail,
  VisitListQuery,
  VisitPage,
  VisitPlanInput,
  VisitRecordInput,
} from './visit.dto.js';
import { Visits } from './visits.js';

const WRITERS = ['dispatcher', 'supervisor', 'handler', 'leader'] as const;
const READERS = [...WRITERS, 'operator', 'reviewer', 'commissioner'] as const;

@ApiTags('outreach')
@Controller('visits')
export class VisitsController {
  constructor(
    private readonly visits: Visits,
    private readonly matters: VisitMatters,
  ) {}

  @For(...READERS)
  @Get()
  @ApiOkResponse({ type: VisitPage })
  list(@Query() query: VisitListQuery, @By() by: Actor): Promise<VisitPage> {
    return this.visits.list(query, by);
  }

  @For(...READERS)
  @Get(':id')
  @ApiOkResponse({ type: VisitDetail })
  item(@Param('id') id: string, @By() by: Actor): Promise<VisitDetail> {
    return this.visits.item(id, by);
  }

  @For(...WRITERS)
  @Post()
  @ApiCreatedResponse({ type: VisitDetail })
  plan(@Body() body: VisitPlanInput, @By() by: Actor): Promise<VisitDetail> {
    return this.visits.plan(body, by);
  }

  @For(...WRITERS)
  @Post(':id/actions/record')
  @HttpCode(200)
  @ApiOkResponse({ type: VisitDetail })
  record(@Param('id') id: string, @Body() body: VisitRecordInput, @By() by: Actor): Promise<VisitDetail> {
    return this.visits.record(id, body, by);
  }

  @For(...WRITERS)
  @Post(':id/actions/cancel')
  @HttpCode(200)
  @ApiOkResponse({ type: VisitDetail })
  cancel(@Param('id') id: string, @Body() { reason }: VisitCancelInput, @By() by: Actor): Promise<VisitDetail> {
    return this.visits.cancel(id, reason, by);
  }

  /** A matter that was found becomes a case in one step. */
  @For(...WRITERS)
  @Post(':id/matters/:matter/case')
  @ApiCreatedResponse({ type: VisitCaseView })
  register(
    @Param('id') id: string,
    @Param('matter') matter: string,
    @Body() body: VisitCaseInput,
    @By() by: Actor,
  ): Promise<VisitCaseView> {
    return this.matters.register(id, matter, body, by);
  }
}
