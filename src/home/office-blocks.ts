import { Injectable } from '@nestjs/common';
import { Vetoes } from '../assessment/vetoes.js';
import type { Actor } from '../domain/case-state.js';
import { known } from '../domain/known.js';
import { InvestigationQueries } from '../investigations/investigation.queries.js';
import { TypicalCaseQueries } from '../publicity/typical-case.queries.js';
import { OrderQueries } from '../supervision/order.queries.js';
import { PaperQueries } from '../supervision/paper.queries.js';
import type { Source } from './blocks.js';
import type { Asking, Found, Question } from './desk-blocks.js';
import type { HomeLine } from './home.dto.js';

type Lister<Item> = (query: object, by: Actor) => Promise<{ items: Item[]; total: number }>;

/** A block of the papers of a list, each as one line. */
const listed =
  <Item>(list: Lister<Item>, lineOf: (item: Item) => HomeLine): Asking =>
  async ({ query, page, pageSize, since }: Question, by: Actor): Promise<Found> => {
    const { items, total } = await list({ page, pageSize, ...query }, by);
    const lines = items
      .map(lineOf)
      .map((line) => ({ ...line, ...(line.at && Date.parse(line.at) > Date.parse(since) ? { fresh: true } : {}) }));
    return { total, lines };
  };

/** Blocks of the office's papers, of the commission's files, vetoes and typical cases. */
@Injectable()
export class OfficeBlocks {
  constructor(
    private readonly papers: PaperQueries,
    private readonly orders: OrderQueries,
    private readonly investigations: InvestigationQueries,
    private readonly vetoes: Vetoes,
    private readonly typicalCases: TypicalCaseQueries,
  ) {}

  readonly sources: Partial<Record<Source, Asking>> = {
    orders: listed(
      (query, by) => this.orders.list(query as never, by),
      ({ orderNumber: id, task: title, mode: kind, light, nextDueAt, createdAt: at, departments }) => ({
        ...{ id, title, kind, light, at },
        ...known({ dueAt: nextDueAt, departmentCode: departments[0]?.departmentCode }),
      }),
    ),
    concerns: listed(
      (query, by) => this.papers.concerns(query as never, by),
      ({ concernId: id, kind, createdAt: at, caseNumber, departmentCode, count }) => ({
        id,
        kind,
        at,
        ...known({ caseNumber, departmentCode, count }),
      }),
    ),
    cards: listed(
      (query, by) => this.papers.cards(query as never, by),
      ({ cardId: id, ground: title, colour: kind, departmentCode, caseNumber, issuedAt, appealedAt }) => ({
        ...{ id, title, kind, departmentCode, at: appealedAt ?? issuedAt },
        ...known({ caseNumber }),
      }),
    ),
    explanations: listed(
      (query, by) => this.papers.explanations(query as never, by),
      ({ explanationId: id, ground: title, status: kind, departmentCode, caseNumber, light, dueAt, demandedAt, givenAt }) => ({
        ...{ id, title, kind, departmentCode, light, dueAt, at: givenAt ?? demandedAt },
        ...known({ caseNumber }),
      }),
    ),
    urgings: listed(
      (query, by) => this.papers.urgings(query as never, by),
      ({ urgingId: id, text: title, departmentCode, caseNumber, at }) => ({ id, title, departmentCode, caseNumber, at }),
    ),
    investigations: listed(
      (query, by) => this.investigations.list(query as never, by),
      ({ investigationNumber: id, title, status, waitsFor, light, dueAt, updatedAt: at, departments }) => ({
        ...{ id, title, kind: waitsFor ?? status, light, at },
        ...known({ dueAt, departmentCode: departments[0]?.code }),
      }),
    ),
    vetoes: listed(
      (query, by) => this.vetoes.list(query as never, by),
      ({ id, ground: kind, departmentCode, raisedAt: at, reason }) => ({ id, kind, departmentCode, at, ...known({ title: reason }) }),
    ),
    'typical-cases': listed(
      (query, by) => this.typicalCases.list(query as never, by),
      ({ id, title, updatedAt: at, departmentCode }) => ({ id, title, at, ...known({ departmentCode }) }),
    ),
  };
}
