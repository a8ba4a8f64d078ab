import { Entity, Index } from 'typeorm';
import { CountColumn, CountKeyColumn, FlagColumn, InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** An article as it stands: the text of the version in force, or of the first draft while none was released. Source: domain text, section 1. */
@Entity('knowledge_articles')
@Index('knowledge_articles_department', ['departmentCode'])
@Index('knowledge_articles_state', ['state', 'id'])
@Index('knowledge_articles_open', ['openState', 'id'])
@Index('knowledge_articles_review', ['state', 'reviewAt'])
@Index('knowledge_articles_doubted', ['state', 'doubtedAt'])
export class KnowledgeArticle {
  @KeyColumn(32) id!: string;
  @WordColumn(200) title!: string;
  @TextColumn() body!: string;
  @WordColumn(32) departmentCode!: string;
  @TextColumn({ nullable: true }) legalBasis!: string | null;
  @WordColumn(10) validFrom!: string;
  @WordColumn(10, { nullable: true }) validTo!: string | null;
  @WordColumn(10) reviewAt!: string;
  @FlagColumn() open!: number;
  @TextColumn() tags!: string;
  /** draft (never released), released or retired. */
  @WordColumn(16, { default: 'released' }) state!: string;
  /** Of the version that is being written beside it: draft, proposed or none. */
  @WordColumn(16, { default: 'none' }) openState!: string;
  /** The version in force; 0 before the first release. */
  @CountColumn({ default: '1' }) version!: number;
  @WordColumn(1000, { default: '[]' }) categories!: string;
  /** When the owner last said that it is right. */
  @InstantColumn({ default: '0' }) reviewedAt!: number;
  /** The oldest "wrong" or "outdated" since then. */
  @InstantColumn({ nullable: true }) doubtedAt!: number | null;
}

/** One version of an article; what a case cites stays readable for ever. */
@Entity('knowledge_versions')
@Index('knowledge_versions_state', ['state', 'articleId'])
export class KnowledgeVersion {
  @KeyColumn(32) articleId!: string;
  @CountKeyColumn() version!: number;
  @WordColumn(200) title!: string;
  @TextColumn() body!: string;
  @TextColumn({ nullable: true }) legalBasis!: string | null;
  @WordColumn(300, { nullable: true }) source!: string | null;
  @WordColumn(10) validFrom!: string;
  @WordColumn(10, { nullable: true }) validTo!: string | null;
  @WordColumn(10) reviewAt!: string;
  @FlagColumn() open!: number;
  @TextColumn() tags!: string;
  @TextColumn() categories!: string;
  /** What is new in it. */
  @WordColumn(500, { nullable: true }) note!: string | null;
  @WordColumn(16) state!: string;
  @CountColumn() revision!: number;
  @WordColumn() writtenBy!: string;
  @InstantColumn() writtenAt!: number;
  @WordColumn(64, { nullable: true }) decidedBy!: string | null;
  @InstantColumn({ nullable: true }) decidedAt!: number | null;
  @WordColumn(500, { nullable: true }) reason!: string | null;
  /** How many citizens found it useful, and how many not; nothing else is kept of them. */
  @CountColumn() yes!: number;
  @CountColumn() no!: number;
}

/** The words a released article is found by, with their weights. */
@Entity('knowledge_terms')
@Index('knowledge_terms_article', ['articleId'])
export class KnowledgeTerm {
  @KeyColumn(32) term!: string;
  @KeyColumn(32) articleId!: string;
  @CountColumn() weight!: number;
}

/** What a member of staff says of a version; one a reader, to be changed. */
@Entity('knowledge_opinions')
@Index('knowledge_opinions_verdict', ['articleId', 'verdict', 'at'])
export class KnowledgeOpinion {
  @KeyColumn(32) articleId!: string;
  @CountKeyColumn() version!: number;
  @KeyColumn() username!: string;
  @WordColumn(16) verdict!: string;
  @WordColumn(500, { nullable: true }) remark!: string | null;
  @InstantColumn() at!: number;
}
