import { hashOf, pagesOf, snapshotOf } from '../assessment/closings.js';
import { pointsBy } from '../assessment/month-counting.js';
import { monthOf, monthRows, nextMonth } from '../domain/assessment.js';
import type { Actor, CaseState } from '../domain/case-state.js';
import { bitsAt, factRowsOf } from '../domain/figure-facts.js';
import { casesNeeded, type ClosedMonth, LedgerBook } from '../domain/ledger-book.js';
import { countsOf } from '../domain/month-counts.js';
import type { Department } from '../domain/routing.js';
import { type ScoredEvent, SCORED_TYPES, type ScoreEntry } from '../domain/scoring.js';
import { readGroupSettings, readScoringSettings } from '../domain/scoring-settings.js';
import { DAY, type Day, dayOf, HOUR, type Instant, instantOf } from '../domain/time.js';
import { type VetoEvent, vetoesOf } from '../domain/vetoes.js';
import { type Db, insertRows } from '../platform/db.js';
import { configJson } from '../platform/settings.js';
import type { Random } from './random.js';
import type { SelfFindingHistory, Told } from './self-findings.js';
import { idAt } from './telling.js';

type Row = Record<string, unknown>;
/** What the assessment needs of the two years that were played. */
export interface Played {
  /** The log of the cases, in the order of time. */
  events: readonly Told[];
  /** Cases of a month as they stood when it was closed. */
  statesOf: (month: string) => readonly CaseState[];
  /** A case right after an event that is scored by it. */
  stateAfter: (event: Told, caseNumber: string) => CaseState | undefined;
  /** What the commission told, its facts in plain. */
  inquiries: readonly Told[];
  findings: SelfFindingHistory;
  departments: readonly Department[];
  leaderOf: (departmentCode: string) => Actor;
  supervisor: Actor;
  commissioner: Actor;
  until: Instant;
  /** Number of the last event before these. */
  base: number;
}
/** The whole log with what the assessment told, and the rows that go with it. */
export interface AssessmentHistory {
  events: Told[];
  rows: Record<string, Row[]>;
}

/** Months are closed on the third, in the morning. */
export const closingInstant = (month: string): Instant => instantOf(`${nextMonth(month)}-03`, 570);
/** The months that were closed before the present, from the first case on. */
export function closedMonths(first: Instant, until: Instant): string[] {
  const months: string[] = [];
  for (let month = monthOf(dayOf(first)); closingInstant(month) < until; month = nextMonth(month)) months.push(month);
  return months;
}

const APPEALS = [
  ['期限内已与诉求人当面办结，因系统录入延迟造成超时，请予复核。', '经核对现场记录，情况属实，冲回扣分。'],
  ['事项涉及多部门会商，延误非本单位原因，请予考虑。', '会商记录不能说明延误原因，维持原扣分。'],
] as const;
const ONE_APPEAL_IN = 23;

/**
 * The assessment of the two years: reads the log from its beginning as the ledger does, lets departments appeal and the supervisor decide,
 * closes each month on the third of the next. What it tells stands in the log in the order of time.
 */
export function assessmentHistory(played: Played, random: Random): AssessmentHistory {
  return new Assessing(played, random).play();
}

class Assessing {
  private readonly scoring = readScoringSettings(configJson('scoring.json'));
  private readonly groups = readGroupSettings(configJson('groups.json'));
  private readonly events: Told[] = [];
  private readonly closings: (ClosedMonth & Row)[] = [];
  private readonly vetoes: VetoEvent[] = [];
  private readonly appeals: Row[] = [];
  private readonly pages: Row[] = [];
  /** What will be told besides the log of cases, the earliest first. */
  private readonly ahead: Told[];
  private readonly current = new Map<string, CaseState>();
  private readonly book: LedgerBook;

  constructor(
    private readonly played: Played,
    private readonly random: Random,
  ) {
    const { events, until, findings, inquiries, commissioner } = played;
    const closings = closedMonths(events[0]!.at, until).map((month) => closingOf(month, commissioner));
    this.ahead = [...findings.events, ...inquiries, ...vetoEvents(played), ...closings].sort((a, b) => a.at - b.at);
    const caseAt = (caseNumber: string) => this.current.get(caseNumber);
    this.book = new LedgerBook({ settingsAt: () => this.scoring, caseAt, closings: this.closings });
  }

  play(): AssessmentHistory {
    for (const event of this.played.events) {
      while (this.ahead[0] && this.ahead[0].at <= event.at) this.next(this.ahead.shift()!);
      this.tell(event);
    }
    while (this.ahead[0]) this.next(this.ahead.shift()!);
    const { findings, entries } = this.played.findings;
    return {
      events: this.events,
      rows: {
        ...{ score_entries: this.book.entries.map((entry) => ({ ...entry })), score_appeals: this.appeals, self_findings: findings },
        ...{ self_finding_entries: entries, vetoes: vetoRows(this.played) },
        ...{ month_closings: this.closings, month_closing_pages: this.pages },
      },
    };
  }

  private next(event: Told): void {
    if (event.type === 'assessment.closed') this.close(event);
    else this.tell(event);
  }

  private tell(event: Told): void {
    const { type, at, facts, caseNumber } = event;
    this.events.push(event);
    if (type.startsWith('veto.')) this.vetoes.push({ type, facts });
    if (!SCORED_TYPES.includes(type) && !type.startsWith('self-finding.')) return;
    const number = this.played.base + this.events.length;
    const heard: ScoredEvent = { number, type, at, caseNumber: caseNumber ?? null, facts };
    for (const needed of casesNeeded(heard)) {
      const state = this.played.stateAfter(event, needed);
      if (state) this.current.set(needed, state);
    }
    for (const entry of this.book.hear(heard)) this.appeal(entry);
  }

  private later(event: Told): void {
    const place = this.ahead.findIndex(({ at }) => at > event.at);
    this.ahead.splice(place < 0 ? this.ahead.length : place, 0, event);
  }

  /** Some of what costs points is appealed against; half of it with success. */
  private appeal({ id: entryId, rule, eventNumber, departmentCode, at }: ScoreEntry): void {
    if (!['overdue', 'refused-return'].includes(rule) || eventNumber % ONE_APPEAL_IN !== 0) return;
    const { until, supervisor, leaderOf } = this.played;
    const chance = this.random.fork(eventNumber);
    const [askedAt, granted] = [at + 2 * DAY + 3 * HOUR, chance.chance(0.5)];
    const decidedAt = askedAt + chance.whole([3, 9]) * DAY;
    if (askedAt >= until) return;
    const by = leaderOf(departmentCode);
    const [reason, decision] = APPEALS[granted ? 0 : 1];
    const [facts, status] = [{ entryId, departmentCode }, granted ? 'granted' : 'refused'];
    const isDecided = decidedAt < until;
    this.later({ type: 'score.appealed', facts, by, at: askedAt, audience: 'office' });
    if (isDecided) this.later({ type: `score.appeal-${status}`, facts, by: supervisor, at: decidedAt, audience: 'office' });
    this.appeals.push({
      ...{ entryId, departmentCode, status: isDecided ? status : 'asked', reason, askedBy: by.username, askedAt },
      ...(isDecided ? { decision, decidedBy: supervisor.username, decidedAt } : { decision: null, decidedBy: null, decidedAt: null }),
    });
  }

  private close(event: Told): void {
    const { played, scoring: settings, groups } = this;
    const month = String(event.facts.month);
    const [upTo, at] = [played.base + this.events.length, event.at];
    const codes = new Set(played.departments.map(({ code }) => code));
    const cases = played
      .statesOf(month)
      .flatMap((state) =>
        factRowsOf(state, played.departments).flatMap((row) => (codes.has(row.lens) ? [{ lens: row.lens, bits: bitsAt(row, at) }] : [])),
      );
    const points = pointsBy(this.book.entries.filter(({ period }) => period === month));
    const vetoes = vetoesOf(this.vetoes, Number(month.slice(0, 4)));
    const rows = monthRows({ settings, groups: groups.groups, counts: countsOf(cases), points, vetoes });
    const content = snapshotOf({ month, settings, groups, rows }, { upTo, at });
    const hash = hashOf(content);
    this.closings.push({ month, upTo, at, hash, closedBy: played.commissioner.username, closedAt: at });
    this.pages.push(...pagesOf(month, content));
    this.events.push({ ...event, facts: { month, hash, upTo } });
  }
}

const closingOf = (month: string, by: Actor): Told => ({
  type: 'assessment.closed',
  facts: { month },
  by,
  at: closingInstant(month),
  audience: 'office',
});

/** One veto that stands and one that waits for the commissioner. */
interface VetoStory {
  id: string;
  departmentCode: string;
  ground: string;
  raisedAt: Instant;
  reason: string;
  decision?: string;
  decidedAt?: Instant;
}
function vetoStories({ until, events }: Played): VetoStory[] {
  const first = events[0]!.at;
  const random = { next: () => 0.5 } as Random;
  const at = (share: number): Instant => instantOf(dayOf(first + (until - first) * share), 620);
  const imposed = { decision: '查证属实，取消年度评先评优资格。', decidedAt: at(0.46) + 6 * DAY };
  return [
    {
      id: idAt(at(0.46), random),
      departmentCode: 'urban',
      ground: 'responsible-leader',
      raisedAt: at(0.46),
      reason: '主要负责人因收费问题被问责。',
      ...imposed,
    },
    {
      id: idAt(at(0.985), random),
      departmentCode: 'transport',
      ground: 'retaliation',
      raisedAt: at(0.985),
      reason: '投诉企业被连续检查三次，疑似打击报复，提请认定。',
    },
  ];
}
const vetoEvents = (played: Played): Told[] =>
  vetoStories(played).flatMap(({ id, departmentCode, ground, raisedAt, decidedAt }) => {
    const facts = { vetoId: id, departmentCode, ground, year: Number(dayOf(raisedAt).slice(0, 4)) };
    const about = { facts, audience: 'office' as const };
    return [
      { type: 'veto.proposed', ...about, by: played.supervisor, at: raisedAt },
      ...(decidedAt === undefined ? [] : [{ type: 'veto.imposed', ...about, by: played.commissioner, at: decidedAt }]),
    ];
  });
const vetoRows = (played: Played): Row[] =>
  vetoStories(played).map(({ raisedAt, decision, decidedAt, ...one }) => ({
    ...{ ...one, year: Number(dayOf(raisedAt).slice(0, 4)), raisedAt, raisedBy: played.supervisor.username },
    ...{ status: decidedAt === undefined ? 'proposed' : 'imposed', version: decidedAt === undefined ? 1 : 2, decision: decision ?? null },
    ...{ decidedAt: decidedAt ?? null, decidedBy: decidedAt === undefined ? null : played.commissioner.username },
  }));

/** The tables of the assessment that the demo fills. */
export const ASSESSMENT_TABLES = [
  'score_entries',
  'score_appeals',
  'self_findings',
  'self_finding_entries',
  'vetoes',
  'month_closings',
  'month_closing_pages',
];

/** Writes the rows; the ledger stands at the end of the log. */
export async function writeAssessment(
  db: Db,
  { rows, events }: AssessmentHistory,
  base: number,
  counters: ReadonlyMap<Day, number>,
): Promise<void> {
  await db.write(async (tx) => {
    for (const table of ASSESSMENT_TABLES) await insertRows(tx, table, rows[table] ?? []);
    const running = [...counters].map(([day, value]) => ({ name: `self-findings:${day}`, value }));
    await insertRows(tx, 'counters', [{ name: 'ledger', value: base + events.length }, ...running]);
  });
}
