/** The life of a case over HTTP: the main road, every turning, and who is refused in which order. */
import { type Json, refused, succeeded } from './support/client.js';
import { ANSWER, partOf, SUMMARY, typesOf } from './support/desks.js';
import { describeTown } from './support/town-story.js';

const REACHED = { reached: true, contacted: true, solved: 'solved', satisfiedResult: 'satisfied', satisfiedProcess: 'mostly' };

describeTown('the life of a case', {}, (here) => {
  const { desks } = here;

  it('goes from the call through lead and assist to its end, and everything is told', async () => {
    const caseNumber = await desks.dispatched(['tax']);
    expect(await desks.view(caseNumber)).toMatchObject({ status: 'handling', summary: SUMMARY });
    await desks.done('market', caseNumber, 'sign');
    await desks.done('market', caseNumber, 'log-progress', { text: '已联系', contacted: true });
    await desks.done('tax', caseNumber, 'sign');
    await desks.done('market', caseNumber, 'answer', ANSWER);
    expect(partOf(await desks.view(caseNumber)).status).toBe('pending_sign_off');
    await desks.done('market!', caseNumber, 'decline-sign-off', { reason: '写清楚退费时间' });
    await desks.done('market', caseNumber, 'answer', { ...ANSWER, publicReply: '11月3日已退费' });
    await desks.done('market!', caseNumber, 'sign-off');
    expect((await desks.view(caseNumber)).status).toBe('handling');
    expect((await desks.done('tax!', caseNumber, 'answer', ANSWER)).status).toBe('pending_review');
    expect((await desks.done('reviewer', caseNumber, 'pass')).status).toBe('pending_callback');
    refused(await desks.act('reviewer', caseNumber, 'close'), 409, 'case.not-called-back');
    await desks.done('reviewer', caseNumber, 'call-back', { reached: false });
    refused(await desks.act('reviewer', caseNumber, 'close'), 409, 'case.not-called-back');
    await desks.done('reviewer', caseNumber, 'call-back', REACHED);
    const end = await desks.done('reviewer', caseNumber, 'close');
    expect(end).toMatchObject({ status: 'closed', version: end.history.length });
    expect(end.callBacks).toMatchObject([
      { attempt: 1, reached: false },
      { attempt: 2, ...REACHED },
    ]);
    expect(end.limits.map(({ name, state }: Json) => `${name} ${state}`).sort()).toEqual(
      ['answer met', 'answer met', 'call-back met', 'first-contact ended', 'first-contact met', 'sign met', 'sign met'].sort(),
    );
    expect(typesOf(end)).toEqual([
      ...['case.registered', 'case.dispatched', 'assignment.signed', 'assignment.progress-logged', 'assignment.signed'],
      ...['assignment.answer-drafted', 'assignment.sign-off-declined', 'assignment.answer-drafted', 'assignment.answered'],
      ...['assignment.answered', 'case.review-passed', 'case.called-back', 'case.called-back', 'case.closed'],
    ]);
  });

  it('closes after the set number of attempts when nobody is reached', async () => {
    const caseNumber = await desks.answered();
    await desks.done('reviewer', caseNumber, 'pass');
    for (const _ of [1, 2, 3]) await desks.done('reviewer', caseNumber, 'call-back', { reached: false });
    expect((await desks.done('reviewer', caseNumber, 'close')).status).toBe('closed');
  });

  it('gives a returned case back to the dispatcher, and it goes to another department', async () => {
    const caseNumber = await desks.dispatched();
    expect(partOf(await desks.done('market', caseNumber, 'request-return', { reason: '非本单位职责' })).status).toBe('return_requested');
    expect((await desks.done('dispatcher', caseNumber, 'grant-return', { departmentCode: 'market', reason: '属实' })).status).toBe(
      'pending_dispatch',
    );
    refused(await (await desks.as('market')).get(`/cases/${caseNumber}`), 404);
    const again = await desks.done('dispatcher', caseNumber, 'dispatch', { lead: 'tax', summary: SUMMARY });
    expect([again.status, again.returnCount, partOf(again).status, partOf(again, 'tax').status]).toEqual([
      'handling',
      1,
      'returned',
      'pending_sign',
    ]);
  });

  it('locks a department whose return was refused, and one that was designated from the start', async () => {
    const caseNumber = await desks.working();
    await desks.done('market', caseNumber, 'request-return', { reason: '非本单位职责' });
    const back = partOf(await desks.done('dispatcher', caseNumber, 'refuse-return', { departmentCode: 'market', reason: '属本单位职责' }));
    expect([back.status, back.returnLocked]).toEqual(['pending_sign', true]);
    refused(await desks.act('market', caseNumber, 'request-return', { reason: '仍然不是' }), 409, 'case.return-locked');
    await desks.done('market', caseNumber, 'sign');
    refused(await desks.act('market', caseNumber, 'request-return', { reason: '仍然不是' }), 409, 'case.return-locked');
    const designated = await desks.dispatched([], { designated: true });
    refused(await desks.act('market', designated, 'request-return', { reason: '不是' }), 409, 'case.return-locked');
  });

  it('sends an answer back for another round with a new limit, and a return is then no way out', async () => {
    const caseNumber = await desks.answered();
    const back = await desks.done('reviewer', caseNumber, 'send-back', { departmentCode: 'market', reason: '未答所问' });
    expect([back.status, back.round, partOf(back).round, partOf(back).status]).toEqual(['handling', 2, 2, 'working']);
    expect(back.limits.filter(({ name, state }: Json) => name === 'answer' && state === 'running')).toHaveLength(1);
    refused(await desks.act('market', caseNumber, 'request-return', { reason: '退' }), 409, 'case.return-locked');
    refused(await desks.act('reviewer', caseNumber, 'send-back', { departmentCode: 'market', reason: '再' }), 409, 'case.action-not-open');
  });

  it('is handled again as often as the complainant is not content, and opened again after its end', async () => {
    const caseNumber = await desks.answered();
    await desks.done('reviewer', caseNumber, 'pass');
    await desks.done('reviewer', caseNumber, 'call-back', { reached: true, solved: 'unsolved', satisfiedResult: 'dissatisfied' });
    expect((await desks.done('reviewer', caseNumber, 're-handle', { reason: '未解决' })).round).toBe(2);
    await desks.done('market!', caseNumber, 'answer', ANSWER);
    await desks.done('reviewer', caseNumber, 'pass');
    refused(await desks.act('reviewer', caseNumber, 'close'), 409, 'case.not-called-back');
    await desks.done('reviewer', caseNumber, 'call-back', REACHED);
    await desks.done('reviewer', caseNumber, 'close');
    expect(await desks.done('reviewer', caseNumber, 'reopen', { reason: '又收费' })).toMatchObject({ status: 'handling', round: 3 });
  });

  it('leaves the call of a merged case on its master', async () => {
    const [master, repeat] = [await desks.opened(), await desks.opened()];
    refused(await desks.act('dispatcher', repeat, 'merge', { masterCaseNumber: repeat }), 422, 'case.master-unfit');
    refused(await desks.act('dispatcher', repeat, 'merge', { masterCaseNumber: '20200101000001' }), 422, 'case.master-unfit');
    expect(await desks.done('dispatcher', repeat, 'merge', { masterCaseNumber: master, reason: '同一事' })).toMatchObject({
      status: 'merged',
      masterCaseNumber: master,
    });
    const seen = await desks.view(master);
    expect(seen).toMatchObject({ repeatCount: 1, version: 2, mergedCaseNumbers: [repeat] });
    expect(seen.history.at(-1)).toMatchObject({ type: 'case.repeat-added', facts: { caseNumber: repeat, channel: 'phone' } });
    refused(await desks.act('dispatcher', await desks.opened(), 'merge', { masterCaseNumber: repeat }), 422, 'case.master-unfit');
  });

  it('takes the number of a master that is sealed away from those who may not see it', async () => {
    const [master, repeat] = [await desks.opened(), await desks.opened()];
    await desks.done('dispatcher', repeat, 'merge', { masterCaseNumber: master });
    expect(await desks.done('dispatcher', master, 'seal', { reason: '涉嫌索贿' })).toEqual({ caseNumber: master, status: 'sealed' });
    expect(JSON.stringify(await desks.view(repeat))).not.toContain(master);
    expect((await desks.view(repeat, 'inspector')).masterCaseNumber).toBe(master);
    refused(await desks.act('dispatcher', await desks.opened(), 'merge', { masterCaseNumber: master }), 422, 'case.master-unfit');
    const body = { version: 3, reason: '再封' };
    refused(await (await desks.as('dispatcher')).post(`/cases/${master}/actions/seal`, body), 404, 'not-found');
  });

  it('ends before dispatch by transfer, rejection or a direct answer, and then nothing is open', async () => {
    const web = async () =>
      succeeded(await here.app.client().post('/public/complaints', { kind: 'complaint', description: '某事' }), 201).caseNumber as string;
    const ends: [string, string, object][] = [
      ['transferred', 'transfer-out', { target: '110', reason: '正在发生' }],
      ['rejected', 'reject', { reasonCode: 'litigation', text: '法院已受理', channel: '法院' }],
      ['answered', 'answer-directly', { text: '可网上办理' }],
    ];
    for (const [status, action, body] of ends) {
      const caseNumber = await web();
      expect((await desks.done('dispatcher', caseNumber, action, body)).status).toBe(status);
      for (const again of ['accept', 'dispatch', action])
        refused(await desks.act('dispatcher', caseNumber, again, body), 409, 'case.action-not-open');
    }
    refused(
      await desks.act('dispatcher', await desks.opened(), 'reject', { reasonCode: 'litigation', text: '…' }),
      409,
      'case.action-not-open',
    );
  });

  it('answers a refusal by what weighs most: unseen, not one’s role, stale, not open, then the body', async () => {
    const caseNumber = await desks.dispatched();
    const ask = async (username: string, number: string, action: string, body: object) =>
      (await desks.as(username)).post(`/cases/${number}/actions/${action}`, body);
    const bad = { version: 99, lead: 7 };
    refused(await ask('fire.handler1', caseNumber, 'dispatch', bad), 404, 'not-found');
    refused(await ask('fire.handler1', '20200101000001', 'dispatch', bad), 404, 'not-found');
    refused(await ask('market.handler1', caseNumber, 'dispatch', bad), 403, 'case.role-may-not');
    refused(await ask('admin1', caseNumber, 'dispatch', bad), 403, 'access.role-may-not');
    expect(refused(await ask('dispatcher1', caseNumber, 'dispatch', bad), 409, 'case.stale').facts).toEqual({ version: 2 });
    refused(await ask('dispatcher1', caseNumber, 'dispatch', { ...bad, version: 2 }), 409, 'case.action-not-open');
    refused(await ask('dispatcher1', caseNumber, 'no-such-action', { version: 2 }), 409, 'case.action-not-open');
    const fresh = await desks.opened();
    const { facts } = refused(
      await ask('dispatcher1', fresh, 'dispatch', { lead: 7, assists: 'tax', colour: 'red' }),
      422,
      'input.invalid',
    );
    expect(facts.fields.map(({ field }: Json) => field).sort()).toEqual(['assists', 'colour', 'lead', 'summary', 'version']);
    expect((await desks.view(fresh)).version).toBe(1);
  });

  it('refuses a summary that names the complainant, unless he agreed to be named', async () => {
    const body = { channel: 'phone', urgency: 'normal', kind: 'complaint', description: '某事' };
    const complainant = { name: '欧阳文博', phone: '138 4567 1234' };
    const take = async (more: object) =>
      succeeded(await (await desks.as('operator')).post('/cases', { ...body, complainant, ...more }), 201).caseNumber;
    const hidden = await take({});
    const send = (caseNumber: string, summary: string) => desks.act('dispatcher', caseNumber, 'dispatch', { lead: 'market', summary });
    const tries = { name: '欧阳 文博反映收费', phone: '请联系138-4567-1234', both: '欧阳文博13845671234' };
    for (const [particular, summary] of Object.entries(tries)) {
      const { facts } = refused(await send(hidden, summary), 422, 'case.summary-names-complainant');
      expect(facts).toEqual({
        particulars: particular === 'both' ? ['name', 'phone'] : [particular],
        fields: [{ field: 'summary', code: 'names-complainant' }],
      });
    }
    expect((await desks.view(hidden)).status).toBe('pending_dispatch');
    expect(succeeded(await send(hidden, '反映收费')).status).toBe('handling');
    expect(succeeded(await send(await take({ consentToBeNamed: true }), '欧阳文博反映收费')).status).toBe('handling');
  });

  it('refuses the complainant’s name in whatever else the hotline and the office write to a department', async () => {
    const complainant = { name: '欧阳文博', organisation: '文博餐饮有限公司' };
    const body = { channel: 'phone', urgency: 'normal', kind: 'complaint', description: '某事', complainant };
    const { caseNumber } = succeeded(await (await desks.as('operator')).post('/cases', body), 201);
    await desks.done('dispatcher', caseNumber, 'dispatch', { lead: 'market', summary: '反映收费' });
    const tries: [who: string, action: string, field: string, more: object][] = [
      ['dispatcher', 'add-assignment', 'reason', { departmentCode: 'tax' }],
      ['dispatcher', 'suspend', 'evidence', { ground: 'awaiting-appraisal' }],
      ['supervisor', 'urge', 'text', {}],
      ['supervisor', 'supervise', 'task', { mode: 'key', dueAt: '2027-01-04T10:00:00+08:00' }],
      ['supervisor', 'card', 'ground', { departmentCode: 'market', colour: 'yellow' }],
      ['supervisor', 'explain', 'text', { departmentCode: 'market' }],
    ];
    for (const [who, action, field, more] of tries) {
      const reply = await desks.act(who, caseNumber, action, { ...more, [field]: '请答复欧阳 文博（文博餐饮有限公司）' });
      expect([action, refused(reply, 422, 'case.text-names-complainant').facts]).toEqual([
        action,
        { particulars: ['name', 'organisation'], fields: [{ field, code: 'names-complainant' }] },
      ]);
    }
    await desks.done('supervisor', caseNumber, 'urge', { text: '请尽快答复诉求人' });
  });
});
