/** What time does to a case: extensions, suspensions, late requests and lights, with the clock turned on. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Json, refused } from './support/client.js';
import { ANSWER, limitOf, minuteOf, typesOf } from './support/desks.js';
import { describeTown } from './support/town-story.js';

const OPINION = { contacted: true, solved: 'solved', satisfiedResult: 'satisfied', satisfiedProcess: 'mostly' };

describeTown('the limits of a case', {}, (here) => {
  const { desks } = here;

  it('extends once, within the cap, and keeps the old instant in the history', async () => {
    const caseNumber = await desks.working();
    expect(minuteOf(limitOf(await desks.view(caseNumber), 'answer').dueAt)).toBe('11-09 17:30');
    refused(await desks.act('market', caseNumber, 'request-extension', { workingDays: 11, reason: '检测' }), 422, 'input.invalid');
    await desks.done('market', caseNumber, 'request-extension', { workingDays: 10, reason: '检测' });
    refused(await desks.act('market', caseNumber, 'request-extension', { workingDays: 1, reason: '再' }), 409, 'case.extension-used');
    refused(await desks.act('market', caseNumber, 'grant-extension', { departmentCode: 'market' }), 403, 'case.role-may-not');
    const longer = await desks.done('dispatcher', caseNumber, 'grant-extension', { departmentCode: 'market' });
    expect(minuteOf(limitOf(longer, 'answer').dueAt)).toBe('11-23 17:30');
    const { facts } = longer.history.find(({ type }: Json) => type === 'limit.moved');
    expect([minuteOf(facts.from), minuteOf(facts.to), facts.limit]).toEqual(['11-09 17:30', '11-23 17:30', 'answer']);
    refused(await desks.act('market', caseNumber, 'request-extension', { workingDays: 1, reason: '再' }), 409, 'case.extension-used');
    const other = await desks.working();
    await desks.done('market', other, 'request-extension', { workingDays: 1, reason: '检测' });
    await desks.done('dispatcher', other, 'refuse-extension', { departmentCode: 'market', reason: '不充分' });
    refused(await desks.act('market', other, 'request-extension', { workingDays: 1, reason: '再' }), 409, 'case.extension-used');
  });

  it('pauses every limit while a case is suspended, until somebody resumes it or its day has come', async () => {
    const [byHand, byDate] = [await desks.working(), await desks.working()];
    refused(await desks.act('dispatcher', byHand, 'suspend', { ground: 'no-time' }), 422, 'input.invalid');
    refused(
      await desks.act('dispatcher', byHand, 'suspend', { ground: 'force-majeure', until: '2026-11-01T10:00:00+08:00' }),
      422,
      'input.invalid',
    );
    const held = await desks.done('dispatcher', byHand, 'suspend', { ground: 'awaiting-appraisal' });
    await desks.done('dispatcher', byDate, 'suspend', { ground: 'awaiting-appraisal', until: '2026-11-05T10:00:00+08:00' });
    expect([limitOf(held, 'answer').state, held.dueAt, held.suspended.ground]).toEqual(['paused', undefined, 'awaiting-appraisal']);
    refused(await desks.act('dispatcher', byHand, 'suspend', { ground: 'force-majeure' }), 409, 'case.not-suspended');
    await desks.turnTo('2026-11-05T10:00:30+08:00');
    const resumed = await desks.done('dispatcher', byHand, 'resume');
    expect([minuteOf(limitOf(resumed, 'answer').dueAt), limitOf(resumed, 'answer').state]).toEqual(['11-11 17:30', 'running']);
    refused(await desks.act('dispatcher', byHand, 'resume'), 409, 'case.suspended');
    const own = await desks.until(byDate, (seen) => seen.suspended === undefined);
    expect([minuteOf(limitOf(own, 'answer').dueAt), own.history.find(({ type }: Json) => type === 'case.resumed').by.role]).toEqual([
      '11-11 17:30',
      'system',
    ]);
  });

  it('refuses a return later than one working day after signing, and an extension after expiry', async () => {
    const caseNumber = await desks.working();
    expect((await desks.view(caseNumber, 'market')).actions).toEqual(expect.arrayContaining(['request-return', 'request-extension']));
    await desks.turnTo('2026-11-06T17:31:00+08:00');
    refused(await desks.act('market', caseNumber, 'request-return', { reason: '不是' }), 409, 'case.return-late');
    await desks.turnTo('2026-11-12T17:31:00+08:00');
    refused(await desks.act('market', caseNumber, 'request-extension', { workingDays: 1, reason: '晚了' }), 409, 'case.extension-late');
  });

  it('tells of an answer that came a moment late, before any timer looked, and the card follows', async () => {
    const caseNumber = await desks.working();
    const { dueAt } = limitOf(await desks.view(caseNumber), 'answer');
    await desks.turnTo(new Date(Date.parse(dueAt) + 1_000).toISOString());
    await desks.done('market!', caseNumber, 'answer', ANSWER);
    const types = typesOf(await desks.view(caseNumber));
    expect(types.filter((type) => ['limit.overdue', 'assignment.answered'].includes(type)).slice(-2)).toEqual([
      'limit.overdue',
      'assignment.answered',
    ]);
    const cards = (one: Json) => one.history.filter(({ type }: Json) => type === 'card.issued').map(({ facts }: Json) => facts.colour);
    expect(cards(await desks.until(caseNumber, (one) => cards(one).length > 0))).toEqual(['yellow']);
  });

  it('tells amber, overdue and red exactly once, however often the server starts again', async () => {
    const caseNumber = await desks.working();
    const lights = async (count: number) => {
      const lit = await desks.until(caseNumber, (one) => typesOf(one).filter((type) => type.startsWith('limit.')).length >= count);
      return lit.history
        .filter(({ type, facts }: Json) => type.startsWith('limit.') && facts.limit === 'answer')
        .map(({ type }: Json) => type);
    };
    const seen = await desks.view(caseNumber);
    const { amberAt, dueAt, redAt } = limitOf(seen, 'answer');
    const told = ['limit.amber', 'limit.overdue', 'limit.red'];
    // the limit of first contact, a day long, has been told three times before
    for (const [index, at] of [amberAt, dueAt, redAt].entries()) {
      await desks.turnTo(new Date(Date.parse(at) + 60_000).toISOString());
      expect(await lights(4 + index)).toEqual(told.slice(0, index + 1));
      await here.app.restart();
    }
    await sleep(3_000);
    expect(await lights(6)).toEqual(told);
    const after = await desks.view(caseNumber);
    // a light changes nothing of the case; the office's urgings in writing are steps of it
    const urgings = typesOf(after).filter((type) => type === 'case.urged').length;
    expect([after.light, after.version]).toEqual(['red', seen.version + urgings]);
  });

  it('lets nothing wait that became due while the machine slept, not even for jobs that run every ten minutes', async () => {
    const caseNumber = await desks.answered();
    await desks.done('reviewer', caseNumber, 'pass');
    await desks.done('reviewer', caseNumber, 'call-back', { reached: true, ...OPINION });
    await desks.done('reviewer', caseNumber, 'close');
    await sleep(2_500); // the archive has looked since the start, and would look again in ten minutes
    await desks.turnTo('2027-03-01T10:00:00+08:00');
    expect((await desks.until(caseNumber, ({ status }) => status === 'archived')).status).toBe('archived');
  });
});
