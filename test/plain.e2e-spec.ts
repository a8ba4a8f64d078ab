/** Filing and tracking without a script: whole pages, whole forms, the same door and the same promises as the page with one. */
import { type Client, type Json, type Reply, succeeded } from './support/client.js';
import { describeTown } from './support/town-story.js';

const REPLY = '经核实，窗口未一次告知，已批评教育并当场办结。';

describeTown('the pages without a script', { WRONG_PASSWORDS_PER_MINUTE: '100000' }, (here) => {
  const { desks } = here;
  let visitor: Client;

  beforeAll(() => {
    visitor = here.app.client();
  });

  const send = (path: string, fields: Record<string, string>): Promise<Reply> => visitor.post(path, new URLSearchParams(fields));
  const page = ({ status, headers, body, asked }: Reply, expected = 200): string => {
    expect([asked, status, headers.get('content-type')]).toEqual([asked, expected, 'text/html; charset=utf-8']);
    return body as string;
  };
  const FORM = {
    kind: 'complaint',
    categoryCode: '0103',
    description: '窗口让我跑了三趟',
    anonymous: 'named',
    name: '欧阳文博',
    phone: '138 4567 1234',
  };
  const ticketIn = (html: string) => {
    const [, caseNumber, trackingCode] = /name="caseNumber" value="(\d{14})".*?name="trackingCode" value="(\d{20})"/s.exec(html)!;
    return { caseNumber: caseNumber!, trackingCode: trackingCode! };
  };
  const file = async (more: Record<string, string> = {}) => ticketIn(page(await send('/plain/file', { ...FORM, ...more })));
  const caseOf = async (caseNumber: string): Promise<Json> => succeeded(await (await desks.as('dispatcher')).get(`/cases/${caseNumber}`));

  it('offer a form that names every field, in both languages, with a key of its own and no script', async () => {
    const zh = page(await visitor.get('/plain/file'));
    const en = page(await visitor.get('/plain/file?lang=en'));
    expect(zh).toContain('<html lang="zh-CN">');
    expect(zh).toContain('未一次性告知');
    expect(en).toContain('File a case');
    expect(en).toContain('No complete notice of what is missing');
    for (const html of [zh, en]) {
      expect(html).not.toMatch(/<script|\son\w+=|undefined|\[object/);
      const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const [, id] of html.matchAll(/<label for="([^"]+)"/g)) expect(ids).toContain(id);
    }
    const keyOf = (html: string) => /name="key" value="([^"]{36})"/.exec(html)![1];
    expect(keyOf(zh)).not.toBe(keyOf(en));
  });

  it('file a case that the hotline finds as the other form would have made it', async () => {
    const more = { accusedDepartmentCode: 'market', visits: '3', basisShown: 'no', occurredAt: '2026-10-30', consentToBeNamed: 'yes' };
    const { caseNumber } = await file(more);
    expect(await caseOf(caseNumber)).toMatchObject({
      channel: 'web',
      categoryCode: '0103',
      accusedDepartmentCode: 'market',
      visits: 3,
      basisShown: false,
      status: 'pending_acceptance',
    });
  });

  it('file once, however often the same form is sent', async () => {
    const key = 'e1c9b1de-7b1c-4b62-9f0a-0123456789ab';
    const first = await file({ key });
    expect(await file({ key })).toEqual(first);
  });

  it('give the form back with everything that was written, and say at which field what is wrong', async () => {
    const wrong = await send('/plain/file', { ...FORM, phone: '', name: '', visits: 'drei', description: '<b>“跑了”</b> & 又跑' });
    const html = page(wrong, 422);
    expect(html).toContain('&lt;b&gt;“跑了”&lt;/b&gt; &amp; 又跑');
    expect(html).toContain('value="drei"');
    for (const id of ['name', 'phone']) {
      expect(html).toContain(`<a href="#${id}">`);
      expect(html).toMatch(new RegExp(`id="${id}" name="${id}"[^>]*aria-invalid="true"`));
    }
    const later = page(await send('/plain/file', { ...FORM, visits: 'drei' }), 422);
    expect(later).toMatch(/id="visits-error">[^<]*跑了几趟/);
    expect(page(await send('/plain/file', { ...FORM, description: 'x'.repeat(10_001) }), 422)).toMatch(/id="description-error">/);
    expect(page(await send('/plain/file', { ...FORM, kind: 'nonsense' }), 422)).toMatch(/id="kind-error">/);
  });

  it('keep nothing of a complaint about the head of the commission, and say where to go', async () => {
    const html = page(await send('/plain/file', { ...FORM, kind: 'report', aboutCommissionHead: 'yes' }));
    expect(html).toMatch(/H\d{6}/);
    expect(html).toContain('长春市纪律检查委员会、监察委员会');
    expect(html).not.toContain('trackingCode');
  });

  it('show where a case stands, take facts, a rating once, and tell a refusal above the case as it is', async () => {
    const ticket = await file();
    const { caseNumber } = ticket;
    const track = (doing = '', fields: Record<string, string> = {}) => send(`/plain/track${doing}`, { ...ticket, ...fields });
    expect(page(await track())).toContain('正在审核是否受理');
    expect(page(await track('', { lang: 'en' }))).toContain('We have received your matter');
    const added = page(await track('/messages', { text: '<i>第四趟</i>也没办成' }));
    expect(added).toContain('&lt;i&gt;第四趟&lt;/i&gt;也没办成');
    expect(page(await track('/messages'), 422)).toContain('role="alert"');
    await desks.done('dispatcher', caseNumber, 'accept');
    await desks.done('dispatcher', caseNumber, 'dispatch', { lead: 'market', summary: '反映窗口多次往返' });
    const waiting = page(await track());
    expect(waiting).toContain('承办部门： 市场监督管理局');
    expect(waiting).toMatch(/\d{1,2}月\d{1,2}日前/);
    expect(page(await track('', { lang: 'en' }))).toContain('Market Supervision Bureau');
    await desks.done('market', caseNumber, 'sign');
    await desks.done('market!', caseNumber, 'answer', { finding: 'true', solved: 'solved', internalNote: '已核实', publicReply: REPLY });
    await desks.done('reviewer', caseNumber, 'pass');
    expect(page(await track())).toContain(REPLY);
    const called = { reached: true, solved: 'solved', satisfiedResult: 'satisfied', satisfiedProcess: 'satisfied' };
    await desks.done('reviewer', caseNumber, 'call-back', called);
    await desks.done('reviewer', caseNumber, 'close');
    const rating = { solved: 'solved', satisfied: 'satisfied', contacted: 'yes', comment: '谢谢' };
    const unrated = page(await track('/rating', { ...rating, solved: '' }), 422);
    expect(unrated).toContain('role="alert"');
    // What was written is written still.
    expect(unrated).toMatch(/<textarea id="comment"[^>]*>谢谢<\/textarea>/);
    expect(unrated).toMatch(/name="satisfied" value="satisfied"\s+checked/);
    expect(page(await track('/rating', rating))).toContain('您已经评价过');
    expect(page(await track('/rating', rating), 409)).toContain(REPLY);
    expect((await track('/nonsense')).status).toBe(404);
  });

  it('answer a wrong number and a wrong code alike, without the code in the address', async () => {
    const { caseNumber, trackingCode } = await file();
    const wrong = page(await send('/plain/track', { caseNumber, trackingCode: '0'.repeat(20) }), 404);
    const unknown = page(await send('/plain/track', { caseNumber: '20200101000001', trackingCode }), 404);
    const alike = (html: string) => html.replaceAll(/value="[^"]*"/g, '');
    expect(alike(wrong)).toBe(alike(unknown));
    expect(wrong).toContain('没有查到');
    const { headers } = await send('/plain/track', { caseNumber, trackingCode });
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('withdraw and ask for reopening by forms of their own', async () => {
    const ticket = await file();
    const html = page(await send('/plain/track/withdrawal', { ...ticket, reason: '已经解决' }));
    expect(html).toContain('已撤回');
    expect(html).not.toContain('action="/plain/track/withdrawal"');
    expect(page(await send('/plain/track/reopening', { ...ticket, reason: '没好' }), 409)).toContain('role="alert"');
  });

  it('refuse a form sent from another site', async () => {
    const reply = await visitor.post('/plain/file', new URLSearchParams(FORM), { origin: 'https://elsewhere.example' });
    expect(reply.status).toBe(403);
  });
});
