/** What the database does with the questions of the Open311 standard when there are many cases, and how long a full page takes. */
import { Identities } from '../src/complainants/identities.js';
import { DAY, MINUTE } from '../src/domain/time.js';
import { Requests } from '../src/open311/requests.js';
import { requestQueryOf } from '../src/open311/window.js';
import { type Inside, NOW } from './support/inside.js';
import { describePlans, wholeReads } from './support/plans.js';

const CASES = 20_000;
const LEAVES = ['0101', '0102', '0103', '0104', '0105', '0106', '0107', '0108'];
const REPLY = '经核实，窗口未一次告知所需材料，已批评教育并当场办结，退还多收的 300 元。';

const WHOLE = wholeReads({ sorts: true });
const now = Date.parse(NOW);

describePlans(`plans over ${CASES} requests`, { analysed: 'cases, complainants, assignments, case_limits', fill }, (plans) => {
  const scansOf = async (work: () => Promise<unknown>) =>
    (await plans.stepsOf(work, /\bFROM cases c\b/)).filter((step) => WHOLE.test(step));

  const requests = () => plans.of(Requests);
  const list = (fields: Record<string, string>) => requests().list(requestQueryOf(fields, now));
  const far = { start_date: new Date(now - 600 * DAY).toISOString(), end_date: new Date(now - 515 * DAY).toISOString() };
  it.each<[string, () => Promise<unknown>]>([
    ['the latest', () => list({})],
    ['the last page', () => list({ page: '10' })],
    ['those of a service', () => list({ service_code: '0103' })],
    ['a quarter long past', () => list(far)],
    ['those that are open', () => list({ status: 'open' })],
  ])('lists %s by an index', async (_, work) => expect(await scansOf(work)).toEqual([]));

  it('finds one by its name alone, and a token’s', async () => {
    const [one] = await list({ page_size: '1' });
    const scans = await scansOf(() => requests().item(one!.service_request_id));
    expect(scans).toEqual([]);
  });

  it('looks through the replies of a full page within a second', async () => {
    await list({});
    const started = performance.now();
    const page = await list({});
    expect(page).toHaveLength(100);
    expect(page.every(({ status_notes: notes }) => notes === REPLY)).toBe(true);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

/** Ten years of cases; every third has a public reply, every tenth complainant gave no name. */
async function fill(city: Inside): Promise<void> {
  const identities = city.app.get(Identities, { strict: false });
  const rows = Array.from({ length: CASES }, (_, n) => {
    const status = n % 3 === 0 ? 'closed' : 'handling';
    return city.caseRow({ receivedAt: now - n * 260 * MINUTE, status, categoryCode: LEAVES[n % 8], closedAt: n % 3 === 0 ? now : null });
  });
  const numbers = rows.map(({ caseNumber }) => caseNumber as string);
  const complainants = numbers.map((caseNumber, n) =>
    identities.rowOf(caseNumber, n % 10 === 0, { name: '欧阳小满', phone: '13800138000' }),
  );
  const parts = numbers.map((caseNumber, n) => ({
    ...{ id: `${caseNumber}-1`, caseNumber, departmentCode: 'tax', role: 'lead', status: n % 3 === 0 ? 'accepted' : 'working', round: 1 },
    ...{ returnLocked: 0, dispatchedAt: now, returnStatus: 'none', extensionStatus: 'none', publicReply: n % 3 === 0 ? REPLY : null },
  }));
  await city.insert('cases', rows);
  await city.insert('complainants', complainants);
  await city.insert('assignments', parts);
}
