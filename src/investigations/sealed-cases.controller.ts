import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { By, For } from '../platform/http/access.js';
import { PageQuery } from '../platform/http/paging.js';
import { ReaderInput, SealedCasePage } from './sealed-cases.dto.js';
import { SealedCases } from './sealed-cases.js';

/** Readers of sealed cases, named by the commissioner. Source: surface text, shapes. */
@ApiTags('investigations')
@For('commissioner')
@Controller('sealed-cases')
export class SealedCasesController {
  constructor(private readonly cases: SealedCases) {}

  @Get()
  @ApiOkResponse({ type: SealedCasePage })
  list(@Query() query: PageQuery, @By() by: Actor): Promise<SealedCasePage> {
    return this.cases.list(query, by);
  }

  @Post(':caseNumber/readers')
  @HttpCode(204)
  @ApiNoContentResponse()
  name(@Param('caseNumber') caseNumber: string, @Body() { username }: ReaderInput, @By() by: Actor): Promise<void> {
    return this.cases.name(caseNumber, username, by);
  }

  @Delete(':caseNumber/readers/:username')
  @HttpCode(204)
  @ApiNoContentResponse()
  drop(@Param('caseNumber') caseNumber: string, @Param('username') username: string, @By() by: Actor): Promise<void> {
    return this.cases.drop(caseNumber, username, by);
  }
}
