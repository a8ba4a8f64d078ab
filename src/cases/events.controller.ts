import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { isoOf } from '../domain/time.js';
import { type Scope, scopeOf } from '../domain/visibility.js';
import { Injectable } from '@nestjs/common';
import { Db } from '../platform/db.js';
import { By, CASE_ROLES, For } from '../platform/http/access.js';
import { MaybeShown, QueryWhole, Shown } from '../platform/http/fields.js';
import { visible } from './visible.js';

/** A thin frame: what happened to which case; content is read from the case itself. */
export class EventFrame {
  @Shown() number!: number;
  @Shown() type!: string;
  @Shown({ format: 'date-time' }) at!: string;
  @MaybeShown() caseNumber?: string;
  @MaybeShown() version?: number;
}

export class EventPage {
  @Shown({ type: EventFrame, isArray: true }) items!: EventFrame[];
  @Shown({ description: 'Last number this reader may see' }) head!: number;
}

export class EventsQuery {
  @QueryWhole(0, Number.MAX_SAFE_INTEGER, 0) after: number = 0;
  @QueryWhole(1, 500, 100) limit: number = 100;
}

interface Row {
  number: number;
  type: string;
  at: number;
  caseNumber: string;
  version: number;
}
const frameOf = ({ number, type, at, caseNumber, version }: Row): EventFrame => ({
  number: Number(number),
  type,
  at: isoOf(Number(at)),
  caseNumber,
  version,
});

/** The feed as a reader may see it; sockets and catch-up ask the same question. */
@Injectable()
export class Feed {
  constructor(private readonly db: Db) {}

  /** Visible events with a number above `after` (and up to `upTo`), in order. */
  async after(scope: Scope, after: number, limit: number, upTo?: number): Promise<EventFrame[]> {
    const may = visible(scope);
    const rows = await this.db.readPrimary<Row>(
      `SELECT e.number, e.type, e.at, e.caseNumber, e.version FROM events e JOIN cases c ON c.caseNumber = e.caseNumber
       WHERE e.audience = 'case' AND e.number > ?${upTo === undefined ? '' : ' AND e.number <= ?'} AND ${may.sql} ORDER BY e.number LIMIT ${limit}`,
      [after, ...(upTo === undefined ? [] : [upTo]), ...may.params],
    );
    return rows.map(frameOf);
  }

  async head(scope: Scope): Promise<number> {
    const may = visible(scope);
    const [row] = await this.db.readPrimary<{ number: number }>(
      `SELECT e.number FROM events e JOIN cases c ON c.caseNumber = e.caseNumber WHERE e.audience = 'case' AND ${may.sql} ORDER BY e.number DESC LIMIT 1`,
      may.params,
    );
    return Number(row?.number ?? 0);
  }
}

@ApiTags('events')
@Controller('events')
export class EventsController {
  constructor(private readonly feed: Feed) {}

  @For(...CASE_ROLES)
  @Get()
  @ApiOkResponse({ type: EventPage })
  async page(@Query() { after, limit }: EventsQuery, @By() by: Actor): Promise<EventPage> {
    const scope = scopeOf(by);
    const head = await this.feed.head(scope);
    return { items: await this.feed.after(scope, after, limit, head), head };
  }
}
