import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { RULE_READERS } from '../domain/rule-proposals.js';
import { By, For } from '../platform/http/access.js';
import { Closings } from './closings.js';
import { MonthListItem, MonthView, PreviewInput, PreviewView, RulesInForceView, SnapshotView, YearView } from './month.dto.js';
import { Months, yearOf } from './months.js';
import { ASSESSMENT_READERS } from './readers.js';
import { MONTH } from './score.dto.js';

/** The assessment of departments, month by month. */
@ApiTags('assessment')
@For(...ASSESSMENT_READERS)
@Controller('assessment')
export class AssessmentController {
  constructor(
    private readonly months: Months,
    private readonly closings: Closings,
  ) {}

  @Get()
  @ApiOkResponse({ type: MonthListItem, isArray: true })
  list(): Promise<MonthListItem[]> {
    return this.months.list();
  }

  /** What a change of the rules would do to a month; stores nothing. */
  @For('supervisor', 'commissioner')
  @Post('preview')
  @HttpCode(200)
  @ApiOkResponse({ type: PreviewView })
  preview(@Body() input: PreviewInput): Promise<PreviewView> {
    return this.months.preview(input);
  }

  /** Also for who writes and releases the rules of scoring: they name the measures. */
  @For(...new Set([...ASSESSMENT_READERS, ...RULE_READERS]))
  @Get('rules')
  @ApiOkResponse({ type: RulesInForceView })
  rules(): RulesInForceView {
    return this.months.inForce();
  }

  @Get('years/:year')
  @ApiOkResponse({ type: YearView })
  year(@Param('year') year: string, @By() by: Actor): Promise<YearView> {
    return this.months.year(yearOf(year), by);
  }

  @Get(':month')
  @ApiOkResponse({ type: MonthView })
  month(@Param('month') month: string, @By() by: Actor): Promise<MonthView> {
    return this.months.month(month, by);
  }

  /** The snapshot of a closed month, or what closing now would store. */
  @For('supervisor', 'commissioner')
  @Get(':month/closing')
  @ApiOkResponse({ type: SnapshotView })
  snapshot(@Param('month') month: string): Promise<SnapshotView> {
    if (!MONTH.test(month)) throw notFound();
    return this.closings.preview(month);
  }

  /** Closes the month; once closed, the same bytes again. */
  @For('commissioner')
  @Post(':month/closing')
  @HttpCode(200)
  @ApiOkResponse({ type: SnapshotView })
  close(@Param('month') month: string, @By() by: Actor): Promise<SnapshotView> {
    if (!MONTH.test(month)) throw notFound();
    return this.closings.close(month, by);
  }
}
