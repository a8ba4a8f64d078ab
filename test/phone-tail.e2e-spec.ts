/** A case is found by the last four digits of its caller, by those who see them in the mask, and by nobody else. */
import { type Json, succeeded } from './support/client.js';
import { SUMMARY } from './support/desks.js';
import { describeTown } from './support/town-story.js';

const CASE = { channel: 'phone', urgency: 'normal', kind: 'complaint', title: '窗口让跑三趟', description: '材料一次没说清。' };

describeTown('the last four digits of a number', {}, (here) => {
  const { desks } = here;

  const taken = async (phone: string): Promise<string> =>
    succeeded(await (await desks.as('operator')).post('/cases', { ...CASE, complainant: { name: '王某某', phone } }), 201)
      .caseNumber as string;
  const found = async (who: string, q: string): Promise<string[]> =>
    succeeded(await (await desks.as(who)).get(`/cases?q=${encodeURIComponent(q)}`)).items.map(
      ({ caseNumber }: Json) => caseNumber as string,
    );

  it('find the cases of every number that ends so, however it was written', async () => {
    const [mobile, landline] = [await taken('139 1234-4321'), await taken('0431-82304321')];
    await taken('13912345678');
    for (const who of ['operator2', 'dispatcher', 'reviewer', 'supervisor'])
      expect((await found(who, '4321')).sort()).toEqual([mobile, landline].sort());
    expect(await found('operator', '1234')).toEqual([]);
  });

  it('find nothing for a department, not even in its own case', async () => {
    const caseNumber = await taken('13700008765');
    await desks.done('dispatcher', caseNumber, 'dispatch', { lead: 'market', assists: [], summary: SUMMARY });
    expect(await found('market', '8765')).toEqual([]);
    expect(await found('dispatcher', '8765')).toEqual([caseNumber]);
  });

  it('find a sealed case for its inspector alone', async () => {
    const caseNumber = await taken('13700002468');
    await desks.done('operator', caseNumber, 'seal', { reason: '涉嫌索要好处' });
    expect(await found('inspector', '2468')).toEqual([caseNumber]);
    for (const who of ['operator', 'dispatcher', 'supervisor']) expect(await found(who, '2468')).toEqual([]);
  });

  it('do not stand in the database, and neither does a hash that anybody can make', async () => {
    const terms = await here.town.db.read<{ term: string }>('SELECT term FROM case_terms');
    expect(terms.filter(({ term }) => term.includes('4321') || term.includes('tail'))).toEqual([]);
  });
});
