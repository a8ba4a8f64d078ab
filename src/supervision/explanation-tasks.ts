import { Injectable } from '@nestjs/common';
import type { TaskListQuery } from '../calls/call.dto.js';
import type { TaskPage } from '../calls/call.views.js';
import { FurtherTasks } from '../calls/further-tasks.js';
import type { Actor } from '../domain/case-state.js';
import { PaperQueries } from './paper.queries.js';
import { readsAll } from './readers.js';

/** Explanation letters as tasks: those of the reader's department, or all of them for the office. Source: domain text, section 7. */
@Injectable()
export class ExplanationTasks extends FurtherTasks {
  constructor(private readonly papers: PaperQueries) {
    super();
  }

  async list({ mine, done, page, pageSize }: TaskListQuery, by: Actor): Promise<TaskPage> {
    const isNobodys = !readsAll(by) && by.departmentCode === undefined;
    if (isNobodys || (mine && readsAll(by))) return { items: [], total: 0, page, pageSize };
    const found = await this.papers.explanations({ page, pageSize, ...(done ? { given: true } : { owed: true }) }, by);
    const items = found.items.map(({ explanationId, departmentCode, caseNumber, demandedAt, dueAt, givenAt, light }) => ({
      ...{ id: explanationId, kind: 'explanation', state: done ? 'done' : 'open', number: '', createdAt: demandedAt, dueAt, light },
      ...{ explanationId, departmentCode, actions: [] },
      ...(caseNumber ? { caseNumber } : {}),
      ...(done && givenAt ? { doneAt: givenAt } : {}),
    }));
    return { ...found, items };
  }
}
