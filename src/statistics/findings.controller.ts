import { Controller, Get, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { By, CASE_ROLES, For } from '../platform/http/access.js';
import { DetectionView, DiscretionView, TopicsQuery, TopicsView } from './detection.dto.js';
import { DetectionQueries } from './detection.queries.js';
import { DiscretionQueries } from './discretion.queries.js';
import { StatisticsQuery } from './statistics.dto.js';
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
    const rows = [{ label: '合计', figures: view.figures }];
    return this.files.given(view, query.format, by, { ...view, title: '自由裁量', file: 'discretion', rows });
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
  detection(@Query() query: StatisticsQuery, @By() by: Actor): Promise<DetectionView> {
    return this.detections.detection(query, by);
  }
}
