import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { faultsIn, type RuleFault } from '../domain/rule-checks.js';
import {
  decideProposal,
  openProposalActions,
  type ProposalAction,
  type ProposalState,
  RULE_KINDS,
  RULE_WRITERS,
  type RuleKind,
  takesEffect,
} from '../domain/rule-proposals.js';
import { dayOf, isoOf } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { invalid } from '../platform/http/problem.js';
import { INVESTIGATION_SETTINGS } from '../investigations/investigations.js';
import { Categories } from './categories.js';
import { RuleStore } from './rule-store.js';
import type { RuleHistory, RuleKindView, RuleProposalInput, RuleProposalView, RuleVersionContent } from './rules.dto.js';

interface ProposalRow {
  id: string;
  kind: RuleKind;
  validFrom: string | null;
  content: string;
  note: string | null;
  state: ProposalState;
  proposedBy: string;
  proposedName?: string | null;
  proposedAt: number;
  decidedBy: string | null;
  decidedName?: string | null;
  decidedAt: number | null;
  reason: string | null;
  version: number | null;
}
const LAST = 50;
const NAMED = (columns: string) => `SELECT ${columns}, p.name AS proposedName, d.name AS decidedName FROM rule_proposals r
  LEFT JOIN accounts p ON p.username = r.proposedBy LEFT JOIN accounts d ON d.username = r.decidedBy`;
const PLAIN = 'r.id, r.kind, r.validFrom, r.note, r.state, r.proposedBy, r.proposedAt, r.decidedBy, r.decidedAt, r.reason, r.version';

/** Rules a city changes by itself: proposed by one person, released by another, kept in versions. Source: domain text, head and section 1. */
@Injectable()
export class Rules {
  constructor(
    private readonly db: Db,
    private readonly store: RuleStore,
    private readonly reference: Reference,
    private readonly categories: Categories,
    private readonly events: EventLog,
  ) {}

  /** Every kind with the version in force, the next one, and what waits. */
  async kinds(by: Actor): Promise<RuleKindView[]> {
    const versions = await this.store.versions(RULE_KINDS);
    const rows = await this.db.readPrimary<ProposalRow>(`${NAMED(PLAIN)} WHERE r.state = 'waiting'`);
    return RULE_KINDS.map((kind) => {
      const own = versions.filter((one) => one.kind === kind).map(({ kind: _, ...view }) => view);
      const [next] = own.filter(({ standing }) => standing === 'to-come');
      const waiting = rows.find((row) => row.kind === kind);
      return {
        kind,
        inForce: own.find(({ standing }) => standing === 'in-force')!,
        ...(next ? { next } : {}),
        ...(waiting ? { waiting: viewOf(waiting, by) } : {}),
      };
    });
  }

  async history(kind: RuleKind, by: Actor): Promise<RuleHistory> {
    const versions = (await this.store.versions([kind])).map(({ kind: _, ...view }) => view).reverse();
    const base = Math.max(...versions.map(({ version }) => version));
    const inForce = await this.version(kind, versions.find(({ standing }) => standing === 'in-force')!.version);
    const next = base === inForce.version ? undefined : await this.version(kind, base);
    const proposals = await this.db.readPrimary<ProposalRow>(`${NAMED(PLAIN)} WHERE r.kind = ? ORDER BY r.proposedAt DESC LIMIT ${LAST}`, [
      kind,
    ]);
    const [waiting] = await this.db.readPrimary<ProposalRow>(`${NAMED('r.*')} WHERE r.state = 'waiting' AND r.kind = ?`, [kind]);
    return {
      kind,
      base,
      inForce,
      ...(next ? { next } : {}),
      versions: versions.slice(0, LAST),
      proposals: proposals.map((row) => viewOf(row, by)),
      ...(waiting ? { waiting: { ...viewOf(waiting, by), content: JSON.parse(waiting.content) as Record<string, unknown> } } : {}),
      mayPropose: RULE_WRITERS.some((role) => by.roles.includes(role)),
    };
  }

  /** Throws `not-found` (404). */
  async version(kind: RuleKind, version: number): Promise<RuleVersionContent> {
    const found = await this.store.version(kind, version);
    if (!found) throw notFound();
    return found;
  }

  /** What is wrong with rules as they were written. */
  faults(kind: RuleKind, content: Record<string, unknown>): RuleFault[] {
    const active = this.reference.departments.filter((one) => one.active).map(({ code }) => code);
    const known = {
      departments: new Set(active),
      categories: new Set(this.reference.categories.map(({ code }) => code)),
      measures: new Set(INVESTIGATION_SETTINGS.flatMap(({ measures }) => measures.map(({ code }) => code))),
    };
    return faultsIn(kind, { ...content, version: 1, validFrom: this.store.today() }, known);
  }

  /**
   * Puts a new version before a second person. Throws `input.invalid` (422) with the first wrong path and `rule.broken` (422) with all that
   * is wrong, `rule.proposal-open` (409) while another waits, `rule.stale` (409) when the rules changed since they were read.
   */
  async propose(kind: RuleKind, { content, base, validFrom, note }: RuleProposalInput, by: Actor): Promise<RuleHistory> {
    if (validFrom !== undefined && validFrom <= this.store.today()) throw invalid([{ field: 'validFrom', code: 'in-the-past' }]);
    const faults = this.faults(kind, content).filter(({ level }) => level === 'error');
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
      await this.events.append(tx, [{ type: 'rule.proposed', facts: { kind, id }, by, at, audience: 'audit' }]);
    });
    return this.history(kind, by);
  }

  /** Releases, refuses or withdraws. Throws `not-found` (404), as `decideProposal` does, and 422 for a refusal without its reason. */
  async decide(id: string, action: ProposalAction, reason: string | undefined, by: Actor): Promise<RuleHistory> {
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
      const changed = { type: 'settings.changed', facts: { what: row.kind, id, version }, ...told };
      await this.events.append(tx, [{ type: `rule.${state}`, facts, ...told }, ...(version === null ? [] : [changed])]);
      return row.kind;
    });
    if (kind === 'categories') await this.categories.apply();
    return this.history(kind, by);
  }

  /** Writes the version; a rule that broke while it waited (a department was closed) is not released. */
  private async release(tx: Tx, { kind, content, validFrom, proposedBy }: ProposalRow): Promise<number> {
    const settings = JSON.parse(content) as Record<string, unknown> & { version: number };
    const faults = this.faults(kind, settings).filter(({ level }) => level === 'error');
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

function viewOf(row: ProposalRow, by: Actor): RuleProposalView {
  const { id, kind, state, validFrom, note, proposedBy, decidedBy, decidedAt, reason, version } = row;
  return {
    id,
    kind,
    state,
    ...(validFrom ? { validFrom } : {}),
    ...(note ? { note } : {}),
    proposedBy: row.proposedName ?? proposedBy,
    proposedAt: isoOf(Number(row.proposedAt)),
    ...(decidedBy ? { decidedBy: row.decidedName ?? decidedBy } : {}),
    ...(decidedAt === null ? {} : { decidedAt: isoOf(Number(decidedAt)) }),
    ...(reason ? { reason } : {}),
    ...(version === null ? {} : { version: Number(version) }),
    actions: openProposalActions(row, by),
  };
}
