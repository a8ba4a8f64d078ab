import { Injectable } from '@nestjs/common';
import type { Actor } from '../domain/case-state.js';
import { dayOf } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Postings } from '../notices/postings.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, type Tx } from '../platform/db.js';
import { DomainError } from '../domain/errors.js';
import { Contacts } from './contacts.js';
import type { InvitationsInput, InvitationsView } from './questionnaire.dto.js';
import { Questionnaires, roundState } from './questionnaires.js';

interface Guest {
  id: string;
  contactPhone: string | null;
}
const MOST = 500;

/** Invites enterprises to a round by a link that is good for one answer. Source: domain text, sections 2 and 10. */
@Injectable()
export class Invitations {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly rounds: Questionnaires,
    private readonly contacts: Contacts,
    private readonly postings: Postings,
    private readonly events: EventLog,
  ) {}

  /** At most 500 at a time; who was invited before is not invited again. Throws `not-found` (404), `questionnaire.closed` (409). */
  async invite(roundId: string, given: InvitationsInput, by: Actor): Promise<InvitationsView> {
    const round = await this.rounds.row(roundId);
    if (roundState(round, dayOf(this.clock.now())) === 'closed') throw new DomainError('questionnaire.closed', 409);
    return this.db.write(async (tx) => {
      await tx.query(`SELECT id FROM questionnaire_rounds WHERE id = ?${this.db.forUpdate}`, [roundId]);
      const guests = await this.guests(tx, given);
      const before = await tx.query<{ enterpriseId: string }[]>('SELECT enterpriseId FROM questionnaire_invitations WHERE roundId = ?', [
        roundId,
      ]);
      const invited = new Set(before.map(({ enterpriseId }) => enterpriseId));
      const fresh = guests.filter(({ id }) => !invited.has(id));
      const reached = fresh.flatMap(({ id, contactPhone }) => {
        const phone = this.contacts.open(contactPhone, 'enterprises.contactPhone', id);
        return phone && this.postings.reaches(phone) ? [{ id, phone, invitation: `${roundId}:${id}` }] : [];
      });
      const at = this.clock.now();
      const rows = reached.map(({ id, invitation }) => ({
        tokenHash: this.postings.hashOf(invitation),
        roundId,
        enterpriseId: id,
        invitedAt: at,
      }));
      await insertRows(tx, 'questionnaire_invitations', rows);
      for (const { invitation, phone } of reached) await this.postings.invite(tx, invitation, phone, at);
      const facts = { round: roundId, invited: reached.length };
      if (reached.length > 0) await this.events.append(tx, [{ type: 'questionnaire.invited', facts, by, at, audience: 'office' }]);
      return { invited: reached.length, already: guests.length - fresh.length, unreachable: fresh.length - reached.length };
    });
  }

  private guests(tx: Tx, { enterpriseIds, departmentCode, size, origin, isKey }: InvitationsInput): Promise<Guest[]> {
    const parts: [sql: string, ...params: unknown[]][] = [['1 = 1']];
    if (enterpriseIds) parts.push([`id IN (${enterpriseIds.map(() => '?').join(',') || "''"})`, ...enterpriseIds]);
    if (departmentCode) parts.push(['departmentCode = ?', departmentCode]);
    if (size) parts.push(['size = ?', size]);
    if (origin) parts.push(['origin = ?', origin]);
    if (isKey !== undefined) parts.push(['isKey = ?', isKey ? 1 : 0]);
    return tx.query<Guest[]>(
      `SELECT id, contactPhone FROM enterprises WHERE ${parts.map(([sql]) => sql).join(' AND ')} ORDER BY name, id LIMIT ${MOST}`,
      parts.flatMap(([, ...params]) => params),
    );
  }
}
