import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { DomainError } from '../domain/errors.js';
import { By, For } from '../platform/http/access.js';
import { NoticeBody, NoticeReadingView, PROPOSAL_ACTIONS, ProposalDetailView, ProposalListQuery } from './proposal.dto.js';
import { ProposalPage, ProposalStepBody } from './proposal.dto.js';
import { CalendarProposals } from './proposals.js';

/** The import of the yearly notice: read, proposed, released by a second person. Source: domain text, section 4. */
@ApiTags('calendar')
@For('administrator', 'supervisor')
@Controller('calendar-proposals')
export class CalendarProposalsController {
  constructor(private readonly proposals: CalendarProposals) {}

  @Get()
  @ApiOkResponse({ type: ProposalPage })
  list(@Query() query: ProposalListQuery, @By() by: Actor): Promise<ProposalPage> {
    return this.proposals.list(query, by);
  }

  /** What a text says, line by line, and what it would change; writes nothing. */
  @For('administrator')
  @Post('reading')
  @HttpCode(200)
  @ApiOkResponse({ type: NoticeReadingView })
  read(@Body() body: NoticeBody): Promise<NoticeReadingView> {
    return this.proposals.read(body);
  }

  @For('administrator')
  @Post()
  @ApiCreatedResponse({ type: ProposalDetailView })
  propose(@Body() body: NoticeBody, @By() by: Actor): Promise<ProposalDetailView> {
    return this.proposals.propose(body, by);
  }

  @Get(':id')
  @ApiOkResponse({ type: ProposalDetailView })
  item(@Param('id') id: string, @By() by: Actor): Promise<ProposalDetailView> {
    return this.proposals.item(id, by);
  }

  @Post(':id/actions/:action')
  @HttpCode(200)
  @ApiParam({ name: 'action', enum: PROPOSAL_ACTIONS })
  @ApiOkResponse({ type: ProposalDetailView })
  act(
    @Param('id') id: string,
    @Param('action') action: string,
    @Body() { reason }: ProposalStepBody,
    @By() by: Actor,
  ): Promise<ProposalDetailView> {
    const known = PROPOSAL_ACTIONS.find((one) => one === action);
    if (!known) throw new DomainError('calendar.proposal-closed', 409, { action });
    return this.proposals.act(id, known, reason, by);
  }
}
