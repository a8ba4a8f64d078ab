import { Entity, Index } from 'typeorm';
import { CountColumn, FlagColumn, InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** A member of staff; `roles` is a JSON list. */
@Entity('accounts')
export class Account {
  @KeyColumn() username!: string;
  @WordColumn(64) name!: string;
  @TextColumn() roles!: string;
  @WordColumn(32, { nullable: true }) departmentCode!: string | null;
  @WordColumn(160) passwordHash!: string;
  @FlagColumn() active!: number;
  /** Gets sealed cases until the commissioner names others. */
  @FlagColumn() duty!: number;
  @InstantColumn() createdAt!: number;
}

/** A session: the cookie's token is kept as a hash only. */
@Entity('sessions')
@Index('sessions_username', ['username'])
@Index('sessions_expiry', ['expiresAt'])
export class Session {
  @KeyColumn(43) tokenHash!: string;
  @WordColumn() username!: string;
  @InstantColumn() createdAt!: number;
  @InstantColumn() expiresAt!: number;
  @InstantColumn({ nullable: true }) endedAt!: number | null;
  /** What the browser calls itself, and from which network it came: for its owner to know it again. */
  @WordColumn(200, { nullable: true }) device!: string | null;
  @WordColumn(64, { nullable: true }) address!: string | null;
  @InstantColumn({ nullable: true }) seenAt!: number | null;
}

/** Wrong passwords in a row for a name, whether it exists or not. */
@Entity('sign_in_failures')
export class SignInFailure {
  @KeyColumn(43) nameHash!: string;
  @CountColumn() count!: number;
  @InstantColumn() lastAt!: number;
}

/** A person keeps away from a department; the relative's name is encrypted at `recusals.relative:<username>:<code>`. Source: domain text 6.5. */
@Entity('recusals')
export class Recusal {
  @KeyColumn() username!: string;
  @KeyColumn(32) departmentCode!: string;
  @WordColumn(200) reason!: string;
  @WordColumn(16, { nullable: true }) relation!: string | null;
  @TextColumn({ nullable: true }) relative!: string | null;
  @WordColumn(64, { nullable: true }) declaredBy!: string | null;
  @InstantColumn({ nullable: true }) at!: number | null;
}
