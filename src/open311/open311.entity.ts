import { Entity, Index } from 'typeorm';
import { InstantColumn, KeyColumn, WordColumn } from '../platform/columns.js';

/** A system that may file cases by the Open311 standard; of its key only the hash. */
@Entity('open311_clients')
@Index('open311_clients_key', ['keyHash'], { unique: true })
@Index('open311_clients_list', ['createdAt', 'id'])
export class Open311Client {
  @KeyColumn(36) id!: string;
  @WordColumn(120) name!: string;
  @WordColumn(200, { nullable: true }) contact!: string | null;
  @WordColumn(43) keyHash!: string;
  @InstantColumn() createdAt!: number;
  @WordColumn() createdBy!: string;
  @InstantColumn({ nullable: true }) usedAt!: number | null;
  @InstantColumn({ nullable: true }) revokedAt!: number | null;
  @WordColumn(64, { nullable: true }) revokedBy!: string | null;
}

/** Which client filed a case; written with the case, read by nobody but whoever has to look into a misuse. */
@Entity('open311_filings')
@Index('open311_filings_client', ['clientId', 'at'])
export class Open311Filing {
  @KeyColumn(14) caseNumber!: string;
  @WordColumn(36) clientId!: string;
  @InstantColumn() at!: number;
}
