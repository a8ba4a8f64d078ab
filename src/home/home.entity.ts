import { Entity } from 'typeorm';
import { InstantColumn, KeyColumn } from '../platform/columns.js';

/** When each account looked at its first page; what came later is news to it. */
@Entity('home_looks')
export class HomeLook {
  @KeyColumn() username!: string;
  @InstantColumn() sinceAt!: number;
  @InstantColumn() lookedAt!: number;
}
