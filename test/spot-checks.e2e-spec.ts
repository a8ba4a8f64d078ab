/** Spot checks: fixed before they are drawn, drawn once, and drawn again by anybody. */
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { type Json, refused, succeeded } from './support/client.js';
import { describeTown } from './support/town-story.js';

const FILTER = { from: '2026-11-02', to: '2026-11-02', count: 3, seed: '双色球第2026132期 03 08 17 21 26 30 + 11' };

describeTown('a spot check', {}, (here) => {
  const { desks } = here;
  const closed: string[] = [];

  beforeAll(async () => {
    for (let n = 0; n < 9; n++) {
      const caseNumber = await desks.answered();
      await desks.done('reviewer', caseNumber, 'pass');
      await desks.done('reviewer', caseNumber, 'call-back', { reached: true, solved: 'solved', satisfiedResult: 'satisfied' });
      await desks.done('reviewer', caseNumber, 'close');
      closed.push(caseNumber);
    }
    await desks.answered(); // not closed, and so not in any list
  }, 120_000);

  const announce = async (patch = {}) => (await desks.as('supervisor')).post('/supervision-orders/draws', { ...FILTER, ...patch });
  const read = async (who: string, drawNumber: string) => (await desks.as(who)).get(`/supervision-orders/draws/${drawNumber}`);
  const draw = async (one: Json, version: unknown = one.version) =>
    (await desks.as('supervisor')).post(`/supervision-orders/draws/${one.drawNumber}/actions/draw`, { version });
  /** What a program that knows the published seed and list alone makes of them. */
  const again = ({ seed, list, count }: Json): Json =>
    JSON.parse(
      execFileSync(process.execPath, [resolve('test/support/draw-again.mjs')], { input: JSON.stringify({ seed, list, count }) }).toString(),
    );

  it('is announced with seed and list before anything is drawn', async () => {
    const one = succeeded(await announce(), 201);
    expect(one).toMatchObject({ state: 'announced', population: 9, count: 3, seed: FILTER.seed, drawn: [], actions: ['draw'] });
    expect(one.list).toEqual([...closed].sort());
    expect(one.drawNumber).toMatch(/^CC2026-\d{4}$/);
    const [event] = await here.town.db.readPrimary<{ facts: string }>("SELECT facts FROM events WHERE type = 'spot-check.announced'");
    expect(JSON.parse(event!.facts)).toEqual({
      ...{ drawNumber: one.drawNumber, seed: FILTER.seed, population: 9, count: 3 },
      listHash: one.listHash,
    });
  });

  it('comes out the same for a program of ten lines that knows what is published', async () => {
    const drawn = succeeded(await draw(succeeded(await announce(), 201)), 200);
    expect(drawn.state).toBe('drawn');
    const { listHash, drawn: theirs } = again(drawn);
    expect(theirs).toEqual(drawn.drawn.map(({ caseNumber }: Json) => caseNumber));
    expect([listHash, theirs]).toEqual([drawn.listHash, expect.any(Array)]);
    expect(theirs).toHaveLength(3);
    const [event] = await here.town.db.readPrimary<{ facts: string }>("SELECT facts FROM events WHERE type = 'spot-check.drawn'");
    expect(JSON.parse(event!.facts)).toEqual({ drawNumber: drawn.drawNumber, seed: FILTER.seed, population: 9, count: 3 });
  });

  it('is drawn once, however many draw at the same moment', async () => {
    const one = succeeded(await announce({ seed: '第二次' }), 201);
    const replies = await Promise.all(Array.from({ length: 6 }, () => draw(one)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
    refused(await draw(one, 2), 409, 'spot-check.action-not-open');
    const seen = succeeded(await read('commissioner', one.drawNumber));
    expect(seen.drawn).toHaveLength(3);
    expect(seen.actions).toEqual([]);
  });

  it('becomes an order on what was drawn', async () => {
    const drawn = succeeded(await draw(succeeded(await announce({ seed: '第三次' }), 201)), 200);
    const caseNumbers = drawn.drawn.map(({ caseNumber }: Json) => caseNumber);
    const body = { mode: 'spot-check', task: '逐件核查', dueAt: '2026-11-13T17:30:00+08:00', caseNumbers, drawNumber: drawn.drawNumber };
    const order = succeeded(await (await desks.as('supervisor')).post('/supervision-orders', body), 201);
    expect(order).toMatchObject({ mode: 'spot-check', drawNumber: drawn.drawNumber, caseNumbers: [...caseNumbers].sort() });
    expect(order.departments.map(({ departmentCode }: Json) => departmentCode)).toEqual(['market']);
  });

  it.each([
    ['more than there are', { count: 10 }, 'count', 'beyond-population'],
    ['more than a check may have', { count: 201 }, 'count', 'too-large'],
    ['a department nobody knows', { departmentCode: 'nobody' }, 'departmentCode', 'unknown-department'],
    ['an end before the beginning', { from: '2026-11-03', to: '2026-11-01' }, 'to', 'before-from'],
    ['no seed', { seed: ' ' }, 'seed', 'malformed'],
  ])('refuses %s', async (_what, patch, field, code) => {
    expect(refused(await announce(patch), 422, 'input.invalid').facts.fields).toEqual([{ field, code }]);
  });

  it('draws from the cases of one department when asked to', async () => {
    refused(await announce({ departmentCode: 'tax', count: 1 }), 422, 'input.invalid');
    expect(succeeded(await announce({ departmentCode: 'market', count: 1 }), 201).population).toBe(9);
  });

  it('shows nothing of a case that has been sealed since, and draws from none', async () => {
    const drawn = succeeded(await draw(succeeded(await announce({ seed: '第四次' }), 201)), 200);
    const [gone] = drawn.drawn.map(({ caseNumber }: Json) => caseNumber as string);
    await desks.done('supervisor', gone, 'seal', { reason: '索要好处' });
    for (const who of ['supervisor', 'commissioner', 'inspector2']) {
      const seen = succeeded(await read(who, drawn.drawNumber));
      expect(JSON.stringify(seen)).not.toContain(gone);
      expect([seen.list.length, seen.drawn.length]).toEqual([8, 2]);
    }
    const fresh = succeeded(await announce({ seed: '第五次' }), 201);
    expect([fresh.population, fresh.list]).toEqual([8, [...closed].filter((one) => one !== gone).sort()]);
  });
});
