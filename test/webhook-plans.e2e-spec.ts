/** What the database does with the questions about news for other systems when there is much of it: an index leads to the rows. */
import { HOUR, MINUTE } from '../src/domain/time.js';
import { WebhookSending } from '../src/webhooks/sending.js';
import { WebhookQueries } from '../src/webhooks/webhook.queries.js';
import { type Inside, NOW } from './support/inside.js';
import { describePlans, wholeReads } from './support/plans.js';

const CASES = 3_000;
const DELIVERIES = 24_000;
const SUBSCRIPTIONS = 6;

const WHOLE = wholeReads({ sorts: true });
const now = Date.parse(NOW);
const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

describePlans(`plans over ${DELIVERIES} deliveries`, { analysed: 'cases, webhook_deliveries, webhook_attempts', fill }, (plans) => {
  const scansOf = async (work: () => Promise<unknown>) =>
    (await plans.stepsOf(work, /\bwebhook_(deliveries|attempts)\b/)).filter((step) => WHOLE.test(step));

  const queries = () => plans.of(WebhookQueries);
  const page = { page: 1, pageSize: 20 };
  it.each<[string, () => Promise<unknown>]>([
    ['the deliveries of a system', () => queries().deliveries('sub-1', page)],
    ['those it never took', () => queries().deliveries('sub-1', { ...page, state: 'dead' })],
    ['one with its calls', () => queries().delivery('sub-1', idOf(1))],
    ['what is due', () => plans.of(WebhookSending).sweep()],
    ['what is old', () => plans.of(WebhookSending).forget()],
  ])('finds %s by an index', async (_, work) => expect(await scansOf(work)).toEqual([]));
});

/** Most of it delivered; a few hundred wait for their hour, some are given up. */
async function fill(city: Inside): Promise<void> {
  const rows = Array.from({ length: CASES }, (_, n) => city.caseRow({ receivedAt: now - n * HOUR }));
  await city.insert('cases', rows);
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
  await city.insert('webhook_deliveries', deliveries);
  await city.insert(
    'webhook_attempts',
    deliveries.map(({ id }) => ({ deliveryId: id, attempt: 1, at: now, ms: 20, status: 200, error: null })),
  );
}
