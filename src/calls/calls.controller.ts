import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { CALL_ACTIONS, type CallAction } from '../domain/call-steps.js';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { By, For } from '../platform/http/access.js';
import { Board } from './board.js';
import { CallQueries } from './call.queries.js';
import { CallActionBody, CallListQuery, PlaceCallBody } from './call.dto.js';
import { BoardView, CallPage, CallView } from './call.views.js';
import { CallService } from './call.service.js';
import { Dialling } from './dialling.js';
import { Links } from './links.js';

/** Who works with telephones; a department never does. */
export const DESK_ROLES = ['operator', 'dispatcher', 'reviewer', 'supervisor'] as const;
/** Who may look up calls: these, and those who judge what was said about cases they see. */
const READERS = [...DESK_ROLES, 'inspector', 'commissioner'] as const;
const CALL_ID = /^[0-9a-f-]{36}$/;

@ApiTags('calls')
@Controller('calls')
export class CallsController {
  constructor(
    private readonly calls: CallService,
    private readonly queries: CallQueries,
    private readonly dialling: Dialling,
    private readonly links: Links,
    private readonly walls: Board,
  ) {}

  @For(...READERS)
  @Get()
  @ApiOkResponse({ type: CallPage })
  list(@Query() query: CallListQuery, @By() by: Actor): Promise<CallPage> {
    return this.queries.list(query, by);
  }

  /** The hall at this moment, for the wall and for the floor view; at most a second old. */
  @For('operator', 'supervisor', 'commissioner')
  @Get('board')
  @ApiOkResponse({ type: BoardView })
  board(): Promise<BoardView> {
    return this.walls.look();
  }

  @For(...READERS)
  @Get(':callId')
  @ApiOkResponse({ type: CallView })
  async item(@Param('callId') callId: string, @By() by: Actor): Promise<CallView> {
    if (!CALL_ID.test(callId)) throw notFound();
    return this.queries.view(callId, by);
  }

  /** An outgoing call to a stored number, which is not shown. */
  @For('operator', 'reviewer')
  @Post()
  @ApiCreatedResponse({ type: CallView })
  async place(@Body() body: PlaceCallBody, @By() by: Actor): Promise<CallView> {
    return this.queries.view(await this.dialling.place(body, by), by);
  }

  /** Any action of the table of call life; `actions` of the call names those open to this reader now. */
  @For(...DESK_ROLES)
  @Post(':callId/actions/:action')
  @HttpCode(200)
  @ApiParam({ name: 'action', enum: [...CALL_ACTIONS] })
  @ApiOkResponse({ type: CallView })
  async act(@Param('callId') callId: string, @Param('action') action: string, @Body() body: CallActionBody, @By() by: Actor) {
    if (!CALL_ID.test(callId) || !CALL_ACTIONS.some((one) => one === action)) throw notFound();
    const known = action as CallAction;
    if (known === 'add-case') await this.links.join(callId, body.caseNumber, by);
    else if (known === 'transfer' && body.warm) await this.calls.consult(callId, body, by);
    else await this.calls.act(callId, known, body, by);
    return this.queries.view(callId, by);
  }
}
