import type { Actor } from '../domain/case-state.js';
import { DAY, dayOf, HOUR, type Instant } from '../domain/time.js';
import type { ToldEvent } from '../events/event-log.js';
import { type Db, insertRows } from '../platform/db.js';
import type { Keys } from '../platform/crypto.js';
import type { Random } from './random.js';
import { idAt } from './telling.js';

/** A file somebody of the demo city asked for. What was approved is made by the server itself, soon after its first start. */
interface Asked {
  by: Actor;
  kind: 'cases' | 'monthly-report' | 'ranking';
  format: 'xlsx' | 'csv' | 'docx';
  params: { filter?: Record<string, string>; month?: string };
  reason: string;
  daysAgo: number;
  state: 'requested' | 'approved' | 'refused' | 'expired';
  decision?: string;
}
const SUPERVISOR: Actor = { username: 'supervisor1', name: '邱正华', roles: ['supervisor'] };
const COMMISSIONER: Actor = { username: 'commissioner1', name: '项国栋', roles: ['commissioner'] };
const DISPATCHER: Actor = { username: 'dispatcher1', name: '康文杰', roles: ['dispatcher'] };
const REVIEWER: Actor = { username: 'reviewer1', name: '葛玉梅', roles: ['reviewer'] };
const LEADER: Actor = { username: 'housing.leader', name: '滕国良', roles: ['leader'], departmentCode: 'housing' };

const monthBefore = (at: Instant): string => dayOf(at - Number(dayOf(at).slice(8)) * DAY).slice(0, 7);

const askedIn = (until: Instant): Asked[] => [
  {
    by: SUPERVISOR,
    kind: 'cases',
    format: 'xlsx',
    params: { filter: { light: 'red' } },
    reason: '季度督办会材料',
    daysAgo: 40,
    state: 'expired',
  },
  {
    by: REVIEWER,
    kind: 'cases',
    format: 'csv',
    params: { filter: {} },
    reason: '备份',
    daysAgo: 12,
    state: 'refused',
    decision: '没有写明用途，不能导出全部工单。',
  },
  {
    by: SUPERVISOR,
    kind: 'monthly-report',
    format: 'docx',
    params: { month: monthBefore(until) },
    reason: '报送区委、区政府',
    daysAgo: 2,
    state: 'approved',
  },
  {
    by: DISPATCHER,
    kind: 'cases',
    format: 'xlsx',
    params: { filter: { status: 'handling' } },
    reason: '周例会核对在办件',
    daysAgo: 1,
    state: 'approved',
  },
  {
    by: LEADER,
    kind: 'cases',
    format: 'xlsx',
    params: { filter: { light: 'amber' } },
    reason: '本单位临期件逐件过堂',
    daysAgo: 1,
    state: 'requested',
  },
  {
    by: SUPERVISOR,
    kind: 'ranking',
    format: 'xlsx',
    params: { month: monthBefore(until) },
    reason: '联席会议通报',
    daysAgo: 1,
    state: 'requested',
  },
];

/** Rows and events of the files that were asked for. */
export function exportsAsked(until: Instant, random: Random, keys: Keys) {
  const rows: Record<string, unknown>[] = [];
  const events: ToldEvent[] = [];
  const counters = new Map<string, number>();
  for (const { by, kind, format, params, reason, daysAgo, state, decision } of askedIn(until)) {
    const at = until - daysAgo * DAY + 9 * HOUR;
    const year = dayOf(at).slice(0, 4);
    const count = (counters.get(`exports:${year}`) ?? 0) + 1;
    counters.set(`exports:${year}`, count);
    const [id, number] = [idAt(at, random), `D${year}-${String(count).padStart(6, '0')}`];
    const decidedAt = state === 'requested' ? null : at + 2 * HOUR;
    const decidedBy = by === SUPERVISOR ? COMMISSIONER : SUPERVISOR;
    const seal = (text: string, column: string) => keys.encrypt(text, `exports.${column}:${id}`);
    rows.push({
      ...{ id, number, kind, format, username: by.username, state, requestedAt: at, decidedAt },
      params: seal(JSON.stringify(params), 'params'),
      reason: seal(reason, 'reason'),
      decidedBy: decidedAt === null ? null : decidedBy.username,
      decision: decision ? seal(decision, 'decision') : null,
      version: decidedAt === null ? 1 : 2,
      progress: state === 'expired' ? 100 : 0,
      total: state === 'expired' ? 37 : null,
      attempts: state === 'expired' ? 1 : 0,
      readyAt: state === 'expired' ? at + 2 * HOUR : null,
      expiresAt: state === 'expired' ? at + 7 * DAY : null,
      downloads: state === 'expired' ? 1 : 0,
    });
    events.push({ type: 'export.requested', facts: { number, kind, format, reason }, by, at, audience: 'audit' });
    if (decidedAt === null) continue;
    const type = state === 'refused' ? 'export.refused' : 'export.approved';
    const facts = { number, kind, asker: by.username, ...(decision ? { reason: decision } : {}) };
    events.push({ type, facts, by: decidedBy, at: decidedAt, audience: 'audit' });
  }
  return { rows, events: events.filter(({ at }) => at < until).sort((a, b) => a.at - b.at), counters };
}

/** Writes them with their running numbers. */
export const writeExports = ({ rows, counters }: ReturnType<typeof exportsAsked>, db: Db): Promise<void> =>
  db.write(async (tx) => {
    await insertRows(tx, 'exports', rows);
    await tx.query("DELETE FROM counters WHERE name LIKE 'exports:%'");
    const named = [...counters].map(([name, value]) => ({ name, value }));
    await insertRows(tx, 'counters', named);
  });
