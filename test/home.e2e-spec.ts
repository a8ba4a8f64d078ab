/** The first page over HTTP: each role finds its own blocks, filled by the lists' own rule, and what is news is kept per account. */
import { type Json, refused, succeeded } from './support/client.js';
import { ANSWER, SUMMARY } from './support/desks.js';
import { describeTown } from './support/town-story.js';

describeTown('the first page', { CLOCK_RATE: '0' }, (here) => {
  const { desks } = here;

  const home = async (who: string): Promise<Json> => succeeded(await (await desks.as(who)).get('/home'));
  const block = async (who: string, name: string): Promise<Json> => (await home(who)).blocks.find((one: Json) => one.name === name);
  const numbers = (found: Json): string[] => (found.cases ?? []).map(({ caseNumber }: Json) => caseNumber as string);
  const look = async (who: string, body = {}): Promise<Json> => succeeded(await (await desks.as(who)).put('/home/look', body));

  it('is refused to whoever is not signed in', async () => {
    refused(await here.app.client().get('/home'), 401);
    refused(await here.app.client().put('/home/look', {}), 401);
  });

  it.each([
    ['operator', ['tasks', 'own-returned', 'own-open', 'changed-mine', 'own-calls']],
    ['dispatcher', ['to-dispatch', 'asked', 'to-accept', 'late-desk', 'changed-desk']],
    ['reviewer', ['to-call-back', 'to-review', 'tasks', 'late-desk', 'changed-desk']],
    ['market', ['to-sign', 'due-today', 'again', 'own-late', 'changed-own']],
    ['market!', ['to-sign-off', 'explanations-owed', 'urgings', 'due-today', 'own-late', 'changed-own', 'own-rates']],
    [
      'supervisor',
      ['concerns', 'orders-reported', 'cards-appealed', 'explanations-given', 'rules-proposed', 'orders-due', 'late', 'changed-desk'],
    ],
    ['inspector', ['sealed', 'clues-due', 'orders-due', 'changed-sealed', 'city-rates']],
    ['commissioner', ['conclusions', 'vetoes', 'typical-cases', 'rules-proposed', 'clues-due', 'concerns', 'orders-due', 'city-rates']],
    ['admin', ['house', 'rules-proposed']],
    ['auditor', ['unusual-reads']],
  ])('of %s holds the blocks of the role, in order', async (who, names) => {
    expect((await home(who)).blocks.map(({ name }: Json) => name)).toEqual(names);
  });

  it('follows a case from desk to desk', async () => {
    const caseNumber = await desks.opened();
    expect(numbers(await block('dispatcher', 'to-dispatch'))).toContain(caseNumber);
    expect(numbers(await block('operator', 'own-open'))).toContain(caseNumber);
    await desks.done('dispatcher', caseNumber, 'dispatch', { lead: 'market', assists: [], summary: SUMMARY });
    expect(numbers(await block('dispatcher', 'to-dispatch'))).not.toContain(caseNumber);
    expect(numbers(await block('market', 'to-sign'))).toContain(caseNumber);
    expect(numbers(await block('tax', 'to-sign'))).not.toContain(caseNumber);
    await desks.done('market', caseNumber, 'sign');
    expect(numbers(await block('market', 'to-sign'))).not.toContain(caseNumber);
    await desks.done('market', caseNumber, 'answer', ANSWER);
    expect(numbers(await block('market!', 'to-sign-off'))).toContain(caseNumber);
    await desks.done('market!', caseNumber, 'sign-off');
    expect(numbers(await block('reviewer', 'to-review'))).toContain(caseNumber);
    await desks.done('reviewer', caseNumber, 'send-back', { departmentCode: 'market', reason: '答复没有说明退费' });
    expect(numbers(await block('market', 'again'))).toContain(caseNumber);
  });

  it('shows an operator the own case that came back, and the dispatcher what a department asks for', async () => {
    const caseNumber = await desks.working();
    await desks.done('market', caseNumber, 'request-return', { reason: '不属于我单位职责' });
    expect(numbers(await block('dispatcher', 'asked'))).toEqual([caseNumber]);
    expect(numbers(await block('operator', 'own-returned'))).toEqual([]);
    await desks.done('dispatcher', caseNumber, 'grant-return', { departmentCode: 'market', reason: '确不属于' });
    expect(numbers(await block('operator', 'own-returned'))).toEqual([caseNumber]);
    expect(numbers(await block('operator2', 'own-returned'))).toEqual([]);
    expect((await block('dispatcher', 'asked')).total).toBe(0);
  });

  it('gives the same total as the list it is the beginning of', async () => {
    for (let n = 0; n < 8; n++) await desks.opened();
    const { total, filters, cases } = await block('dispatcher', 'to-dispatch');
    const list = succeeded(await (await desks.as('dispatcher')).get(`/cases?${new URLSearchParams(filters)}&pageSize=6`));
    expect(total).toBeGreaterThan(6);
    expect([total, cases]).toEqual([list.total, list.items]);
  });

  it('hides a sealed case from every block but the inspector’s', async () => {
    const caseNumber = await desks.opened();
    await desks.done('operator', caseNumber, 'seal', { reason: '涉嫌索要好处' });
    for (const who of ['operator', 'dispatcher', 'reviewer', 'supervisor', 'commissioner', 'market'])
      expect(JSON.stringify(await home(who))).not.toContain(caseNumber);
    expect(numbers(await block('inspector', 'sealed'))).toEqual([caseNumber]);
  });

  it('knows what others did since the reader looked, and nothing of what he did himself', async () => {
    expect((await look('market')).since).toBe((await home('market')).since);
    await desks.turnTo('2026-11-02T11:00:00+08:00');
    const [own, others] = [await desks.working(), await desks.dispatched()];
    const changed = await block('market', 'changed-own');
    expect(changed.filters.since).toBe('2026-11-02T10:00:00.000+08:00');
    expect(numbers(changed).sort()).toEqual([own, others].sort());
    expect((await block('market', 'to-sign')).fresh).toBeGreaterThan(0);
    await look('market', { all: true });
    expect((await block('market', 'changed-own')).total).toBe(0);
    expect((await block('market', 'to-sign')).fresh).toBe(0);
    // another account of the same department has looked at nothing yet
    expect((await block('market!', 'changed-own')).total).toBeGreaterThan(0);
    await desks.turnTo('2026-11-02T11:10:00+08:00');
    await desks.done('market', others, 'sign');
    expect(numbers(await block('market', 'changed-own'))).toEqual([]);
    expect(numbers(await block('market!', 'changed-own'))).toContain(others);
  });

  it('notes one look when two windows open at once', async () => {
    const tax = await desks.as('tax');
    const replies = await Promise.all([1, 2, 3, 4].map(() => tax.put('/home/look', {})));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const rows = await here.town.db.read<{ n: number }>("SELECT COUNT(*) AS n FROM home_looks WHERE username = 'tax.handler1'");
    expect(Number(rows[0]!.n)).toBe(1);
  });

  it('tells the auditor who read unusually much today, by name and number alone', async () => {
    expect((await block('auditor', 'unusual-reads')).total).toBe(0);
    const caseNumber = await desks.dispatched();
    const dispatcher = await desks.as('dispatcher');
    for (let n = 0; n < 5; n++) {
      const { version } = succeeded(await dispatcher.get(`/cases/${caseNumber}`));
      succeeded(
        await dispatcher.post(`/cases/${caseNumber}/actions/unmask`, { version, fields: ['originalText'], reason: '核对诉求' }),
        200,
      );
    }
    expect((await block('auditor', 'unusual-reads')).lines).toEqual([{ id: 'dispatcher1', kind: 'unmaskings', count: 5 }]);
  });

  it('shows the administrator the house and no case', async () => {
    const { lines, total } = await block('admin', 'house');
    expect(total).toBe(0);
    expect(lines.map(({ id }: Json) => id)).toEqual(['notices-dead', 'deliveries-dead', 'imports-ready', 'recordings-late', 'lights-late']);
    expect(JSON.stringify(await home('admin'))).not.toMatch(/\d{14}/);
  });

  it('gives a leader the three rates of the own department', async () => {
    const { figures } = await block('market!', 'own-rates');
    expect(figures.map(({ key }: Json) => key)).toEqual(['response-rate', 'solution-rate', 'satisfaction']);
  });
});
