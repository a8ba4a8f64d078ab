/** What the database does with the office's lists when there are many papers: an index leads to the rows, nobody reads a whole table. */
import type { Actor } from '../src/domain/case-state.js';
import { HOUR } from '../src/domain/time.js';
import { Clock } from '../src/platform/clock.js';
import { OrderQueries } from '../src/supervision/order.queries.js';
import { PaperQueries } from '../src/supervision/paper.queries.js';
import type { Inside } from './support/inside.js';
import { describePlans, wholeReads } from './support/plans.js';

const PAPERS = 20_000;
const DEPARTMENTS = ['market', 'tax', 'housing', 'finance', 'transport', 'police', 'urban', 'labour', 'ecology', 'fire'];
const SUPERVISOR: Actor = { username: 'supervisor1', name: 'supervisor1', roles: ['supervisor'] };
const LEADER: Actor = { username: 'tax.leader', name: 'tax.leader', roles: ['leader'], departmentCode: 'tax' };
const FIRST = { page: 1, pageSize: 20 };
type Row = Record<string, unknown>;

/** Steps that read a table from end to end; an index from end to end is right for a list without a filter alone. */
const WHOLE = wholeReads({ tables: 'p o c s q', indexes: true });
const LONG = 'cases, cards, explanations, concerns, urgings, supervision_orders, supervision_parts, supervision_cases';

describePlans(`the office's lists over ${PAPERS} papers of each kind`, { analysed: LONG, fill }, (plans) => {
  const papers = () => plans.of(PaperQueries);
  const orders = () => plans.of(OrderQueries);
  const LISTS: [what: string, read: () => Promise<unknown>][] = [
    ['cards of a department', () => papers().cards(FIRST, LEADER)],
    ['cards of a department by status', () => papers().cards({ ...FIRST, status: 'issued' }, LEADER)],
    ['cards under appeal', () => papers().cards({ ...FIRST, status: 'appealed' }, SUPERVISOR)],
    ['cards of a case', () => papers().cards({ ...FIRST, caseNumber: numberOf(77) }, SUPERVISOR)],
    ['cards of one department for the office', () => papers().cards({ ...FIRST, departmentCode: 'fire' }, SUPERVISOR)],
    ['letters a department owes', () => papers().explanations({ ...FIRST, owed: true }, LEADER)],
    ['letters that are owed', () => papers().explanations({ ...FIRST, owed: true }, SUPERVISOR)],
    ['letters that were given', () => papers().explanations({ ...FIRST, status: 'given' }, SUPERVISOR)],
    ['concerns that wait', () => papers().concerns({ ...FIRST, state: 'open' }, SUPERVISOR)],
    ['concerns of a kind that wait', () => papers().concerns({ ...FIRST, state: 'open', kind: 'returns' }, SUPERVISOR)],
    ['urgings of a department', () => papers().urgings(FIRST, LEADER)],
    ['urgings nobody has read', () => papers().urgings({ ...FIRST, state: 'sent' }, SUPERVISOR)],
    ['orders to a department', () => orders().list({ ...FIRST, status: 'open' }, LEADER)],
    ['open orders by what is due', () => orders().list({ ...FIRST, status: 'open' }, SUPERVISOR)],
    ['open orders that are red', () => orders().list({ ...FIRST, status: 'open', light: 'red' }, SUPERVISOR)],
    ['orders on a case', () => orders().list({ ...FIRST, caseNumber: numberOf(77) }, SUPERVISOR)],
  ];
  it.each(LISTS)('read %s by an index', async (_what, read) => {
    expect((await plans.stepsOf(read)).filter((step) => WHOLE.test(step))).toEqual([]);
  });

  it('find in a whole list only what has no filter at all', async () => {
    const steps = await plans.stepsOf(() => papers().cards(FIRST, SUPERVISOR));
    expect(steps.some((step) => WHOLE.test(step) || /cards_issued/.test(step))).toBe(true);
  });
});

const numberOf = (index: number): string => `202601${String(index + 1).padStart(8, '0')}`;

/** Two years: most papers done with, a few hundred of each kind waiting. */
async function fill(city: Inside): Promise<void> {
  const now = city.app.get(Clock).now();
  const rows = (make: (index: number, at: number) => Row) =>
    Array.from({ length: PAPERS }, (_, index) => make(index, now - (PAPERS - index) * HOUR));
  const department = (index: number) => DEPARTMENTS[index % DEPARTMENTS.length]!;
  const isOpen = (index: number) => index % 50 < 2;
  const owner = (index: number) => ({ version: 1, departmentCode: department(index), caseNumber: numberOf(index) });
  await city.insert(
    'cases',
    rows((index, at) => city.caseRow({ caseNumber: numberOf(index), receivedAt: at, status: 'closed', closedAt: at })),
  );
  await city.insert(
    'cards',
    rows((index, at) => ({
      ...{ id: `c${index}`, onceKey: `c${index}`, ...owner(index), colour: index % 4 ? 'yellow' : 'red', rule: 'overdue', ground: '超期' },
      ...{ status: isOpen(index) ? (index % 2 ? 'issued' : 'appealed') : 'upheld', issuedAt: at, issuedBy: 'system' },
    })),
  );
  await city.insert(
    'explanations',
    rows((index, at) => ({
      ...{ id: `e${index}`, ...owner(index), status: isOpen(index) ? (index % 2 ? 'demanded' : 'given') : 'accepted' },
      ...{ ground: '说明', dueAt: at, demandedAt: at, demandedBy: 'supervisor1' },
    })),
  );
  await city.insert(
    'concerns',
    rows((index, at) => ({
      ...{ id: `n${index}`, kind: index % 3 ? 'returns' : 'repeats', subject: `n${index}`, ...owner(index), facts: '{}' },
      ...{ state: isOpen(index) ? 'open' : 'dismissed', createdAt: at },
    })),
  );
  await city.insert(
    'urgings',
    rows((index, at) => ({
      ...{
        id: `u${index}`,
        onceKey: `u${index}`,
        ...owner(index),
        text: '催办',
        state: isOpen(index) ? 'sent' : 'acknowledged',
        at,
        username: 'system',
      },
    })),
  );
  const order = (index: number) => ({ orderNumber: `DB${String(index).padStart(8, '0')}` });
  await city.insert(
    'supervision_orders',
    rows((index, at) => ({
      ...{
        ...order(index),
        version: 1,
        status: isOpen(index) ? 'open' : 'concluded',
        mode: 'key',
        form: 'ordinary',
        task: '督办',
        dueAt: at,
      },
      ...{ nextDueAt: isOpen(index) ? at : null, createdAt: at, createdBy: 'supervisor1' },
    })),
  );
  await city.insert(
    'supervision_parts',
    rows((index) => ({ ...order(index), departmentCode: department(index), status: 'working', stage: 1 })),
  );
  await city.insert(
    'supervision_stages',
    rows((index, at) => ({ ...order(index), position: 1, dueAt: at })),
  );
  await city.insert(
    'supervision_cases',
    rows((index) => ({ ...order(index), caseNumber: numberOf(index) })),
  );
}
