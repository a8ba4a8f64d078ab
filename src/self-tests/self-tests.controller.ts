import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { By, For } from '../platform/http/access.js';
import { SelfTestInput, SelfTestListQuery, SelfTestPage, SelfTestView } from './self-test.dto.js';
import { SelfTestQueries } from './self-test.queries.js';
import { SelfTests } from './self-tests.js';

/** The system's tests of itself: begun by hand, and what they found. Source: domain text, section 12. */
@ApiTags('machine')
@For('administrator')
@Controller('self-tests')
export class SelfTestsController {
  constructor(
    private readonly tests: SelfTests,
    private readonly queries: SelfTestQueries,
  ) {}

  @Get()
  @ApiOkResponse({ type: SelfTestPage })
  list(@Query() query: SelfTestListQuery): Promise<SelfTestPage> {
    return this.queries.list(query);
  }

  /** Answers at once; what comes of it stands in the list. */
  @Post()
  @HttpCode(202)
  @ApiAcceptedResponse({ type: SelfTestView })
  async start(@Body() { kind }: SelfTestInput, @By() by: Actor): Promise<SelfTestView> {
    return this.queries.item(await this.tests.start(kind, by.username));
  }
}
