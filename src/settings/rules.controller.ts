import { Body, Controller, Delete, Get, HttpCode, Param, ParseIntPipe, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { PROPOSAL_ACTIONS, RULE_DECIDERS, RULE_KINDS, RULE_READERS, RULE_WRITERS, type RuleKind } from '../domain/rule-proposals.js';
import { By, For } from '../platform/http/access.js';
import { RoutingPreview } from './routing-preview.js';
import { RuleChecking } from './rule-checking.js';
import { RuleDrafts } from './rule-drafts.js';
import { RulePreviews } from './rule-previews.js';
import { RuleQueries } from './rule-queries.js';
import { Rules } from './rules.js';
import {
  RoutingTrialInput,
  RoutingTrialView,
  RuleContentInput,
  RuleDecisionInput,
  RuleDraftInput,
  RuleFaultsView,
  RuleHistory,
  RuleKindView,
  RulePreview,
  RuleProposalInput,
  RuleVersionContent,
} from './rules.dto.js';

/** Limits, dispatch catalogue, categories, cards, supervision, scoring, groups and texts to complainants, as the city changes them. */
@ApiTags('rules')
@For(...RULE_READERS)
@Controller('rules')
export class RulesController {
  constructor(
    private readonly rules: Rules,
    private readonly queries: RuleQueries,
    private readonly checking: RuleChecking,
    private readonly previews: RulePreviews,
    private readonly routing: RoutingPreview,
    private readonly drafts: RuleDrafts,
  ) {}

  @Get()
  @ApiOkResponse({ type: RuleKindView, isArray: true })
  kinds(@By() by: Actor): Promise<RuleKindView[]> {
    return this.queries.kinds(by);
  }

  @Get(':kind')
  @ApiParam({ name: 'kind', enum: RULE_KINDS })
  @ApiOkResponse({ type: RuleHistory })
  history(@Param('kind') kind: string, @By() by: Actor): Promise<RuleHistory> {
    return this.queries.history(kindOf(kind), by);
  }

  @Get(':kind/versions/:version')
  @ApiOkResponse({ type: RuleVersionContent })
  version(@Param('kind') kind: string, @Param('version', ParseIntPipe) version: number): Promise<RuleVersionContent> {
    return this.queries.version(kindOf(kind), version);
  }

  /** Everything wrong with rules as somebody writes them. */
  @For(...RULE_WRITERS)
  @Post(':kind/check')
  @HttpCode(200)
  @ApiOkResponse({ type: RuleFaultsView })
  check(@Param('kind') kind: string, @Body() { content }: RuleContentInput): RuleFaultsView {
    return { faults: this.checking.faults(kindOf(kind), content) };
  }

  /** What the rules would have made of the cases of the last 90 days; stores nothing. */
  @For(...RULE_WRITERS, ...RULE_DECIDERS)
  @Post(':kind/preview')
  @HttpCode(200)
  @ApiOkResponse({ type: RulePreview })
  preview(@Param('kind') kind: string, @Body() { content }: RuleContentInput, @By() by: Actor): Promise<RulePreview> {
    return this.previews.of(kindOf(kind), content, by);
  }

  /** Which rule of a dispatch catalogue takes a matter that somebody types in. */
  @For(...RULE_WRITERS, ...RULE_DECIDERS)
  @Post('routing/trial')
  @HttpCode(200)
  @ApiOkResponse({ type: RoutingTrialView })
  trial(@Body() input: RoutingTrialInput): RoutingTrialView {
    const faults = this.checking.faults('routing', input.content);
    if (faults.some(({ code }) => code === 'malformed')) throw new DomainError('rule.broken', 422, { faults });
    return this.routing.trial(input);
  }

  /** Keeps what somebody is writing, for that person alone. */
  @For(...RULE_WRITERS)
  @Put(':kind/draft')
  @HttpCode(204)
  keepDraft(@Param('kind') kind: string, @Body() draft: RuleDraftInput, @By() { username }: Actor): Promise<void> {
    return this.drafts.keep(kindOf(kind), draft, username);
  }

  @For(...RULE_WRITERS)
  @Delete(':kind/draft')
  @HttpCode(204)
  dropDraft(@Param('kind') kind: string, @By() { username }: Actor): Promise<void> {
    return this.drafts.drop(kindOf(kind), username);
  }

  @For(...RULE_WRITERS)
  @Post(':kind/proposals')
  @ApiCreatedResponse({ type: RuleHistory })
  async propose(@Param('kind') kind: string, @Body() body: RuleProposalInput, @By() by: Actor): Promise<RuleHistory> {
    await this.rules.propose(kindOf(kind), body, by);
    return this.queries.history(kindOf(kind), by);
  }

  @For(...RULE_WRITERS, ...RULE_DECIDERS)
  @Post('proposals/:id/actions/:action')
  @HttpCode(200)
  @ApiParam({ name: 'action', enum: PROPOSAL_ACTIONS })
  @ApiOkResponse({ type: RuleHistory })
  async decide(
    @Param('id') id: string,
    @Param('action') action: string,
    @Body() { reason }: RuleDecisionInput,
    @By() by: Actor,
  ): Promise<RuleHistory> {
    const known = PROPOSAL_ACTIONS.find((one) => one === action);
    if (!known) throw notFound();
    return this.queries.history(await this.rules.decide(id, known, reason, by), by);
  }
}

const kindOf = (given: string): RuleKind => {
  const known = RULE_KINDS.find((one) => one === given);
  if (!known) throw notFound();
  return known;
};
