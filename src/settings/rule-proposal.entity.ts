import { Entity, Index } from 'typeorm';
import { CountColumn, InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** A new version of rules as somebody wrote it, until another decides; `content` is JSON, `version` the one it became. */
@Entity('rule_proposals')
@Index('rule_proposals_kind', ['kind', 'proposedAt'])
@Index('rule_proposals_state', ['state', 'kind'])
export class RuleProposal {
  @KeyColumn(32) id!: string;
  @WordColumn(16) kind!: string;
  @WordColumn(10, { nullable: true }) validFrom!: string | null;
  @TextColumn() content!: string;
  @WordColumn(500, { nullable: true }) note!: string | null;
  @WordColumn(16) state!: string;
  @WordColumn() proposedBy!: string;
  @InstantColumn() proposedAt!: number;
  @WordColumn(64, { nullable: true }) decidedBy!: string | null;
  @InstantColumn({ nullable: true }) decidedAt!: number | null;
  @WordColumn(500, { nullable: true }) reason!: string | null;
  @CountColumn({ nullable: true }) version!: number | null;
}

/** Rules somebody is still writing, for nobody else. */
@Entity('rule_drafts')
export class RuleDraft {
  @KeyColumn() username!: string;
  @KeyColumn(16) kind!: string;
  @CountColumn() base!: number;
  @TextColumn() content!: string;
  @InstantColumn() savedAt!: number;
}
