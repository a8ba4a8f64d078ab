import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiExtraModels, ApiOkResponse, ApiParam, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { INVESTIGATION_NUMBER } from '../domain/investigation-opening.js';
import { INVESTIGATION_ACTIONS } from '../domain/investigation-steps.js';
import { By, For } from '../platform/http/access.js';
import { INVESTIGATION_BODIES, NewInvestigation } from './investigation-bodies.js';
import { InvestigationReads } from './investigation-reads.js';
import { InvestigationQueries } from './investigation.queries.js';
import {
  CountsQuery,
  InvestigationChoices,
  InvestigationCounts,
  InvestigationLeft,
  InvestigationListQuery,
  InvestigationPage,
  InvestigationView,
} from './investigation.views.js';
import { Investigations } from './investigations.js';

export const knownNumber = (number: string): string => {
  if (!INVESTIGATION_NUMBER.test(number)) throw notFound();
  return number;
};
const bodies = [...new Set(Object.values(INVESTIGATION_BODIES))];

/** The commission's register of clues and its files. Source: domain text, section 8. */
@ApiTags('investigations')
@Controller('investigations')
export class InvestigationsController {
  constructor(
    private readonly investigations: Investigations,
    private readonly queries: InvestigationQueries,
    private readonly reads: InvestigationReads,
  ) {}

  @For('inspector', 'commissioner')
  @Get()
  @ApiOkResponse({ type: InvestigationPage })
  list(@Query() query: InvestigationListQuery, @By() by: Actor): Promise<InvestigationPage> {
    return this.queries.list(query, by);
  }

  /** Counts a month, small ones as "fewer than"; all that anybody outside the commission learns of investigations. */
  @For('supervisor', 'auditor', 'inspector', 'commissioner')
  @Get('counts')
  @ApiOkResponse({ type: InvestigationCounts })
  counts(@Query() { months }: CountsQuery): Promise<InvestigationCounts> {
    return this.queries.counts(months);
  }

  @For('inspector', 'commissioner')
  @Get('choices')
  @ApiOkResponse({ type: InvestigationChoices })
  choices(@By() by: Actor): Promise<InvestigationChoices> {
    return this.queries.choices(by);
  }

  @For('inspector')
  @Post()
  @ApiCreatedResponse({ type: InvestigationView })
  async open(@Body() body: NewInvestigation, @By() by: Actor): Promise<InvestigationView> {
    return this.queries.view(await this.investigations.open(body, by), by);
  }

  @For('inspector', 'commissioner')
  @Get(':investigationNumber')
  @ApiOkResponse({ type: InvestigationView })
  async item(@Param('investigationNumber') number: string, @By() by: Actor): Promise<InvestigationView> {
    const view = await this.queries.view(knownNumber(number), by);
    await this.reads.opened(number, by);
    return view;
  }

  /** Any action of the table; `actions` of the file names those open to this reader now. */
  @For('inspector', 'commissioner')
  @Post(':investigationNumber/actions/:action')
  @HttpCode(200)
  @ApiParam({ name: 'action', enum: INVESTIGATION_ACTIONS })
  @ApiExtraModels(...bodies, InvestigationLeft)
  @ApiBody({ schema: { anyOf: bodies.map((body) => ({ $ref: getSchemaPath(body) })) } })
  @ApiOkResponse({ type: InvestigationView })
  async act(@Param('investigationNumber') number: string, @Param('action') action: string, @Body() body: object, @By() by: Actor) {
    const next = await this.investigations.act(knownNumber(number), action, body, by);
    return this.queries.view(number, by, next).catch((error: unknown): InvestigationLeft => {
      if (error instanceof DomainError && error.status === 404) return { investigationNumber: number, status: next.status };
      throw error;
    });
  }
}
