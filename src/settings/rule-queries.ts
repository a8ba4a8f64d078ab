import { Injectable } from '@nestjs/common';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { openProposalActions, type ProposalState, RULE_KINDS, RULE_WRITERS, type RuleKind } from '../domain/rule-proposals.js';
import { isoOf } from '../domain/time.js';
import { Db } from '../platform/db.js';
import { RuleDrafts } from './rule-drafts.js';
import { RuleStore } from './rule-store.js';
import type { RuleHistory, RuleKindView, RuleProposalView, RuleVersionContent } from './rules.dto.js';
import { TextPreview } from './text-preview.js';

/** A row of `rule_proposals` with the names of who wrote and decided. */
export interface ProposalRow {
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

/** What may be read of rules: the kinds, their versions, and what waits. Source: domain text, head and section 1. */
@Injectable()
export class RuleQueries {
  constructor(
    private readonly db: Db,
    private readonly store: RuleStore,
    private readonly texts: TextPreview,
    private readonly drafts: RuleDrafts,
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
    const draft = await this.drafts.of(kind, by.username);
    const [waiting] = await this.db.readPrimary<ProposalRow>(`${NAMED('r.*')} WHERE r.state = 'waiting' AND r.kind = ?`, [kind]);
    return {
      kind,
      base,
      inForce,
      ...(next ? { next } : {}),
      versions: versions.slice(0, LAST),
      proposals: proposals.map((row) => viewOf(row, by)),
      ...(waiting ? { waiting: { ...viewOf(waiting, by), content: JSON.parse(waiting.content) as Record<string, unknown> } } : {}),
      ...(draft ? { draft } : {}),
      mayPropose: RULE_WRITERS.some((role) => by.roles.includes(role)),
      ...this.placesOf(kind),
    };
  }

  /** Of texts where they stand, and what to show them with. */
  private placesOf(kind: RuleKind): Pick<RuleHistory, 'slots' | 'samples'> {
    const slots = this.texts.slotsOf(kind);
    return slots ? { slots, samples: this.texts.samplesOf(kind) } : {};
  }

  /** Throws `not-found` (404). */
  async version(kind: RuleKind, version: number): Promise<RuleVersionContent> {
    const found = await this.store.version(kind, version);
    if (!found) throw notFound();
    return found;
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
