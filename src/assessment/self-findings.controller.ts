import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { FINDING_ACTIONS } from '../domain/self-finding-life.js';
import { By, For } from '../platform/http/access.js';
import { ASSESSMENT_READERS } from './readers.js';
import {
  MATCH_ACTIONS,
  MatchDecision,
  SameMatterPage,
  SameMatterQuery,
  SameMatterView,
  SelfFindingInput,
  SelfFindingPage,
  SelfFindingQuery,
  SelfFindingView,
} from './self-finding.dto.js';
import { SameMatters } from './same-matters.js';
import { SelfFindingQueries } from './self-finding.queries.js';
import { SelfFindings } from './self-findings.js';

/** What departments find in their own house. */
@ApiTags('assessment')
@For(...ASSESSMENT_READERS)
@Controller('self-findings')
export class SelfFindingsController {
  constructor(
    private readonly findings: SelfFindings,
    private readonly queries: SelfFindingQueries,
  ) {}

  @Get()
  @ApiOkResponse({ type: SelfFindingPage })
  list(@Query() query: SelfFindingQuery, @By() by: Actor): Promise<SelfFindingPage> {
    return this.queries.list(query, by);
  }

  @For('leader', 'handler')
  @Post()
  @ApiCreatedResponse({ type: SelfFindingView })
  async open(@Body() input: SelfFindingInput, @By() by: Actor): Promise<SelfFindingView> {
    SelfFindings.ofDepartment(by);
    return this.queries.item(await this.findings.open(input, by), by);
  }

  @Get(':findingNumber')
  @ApiOkResponse({ type: SelfFindingView })
  item(@Param('findingNumber') findingNumber: string, @By() by: Actor): Promise<SelfFindingView> {
    return this.queries.item(findingNumber, by);
  }

  @Post(':findingNumber/actions/:action')
  @HttpCode(200)
  @ApiParam({ name: 'action', enum: FINDING_ACTIONS })
  @ApiBody({ schema: { type: 'object', description: '{version, text}; deal also names measures' } })
  @ApiOkResponse({ type: SelfFindingView })
  async act(
    @Param('findingNumber') findingNumber: string,
    @Param('action') action: string,
    @Body() body: unknown,
    @By() by: Actor,
  ): Promise<SelfFindingView> {
    await this.findings.act(findingNumber, action, body, by);
    return this.queries.item(findingNumber, by);
  }
}

/** Whether the commission proved what the department had opened first: proposed by the system, decided by the supervisor. */
@ApiTags('assessment')
@For('supervisor', 'commissioner')
@Controller('same-matters')
export class SameMattersController {
  constructor(private readonly matters: SameMatters) {}

  @Get()
  @ApiOkResponse({ type: SameMatterPage })
  list(@Query() query: SameMatterQuery, @By() by: Actor): Promise<SameMatterPage> {
    return this.matters.list(query, by);
  }

  @For('supervisor')
  @Post(':id/actions/:action')
  @HttpCode(200)
  @ApiParam({ name: 'action', enum: MATCH_ACTIONS })
  @ApiOkResponse({ type: SameMatterView })
  act(@Param('id') id: string, @Param('action') action: string, @Body() body: MatchDecision, @By() by: Actor): Promise<SameMatterView> {
    return this.matters.decide(id, action, body, by);
  }
}
