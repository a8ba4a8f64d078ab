import { Entity, Index } from 'typeorm';
import { InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** A round of a questionnaire, with the questions as they stood when it was begun. Source: domain text, section 2. */
@Entity('questionnaire_rounds')
@Index('questionnaire_rounds_opened', ['opensOn', 'id'])
export class QuestionnaireRound {
  @KeyColumn(36) id!: string;
  @WordColumn(32) questionnaire!: string;
  @WordColumn(120) title!: string;
  @TextColumn() content!: string;
  @WordColumn(10) opensOn!: string;
  @WordColumn(10) closesOn!: string;
  @WordColumn() username!: string;
  @InstantColumn() createdAt!: number;
}

/** Who was invited by a link that is good for one answer; of its token only the hash, of its use only the day. */
@Entity('questionnaire_invitations')
@Index('questionnaire_invitations_round', ['roundId', 'enterpriseId'], { unique: true })
export class QuestionnaireInvitation {
  @KeyColumn(43) tokenHash!: string;
  @WordColumn(36) roundId!: string;
  @WordColumn(36) enterpriseId!: string;
  @InstantColumn() invitedAt!: number;
  @WordColumn(10, { nullable: true }) usedOn!: string | null;
}

/** An answer without who gave it: size, origin and the day are kept; words are encrypted, a case that came of it is linked by index. */
@Entity('questionnaire_answers')
@Index('questionnaire_answers_round', ['roundId', 'answeredOn', 'id'])
@Index('questionnaire_answers_source', ['sourceIndex'], { unique: true })
@Index('questionnaire_answers_case', ['caseIndex'])
export class QuestionnaireAnswer {
  @KeyColumn(36) id!: string;
  @WordColumn(36) roundId!: string;
  @WordColumn(8) way!: string;
  @WordColumn(16, { nullable: true }) size!: string | null;
  @WordColumn(16, { nullable: true }) origin!: string | null;
  @TextColumn() answers!: string;
  @TextColumn({ nullable: true }) words!: string | null;
  @WordColumn(10) answeredOn!: string;
  @WordColumn(32) sourceIndex!: string;
  @TextColumn({ nullable: true }) caseNumber!: string | null;
  @WordColumn(32, { nullable: true }) caseIndex!: string | null;
}
