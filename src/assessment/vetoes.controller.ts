import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { VETO_ACTIONS } from '../domain/vetoes.js';
import { By, For } from '../platform/http/access.js';
import { ASSESSMENT_READERS } from './readers.js';
import { VetoDecision, VetoInput, VetoPage, VetoQuery, VetoView } from './veto.dto.js';
import { Vetoes } from './vetoes.js';

/** The veto register. */
@ApiTags('assessment')
@For(...ASSESSMENT_READERS)
@Controller('vetoes')
export class VetoesController {
  constructor(private readonly vetoes: Vetoes) {}

  @Get()
  @ApiOkResponse({ type: VetoPage })
  list(@Query() query: VetoQuery, @By() by: Actor): Promise<VetoPage> {
    return this.vetoes.list(query, by);
  }

  @For('supervisor', 'commissioner')
  @Post()
  @ApiCreatedResponse({ type: VetoView })
  raise(@Body() input: VetoInput, @By() by: Actor): Promise<VetoView> {
    return this.vetoes.raise(input, by);
  }

  @For('commissioner')
  @Post(':id/actions/:action')
  @HttpCode(200)
  @ApiParam({ name: 'action', enum: VETO_ACTIONS })
  @ApiOkResponse({ type: VetoView })
  act(@Param('id') id: string, @Param('action') action: string, @Body() body: VetoDecision, @By() by: Actor): Promise<VetoView> {
    return this.vetoes.act(id, action, body, by);
  }
}
