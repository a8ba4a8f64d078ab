import { Entity, Index } from 'typeorm';
import { FlagColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** An article the operator answers from. */
@Entity('knowledge_articles')
@Index('knowledge_articles_department', ['departmentCode'])
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
}
