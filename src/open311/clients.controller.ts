import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { By, For } from '../platform/http/access.js';
import { IssuedOpen311Client, Open311ClientInput, Open311ClientPage, Open311ClientQuery, Open311ClientView } from './client.dto.js';
import { Open311Clients } from './clients.js';

/** Keys of the systems that file cases by the Open311 standard. */
@ApiTags('open311')
@Controller('open311-clients')
export class Open311ClientsController {
  constructor(private readonly clients: Open311Clients) {}

  @For('administrator', 'auditor')
  @Get()
  @ApiOkResponse({ type: Open311ClientPage })
  list(@Query() query: Open311ClientQuery): Promise<Open311ClientPage> {
    return this.clients.list(query);
  }

  @For('administrator')
  @Post()
  @ApiCreatedResponse({ type: IssuedOpen311Client })
  issue(@Body() body: Open311ClientInput, @By() by: Actor): Promise<IssuedOpen311Client> {
    return this.clients.issue(body, by);
  }

  @For('administrator')
  @Post(':id/actions/revoke')
  @HttpCode(200)
  @ApiOkResponse({ type: Open311ClientView })
  revoke(@Param('id') id: string, @By() by: Actor): Promise<Open311ClientView> {
    return this.clients.revoke(id, by);
  }
}
