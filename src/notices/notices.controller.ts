import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { By, For } from '../platform/http/access.js';
import { NoticeDesk } from './notice.desk.js';
import { NOTICE_ACTIONS, NoticeListQuery, NoticePage, NoticeView } from './notice.dto.js';
import { NoticeQueries } from './notice.queries.js';

/** Messages to complainants and what became of them. */
@ApiTags('notices')
@For('supervisor', 'administrator')
@Controller('notices')
export class NoticesController {
  constructor(
    private readonly queries: NoticeQueries,
    private readonly desk: NoticeDesk,
  ) {}

  @Get()
  @ApiOkResponse({ type: NoticePage })
  list(@Query() query: NoticeListQuery, @By() by: Actor): Promise<NoticePage> {
    return this.queries.list(query, by);
  }

  @Post(':id/actions/:action')
  @HttpCode(200)
  @ApiParam({ name: 'action', enum: NOTICE_ACTIONS })
  @ApiOkResponse({ type: NoticeView })
  act(@Param('id') id: string, @Param('action') action: string, @By() by: Actor): Promise<NoticeView> {
    return this.desk.act(id, action, by);
  }
}
