import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { decideProposal, type ProposalAction, type RuleKind, takesEffect } from '../domain/rule-proposals.js';
import { dayOf } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { invalid } from '../platform/http/problem.js';
import { Categories } from './categories.js';
import { RuleChecking } from './rule-checking.js';
import { RuleDrafts } from './rule-drafts.js';
import type { ProposalRow } from './rule-queries.js';
import { RuleStore } from './rule-store.js';
import type { RuleProposalInput } from './rules.dto.js';

/** Rules a city changes by itself: proposed by one person, released by another, kept in versions. Source: domain text, head and section 1. */
@Injectable()
export class Rules {
  constructor(
    private readonly db: Db,
    private readonly store: RuleStore,
    private readonly categories: Categories,
    private readonly events: EventLog,
    private readonly checking: RuleChecking,
    private readonly drafts: RuleDrafts,
  ) {}

  /**
   * Puts a new version before a second person. Throws `input.invalid` (422) with the first wrong path and `rule.broken` (422) with all that
   * is wrong, `rule.proposal-open` (409) while another waits, `rule.stale` (409) when the rules changed since they were read.
   */
  async propose(kind: RuleKind, { content, base, validFrom, note }: RuleProposalInput, by: Actor): Promise<void> {
    if (validFrom !== undefined && validFrom <= this.store.today()) throw invalid([{ field: 'validFrom', code: 'in-the-past' }]);
    const faults = this.checking.errors(kind, content);
    if (faults.length > 0)
      throw new DomainError('rule.broken', 422, { fields: faults.map(({ path, code }) => ({ field: `content.${path}`, code })), faults });
    const id = randomUUID().replaceAll('-', '');
    await this.db.write(async (tx) => {
      await this.lock(tx);
      const [open] = await tx.query<unknown[]>("SELECT id FROM rule_proposals WHERE kind = ? AND state = 'waiting'", [kind]);
      if (open) throw new DomainError('rule.proposal-open', 409);
      const newest = await this.store.newest(tx, kind);
      if (newest !== base) throw new DomainError('rule.stale', 409, { version: newest });
      const at = this.store.now();
      const written = JSON.stringify({ ...content, version: base + 1, validFrom: validFrom ?? dayOf(at) });
      const said = { validFrom: validFrom ?? null, content: written, note: note ?? null };
      await insertRows(tx, 'rule_proposals', [{ id, kind, ...said, state: 'waiting', proposedBy: by.username, proposedAt: at }]);
      await this.drafts.dropIn(tx, kind, by.username);
      await this.events.append(tx, [{ type: 'rule.proposed', facts: { kind, id }, by, at, audience: 'audit' }]);
    });
  }

  /** Releases, refuses or withdraws; gives the kind that was decided about. Throws `not-found` (404), as `decideProposal` does, and 422 for a refusal without its reason. */
  async decide(id: string, action: ProposalAction, reason: string | undefined, by: Actor): Promise<RuleKind> {
    const kind = await this.db.write(async (tx) => {
      const sql = `SELECT * FROM rule_proposals WHERE id = ?${this.db.forUpdate}`;
      const [row] = await tx.query<ProposalRow[]>(sql, [id]);
      if (!row) throw notFound();
      const state = decideProposal(row, action, by);
      if (action === 'refuse' && !reason) throw invalid([{ field: 'reason', code: 'required' }]);
      const at = this.store.now();
      const version = state === 'released' ? await this.release(tx, row) : null;
      await updateRow(tx, 'rule_proposals', { id }, { state, decidedBy: by.username, decidedAt: at, reason: reason ?? null, version });
      const facts = { kind: row.kind, id, ...(version === null ? {} : { version }), ...(reason ? { reason } : {}) };
      const told = { by, at, audience: 'audit' as const };
      const changed = { type: 'settings.changed' as const, facts: { what: row.kind, id, version }, ...told };
      await this.events.append(tx, [{ type: `rule.${state}` as const, facts, ...told }, ...(version === null ? [] : [changed])]);
      return row.kind;
    });
    if (kind === 'categories') await this.categories.apply();
    return kind;
  }

  /** Writes the version; a rule that broke while it waited (a department was closed) is not released. */
  private async release(tx: Tx, { kind, content, validFrom, proposedBy }: ProposalRow): Promise<number> {
    const settings = JSON.parse(content) as Record<string, unknown> & { version: number };
    const faults = this.checking.errors(kind, settings);
    if (faults.length > 0) throw new DomainError('rule.broken', 409, { faults });
    const now = this.store.now();
    const [last] = await tx.query<{ at: number | null }[]>('SELECT MAX(validFrom) AS at FROM rule_versions WHERE kind = ?', [kind]);
    const at = takesEffect(validFrom, now, Number(last?.at ?? 0));
    const { version } = settings;
    const written = JSON.stringify({ ...settings, validFrom: dayOf(at) });
    await insertRows(tx, 'rule_versions', [{ kind, version, validFrom: at, content: written, username: proposedBy, createdAt: now }]);
    return version;
  }

  /** Who proposes stands in line here, whatever the kind: rows that are not there yet cannot be locked, these always are. */
  private async lock(tx: Tx): Promise<void> {
    await tx.query(`SELECT version FROM rule_versions WHERE kind = 'limits'${this.db.forUpdate}`);
  }
}
