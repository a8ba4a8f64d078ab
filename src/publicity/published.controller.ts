import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { Public } from '../platform/http/access.js';
import { PublishedQuery } from '../statistics/statistics.dto.js';
import { PublishedMonthView } from './published.dto.js';
import { PublishedQueries } from './published.queries.js';

const KEPT_MS = 60_000;
const MOST_KEPT = 48;

/** What the city publishes: counted at most once a minute and month, whoever asks and however often. */
@Controller('public/statistics')
export class PublishedController {
  private readonly kept = new Map<string, { until: number; view: Promise<PublishedMonthView> }>();

  constructor(private readonly queries: PublishedQueries) {}

  @Public()
  @Get()
  @Header('cache-control', 'public, max-age=60')
  @ApiOkResponse({ type: PublishedMonthView })
  month(@Query() { month }: PublishedQuery): Promise<PublishedMonthView> {
    const key = month ?? '';
    const known = this.kept.get(key);
    if (known && known.until > performance.now()) return known.view;
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    const view = this.queries.month(month);
    this.kept.set(key, { until: performance.now() + KEPT_MS, view });
    view.catch(() => this.kept.delete(key));
    return view;
  }
}
