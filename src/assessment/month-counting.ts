import { Injectable } from '@nestjs/common';
import { factOf, FACTS_SELECTED, type StoredFacts } from './stored-facts.js';
import { Reference } from '../departments/reference.js';
import { type MonthInput, type MonthRow, monthRows, spanOf } from '../domain/assessment.js';
import { bitsAt, factRowsOf } from '../domain/figure-facts.js';
import { type CountedCase, countsOf } from '../domain/month-counts.js';
import type { ScoreEntry } from '../domain/scoring.js';
import { repriced } from '../domain/scoring.js';
import type { GroupSettings, ScoringSettings } from '../domain/scoring-settings.js';
import type { Instant } from '../domain/time.js';
import { type VetoEvent, vetoesOf } from '../domain/vetoes.js';
import { Db } from '../platform/db.js';
import { entryOf } from './ledger.js';
import { Replays } from './replays.js';

/** A month as it was counted, and under which rules. */
export interface CountedMonth {
  month: string;
  settings: ScoringSettings;
  groups: GroupSettings;
  rows: MonthRow[];
}

/** Counts a month: from the tables while it is open, from the log when it is closed. Both by the same rules. Source: domain text, section 9. */
@Injectable()
export class MonthCounting {
  constructor(
    private readonly db: Db,
    private readonly reference: Reference,
    private readonly replays: Replays,
  ) {}

  /** The month as the tables have it now; with other rules, what they would make of it. */
  async fromTables(month: string, now: Instant, given?: ScoringSettings): Promise<CountedMonth> {
    const { begins, ends } = spanOf(month);
    const stored = await this.db.read<StoredFacts>(
      `SELECT ${FACTS_SELECTED} FROM cases c JOIN case_facts f ON f.caseNumber = c.caseNumber
       WHERE c.receivedAt >= ? AND c.receivedAt < ? AND c.sealed = 0`,
      [begins, ends],
    );
    const cases = stored.map((row): CountedCase => ({ lens: row.lens, bits: bitsAt(factOf(row), now) }));
    return this.counted(month, cases, await this.entries(month), await this.vetoes(month), given);
  }

  /** The month as the log has it up to a number, at an instant: the same bytes whenever and wherever it is counted. */
  async fromLog(month: string, { upTo, at }: { upTo: number; at: Instant }, entries?: readonly ScoreEntry[]): Promise<CountedMonth> {
    const { firstCase, beyond } = spanOf(month);
    const cases: CountedCase[] = [];
    for await (const { state } of this.replays.every({ from: firstCase, before: beyond, upTo }, await this.replays.rules())) {
      for (const row of factRowsOf(state, this.reference.tree)) cases.push({ lens: row.lens, bits: bitsAt(row, at) });
    }
    return this.counted(month, cases, entries ?? (await this.entries(month, upTo)), await this.vetoes(month, upTo));
  }

  private counted(
    month: string,
    cases: readonly CountedCase[],
    entries: readonly ScoreEntry[],
    vetoes: MonthInput['vetoes'],
    given?: ScoringSettings,
  ): CountedMonth {
    const { ends } = spanOf(month);
    const [settings, groups] = [given ?? this.reference.rulesAt('scoring', ends - 1), this.reference.rulesAt('groups', ends - 1)];
    const departments = new Set(this.reference.departments.map(({ code }) => code));
    const counts = countsOf(cases.filter(({ lens }) => departments.has(lens)));
    const points = pointsBy(entries, given && repriced(entries, given));
    return { month, settings, groups, rows: monthRows({ settings, groups: groups.groups, counts, points, vetoes }) };
  }

  private async entries(month: string, upTo?: number): Promise<ScoreEntry[]> {
    const rows = await this.db.readPrimary<ScoreEntry>(
      `SELECT * FROM score_entries WHERE period = ?${upTo === undefined ? '' : ' AND eventNumber <= ?'} ORDER BY eventNumber, id`,
      upTo === undefined ? [month] : [month, upTo],
    );
    return rows.map(entryOf);
  }

  /** Vetoes as the log tells of them. */
  private async vetoes(month: string, upTo = Number.MAX_SAFE_INTEGER): Promise<MonthInput['vetoes']> {
    const rows = await this.db.readPrimary<{ type: string; facts: string }>(
      "SELECT type, facts FROM events WHERE audience = 'office' AND type IN ('veto.imposed','veto.lifted') AND number <= ? ORDER BY number",
      [upTo],
    );
    const events = rows.map(({ type, facts }): VetoEvent => ({ type, facts: JSON.parse(facts) as VetoEvent['facts'] }));
    return vetoesOf(events, Number(month.slice(0, 4)));
  }
}

/** Points by department; under other rules what they would be. */
export function pointsBy(entries: readonly ScoreEntry[], prices?: ReadonlyMap<string, number>): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { id, departmentCode, points } of entries)
    sums.set(departmentCode, (sums.get(departmentCode) ?? 0) + (prices?.get(id) ?? points));
  return sums;
}
