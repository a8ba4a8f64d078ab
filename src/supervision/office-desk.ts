import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { DoneStep } from '../cases/beside.js';
import { Office } from '../cases/office.js';
import type { Body } from '../domain/case-life.js';
import type { CaseState } from '../domain/case-state.js';
import type { Action } from '../domain/case-steps.js';
import { supervisedDepartments } from '../domain/case-supervision.js';
import type { CardColour, OrderForm, OrderMode } from '../domain/office-vocabulary.js';
import type { Instant } from '../domain/time.js';
import type { ToldEvent } from '../events/event-log.js';
import type { Tx } from '../platform/db.js';
import { Cards } from './cards.js';
import { Explanations } from './explanations.js';
import { Orders } from './orders.js';
import { Urgings } from './urgings.js';

/** The office beside the cases: numbers what its steps make, and keeps it. */
@Injectable()
export class OfficeDesk extends Office {
  constructor(
    private readonly orders: Orders,
    private readonly cards: Cards,
    private readonly explanations: Explanations,
    private readonly urgings: Urgings,
  ) {
    super();
  }

  async named(tx: Tx, action: Action, _current: CaseState, at: Instant): Promise<Body> {
    if (action === 'supervise') return { orderNumber: await this.orders.nextNumber(tx, at) };
    if (action === 'card') return { cardId: randomUUID() };
    if (action === 'explain') return { explanationId: randomUUID(), dueAt: this.explanations.dueAt(at) };
    return {};
  }

  async write(tx: Tx, action: Action, done: DoneStep): Promise<ToldEvent[]> {
    if (action === 'supervise') return [await this.supervise(tx, done)];
    if (action === 'card') await this.card(tx, done);
    if (action === 'explain') await this.explain(tx, done);
    if (action === 'urge') await this.urge(tx, done);
    return [];
  }

  private supervise(tx: Tx, { next, body, by, at }: DoneStep): Promise<ToldEvent> {
    const order = {
      orderNumber: String(body.orderNumber),
      mode: body.mode as OrderMode,
      form: (body.form ?? 'ordinary') as OrderForm,
      task: String(body.task),
      dueAt: Date.parse(String(body.dueAt)),
      departments: supervisedDepartments(next),
      caseNumbers: [next.caseNumber],
    };
    return this.orders.issueIn(tx, order, by, at);
  }

  private async card(tx: Tx, { next, body, by }: DoneStep): Promise<void> {
    const { departmentCode, colour, ground, cardId } = body as Record<string, string>;
    await this.cards.issue(
      tx,
      {
        departmentCode: departmentCode!,
        colour: colour as CardColour,
        rule: 'hand',
        ground: ground!,
        cardId: cardId!,
        caseNumber: next.caseNumber,
      },
      by,
    ); // the event is the case's own
  }

  private async explain(tx: Tx, { next, by, at, events }: DoneStep): Promise<void> {
    const { explanationId, departmentCode, ground, dueAt } = events[0]!.facts as {
      explanationId: string;
      departmentCode: string;
      ground: string;
      dueAt: number;
    };
    const { caseNumber } = next;
    await this.explanations.insert(tx, {
      id: explanationId,
      ...{ departmentCode, caseNumber, ground, dueAt, demandedAt: at, demandedBy: by.username },
    });
  }

  /** What is urged in writing lies on the leader's page until he says that he has read it. */
  private async urge(tx: Tx, { next, body, by, at, events }: DoneStep): Promise<void> {
    const { inWriting, departmentCode, text } = events[0]!.facts;
    if (inWriting !== true || typeof departmentCode !== 'string') return;
    const limitName = typeof body.limit === 'string' ? body.limit : null;
    const { caseNumber } = next;
    const once = typeof body.onceKey === 'string' ? body.onceKey : undefined;
    await this.urgings.keep(tx, { caseNumber, departmentCode, limitName, text: String(text), at, username: by.username }, once);
  }
}
