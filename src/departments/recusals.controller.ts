import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { By, For } from '../platform/http/access.js';
import { RecusalInput, RecusalListQuery, RecusalPage, RecusalView } from './recusals.dto.js';
import { Recusals } from './recusals.js';

/** Conflicts of interest: everybody declares his own, the commissioner keeps the list. Source: domain text 6.5. */
@ApiTags('recusals')
@Controller('recusals')
export class RecusalsController {
  constructor(private readonly recusals: Recusals) {}

  @For()
  @Get()
  @ApiOkResponse({ type: RecusalPage })
  list(@Query() query: RecusalListQuery, @By() by: Actor): Promise<RecusalPage> {
    return this.recusals.list(query, by);
  }

  @For()
  @Post()
  @ApiCreatedResponse({ type: RecusalView })
  declare(@Body() body: RecusalInput, @By() by: Actor): Promise<RecusalView> {
    return this.recusals.declare(body, by);
  }

  @For('commissioner')
  @Delete(':username/:departmentCode')
  @HttpCode(204)
  @ApiNoContentResponse()
  lift(@Param('username') username: string, @Param('departmentCode') departmentCode: string, @By() by: Actor): Promise<void> {
    return this.recusals.lift(username, departmentCode, by);
  }
}
