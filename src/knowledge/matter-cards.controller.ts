import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { By, For, Public } from '../platform/http/access.js';
import { MatterCardInput, MatterCardListQuery, MatterCardPage, MatterCardView, NewMatterCardInput } from './matter-card.dto.js';
import { MatterCards } from './matter-cards.js';

@ApiTags('matter-cards')
@Controller()
export class MatterCardsController {
  constructor(private readonly cards: MatterCards) {}

  @Public()
  @Get('public/matter-cards')
  @ApiOkResponse({ type: MatterCardPage })
  published(@Query() query: MatterCardListQuery): Promise<MatterCardPage> {
    return this.cards.list(query, true);
  }

  @For()
  @Get('matter-cards')
  @ApiOkResponse({ type: MatterCardPage })
  list(@Query() query: MatterCardListQuery): Promise<MatterCardPage> {
    return this.cards.list(query, false);
  }

  @For('leader', 'supervisor')
  @Post('matter-cards')
  @ApiCreatedResponse({ type: MatterCardView })
  add(@Body() { id, ...body }: NewMatterCardInput, @By() by: Actor): Promise<MatterCardView> {
    return this.cards.write(body, by, id, true);
  }

  @For('leader', 'supervisor')
  @Put('matter-cards/:id')
  @ApiOkResponse({ type: MatterCardView })
  change(@Param('id') id: string, @Body() body: MatterCardInput, @By() by: Actor): Promise<MatterCardView> {
    return this.cards.write(body, by, id, false);
  }
}
