import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiExtraModels, ApiOkResponse, ApiParam, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { ReadLog } from '../cases/read-log.js';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { TYPICAL_ACTIONS } from '../domain/typical-case-life.js';
import { By, For } from '../platform/http/access.js';
import {
  CheckView,
  NewTypicalCase,
  TypicalCaseListQuery,
  TypicalCasePage,
  TypicalCaseView,
  TypicalEditBody,
  TypicalReasonBody,
  TypicalStepBody,
  TypicalTextInput,
} from './typical-case.dto.js';
import { TypicalCaseQueries } from './typical-case.queries.js';
import { TypicalCases } from './typical-cases.js';

const ID = /^[0-9a-f-]{36}$/;
const known = (id: string): string => {
  if (!ID.test(id)) throw notFound();
  return id;
};

/** Typical cases for those who write them and decide on them. */
@ApiTags('typical-cases')
@For('supervisor', 'inspector', 'commissioner')
@Controller('typical-cases')
export class TypicalCasesController {
  constructor(
    private readonly cases: TypicalCases,
    private readonly queries: TypicalCaseQueries,
    private readonly reads: ReadLog,
  ) {}

  @Get()
  @ApiOkResponse({ type: TypicalCasePage })
  list(@Query() query: TypicalCaseListQuery, @By() by: Actor): Promise<TypicalCasePage> {
    return this.queries.list(query, by);
  }

  @For('supervisor', 'inspector')
  @Post()
  @ApiCreatedResponse({ type: TypicalCaseView })
  async create(@Body() body: NewTypicalCase, @By() by: Actor): Promise<TypicalCaseView> {
    return this.item(await this.cases.create(body, by), by);
  }

  /** With the texts of the case behind it: opening it is a visit to that case. */
  @Get(':id')
  @ApiOkResponse({ type: TypicalCaseView })
  async item(@Param('id') id: string, @By() by: Actor): Promise<TypicalCaseView> {
    const view = await this.queries.item(known(id), by);
    if (view.caseNumber) await this.reads.opened(view.caseNumber, by);
    return view;
  }

  /** Looks through a text that is being written for traces; keeps nothing. */
  @Post(':id/check')
  @HttpCode(200)
  @ApiOkResponse({ type: CheckView })
  check(@Param('id') id: string, @Body() body: TypicalTextInput, @By() by: Actor): Promise<CheckView> {
    return this.queries.check(known(id), body, by);
  }

  @Post(':id/actions/:action')
  @HttpCode(200)
  @ApiExtraModels(TypicalEditBody, TypicalReasonBody, TypicalStepBody)
  @ApiParam({ name: 'action', enum: TYPICAL_ACTIONS })
  @ApiBody({ schema: { oneOf: [TypicalEditBody, TypicalReasonBody, TypicalStepBody].map((one) => ({ $ref: getSchemaPath(one) })) } })
  @ApiOkResponse({ type: TypicalCaseView })
  async act(@Param('id') id: string, @Param('action') action: string, @Body() body: object, @By() by: Actor): Promise<TypicalCaseView> {
    await this.cases.act(known(id), action, body, by);
    return this.queries.item(id, by);
  }
}
