import { Controller, Get, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { By, CASE_ROLES, For } from '../platform/http/access.js';
import {
  EqualityView,
  FunnelView,
  HeatMapQuery,
  HeatMapView,
  LimitsCalendarQuery,
  LimitsCalendarView,
  RankingQuery,
  RankingView,
} from './charts.dto.js';
import { ChartQueries } from './charts.queries.js';
import { EqualityQueries } from './equality.queries.js';
import { StatisticsQuery } from './statistics.dto.js';
import { TableFiles } from './table-files.js';

type Answer<View> = Promise<View | StreamableFile>;

/** What charts draw, each as JSON or as a table in a file that the log knows of. */
@ApiTags('statistics')
@For(...CASE_ROLES)
@Controller('statistics')
export class ChartsController {
  constructor(
    private readonly queries: ChartQueries,
    private readonly equalities: EqualityQueries,
    private readonly files: TableFiles,
  ) {}

  @Get('funnel')
  @ApiOkResponse({ type: FunnelView })
  async funnel(@Query() query: StatisticsQuery, @By() by: Actor): Answer<FunnelView> {
    const view = await this.queries.funnel(query, by);
    const rows = [{ label: '合计', figures: view.figures }];
    return this.files.given(view, query.format, by, { ...view, title: '办理漏斗', file: 'funnel', rows });
  }

  @Get('heat-map')
  @ApiOkResponse({ type: HeatMapView })
  async heatMap(@Query() query: HeatMapQuery, @By() by: Actor): Answer<HeatMapView> {
    const view = await this.queries.heatMap(query, by);
    const nameOf = (code: string) => view.columns.find((column) => column.code === code)?.name ?? code;
    const rows = view.rows.flatMap(({ name, cells }) =>
      cells.map(({ code, figure }) => ({ label: `${name} / ${nameOf(code)}`, figures: [figure] })),
    );
    return this.files.given(view, query.format, by, { ...view, title: '部门与事项', file: 'heat-map', head: '部门与事项', rows });
  }

  @Get('ranking')
  @ApiOkResponse({ type: RankingView })
  async ranking(@Query() query: RankingQuery, @By() by: Actor): Answer<RankingView> {
    const view = await this.queries.ranking(query, by);
    const rows = view.rows.map(({ name, rank, figure }) => ({
      label: rank ? `${rank} ${name}` : `${name}（样本不足）`,
      figures: [figure],
    }));
    return this.files.given(view, query.format, by, { ...view, title: '排名', file: 'ranking', head: '部门', rows });
  }

  @Get('limits-calendar')
  @ApiOkResponse({ type: LimitsCalendarView })
  async limitsCalendar(@Query() query: LimitsCalendarQuery, @By() by: Actor): Answer<LimitsCalendarView> {
    const view = await this.queries.limitsCalendar(query, by);
    const rows = view.days.map(({ day, figure }) => ({ label: day, figures: [figure] }));
    return this.files.given(view, query.format, by, { ...view, title: '时限日历', file: 'limits-calendar', head: '日期', rows });
  }

  @Get('equality')
  @ApiOkResponse({ type: EqualityView })
  async equality(@Query() query: StatisticsQuery, @By() by: Actor): Answer<EqualityView> {
    const view = await this.equalities.equality(query, by);
    const rows = [...view.sizes, ...view.origins, ...view.both].map(({ name: label, figures }) => ({ label, figures }));
    return this.files.given(view, query.format, by, { ...view, title: '同等对待', file: 'equality', head: '企业', rows });
  }
}
