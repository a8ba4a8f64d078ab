import { cardTimes } from '../domain/card-rules.js';
import { longOverdueTime, urgingTime } from '../domain/office-settings.js';
import type { Instant } from '../domain/time.js';
import type { Keys } from '../platform/crypto.js';
import { type Db, insertRows } from '../platform/db.js';
import { orderColumns } from '../supervision/order.store.js';
import { personPlace } from '../supervision/explanations.js';
import type { OfficeYears } from './office-years.js';

/** Rows of one transaction: short enough for the deadline of a slow server. */
const ROWS_A_TIME = 4_000;
export const OFFICE_TABLES = [
  'supervision_orders',
  'supervision_stages',
  'supervision_parts',
  'supervision_reports',
  'supervision_cases',
  'spot_checks',
  'spot_check_cases',
  'cards',
  'explanations',
  'accountability',
  'concerns',
  'urgings',
  'overdue_watches',
];

/** Writes what the office did in those two years, and what it still watches. */
export async function writeOffice({ office, book, papers }: OfficeYears, { db, keys }: { db: Db; keys: Keys }): Promise<void> {
  const orders = book.orders.map(({ order, ...row }) => ({ ...orderColumns(order), ...row }));
  const owned = <T extends object>(pick: (order: (typeof book.orders)[number]['order']) => readonly T[]) =>
    book.orders.flatMap(({ order }) => pick(order).map((one) => ({ orderNumber: order.orderNumber, ...one })));
  const tables: Record<string, readonly object[]> = {
    supervision_orders: orders,
    supervision_stages: owned(({ stages }) => stages),
    supervision_parts: owned(({ parts }) => parts),
    supervision_reports: owned(({ reports }) => reports),
    supervision_cases: owned(({ caseNumbers }) => caseNumbers.map((caseNumber) => ({ caseNumber }))),
    spot_checks: book.draws.map(({ list: _, ...draw }) => draw),
    spot_check_cases: book.draws.flatMap(({ drawNumber, list }) => list.map((one) => ({ drawNumber, ...one }))),
    cards: office.cards,
    explanations: papers.letters,
    accountability: papers.accounts.map((one) => ({ ...one, person: keys.encrypt(one.person, personPlace(one.id)) })),
    concerns: office.concerns,
    urgings: office.urgings,
    overdue_watches: watches(office),
    counters: [...book.counters].map(([name, value]) => ({ name, value })),
  };
  for (const [table, rows] of Object.entries(tables)) {
    for (let from = 0; from < rows.length; from += ROWS_A_TIME) {
      await db.write((tx) => insertRows(tx, table, rows.slice(from, from + ROWS_A_TIME)));
    }
  }
}

/** Limits that have passed and still run: the live office goes on watching them where the history ends. */
function watches({ tools: { world, story, calendar, cards, office } }: OfficeYears['office']): object[] {
  const { until } = world;
  const ahead = (at: Instant): Instant | null => (at < until ? null : at);
  return story.lives.flatMap(({ state }) =>
    (state?.limits ?? [])
      .filter((limit) => limit.level >= 2 && limit.assignmentId !== null && (limit.state === 'running' || limit.state === 'paused'))
      .map(({ id: limitId, caseNumber, dueAt, name }) => {
        const times = cardTimes(cards, calendar, dueAt);
        const earns = cards.overdue.limits.includes(name);
        const left = {
          yellowAt: earns ? ahead(times.yellow) : null,
          urgeAt: ahead(urgingTime(office, calendar, dueAt)),
          redAt: earns ? ahead(times.red) : null,
          longAt: ahead(longOverdueTime(office, calendar, dueAt)),
        };
        const next = Object.values(left).filter((at): at is Instant => at !== null);
        return { limitId, caseNumber, dueAt, ...left, nextAt: next.length > 0 ? Math.min(...next) : until };
      }),
  );
}
