import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { By, For } from '../platform/http/access.js';
import { Suggestions } from './suggestions.js';
import { CaseSuggestions, IntakeSuggestions, SuggestionsInput } from './suggestions.dto.js';

const NUMBER = /^\d{14}$/;

@ApiTags('suggestions')
@Controller()
export class SuggestionsController {
  constructor(private readonly suggestions: Suggestions) {}

  /** Repeats, departments and categories for what has been typed so far; keeps nothing. */
  @For('operator')
  @Post('intake/suggestions')
  @HttpCode(200)
  @ApiOkResponse({ type: IntakeSuggestions })
  atIntake(@Body() body: SuggestionsInput, @By() by: Actor): Promise<IntakeSuggestions> {
    return this.suggestions.atIntake(body, by);
  }

  /** The same for a case, with the departments that must not have it and, for who owns the catalogue, its broken rules. */
  @For('dispatcher', 'supervisor', 'reviewer')
  @Get('cases/:caseNumber/suggestions')
  @ApiOkResponse({ type: CaseSuggestions })
  forCase(@Param('caseNumber') caseNumber: string, @By() by: Actor): Promise<CaseSuggestions> {
    if (!NUMBER.test(caseNumber)) throw notFound();
    return this.suggestions.forCase(caseNumber, by);
  }
}
