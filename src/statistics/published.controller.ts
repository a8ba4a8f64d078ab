import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { Public } from '../platform/http/access.js';
import { PublishedQuery, PublishedView } from './statistics.dto.js';
import { StatisticsQueries } from './statistics.queries.js';

const KEPT_MS = 60_000;
const MOST_KEPT = 48;

/** What the city publishes: counted at most once a minute and month, whoever asks and however often. */
@Controller('public/statistics')
export class PublishedController {
  private readonly kept = new Map<string, { until: number; view: Promise<PublishedView> }>();

  constructor(private readonly queries: StatisticsQueries) {}

  @Public()
  @Get()
  @ApiOkResponse({ type: PublishedView })
  month(@Query() { month }: PublishedQuery): Promise<PublishedView> {
    const key = month ?? '';
    const known = this.kept.get(key);
    if (known && known.until > performance.now()) return known.view;
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    const view = this.queries.published(month);
    this.kept.set(key, { until: performance.now() + KEPT_MS, view });
    view.catch(() => this.kept.delete(key));
    return view;
  }
}
