import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiExtraModels, ApiHeader, ApiOkResponse, ApiParam, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { notFound, DomainError } from '../domain/errors.js';
import { By, CASE_ROLES, For } from '../platform/http/access.js';
import { Shown } from '../platform/http/fields.js';
import { ACTION_BODIES } from './action-bodies.js';
import { CaseQueries } from './case.queries.js';
import { CaseService } from './case.service.js';
import { CasePage, CaseView } from './case.views.js';
import { Intake } from './intake.js';
import { IntakeReceipt, RegistrationInput } from './intake.dto.js';
import { CaseListQuery } from './list.dto.js';
import { NotKeptReceipt } from './not-kept.dto.js';
import { NotKept } from './not-kept.js';
import { ReadLog } from './read-log.js';

/** The whole case, and the tracking code to read to the caller: shown this once. */
export class RegistrationView extends CaseView implements IntakeReceipt {
  @Shown({ description: '20 digits to read to the caller; only a hash is stored' }) trackingCode!: string;
}

const NUMBER = /^\d{14}$/;

@ApiTags('cases')
@Controller('cases')
export class CasesController {
  constructor(
    private readonly intake: Intake,
    private readonly service: CaseService,
    private readonly queries: CaseQueries,
    private readonly reads: ReadLog,
    private readonly notKept: NotKept,
  ) {}

  @For('operator')
  @Post()
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiExtraModels(RegistrationView, NotKeptReceipt)
  @ApiCreatedResponse({ schema: { oneOf: [{ $ref: getSchemaPath(RegistrationView) }, { $ref: getSchemaPath(NotKeptReceipt) }] } })
  async register(@Body() body: RegistrationInput, @By() by: Actor, @Headers('idempotency-key') idempotencyKey?: string) {
    if (this.notKept.concerns(body)) return this.notKept.receipt();
    const receipt = await this.intake.register(body, { channel: body.channel, urgency: body.urgency, by, idempotencyKey });
    const view = await this.queries.view(receipt.caseNumber, by).catch(unlessHidden);
    return { ...(view ?? { status: 'sealed' }), ...receipt };
  }

  @For(...CASE_ROLES)
  @Get()
  @ApiOkResponse({ type: CasePage })
  list(@Query() query: CaseListQuery, @By() by: Actor): Promise<CasePage> {
    return this.queries.list(query, by);
  }

  @For(...CASE_ROLES)
  @Get(':caseNumber')
  @ApiOkResponse({ type: CaseView })
  async item(@Param('caseNumber') caseNumber: string, @By() by: Actor): Promise<CaseView> {
    if (!NUMBER.test(caseNumber)) throw notFound();
    const view = await this.queries.view(caseNumber, by);
    await this.reads.opened(caseNumber, by, { each: view.status === 'sealed' });
    return view;
  }

  /** Any action of the table of case life; `actions` of the case names those open to this reader now. */
  @For(...CASE_ROLES)
  @Post(':caseNumber/actions/:action')
  @HttpCode(200)
  @ApiParam({ name: 'action', enum: Object.keys(ACTION_BODIES) })
  @ApiOkResponse({ type: CaseView })
  async act(@Param('caseNumber') caseNumber: string, @Param('action') action: string, @Body() body: object, @By() by: Actor) {
    if (!NUMBER.test(caseNumber)) throw notFound();
    const { current, values } = await this.service.act(caseNumber, action, body, by);
    if (values) return { values };
    return (await this.queries.view(caseNumber, by, current).catch(unlessHidden)) ?? { caseNumber, status: current.status };
  }
}

/** A case that its reader may no longer see after the action: it was sealed, or it left the department. */
const unlessHidden = (error: unknown): undefined => {
  if (error instanceof DomainError && error.status === 404) return undefined;
  throw error;
};
