import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { WorkingDays } from '../calendar/working-days.js';
import { Reference } from '../departments/reference.js';
import { preview } from '../domain/limits.js';
import { isoOf } from '../domain/time.js';
import { CHANNELS, type Channel, KINDS, type Kind, LIMIT_NAMES, LIMIT_UNITS, URGENCIES, type Urgency } from '../domain/vocabulary.js';
import { Clock } from '../platform/clock.js';
import { For } from '../platform/http/access.js';
import { At, Choice, Code, QueryFlag, Shown } from '../platform/http/fields.js';

export class LimitsPreviewQuery {
  @Choice(KINDS) kind!: Kind;
  @Choice(URGENCIES, { optional: true }) urgency?: Urgency;
  @Choice(CHANNELS, { optional: true }) channel?: Channel;
  @Code(16, { optional: true }) categoryCode?: string;
  @Choice(['one', 'several'], { optional: true }) departments?: 'one' | 'several';
  @QueryFlag() project?: boolean;
  @At({ optional: true }) receivedAt?: string;
}

export class PreviewedLimit {
  @Shown({ enum: LIMIT_NAMES }) name!: string;
  @Shown({ enum: LIMIT_UNITS }) unit!: string;
  @Shown() amount!: number;
  @Shown({ format: 'date-time' }) dueAt!: string;
  @Shown() provisional!: boolean;
}

@ApiTags('limits')
@Controller('limits')
export class LimitsController {
  constructor(
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly workingDays: WorkingDays,
  ) {}

  /** The limits a case received then would get, by the rules in force then. */
  @For()
  @Get('preview')
  @ApiOkResponse({ type: PreviewedLimit, isArray: true })
  preview(@Query() query: LimitsPreviewQuery): PreviewedLimit[] {
    const receivedAt = query.receivedAt ? Date.parse(query.receivedAt) : this.clock.now();
    const { rules, lights } = this.reference.rulesAt('limits', receivedAt);
    const complex = this.reference.category(query.categoryCode)?.flags.complex === true;
    const matter = {
      kind: query.kind,
      urgency: query.urgency ?? 'normal',
      channel: query.channel ?? 'web',
      departments: query.departments ?? 'one',
      project: query.project === true,
      complex,
      ...(query.categoryCode ? { categoryCode: query.categoryCode } : {}),
    } as const;
    return preview(rules, this.workingDays.calendar, lights, matter, receivedAt).map((limit) => ({ ...limit, dueAt: isoOf(limit.dueAt) }));
  }
}
