import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { By, CASE_ROLES, For } from '../platform/http/access.js';
import { HotlineQueries } from './hotline.queries.js';
import type { Sheet } from './exports.js';
import type { OverviewGroup } from './group-names.js';
import {
  type HallGrouping,
  HotlineQuery,
  HotlineView,
  OverviewQuery,
  OverviewView,
  RowsView,
  StatisticsQuery,
  TrendQuery,
  TrendView,
} from './statistics.dto.js';
import { StatisticsQueries } from './statistics.queries.js';
import { labelled, TableFiles } from './table-files.js';

const HALL_HEADS: Record<HallGrouping, string> = { hour: '时段', day: '日期', agent: '话务员', skill: '专席' };
const GROUP_TABLES: Record<OverviewGroup, Pick<Sheet, 'title' | 'file' | 'head'>> = {
  channel: { title: '来源', file: 'channels', head: '来源' },
  kind: { title: '类型', file: 'kinds', head: '类型' },
  region: { title: '区域', file: 'regions', head: '区域' },
  size: { title: '企业规模', file: 'sizes', head: '企业规模' },
  origin: { title: '企业来源地', file: 'origins', head: '企业来源地' },
};

/** Figures for staff, each with the list behind it; as JSON, or as a file that the log knows of. */
@ApiTags('statistics')
@For(...CASE_ROLES)
@Controller('statistics')
export class StatisticsController {
  constructor(
    private readonly queries: StatisticsQueries,
    private readonly hall: HotlineQueries,
    private readonly files: TableFiles,
  ) {}

  @Get('overview')
  @ApiOkResponse({ type: OverviewView })
  async overview(@Query() query: OverviewQuery, @By() by: Actor): Promise<OverviewView | StreamableFile> {
    const view = await this.queries.overview(query, by);
    const { figures, rows, groupBy, from, to } = view;
    if (groupBy) return this.files.given(view, query.format, by, { ...GROUP_TABLES[groupBy], rows: labelled(rows ?? []), from, to });
    return this.files.given(view, query.format, by, { title: '总览', file: 'overview', rows: [{ label: '合计', figures }], from, to });
  }

  @Get('departments')
  @ApiOkResponse({ type: RowsView })
  async departments(@Query() query: StatisticsQuery, @By() by: Actor): Promise<RowsView | StreamableFile> {
    const view = await this.queries.departments(query, by);
    return this.files.given(view, query.format, by, {
      title: '部门',
      file: 'departments',
      head: '部门',
      rows: labelled(view.rows),
      from: view.from,
      to: view.to,
    });
  }

  @Get('categories')
  @ApiOkResponse({ type: RowsView })
  async categories(@Query() query: StatisticsQuery, @By() by: Actor): Promise<RowsView | StreamableFile> {
    const view = await this.queries.categories(query, by);
    return this.files.given(view, query.format, by, {
      title: '类别',
      file: 'categories',
      head: '类别',
      rows: labelled(view.rows),
      from: view.from,
      to: view.to,
    });
  }

  @Get('trend')
  @ApiOkResponse({ type: TrendView })
  async trend(@Query() query: TrendQuery, @By() by: Actor): Promise<TrendView | StreamableFile> {
    const view = await this.queries.trend(query, by);
    const rows = view.points.map(({ period: label, figures }) => ({ label, figures }));
    return this.files.given(view, query.format, by, { title: '趋势', file: 'trend', head: '期间', rows, from: view.from, to: view.to });
  }

  /** Figures from call records; who may not open calls gets them without lists. */
  @For('supervisor', 'commissioner')
  @Get('hotline')
  @ApiOkResponse({ type: HotlineView })
  async hotline(@Query() query: HotlineQuery, @By() by: Actor): Promise<HotlineView | StreamableFile> {
    const view = await this.hall.hotline(query, by);
    const { figures, from, to, groupBy } = view;
    const rows = view.rows.map((row) => ({ label: row.name, figures: row.figures }));
    const whole = { rows: [{ label: '合计', figures }] };
    const table = groupBy ? { head: HALL_HEADS[groupBy], rows } : whole;
    return this.files.given(view, query.format, by, { title: '话务', file: 'hotline', ...table, from, to });
  }
}
