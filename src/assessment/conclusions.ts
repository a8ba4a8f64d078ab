import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isProven, type ProvenMatter } from '../domain/same-matter.js';
import type { ScoredEvent, ScoreEntry } from '../domain/scoring.js';
import { dayOf } from '../domain/time.js';
import type { ToldEvent } from '../events/event-log.js';
import { insertRows, type Tx } from '../platform/db.js';
import { Cards } from '../supervision/cards.js';
import { OfficeRules } from '../supervision/rules.js';

type Told = ToldEvent[];

/** What follows from a conclusion of the commission besides points: red cards, and vetoes to be decided. Source: domain text, section 9. */
@Injectable()
export class Conclusions {
  constructor(
    private readonly cards: Cards,
    private readonly office: OfficeRules,
  ) {}

  /** Returns what is told besides. */
  async follow(tx: Tx, event: ScoredEvent, entries: readonly ScoreEntry[]): Promise<Told> {
    await this.proposeVetoes(tx, event);
    const told: Told = [];
    for (const entry of entries.filter(({ rule }) => rule === 'untrue-proven')) told.push(...(await this.redCard(tx, entry)));
    return told;
  }

  /** The department concluded "untrue" and the commission proved it. A sealed case is not named on the card. */
  private async redCard(tx: Tx, { departmentCode, caseNumber, investigationNumber, at }: ScoreEntry): Promise<Told> {
    const [open] = caseNumber
      ? await tx.query<unknown[]>('SELECT caseNumber FROM cases WHERE caseNumber = ? AND sealed = 0', [caseNumber])
      : [];
    const ground = this.cards.groundOf(this.office.cardsAt(at), 'untrue-proven');
    const about = open ? { caseNumber: caseNumber! } : { subject: investigationNumber ?? departmentCode };
    const event = await this.cards.issue(tx, { departmentCode, colour: 'red', rule: 'untrue-proven', ground, ...about });
    return event ? [event] : [];
  }

  /** Grounds for a veto that a conclusion names wait for the commissioner. */
  private async proposeVetoes(tx: Tx, { facts, at }: ScoredEvent): Promise<void> {
    const grounds = (facts.vetoes as string[] | undefined) ?? [];
    if (grounds.length === 0 || !isProven(String(facts.conclusion))) return;
    const departments = [...new Set(((facts.matters as ProvenMatter[] | undefined) ?? []).map(({ departmentCode }) => departmentCode))];
    const rows = departments.flatMap((departmentCode) =>
      grounds.map((ground) => ({
        ...{ id: randomUUID(), version: 1, departmentCode, ground, year: Number(dayOf(at).slice(0, 4)), status: 'proposed' },
        ...{ investigationNumber: String(facts.investigationNumber), raisedAt: at, raisedBy: 'system' },
      })),
    );
    await insertRows(tx, 'vetoes', rows);
  }
}
