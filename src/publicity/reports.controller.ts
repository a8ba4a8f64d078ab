import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { dayOf } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db } from '../platform/db.js';
import { By, For } from '../platform/http/access.js';
import { Choice } from '../platform/http/fields.js';
import { MONTH } from './export.dto.js';
import { REPORT_KINDS, type ReportKind } from './report-template.js';
import { ReportView } from './report.dto.js';
import { Reports } from './reports.js';

export class ReportQuery {
  @Choice(REPORT_KINDS, { optional: true, description: 'monthly-report unless told otherwise' }) kind?: ReportKind;
}

/** Reports of a month as a page to read and to print; as files they are exports. */
@ApiTags('reports')
@For('supervisor', 'inspector', 'commissioner')
@Controller('reports')
export class ReportsController {
  constructor(
    private readonly reports: Reports,
    private readonly db: Db,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  /** The log knows who read it: a page can be printed. */
  @Get(':month')
  @ApiOkResponse({ type: ReportView })
  async month(@Param('month') month: string, @Query() { kind = 'monthly-report' }: ReportQuery, @By() by: Actor): Promise<ReportView> {
    const at = this.clock.now();
    if (!MONTH.test(month) || month > dayOf(at).slice(0, 7)) throw notFound();
    const report = await this.reports.of(kind, month, by);
    await this.db.write((tx) => this.events.append(tx, [{ type: 'report.read', facts: { kind, month }, by, at, audience: 'audit' }]));
    return report;
  }
}
