import { Entity } from 'typeorm';
import { InstantColumn, KeyColumn } from '../platform/columns.js';

/** What holds of a case when figures are counted, seen through one lens: bits, and instants after which time makes others hold. ADR 0012. */
@Entity('case_facts')
export class CaseFacts {
  @KeyColumn(14) caseNumber!: string;
  @KeyColumn(40) lens!: string;
  @InstantColumn() facts!: number;
  @InstantColumn({ nullable: true }) overdueFrom!: number | null;
  @InstantColumn({ nullable: true }) responseDueFrom!: number | null;
  @InstantColumn({ nullable: true }) signDueFrom!: number | null;
  @InstantColumn({ nullable: true }) answerDueFrom!: number | null;
  @InstantColumn({ nullable: true }) everLateFrom!: number | null;
}
