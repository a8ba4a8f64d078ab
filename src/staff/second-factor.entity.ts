import { Entity, Index } from 'typeorm';
import { InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** A secret shared with an authenticator, encrypted at `second_factors.secret:<username>`; it counts once it was confirmed by a code. */
@Entity('second_factors')
export class SecondFactor {
  @KeyColumn() username!: string;
  @TextColumn() secret!: string;
  @InstantColumn() createdAt!: number;
  @InstantColumn({ nullable: true }) confirmedAt!: number | null;
  /** The last step of thirty seconds whose code was taken: none counts twice. */
  @InstantColumn() lastStep!: number;
}

/** A code for the day the authenticator is lost; kept as a keyed hash, good once. */
@Entity('recovery_codes')
@Index('recovery_codes_username', ['username'])
export class RecoveryCode {
  @KeyColumn(43) codeHash!: string;
  @WordColumn() username!: string;
  @InstantColumn({ nullable: true }) usedAt!: number | null;
}
