import { Controller, Get, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { By, CASE_ROLES, For } from '../platform/http/access.js';
import { DetectionView, DiscretionView, type OffenceSpread, type SpreadView, TopicsQuery, TopicsView } from './detection.dto.js';
import { DetectionQueries } from './detection.queries.js';
import { DiscretionQueries } from './discretion.queries.js';
import { type FigureView, StatisticsQuery } from './statistics.dto.js';
import { TableFiles } from './table-files.js';
import { TopicQueries } from './topics.queries.js';

/** What stands out: unlike penalties, topics of the week, the inspector's detection list. */
@ApiTags('statistics')
@For(...CASE_ROLES)
@Controller('statistics')
export class FindingsController {
  constructor(
    private readonly discretions: DiscretionQueries,
    private readonly topicList: TopicQueries,
    private readonly detections: DetectionQueries,
    private readonly files: TableFiles,
  ) {}

  @Get('discretion')
  @ApiOkResponse({ type: DiscretionView })
  async discretion(@Query() query: StatisticsQuery, @By() by: Actor): Promise<DiscretionView | StreamableFile> {
    const view = await this.discretions.discretion(query, by);
    const rows = view.offences.flatMap(spreadRows);
    return this.files.given(view, query.format, by, {
      ...view,
      title: '自由裁量',
      file: 'discretion',
      head: '违法行为 / 档次 / 部门',
      rows,
    });
  }

  @For('dispatcher', 'reviewer', 'leader', 'supervisor', 'inspector', 'commissioner')
  @Get('topics')
  @ApiOkResponse({ type: TopicsView })
  async topics(@Query() query: TopicsQuery, @By() by: Actor): Promise<TopicsView | StreamableFile> {
    const view = await this.topicList.topics(query, by);
    const rows = view.topics.map(({ name, figure }) => ({ label: name, figures: [figure] }));
    return this.files.given(view, query.format, by, { ...view, title: '热点', file: 'topics', head: '热点', rows });
  }

  @For('supervisor', 'inspector', 'commissioner')
  @Get('detection')
  @ApiOkResponse({ type: DetectionView })
  async detection(@Query() query: StatisticsQuery, @By() by: Actor): Promise<DetectionView | StreamableFile> {
    const view = await this.detections.detection(query, by);
    const rows = view.groups.flatMap(({ rule, items }) =>
      items.map(({ caseNumber, departmentName, reason, number }) => ({
        label: [rule, departmentName, caseNumber, reason].filter(Boolean).join(' / '),
        figures: [measured('number', '数值', 'Number', number)],
      })),
    );
    return this.files.given(view, query.format, by, { ...view, title: '监督线索', file: 'detection', head: '线索', rows });
  }
}

/** A number of a table that is no figure of its own. */
const measured = (key: string, name: string, nameEn: string, value: number): FigureView => ({
  ...{ key, name, nameEn, unit: 'cases', value, numerator: value, denominator: null, formula: '', formulaEn: '', cases: '' },
});

/** One offence as lines: the whole, each tier, each department within a tier; amounts in yuan. */
function spreadRows({ name, spread, tiers }: OffenceSpread): { label: string; figures: FigureView[] }[] {
  const line = (label: string, { count, min, median, max }: SpreadView) => ({
    label,
    figures: [
      measured('count', '件次', 'Penalties', count),
      measured('min', '最低（元）', 'Least (yuan)', min),
      measured('median', '中位数（元）', 'Median (yuan)', median),
      measured('max', '最高（元）', 'Most (yuan)', max),
    ],
  });
  return [
    line(name, spread),
    ...tiers.flatMap((tier) => [
      ...(tier.spread ? [line(`${name} / ${tier.name}`, tier.spread)] : []),
      ...tier.departments.map((one) => line(`${name} / ${tier.name} / ${one.name}`, one.spread)),
    ]),
  ];
}
