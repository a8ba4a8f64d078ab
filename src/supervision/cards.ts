import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import { type CardSettings, type Ground, workingDaysAfter } from '../domain/card-rules.js';
import { type Actor, SYSTEM } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { CARD_STEPS, type CardAction, officeStep } from '../domain/office-steps.js';
import type { CardColour, CardRule, CardStatus } from '../domain/office-vocabulary.js';
import { filled } from '../domain/template.js';
import type { Instant } from '../domain/time.js';
import { type About, EventLog, type ToldEvent } from '../events/event-log.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { checked } from '../platform/http/checked.js';
import { CARD_BODIES, type CardInput } from './paper.dto.js';
import { knownCase } from './known-case.js';
import { papersOf } from './readers.js';
import { OfficeRules } from './rules.js';

/** A card as it is stored. */
export interface CardRow {
  id: string;
  version: number;
  departmentCode: string;
  caseNumber: string | null;
  round: number | null;
  colour: CardColour;
  rule: CardRule;
  ruleVersion: number | null;
  ground: string;
  status: CardStatus;
  issuedAt: Instant;
  issuedBy: string;
  appeal: string | null;
  appealedAt: Instant | null;
  appealedBy: string | null;
  why: string | null;
  decidedAt: Instant | null;
  decidedBy: string | null;
}

/** A card that is to be given. */
export interface NewCard {
  departmentCode: string;
  colour: CardColour;
  rule: CardRule;
  ground: string;
  caseNumber?: string;
  /** What a card without a case is about, so that a rule gives it once: the number of an investigation, for instance. */
  subject?: string;
  /** Identifier that was promised already. */
  cardId?: string;
  ruleVersion?: number;
}

/** Yellow and red cards: given by a rule or by hand, appealed by the leader, decided by the supervisor. Source: domain text, sections 4 and 7. */
@Injectable()
export class Cards {
  constructor(
    private readonly db: Db,
    private readonly events: EventLog,
    private readonly rules: OfficeRules,
    private readonly reference: Reference,
  ) {}

  /**
   * Gives a card and returns the event to append; nothing when the same rule gave the same card for this case, department and round (or
   * subject) before. Cards by hand are given as often as the supervisor wants.
   */
  async issue(tx: Tx, card: NewCard, by: Actor = SYSTEM): Promise<ToldEvent | undefined> {
    const { departmentCode, colour, rule, ground, caseNumber } = card;
    const about = caseNumber ? await this.caseOf(tx, caseNumber, departmentCode) : undefined;
    const id = card.cardId ?? randomUUID();
    const subject = caseNumber ?? card.subject;
    const onceKey = rule === 'hand' || subject === undefined ? id : [rule, colour, subject, departmentCode, about?.round ?? 0].join(':');
    if (onceKey !== id) {
      const [there] = await tx.query<object[]>('SELECT id FROM cards WHERE onceKey = ?', [onceKey]);
      if (there) return undefined;
    }
    const at = this.rules.now;
    const ruleVersion = rule === 'hand' ? null : (card.ruleVersion ?? this.rules.cardsAt(about?.receivedAt ?? at).version);
    await insertRows(tx, 'cards', [
      {
        ...{ id, onceKey, version: 1, departmentCode, caseNumber: caseNumber ?? null, round: about?.round ?? null },
        ...{ colour, rule, ruleVersion, ground, status: 'issued', issuedAt: at, issuedBy: by.username },
      },
    ]);
    const facts = { cardId: id, departmentCode, colour, rule, ground, ...(ruleVersion === null ? {} : { ruleVersion }) };
    return { type: 'card.issued', facts, ...this.about(caseNumber, about?.version, by, at) };
  }

  /** What stands on a card of a rule; a gap that nobody can fill stays as it is written, for the card is due all the same. */
  groundOf(settings: CardSettings, ground: Ground, facts: Record<string, string | number> = {}): string {
    return filled(settings.grounds[ground], facts);
  }

  /** A card by hand, with or without a case. Throws `input.invalid` (422) for a department or case that is not there for this reader. */
  async issueByHand(input: CardInput, by: Actor): Promise<string> {
    const { departmentCode, colour, ground, caseNumber } = input;
    const department = this.reference.department(departmentCode);
    if (!department?.active)
      throw new DomainError('input.invalid', 422, { fields: [{ field: 'departmentCode', code: 'unknown-department' }] });
    const cardId = randomUUID();
    await this.db.write(async (tx) => {
      if (caseNumber) await knownCase(tx, caseNumber, departmentCode, by);
      const event = await this.issue(
        tx,
        { departmentCode, colour, rule: 'hand', ground, cardId, ...(caseNumber ? { caseNumber } : {}) },
        by,
      );
      await this.events.append(tx, event ? [event] : []);
    });
    return cardId;
  }

  /**
   * An appeal, or the decision on it. Throws `not-found` (404), `card.role-may-not` (403), `card.stale`, `card.action-not-open`,
   * `card.appeal-late` (409), `input.invalid` (422).
   */
  async act(id: string, action: string, raw: unknown, by: Actor): Promise<void> {
    await this.db.write(async (tx) => {
      const card = await this.lock(tx, id, by);
      const step = officeStep('card', CARD_STEPS, card, { action, version: (raw as { version?: unknown } | null)?.version }, by);
      const at = this.rules.now;
      if (step.action === 'appeal' && at > this.appealUntil(card)) throw new DomainError('card.appeal-late', 409, { action });
      const body = await checked<{ reason?: string; why?: string }>(CARD_BODIES[step.action], raw);
      const patch =
        step.action === 'appeal'
          ? { appeal: body.reason, appealedAt: at, appealedBy: by.username }
          : { why: body.why ?? null, decidedAt: at, decidedBy: by.username };
      await updateRow(tx, 'cards', { id }, { ...patch, status: step.to, version: card.version + 1 });
      await this.events.append(tx, [await this.told(tx, card, step.action, body.why, by, at)]);
    });
  }

  /** The last instant at which a card may be appealed: working days from its day. */
  appealUntil({ issuedAt }: Pick<CardRow, 'issuedAt'>): Instant {
    const { appeal } = this.rules.cardsAt(issuedAt);
    return workingDaysAfter(this.rules.calendar, issuedAt, appeal.workingDays);
  }

  private async told(tx: Tx, card: CardRow, action: CardAction, why: string | undefined, by: Actor, at: Instant): Promise<ToldEvent> {
    const { id: cardId, departmentCode, caseNumber } = card;
    const type = { appeal: 'card.appealed', uphold: 'card.upheld', withdraw: 'card.withdrawn' }[action];
    const [row] = caseNumber ? await tx.query<{ version: number }[]>('SELECT version FROM cases WHERE caseNumber = ?', [caseNumber]) : [];
    const facts = { cardId, departmentCode, colour: card.colour, ...(why ? { why } : {}) };
    return { type, facts, ...this.about(caseNumber ?? undefined, row?.version, by, at) };
  }

  private about(caseNumber: string | undefined, version: number | undefined, by: Actor, at: Instant): About {
    return caseNumber && version !== undefined ? { by, at, caseNumber, version: Number(version) } : { by, at, audience: 'office' };
  }

  private async caseOf(tx: Tx, caseNumber: string, departmentCode: string) {
    const [row] = await tx.query<{ version: number; receivedAt: number }[]>('SELECT version, receivedAt FROM cases WHERE caseNumber = ?', [
      caseNumber,
    ]);
    if (!row) throw notFound();
    const [part] = await tx.query<{ round: number }[]>(
      'SELECT MAX(round) AS round FROM assignments WHERE caseNumber = ? AND departmentCode = ?',
      [caseNumber, departmentCode],
    );
    return { version: Number(row.version), receivedAt: Number(row.receivedAt), round: Number(part?.round ?? 0) };
  }

  private async lock(tx: Tx, id: string, by: Actor): Promise<CardRow> {
    const may = papersOf(by);
    const [held] = await tx.query<object[]>(`SELECT id FROM cards WHERE id = ?${this.db.forUpdate}`, [id]);
    const [row] = held ? await tx.query<CardRow[]>(`SELECT p.* FROM cards p WHERE p.id = ? AND ${may.sql}`, [id, ...may.params]) : [];
    if (!row) throw notFound();
    return { ...row, version: Number(row.version), issuedAt: Number(row.issuedAt) };
  }
}
