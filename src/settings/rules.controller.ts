import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { PROPOSAL_ACTIONS, RULE_DECIDERS, RULE_KINDS, RULE_READERS, RULE_WRITERS, type RuleKind } from '../domain/rule-proposals.js';
import { By, For } from '../platform/http/access.js';
import { RoutingPreview } from './routing-preview.js';
import { RulePreviews } from './rule-previews.js';
import { Rules } from './rules.js';
import {
  RoutingTrialInput,
  RoutingTrialView,
  RuleContentInput,
  RuleDecisionInput,
  RuleFaultsView,
  RuleHistory,
  RuleKindView,
  RulePreview,
  RuleProposalInput,
  RuleVersionContent,
} from './rules.dto.js';

/** Limits, dispatch catalogue, categories, cards, supervision, scoring and groups, as the city changes them. */
@ApiTags('rules')
@For(...RULE_READERS)
@Controller('rules')
export class RulesController {
  constructor(
    private readonly rules: Rules,
    private readonly previews: RulePreviews,
    private readonly routing: RoutingPreview,
  ) {}

  @Get()
  @ApiOkResponse({ type: RuleKindView, isArray: true })
  kinds(@By() by: Actor): Promise<RuleKindView[]> {
    return this.rules.kinds(by);
  }

  @Get(':kind')
  @ApiParam({ name: 'kind', enum: RULE_KINDS })
  @ApiOkResponse({ type: RuleHistory })
  history(@Param('kind') kind: string, @By() by: Actor): Promise<RuleHistory> {
    return this.rules.history(kindOf(kind), by);
  }

  @Get(':kind/versions/:version')
  @ApiOkResponse({ type: RuleVersionContent })
  version(@Param('kind') kind: string, @Param('version', ParseIntPipe) version: number): Promise<RuleVersionContent> {
    return this.rules.version(kindOf(kind), version);
  }

  /** Everything wrong with rules as somebody writes them. */
  @For(...RULE_WRITERS)
  @Post(':kind/check')
  @HttpCode(200)
  @ApiOkResponse({ type: RuleFaultsView })
  check(@Param('kind') kind: string, @Body() { content }: RuleContentInput): RuleFaultsView {
    return { faults: this.rules.faults(kindOf(kind), content) };
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
    const faults = this.rules.faults('routing', input.content);
    if (faults.some(({ code }) => code === 'malformed')) throw new DomainError('rule.broken', 422, { faults });
    return this.routing.trial(input);
  }

  @For(...RULE_WRITERS)
  @Post(':kind/proposals')
  @ApiCreatedResponse({ type: RuleHistory })
  propose(@Param('kind') kind: string, @Body() body: RuleProposalInput, @By() by: Actor): Promise<RuleHistory> {
    return this.rules.propose(kindOf(kind), body, by);
  }

  @For(...RULE_WRITERS, ...RULE_DECIDERS)
  @Post('proposals/:id/actions/:action')
  @HttpCode(200)
  @ApiParam({ name: 'action', enum: PROPOSAL_ACTIONS })
  @ApiOkResponse({ type: RuleHistory })
  decide(
    @Param('id') id: string,
    @Param('action') action: string,
    @Body() { reason }: RuleDecisionInput,
    @By() by: Actor,
  ): Promise<RuleHistory> {
    const known = PROPOSAL_ACTIONS.find((one) => one === action);
    if (!known) throw notFound();
    return this.rules.decide(id, known, reason, by);
  }
}

const kindOf = (given: string): RuleKind => {
  const known = RULE_KINDS.find((one) => one === given);
  if (!known) throw notFound();
  return known;
};
