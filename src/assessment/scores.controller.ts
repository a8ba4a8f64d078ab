import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { By, For } from '../platform/http/access.js';
import { ASSESSMENT_READERS } from './readers.js';
import { EntryShares } from './entry-shares.js';
import {
  AppealDecision,
  AppealInput,
  LadderPage,
  ScorePage,
  ScoreQuery,
  ScoreView,
  SelfFoundShareQuery,
  SelfFoundShareView,
} from './score.dto.js';
import { Scores } from './scores.js';

/** The score ledger: entries with what they rest on, and appeals. */
@ApiTags('assessment')
@For(...ASSESSMENT_READERS)
@Controller('scores')
export class ScoresController {
  constructor(
    private readonly scores: Scores,
    private readonly shares: EntryShares,
  ) {}

  @Get()
  @ApiOkResponse({ type: ScorePage })
  list(@Query() query: ScoreQuery, @By() by: Actor): Promise<ScorePage> {
    return this.scores.list(query, by);
  }

  /** Proven cases per unit and person in the rolling year. */
  @Get('ladder')
  @ApiOkResponse({ type: LadderPage })
  ladder(@By() by: Actor): Promise<LadderPage> {
    return this.scores.ladder(by);
  }

  /** Of what was proven, how much the departments had found themselves 自查占比. */
  @Get('self-found-share')
  @ApiOkResponse({ type: SelfFoundShareView })
  selfFoundShare(@Query() query: SelfFoundShareQuery, @By() by: Actor): Promise<SelfFoundShareView> {
    return this.shares.selfFound(query, by);
  }

  @Get(':id')
  @ApiOkResponse({ type: ScoreView })
  item(@Param('id') id: string, @By() by: Actor): Promise<ScoreView> {
    return this.scores.item(id, by);
  }

  @For('leader')
  @Post(':id/appeal')
  @HttpCode(200)
  @ApiOkResponse({ type: ScoreView })
  appeal(@Param('id') id: string, @Body() { reason }: AppealInput, @By() by: Actor): Promise<ScoreView> {
    return this.scores.appeal(id, reason, by);
  }

  @For('supervisor')
  @Post(':id/appeal/decision')
  @HttpCode(200)
  @ApiOkResponse({ type: ScoreView })
  decide(@Param('id') id: string, @Body() body: AppealDecision, @By() by: Actor): Promise<ScoreView> {
    return this.scores.decide(id, body, by);
  }
}
