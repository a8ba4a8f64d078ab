import { Global, Injectable, Module } from '@nestjs/common';
import { LimitOutlook, type Outlook } from '../calendar/limit-outlook.js';
import { Reference } from '../departments/reference.js';
import { timed } from '../domain/case-clock.js';
import { lightOf } from '../domain/limits.js';
import type { CityCalendar } from '../domain/work-calendar.js';
import { Clock } from '../platform/clock.js';
import { Db } from '../platform/db.js';
import { limitOfRow } from './case.store.js';
import { ORDINARY } from './visible.js';

const AT_ONCE = 500;

/** Counts what a calendar would move, by the very rule that moves it then; numbers only, of cases that are not sealed. */
@Injectable()
export class CaseLimitOutlook extends LimitOutlook {
  constructor(
    private readonly db: Db,
    private readonly reference: Reference,
    private readonly clock: Clock,
  ) {
    super();
  }

  async under(calendar: CityCalendar): Promise<Outlook> {
    const now = this.clock.now();
    const none = () => ({ now: 0, then: 0 });
    const outlook: Outlook = {
      ...{ open: 0, moved: 0, later: 0, earlier: 0 },
      lights: { green: none(), amber: none(), yellow: none(), red: none() },
    };
    for (let after = ''; ;) {
      const rows = await this.db.read<Record<string, unknown>>(
        `SELECT l.*, c.receivedAt FROM case_limits l JOIN cases c ON c.caseNumber = l.caseNumber
         WHERE l.id > ? AND l.state IN ('running','paused') AND ${ORDINARY.sql} ORDER BY l.id LIMIT ${AT_ONCE}`,
        [after],
      );
      for (const { receivedAt, ...row } of rows) {
        const limit = limitOfRow(row);
        const then = timed(limit, { now, calendar, limits: this.reference.rulesAt('limits', Number(receivedAt)) });
        outlook.open += 1;
        if (then.dueAt === Number(limit.dueAt)) continue;
        outlook.moved += 1;
        outlook[then.dueAt > limit.dueAt ? 'later' : 'earlier'] += 1;
        outlook.lights[lightOf(now, limit)].now += 1;
        outlook.lights[lightOf(now, then)].then += 1;
      }
      if (rows.length < AT_ONCE) return outlook;
      after = rows.at(-1)!['id'] as string;
    }
  }
}

@Global()
@Module({ providers: [CaseLimitOutlook, { provide: LimitOutlook, useExisting: CaseLimitOutlook }], exports: [LimitOutlook] })
export class LimitOutlookModule {}
