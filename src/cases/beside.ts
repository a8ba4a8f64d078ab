import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Body } from '../domain/case-life.js';
import type { Actor, CaseState, NewEvent } from '../domain/case-state.js';
import type { Action } from '../domain/case-steps.js';
import type { Instant } from '../domain/time.js';
import type { ToldEvent } from '../events/event-log.js';
import { insertRows, type Tx } from '../platform/db.js';
import { say } from '../platform/packet.js';
import { CaseStore } from './case.store.js';
import { Office } from './office.js';
import { GreenChannel } from './green-channel.js';
import { Seals } from './seals.js';
import { type TextField, Texts } from './texts.js';

/** A step that was done, for what is written beside the case. */
export interface DoneStep {
  next: CaseState;
  body: Body;
  by: Actor;
  at: Instant;
  /** What the rule told. */
  events: readonly NewEvent[];
}
type Write = (tx: Tx, done: DoneStep) => Promise<void>;

/** Rows that stand beside a case: words of people, encrypted; search terms; readers of a sealed case. */
@Injectable()
export class Beside {
  constructor(
    private readonly texts: Texts,
    private readonly store: CaseStore,
    private readonly seals: Seals,
    private readonly office: Office,
    private readonly channel: GreenChannel,
  ) {}

  /** What each action writes besides the case; all others change the case alone. */
  private readonly writes: Partial<Record<Action, Write>> = {
    ask: (tx, done) => this.message(tx, done, done.body.text, 'out'),
    message: (tx, done) => this.message(tx, done, done.body.text, 'in'),
    reopen: (tx, done) => this.ownReason(tx, done),
    withdraw: (tx, done) => this.ownReason(tx, done),
    'call-back': (tx, done) => this.callBack(tx, done),
    rate: (tx, done) => this.rating(tx, done),
    dispatch: (tx, done) => this.summaryTerms(tx, done),
    'mark-project': (tx, { next, body, by, at }) =>
      this.channel.link(tx, next.caseNumber, { code: String(body.projectCode), why: 'marked' }, by, at),
    seal: (tx, { next }) => this.seal(tx, next.caseNumber),
  };

  /** What a step needs to be told before the rule is asked. */
  async named(tx: Tx, action: Action, current: CaseState, at: Instant, body: Body): Promise<Body> {
    if (action === 'answer-directly' && body.knowledgeId) return this.cited(tx, body.knowledgeId);
    return this.office.named(tx, action, current, at);
  }

  /** The version of the article that was cited: the case shows it for ever, whatever is released later. */
  private async cited(tx: Tx, id: unknown): Promise<Body> {
    const [row] = await tx.query<{ version: number }[]>("SELECT version FROM knowledge_articles WHERE id = ? AND state = 'released'", [id]);
    return row ? { knowledgeVersion: Number(row.version) } : {};
  }

  /** Writes what belongs to a step; returns the events that are told besides those of the case. */
  async write(tx: Tx, action: Action, done: DoneStep): Promise<ToldEvent[]> {
    await this.writes[action]?.(tx, done);
    return this.office.write(tx, action, done);
  }

  private async seal(tx: Tx, caseNumber: string): Promise<void> {
    await this.seals.seal(tx, caseNumber);
    await this.store.nameDutyReaders(tx, caseNumber);
  }

  private closed(text: unknown, field: TextField, id: string): string | null {
    return typeof text === 'string' && text !== '' ? this.texts.close(text, field, id) : null;
  }

  private async message(tx: Tx, { next, by, at }: DoneStep, text: unknown, direction: 'in' | 'out'): Promise<void> {
    const id = randomUUID();
    const closed = this.closed(text, 'case_messages.text', id);
    await insertRows(tx, 'case_messages', [{ id, caseNumber: next.caseNumber, direction, text: closed, at, username: by.username }]);
  }

  /** A complainant's reason is his own words: kept as a message, never in the event. */
  private async ownReason(tx: Tx, done: DoneStep): Promise<void> {
    if (done.by.roles.includes('complainant') && done.body.reason) await this.message(tx, done, done.body.reason, 'in');
  }

  private async callBack(tx: Tx, { next, body, by, at }: DoneStep): Promise<void> {
    const id = randomUUID();
    const { reached, contacted, solved, satisfiedResult, satisfiedProcess } = body;
    const told = { reached, contacted, solved, satisfiedResult, satisfiedProcess, words: this.closed(body.words, 'call_backs.words', id) };
    const { caseNumber, round, callBackAttempts: attempt } = next;
    await insertRows(tx, 'call_backs', [{ id, caseNumber, round, attempt, ...told, at, username: by.username }]);
  }

  private async rating(tx: Tx, { next, body, at }: DoneStep): Promise<void> {
    const id = randomUUID();
    const { solved, satisfied, contacted } = body;
    const comment = this.closed(body.comment, 'ratings.comment', id);
    await insertRows(tx, 'ratings', [{ id, caseNumber: next.caseNumber, round: next.round, solved, satisfied, contacted, comment, at }]);
  }

  private async summaryTerms(tx: Tx, { next }: DoneStep): Promise<void> {
    await say(tx, "DELETE FROM case_terms WHERE caseNumber = ? AND scope = 'd'", [next.caseNumber]);
    await insertRows(tx, 'case_terms', this.texts.termRows(next.summary ?? '', 'd', next.caseNumber));
  }
}
