import { Injectable } from '@nestjs/common';
import { lensOf } from '../cases/figure-conditions.js';
import { type DepartmentEntry, Reference } from '../departments/reference.js';
import type { Tally } from '../domain/figure-values.js';
import { comparedPeriod, type Comparison, startOf } from '../domain/periods.js';
import { type Day, dayOf, fromInstant, toInstant } from '../domain/time.js';
import type { Scope } from '../domain/visibility.js';
import { Clock } from '../platform/clock.js';
import type { Unit } from './columns.js';
import { Facts } from './facts.js';
import type { Counted, Narrow, Period } from './figure-views.js';

/** What is counted for a table; each key of what comes back is one row. */
export interface Counting {
  scope: Scope;
  period: Period;
  compare?: Comparison | undefined;
  by?: readonly Unit[];
  /** Rows by department: all lenses that are a department's. */
  byLens?: boolean;
  nameOfDay?: (day: Day) => string;
}
export interface Counts {
  /** What was counted under a key; the parts of a key stand as `by` names them, joined by `|`. */
  of: (key: string) => Counted;
  keys: string[];
}

/** Counts for tables: of a period, and of the one it is compared with. */
@Injectable()
export class Counter {
  constructor(
    private readonly facts: Facts,
    private readonly reference: Reference,
    private readonly clock: Clock,
  ) {}

  async count({ scope, period, compare, by = [], byLens, nameOfDay }: Counting): Promise<Counts> {
    const own = ownDepartment(scope);
    const lens = lensOf({ departmentCode: own });
    const ask = (asked: Period) =>
      this.facts.count(scope, {
        from: fromInstant(asked.from),
        to: toInstant(asked.to),
        now: this.clock.now(),
        lenses: byLens ? (one) => (own === undefined ? one !== '' : one === own) : (one) => one === lens,
        by: byLens ? ['lens', ...by] : by,
        ...(nameOfDay ? { nameOfDay } : {}),
      });
    const earlier = compare && comparedPeriod(period, compare);
    const [now, before] = [await ask(period), earlier && (await ask(earlier))];
    const of = (key: string): Counted => ({
      tallies: now.get(key) ?? [],
      ...(earlier && before ? { earlier: { period: earlier, tallies: before.get(key) ?? [] } } : {}),
    });
    return { of, keys: [...now.keys()] };
  }

  /** The period asked for; without one the month so far. */
  periodOf({ from, to }: { from?: string; to?: string }): Period {
    const today: Day = dayOf(this.clock.now());
    return { from: from ?? startOf(today, 'month'), to: to ?? today };
  }

  /** Departments in service, and those no longer so that had cases; a department sees itself alone. */
  departmentsOf(scope: Scope, counted: readonly string[]): DepartmentEntry[] {
    return this.reference.departments.filter(
      ({ code, active }) =>
        (scope.ordinary ? active || counted.includes(code) : code === scope.departmentCode) && !scope.recusedFrom.includes(code),
    );
  }
}

/** A department reads the figures of its own part; everybody else those of whole cases. */
export const ownDepartment = ({ ordinary, departmentCode }: Scope): string | undefined =>
  ordinary ? undefined : (departmentCode ?? undefined);
export const whose = (scope: Scope): 'city' | 'department' => (ownDepartment(scope) ? 'department' : 'city');
export const ownPart = (scope: Scope): Narrow => {
  const departmentCode = ownDepartment(scope);
  return departmentCode ? { departmentCode } : {};
};

/** Several rows as one. */
export function together(rows: readonly Counted[]): Counted {
  const [first] = rows;
  const tallies = (of: (row: Counted) => readonly Tally[]) => rows.flatMap(of);
  const earlier = first?.earlier && { period: first.earlier.period, tallies: tallies((row) => row.earlier?.tallies ?? []) };
  return { tallies: tallies((row) => row.tallies), ...(earlier ? { earlier } : {}) };
}
