import { Entity, Index } from 'typeorm';
import { CountColumn, InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** A message to a complainant and what became of it; recipient encrypted at `notices.recipient`, facts without personal data. */
@Entity('notices')
@Index('notices_dedupe', ['dedupeKey'], { unique: true })
@Index('notices_sweep', ['state', 'nextAt', 'id'])
@Index('notices_list', ['state', 'createdAt', 'id'])
@Index('notices_created', ['createdAt', 'id'])
@Index('notices_case', ['caseNumber', 'createdAt'])
@Index('notices_provider', ['providerRef'])
export class Notice {
  @KeyColumn(36) id!: string;
  /** `<template>:<case>:<event or round>`: nothing is sent twice for one cause. */
  @WordColumn(120) dedupeKey!: string;
  @WordColumn(8) channel!: string;
  @WordColumn(48) template!: string;
  @WordColumn(14, { nullable: true }) caseNumber!: string | null;
  @TextColumn() recipient!: string;
  @TextColumn() facts!: string;
  @WordColumn(16) state!: string;
  @CountColumn() attempts!: number;
  @InstantColumn({ nullable: true }) nextAt!: number | null;
  @InstantColumn({ nullable: true }) leaseUntil!: number | null;
  @WordColumn(128, { nullable: true }) providerRef!: string | null;
  @WordColumn(64, { nullable: true }) error!: string | null;
  @InstantColumn() createdAt!: number;
  @InstantColumn({ nullable: true }) sentAt!: number | null;
}

/** The survey of one round of a case; of its link's token only the hash. */
@Entity('surveys')
@Index('surveys_case', ['caseNumber', 'round'])
export class Survey {
  @KeyColumn(43) tokenHash!: string;
  @WordColumn(14) caseNumber!: string;
  @CountColumn() round!: number;
  @InstantColumn() expiresAt!: number;
  @InstantColumn({ nullable: true }) usedAt!: number | null;
}

/** Numbers that want no more messages, by keyed blind index alone. */
@Entity('notice_opt_outs')
export class OptOut {
  @KeyColumn(32) addressIndex!: string;
  @InstantColumn() at!: number;
}

/** Messages that came in, by the carrier's id, so that a repeated delivery does nothing; their words stand with the case. */
@Entity('notice_replies')
export class Reply {
  @KeyColumn(128) providerRef!: string;
  @WordColumn(16) outcome!: string;
  @WordColumn(14, { nullable: true }) caseNumber!: string | null;
  @InstantColumn() at!: number;
}
