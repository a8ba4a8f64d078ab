import { Entity, Index } from 'typeorm';
import { InstantColumn, KeyColumn, TextColumn, WordColumn } from './columns.js';

/** A request that was done once; the answer is kept encrypted, in the same transaction as the write. */
@Entity('idempotency_keys')
@Index('idempotency_keys_age', ['at'])
export class IdempotencyKey {
  @KeyColumn(43) id!: string;
  @WordColumn(43) bodyHash!: string;
  @TextColumn() answer!: string;
  @InstantColumn() at!: number;
}
