import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { BEHAVIOUR_ACTIONS, type BehaviourAction } from '../domain/behaviours.js';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { By, For } from '../platform/http/access.js';
import {
  BehaviourDecisionInput,
  BehaviourHistory,
  BehaviourInput,
  BehaviourListQuery,
  BehaviourPage,
  BehaviourMeasureView,
  NewBehaviourInput,
} from './behaviour.dto.js';
import { Behaviours } from './behaviours.js';
import { MEASURES } from './measures.js';

@ApiTags('behaviours')
@Controller()
export class BehavioursController {
  constructor(private readonly behaviours: Behaviours) {}

  @For()
  @Get('measures')
  @ApiOkResponse({ type: BehaviourMeasureView, isArray: true })
  measures(): BehaviourMeasureView[] {
    return MEASURES;
  }

  @For()
  @Get('behaviours')
  @ApiOkResponse({ type: BehaviourPage })
  list(@Query() query: BehaviourListQuery, @By() by: Actor): Promise<BehaviourPage> {
    return this.behaviours.list(query, by);
  }

  @For()
  @Get('behaviours/:code')
  @ApiOkResponse({ type: BehaviourHistory })
  history(@Param('code') code: string, @By() by: Actor): Promise<BehaviourHistory> {
    return this.behaviours.history(code, by);
  }

  /** A draft: it counts from the day of its validity on, once the commissioner has released it. */
  @For('supervisor')
  @Post('behaviours')
  @ApiCreatedResponse({ type: BehaviourHistory })
  create(@Body() body: NewBehaviourInput, @By() by: Actor): Promise<BehaviourHistory> {
    return this.behaviours.create(body, by);
  }

  @For('supervisor')
  @Put('behaviours/:code')
  @ApiOkResponse({ type: BehaviourHistory })
  revise(@Param('code') code: string, @Body() body: BehaviourInput, @By() by: Actor): Promise<BehaviourHistory> {
    return this.behaviours.revise(code, body, by);
  }

  @For('supervisor', 'commissioner')
  @Post('behaviours/:code/versions/:version/actions/:action')
  @HttpCode(200)
  @ApiParam({ name: 'action', enum: BEHAVIOUR_ACTIONS })
  @ApiOkResponse({ type: BehaviourHistory })
  act(
    @Param('code') code: string,
    @Param('version', ParseIntPipe) version: number,
    @Param('action') action: string,
    @Body() { reason }: BehaviourDecisionInput,
    @By() by: Actor,
  ): Promise<BehaviourHistory> {
    const known = BEHAVIOUR_ACTIONS.find((one) => one === action);
    if (!known) throw notFound();
    return this.behaviours.act(code, version, known satisfies BehaviourAction, reason, by);
  }
}
