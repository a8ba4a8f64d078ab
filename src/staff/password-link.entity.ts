import { Entity, Index } from 'typeorm';
import { InstantColumn, KeyColumn, WordColumn } from '../platform/columns.js';

/** Leave to set the password of an account once; of the token only the hash. */
@Entity('password_links')
@Index('password_links_username', ['username'])
@Index('password_links_expiry', ['expiresAt'])
export class PasswordLink {
  @KeyColumn(43) tokenHash!: string;
  @WordColumn() username!: string;
  @InstantColumn() createdAt!: number;
  @InstantColumn() expiresAt!: number;
  @InstantColumn({ nullable: true }) usedAt!: number | null;
}
