import { Entity, Index } from 'typeorm';
import { CountColumn, FlagColumn, InstantColumn, KeyColumn, NumberKeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** A supervision order 督办. Rules read it as `OrderState`. */
@Entity('supervision_orders')
@Index('supervision_orders_status', ['status', 'nextDueAt', 'orderNumber'])
@Index('supervision_orders_created', ['createdAt', 'orderNumber'])
export class SupervisionOrder {
  @KeyColumn(16) orderNumber!: string;
  @CountColumn() version!: number;
  @WordColumn(16) status!: string;
  @WordColumn(16) mode!: string;
  @WordColumn(16) form!: string;
  @TextColumn() task!: string;
  @InstantColumn() dueAt!: number;
  @InstantColumn({ nullable: true }) nextDueAt!: number | null;
  /** The spot check it came of. */
  @WordColumn(16, { nullable: true }) drawNumber!: string | null;
  @WordColumn(16, { nullable: true }) finding!: string | null;
  @TextColumn({ nullable: true }) conclusion!: string | null;
  @InstantColumn({ nullable: true }) concludedAt!: number | null;
  @InstantColumn() createdAt!: number;
  @WordColumn() createdBy!: string;
}

/** A stage of an order with its own limit. */
@Entity('supervision_stages')
export class SupervisionStage {
  @KeyColumn(16) orderNumber!: string;
  @NumberKeyColumn() position!: number;
  @TextColumn({ nullable: true }) task!: string | null;
  @InstantColumn() dueAt!: number;
}

/** A department's part in an order. */
@Entity('supervision_parts')
@Index('supervision_parts_department', ['departmentCode', 'orderNumber'])
export class SupervisionPart {
  @KeyColumn(16) orderNumber!: string;
  @KeyColumn(32) departmentCode!: string;
  @WordColumn(16) status!: string;
  @CountColumn() stage!: number;
  @InstantColumn({ nullable: true }) signedAt!: number | null;
}

/** What a department reported, and what the office said to it. */
@Entity('supervision_reports')
@Index('supervision_reports_order', ['orderNumber', 'at'])
export class SupervisionReport {
  @KeyColumn(36) id!: string;
  @WordColumn(16) orderNumber!: string;
  @WordColumn(32) departmentCode!: string;
  @CountColumn() stage!: number;
  @TextColumn() text!: string;
  @WordColumn(16) state!: string;
  @TextColumn({ nullable: true }) reason!: string | null;
  @InstantColumn() at!: number;
  @WordColumn() username!: string;
  @InstantColumn({ nullable: true }) decidedAt!: number | null;
}

/** The cases an order is about. */
@Entity('supervision_cases')
@Index('supervision_cases_case', ['caseNumber', 'orderNumber'])
export class SupervisionCase {
  @KeyColumn(16) orderNumber!: string;
  @KeyColumn(14) caseNumber!: string;
}

/** A spot check: filter, seed and list are fixed when it is announced. `docs/spot-checks.md` */
@Entity('spot_checks')
@Index('spot_checks_announced', ['announcedAt', 'drawNumber'])
export class SpotCheck {
  @KeyColumn(16) drawNumber!: string;
  @CountColumn() version!: number;
  @WordColumn(16) state!: string;
  @InstantColumn() closedFrom!: number;
  @InstantColumn() closedTo!: number;
  @WordColumn(32, { nullable: true }) departmentCode!: string | null;
  @WordColumn(16, { nullable: true }) categoryCode!: string | null;
  @CountColumn() count!: number;
  @WordColumn(200) seed!: string;
  @CountColumn() population!: number;
  @WordColumn(64) listHash!: string;
  @InstantColumn() announcedAt!: number;
  @WordColumn() announcedBy!: string;
  @InstantColumn({ nullable: true }) drawnAt!: number | null;
  @WordColumn(64, { nullable: true }) drawnBy!: string | null;
}

/** The population of a spot check, and what was drawn of it. */
@Entity('spot_check_cases')
@Index('spot_check_cases_case', ['caseNumber'])
export class SpotCheckCase {
  @KeyColumn(16) drawNumber!: string;
  @KeyColumn(14) caseNumber!: string;
  @FlagColumn() drawn!: number;
  /** SHA-256 of seed and number, of those drawn. */
  @WordColumn(64, { nullable: true }) rankKey!: string | null;
}
