import type { ScoreEntry } from './scoring.js';
import type { LadderStep, ScoringSettings } from './scoring-settings.js';
import { PROVEN_RULES } from './self-found-share.js';
import { type Day, dayOf, type Instant } from './time.js';

/** How often proven in the rolling period, and what that comes to. */
export interface LadderRow {
  departmentCode: string;
  /** Keyed blind index of a person within the department; null for the unit. */
  person: string | null;
  proven: number;
  step: LadderStep | null;
  entryIds: string[];
}

/** The same day so many months before; a shorter month ends with its last. */
export function monthsBefore(day: Day, months: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const index = year * 12 + (month - 1) - months;
  const [y, m] = [Math.floor(index / 12), (index % 12) + 1];
  const last = new Date(Date.UTC(y, m, 0)).getUTCDate();
  return `${y}-${String(m).padStart(2, '0')}-${String(Math.min(date, last)).padStart(2, '0')}`;
}

const rung = (rungs: readonly { from: number; step: LadderStep }[], proven: number): LadderStep | null =>
  rungs.filter(({ from }) => proven >= from).sort((a, b) => b.from - a.from)[0]?.step ?? null;

/**
 * Proven cases of each unit and each person within the rolling months that end with the instant; what was taken back does not count, and
 * one investigation or self-finding counts once. Source: domain sources 3.3, ladders.
 */
export function ladderOf(entries: readonly ScoreEntry[], { ladder }: Pick<ScoringSettings, 'ladder'>, now: Instant): LadderRow[] {
  const since = monthsBefore(dayOf(now), ladder.months);
  const takenBack = new Set(entries.flatMap(({ entryId }) => entryId ?? []));
  const standing = entries.filter(
    ({ id, rule, at }) => PROVEN_RULES.includes(rule) && !takenBack.has(id) && dayOf(at) > since && at <= now,
  );
  const rows = new Map<string, LadderRow & { subjects: Set<string> }>();
  const count = (one: ScoreEntry, person: string | null) => {
    const key = `${one.departmentCode}\0${person ?? ''}`;
    const row = rows.get(key) ?? {
      ...{ departmentCode: one.departmentCode, person, proven: 0, step: null, entryIds: [], subjects: new Set<string>() },
    };
    row.subjects.add(one.findingNumber ?? one.investigationNumber ?? one.id);
    row.entryIds.push(one.id);
    rows.set(key, row);
  };
  for (const one of standing) {
    count(one, null);
    if (one.person) count(one, one.person);
  }
  return [...rows.values()]
    .map(({ subjects, ...row }) => ({
      ...row,
      proven: subjects.size,
      step: rung(row.person === null ? ladder.unit : ladder.person, subjects.size),
    }))
    .sort(
      (a, b) => b.proven - a.proven || (a.departmentCode < b.departmentCode ? -1 : 1) || (a.person ?? '').localeCompare(b.person ?? ''),
    );
}
