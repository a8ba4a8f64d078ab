/** What the database does with the questions about news for other systems when there is much of it: an index leads to the rows. */
import { HOUR, MINUTE } from '../src/domain/time.js';
import type { Db } from '../src/platform/db.js';
import { WebhookSending } from '../src/webhooks/sending.js';
import { WebhookQueries } from '../src/webhooks/webhook.queries.js';
import { engine, freshDatabase, type TestDatabase } from './support/database.js';
import { type Inside, NOW, openInside } from './support/inside.js';
import { describeWithServer } from './support/skip.js';

const CASES = 3_000;
const DELIVERIES = 24_000;
const SUBSCRIPTIONS = 6;

describeWithServer(`plans over ${DELIVERIES} deliveries`, () => {
  let database: TestDatabase;
  let city: Inside;
  const now = Date.parse(NOW);
  const asked: { sql: string; params: readonly unknown[] }[] = [];

  beforeAll(async () => {
    database = await freshDatabase();
    city = await openInside(database);
    await fill();
    if (engine === 'mysql') await city.db.read('ANALYZE TABLE cases, webhook_deliveries, webhook_attempts');
    listenTo(city.db);
  }, 240_000);
  afterAll(async () => {
    await city?.app.close();
    await database?.drop();
  });

  /** Notes every question, those of transactions too. */
  function listenTo(db: Db): void {
    for (const door of ['read', 'readPrimary'] as const) {
      const ask = db[door].bind(db);
      db[door] = <Row>(sql: string, params: readonly unknown[] = []): Promise<Row[]> => {
        asked.push({ sql, params });
        return ask<Row>(sql, params);
      };
    }
    const write = db.write.bind(db);
    db.write = (work) =>
      write((tx) => {
        const ask = tx.query.bind(tx);
        tx.query = ((sql: string, params: unknown[] = []) => {
          asked.push({ sql, params });
          return ask(sql, params);
        }) as typeof tx.query;
        return work(tx);
      });
  }

  const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  /** Most of it delivered; a few hundred wait for their hour, some are given up. */
  async function fill(): Promise<void> {
    const rows = Array.from({ length: CASES }, (_, n) => city.caseRow({ receivedAt: now - n * HOUR }));
    for (let from = 0; from < CASES; from += 1_000) await city.insert('cases', rows.slice(from, from + 1_000));
    await city.insert(
      'webhook_subscriptions',
      Array.from({ length: SUBSCRIPTIONS }, (_, n) => ({
        ...{
          id: `sub-${n}`,
          name: `系统${n}`,
          url: 'https://data.city.example/',
          events: '["case.registered"]',
          secret: '-',
          state: 'active',
        },
        ...{ afterNumber: 0, createdAt: now, createdBy: 'admin1', endedAt: null },
      })),
    );
    const deliveries = Array.from({ length: DELIVERIES }, (_, n) => ({
      ...{
        id: idOf(n),
        dedupeKey: `sub-${n % SUBSCRIPTIONS}:${n}`,
        subscriptionId: `sub-${n % SUBSCRIPTIONS}`,
        type: 'case.registered',
        number: n,
      },
      ...{ caseNumber: rows[n % CASES]!.caseNumber, body: '{}', state: n % 100 === 0 ? 'waiting' : n % 101 === 0 ? 'dead' : 'delivered' },
      ...{ attempts: 1, tries: 1, firstAt: now, nextAt: n % 100 === 0 ? now + HOUR : null, leaseUntil: null, createdAt: now - n * MINUTE },
      ...{ deliveredAt: null, lastStatus: 200, lastError: null },
    }));
    for (let from = 0; from < DELIVERIES; from += 1_000) await city.insert('webhook_deliveries', deliveries.slice(from, from + 1_000));
    await city.insert(
      'webhook_attempts',
      deliveries.map(({ id }) => ({ deliveryId: id, attempt: 1, at: now, ms: 20, status: 200, error: null })),
    );
  }

  /** Steps that read deliveries, their calls or cases as a whole, or (embedded) sort what an index would have given in order. */
  async function scansOf(work: () => Promise<unknown>): Promise<string[]> {
    asked.length = 0;
    await work();
    const questions = asked.filter(({ sql }) => /^\s*SELECT/.test(sql) && /\bwebhook_(deliveries|attempts)\b/.test(sql));
    expect(questions.length).toBeGreaterThan(0);
    const scans: string[] = [];
    for (const { sql, params } of questions) {
      if (engine === 'mysql') {
        const plan = await city.db.read<{ type: string }>(`EXPLAIN ${sql}`, params);
        scans.push(...plan.filter(({ type }) => type === 'ALL').map((step) => `${JSON.stringify(step)} ${sql}`));
      } else {
        const plan = await city.db.read<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params);
        scans.push(...plan.map(({ detail }) => detail).filter((step) => /^SCAN \w+$|USE TEMP B-TREE FOR ORDER BY/.test(step)));
      }
    }
    return scans;
  }

  const queries = () => city.app.get(WebhookQueries, { strict: false });
  const page = { page: 1, pageSize: 20 };
  it.each<[string, () => Promise<unknown>]>([
    ['the deliveries of a system', () => queries().deliveries('sub-1', page)],
    ['those it never took', () => queries().deliveries('sub-1', { ...page, state: 'dead' })],
    ['one with its calls', () => queries().delivery('sub-1', idOf(1))],
    ['what is due', () => city.app.get(WebhookSending, { strict: false }).sweep()],
    ['what is old', () => city.app.get(WebhookSending, { strict: false }).forget()],
  ])('finds %s by an index', async (_, work) => expect(await scansOf(work)).toEqual([]));
});
