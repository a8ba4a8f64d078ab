import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { By, For } from '../platform/http/access.js';
import { Cards } from './cards.js';
import { Concerns } from './concerns.js';
import { Explanations } from './explanations.js';
import {
  CARD_BODIES,
  CardInput,
  CardListQuery,
  CONCERN_BODIES,
  ConcernListQuery,
  EXPLANATION_BODIES,
  ExplanationInput,
  ExplanationListQuery,
  UrgingListQuery,
} from './paper.dto.js';
import { PaperQueries } from './paper.queries.js';
import { CardPage, CardView, ConcernPage, ConcernView, ExplanationPage, ExplanationView, UrgingPage, UrgingView } from './paper.views.js';
import { OFFICE_READERS } from './readers.js';
import { Urgings } from './urgings.js';

/** Yellow and red cards. */
@ApiTags('supervision')
@Controller('cards')
export class CardsController {
  constructor(
    private readonly cards: Cards,
    private readonly queries: PaperQueries,
  ) {}

  @For(...OFFICE_READERS)
  @Get()
  @ApiOkResponse({ type: CardPage })
  list(@Query() query: CardListQuery, @By() by: Actor): Promise<CardPage> {
    return this.queries.cards(query, by);
  }

  @For('supervisor')
  @Post()
  @ApiCreatedResponse({ type: CardView })
  async issue(@Body() body: CardInput, @By() by: Actor): Promise<CardView> {
    return this.queries.card(await this.cards.issueByHand(body, by), by);
  }

  @For(...OFFICE_READERS)
  @Get(':cardId')
  @ApiOkResponse({ type: CardView })
  item(@Param('cardId') cardId: string, @By() by: Actor): Promise<CardView> {
    return this.queries.card(cardId, by);
  }

  @For('supervisor', 'leader')
  @Post(':cardId/actions/:action')
  @HttpCode(200)
  @ApiParam({ name: 'action', enum: Object.keys(CARD_BODIES) })
  @ApiOkResponse({ type: CardView })
  async act(@Param('cardId') cardId: string, @Param('action') action: string, @Body() body: object, @By() by: Actor): Promise<CardView> {
    await this.cards.act(cardId, action, body, by);
    return this.queries.card(cardId, by);
  }
}

/** Explanation letters 说明. */
@ApiTags('supervision')
@Controller('explanations')
export class ExplanationsController {
  constructor(
    private readonly explanations: Explanations,
    private readonly queries: PaperQueries,
  ) {}

  @For('supervisor', 'commissioner', 'inspector', 'leader')
  @Get()
  @ApiOkResponse({ type: ExplanationPage })
  list(@Query() query: ExplanationListQuery, @By() by: Actor): Promise<ExplanationPage> {
    return this.queries.explanations(query, by);
  }

  @For('supervisor')
  @Post()
  @ApiCreatedResponse({ type: ExplanationView })
  async demand(@Body() body: ExplanationInput, @By() by: Actor): Promise<ExplanationView> {
    return this.queries.explanation(await this.explanations.demand(body, by), by);
  }

  @For('supervisor', 'commissioner', 'inspector', 'leader')
  @Get(':id')
  @ApiOkResponse({ type: ExplanationView })
  item(@Param('id') id: string, @By() by: Actor): Promise<ExplanationView> {
    return this.queries.explanation(id, by);
  }

  @For('supervisor', 'leader')
  @Post(':id/actions/:action')
  @HttpCode(200)
  @ApiParam({ name: 'action', enum: Object.keys(EXPLANATION_BODIES) })
  @ApiOkResponse({ type: ExplanationView })
  async act(@Param('id') id: string, @Param('action') action: string, @Body() body: object, @By() by: Actor): Promise<ExplanationView> {
    await this.explanations.act(id, action, body, by);
    return this.queries.explanation(id, by);
  }
}

/** What came to the supervisor's desk by itself. */
@ApiTags('supervision')
@Controller('concerns')
export class ConcernsController {
  constructor(
    private readonly concerns: Concerns,
    private readonly queries: PaperQueries,
  ) {}

  @For('supervisor', 'commissioner')
  @Get()
  @ApiOkResponse({ type: ConcernPage })
  list(@Query() query: ConcernListQuery, @By() by: Actor): Promise<ConcernPage> {
    return this.queries.concerns(query, by);
  }

  @For('supervisor')
  @Post(':id/actions/:action')
  @HttpCode(200)
  @ApiParam({ name: 'action', enum: Object.keys(CONCERN_BODIES) })
  @ApiOkResponse({ type: ConcernView })
  async act(@Param('id') id: string, @Param('action') action: string, @Body() body: object, @By() by: Actor): Promise<ConcernView> {
    await this.concerns.act(id, action, body, by);
    return this.queries.concern(id, by);
  }
}

/** Urgings in writing 书面催办. */
@ApiTags('supervision')
@Controller('urgings')
export class UrgingsController {
  constructor(
    private readonly urgings: Urgings,
    private readonly queries: PaperQueries,
  ) {}

  @For(...OFFICE_READERS)
  @Get()
  @ApiOkResponse({ type: UrgingPage })
  list(@Query() query: UrgingListQuery, @By() by: Actor): Promise<UrgingPage> {
    return this.queries.urgings(query, by);
  }

  @For('leader')
  @Post(':id/actions/:action')
  @HttpCode(200)
  @ApiParam({ name: 'action', enum: ['acknowledge'] })
  @ApiOkResponse({ type: UrgingView })
  async act(@Param('id') id: string, @Param('action') action: string, @Body() body: object, @By() by: Actor): Promise<UrgingView> {
    await this.urgings.act(id, action, body, by);
    return this.queries.urging(id, by);
  }
}
