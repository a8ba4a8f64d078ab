import { Injectable } from '@nestjs/common';
import { CallQueries } from '../calls/call.queries.js';
import type { CallRow } from '../calls/call.views.js';
import { Tasks } from '../calls/tasks.js';
import { CaseQueries } from '../cases/case.queries.js';
import type { Actor } from '../domain/case-state.js';
import type { Source } from './blocks.js';
import type { HomeBlock, HomeLine } from './home.dto.js';

/** From here on it does not matter how many more there are. */
const MOST_NEWS = 100;

/** What a block holds of its list. */
export type Found = Pick<HomeBlock, 'total' | 'fresh' | 'news' | 'cases' | 'tasks' | 'lines' | 'figures'>;
/** The filters of a block's list, its first page, and from when on something is news. */
export interface Question {
  query: Record<string, string | boolean>;
  page: 1;
  pageSize: number;
  since: string;
}
export type Asking = (question: Question, by: Actor) => Promise<Found>;

/** Blocks of cases, tasks and calls. */
@Injectable()
export class DeskBlocks {
  constructor(
    private readonly cases: CaseQueries,
    private readonly tasks: Tasks,
    private readonly calls: CallQueries,
  ) {}

  readonly sources: Partial<Record<Source, Asking>> = {
    cases: async ({ query, since, ...page }, by) => {
      const { items, total } = await this.cases.list({ ...page, ...query }, by);
      if (query.since !== undefined) return { total, cases: items };
      const news = total === 0 ? [] : await this.cases.numbers({ ...page, ...query, since }, by, MOST_NEWS);
      return { total, cases: items, fresh: news.length, news: items.flatMap(({ caseNumber: one }) => (news.includes(one) ? [one] : [])) };
    },
    tasks: async ({ query, page, pageSize }, by) => {
      const { items, total } = await this.tasks.list({ page, pageSize, ...query }, by);
      return { total, tasks: items };
    },
    calls: async ({ query, page, pageSize }, by) => {
      const { items, total } = await this.calls.list({ page, pageSize, ...query }, by);
      return { total, lines: items.map(callLine) };
    },
  };
}

const callLine = ({ callId, number, outcome, status, startedAt, caseNumbers: [caseNumber] }: CallRow): HomeLine => ({
  ...{ id: callId, title: number, kind: outcome ?? status, at: startedAt },
  ...(caseNumber ? { caseNumber } : {}),
});
