import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../domain/case-state.js';
import { CONFIG, type Config } from '../platform/config.js';
import { By, For, Public } from '../platform/http/access.js';
import { PageQuery } from '../platform/http/paging.js';
import { RateLimit } from '../platform/http/rate-limit.js';
import { Enterprises } from './enterprises.js';
import { Invitations } from './invitations.js';
import {
  AnsweredView,
  CommentCaseView,
  InvitationsInput,
  InvitationsView,
  InvitedView,
  QuestionnaireAnswerInput,
  QuestionnaireLookInput,
  QuestionnaireView,
  ResultsQuery,
  ResultsView,
  RoundInput,
  RoundPage,
  RoundView,
  VisitAnswerInput,
} from './questionnaire.dto.js';
import { QuestionnaireAnswers } from './questionnaire-answers.js';
import { QUESTIONNAIRES, Questionnaires } from './questionnaires.js';
import { Visits } from './visits.js';

const READERS = ['dispatcher', 'reviewer', 'supervisor', 'commissioner', 'handler', 'leader'] as const;

@ApiTags('outreach')
@Controller()
export class QuestionnairesController {
  constructor(
    private readonly rounds: Questionnaires,
    private readonly invitations: Invitations,
    private readonly answers: QuestionnaireAnswers,
    private readonly visits: Visits,
    private readonly enterprises: Enterprises,
  ) {}

  @For(...READERS)
  @Get('questionnaires')
  @ApiOkResponse({ type: QuestionnaireView, isArray: true })
  questionnaires(): QuestionnaireView[] {
    return QUESTIONNAIRES.map(({ validFrom: _validFrom, ...shown }) => shown);
  }

  @For(...READERS)
  @Get('questionnaire-rounds')
  @ApiOkResponse({ type: RoundPage })
  list(@Query() query: PageQuery): Promise<RoundPage> {
    return this.rounds.list(query);
  }

  @For('supervisor')
  @Post('questionnaire-rounds')
  @ApiCreatedResponse({ type: RoundView })
  begin(@Body() body: RoundInput, @By() by: Actor): Promise<RoundView> {
    return this.rounds.begin(body, by);
  }

  @For(...READERS)
  @Get('questionnaire-rounds/:id/results')
  @ApiOkResponse({ type: ResultsView })
  results(@Param('id') id: string, @Query() query: ResultsQuery, @By() by: Actor): Promise<ResultsView> {
    return this.rounds.results(id, query, by);
  }

  /** Sends each enterprise that fits a link of its own, good for one answer. */
  @For('supervisor')
  @Post('questionnaire-rounds/:id/invitations')
  @HttpCode(200)
  @ApiOkResponse({ type: InvitationsView })
  invite(@Param('id') id: string, @Body() body: InvitationsInput, @By() by: Actor): Promise<InvitationsView> {
    return this.invitations.invite(id, body, by);
  }

  /** Filled in by the visitor while at the enterprise. */
  @For('dispatcher', 'supervisor', 'handler', 'leader')
  @Post('questionnaire-rounds/:id/answers')
  @ApiCreatedResponse({ type: AnsweredView })
  async answer(@Param('id') id: string, @Body() { visitId, answers }: VisitAnswerInput, @By() by: Actor): Promise<AnsweredView> {
    const round = await this.rounds.row(id);
    const visit = await this.visits.item(visitId, by);
    const { size, origin } = await this.enterprises.row(visit.enterpriseId, by);
    return { id: await this.answers.answerAt(round, { id: visitId, size, origin }, answers) };
  }

  /** What somebody wrote becomes a case, anonymous as the answer is. */
  @For('dispatcher', 'supervisor')
  @Post('questionnaire-rounds/:id/answers/:answer/case')
  @ApiCreatedResponse({ type: CommentCaseView })
  async toCase(@Param('id') id: string, @Param('answer') answer: string, @By() by: Actor): Promise<CommentCaseView> {
    return { caseNumber: await this.answers.toCase(id, answer, by) };
  }
}

/** The questionnaire behind a link: no account, only the token. */
@Public()
@Controller('public/questionnaire')
export class PublicQuestionnaireController {
  private readonly intakes: RateLimit;

  constructor(
    private readonly answers: QuestionnaireAnswers,
    @Inject(CONFIG) config: Config,
  ) {
    this.intakes = new RateLimit(config.intakesPerMinute);
  }

  @Post('look')
  @HttpCode(200)
  @ApiOkResponse({ type: InvitedView })
  look(@Body() { token }: QuestionnaireLookInput, @Req() { ip }: FastifyRequest): Promise<InvitedView> {
    return this.answers.look(token, ip);
  }

  @Post()
  @ApiCreatedResponse({ type: InvitedView })
  async answer(@Body() body: QuestionnaireAnswerInput, @Req() { ip }: FastifyRequest): Promise<InvitedView> {
    await this.intakes.pass(ip);
    return this.answers.answer(body, ip);
  }
}
