/** The public side over HTTP: what is taken, what is named as wrong, what the code opens, and what time does to it. */
import { type App, startApp } from './support/app.js';
import { type Client, type Json, type Reply, refused, succeeded } from './support/client.js';
import { describeWithServer } from './support/skip.js';
import { listen } from './support/socket.js';
import { freshTown, MONDAY, type Town } from './support/town.js';

const COMPLAINT = { kind: 'complaint', description: '窗口让企业跑了三趟,材料清单每次都不一样。' };
const ANSWER = { finding: 'true', solved: 'solved', internalNote: '已核实', publicReply: '已一次办结' };

interface Ticket {
  caseNumber: string;
  trackingCode: string;
}
const counted = (replies: readonly Reply[]) => {
  const counts: Record<number, number> = {};
  for (const { status } of replies) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

describeWithServer('the public side', () => {
  let town: Town;
  let app: App;
  let visitor: Client;
  let addresses = 0;

  beforeAll(async () => {
    town = await freshTown();
    app = await startApp({ NOW: MONDAY }, town.database);
    visitor = app.client();
  });
  afterAll(async () => {
    await app?.stop();
    await town?.close();
  });

  /** As from a machine of its own, so that one test's haste does not slow another one. */
  const from = (address = `10.1.0.${++addresses}`) => ({ 'x-forwarded-for': address });
  const send = (body: unknown, headers: Record<string, string> = {}) => visitor.post('/public/complaints', body, { ...from(), ...headers });
  const file = async (more: object = {}): Promise<Ticket> => {
    const { caseNumber, trackingCode } = succeeded(await send({ ...COMPLAINT, ...more }), 201);
    return { caseNumber, trackingCode };
  };
  const track = (ticket: Ticket, what = '', more: object = {}) => visitor.post(`/public/track${what}`, { ...ticket, ...more }, from());
  const wrong = async (body: object) => refused(await send({ ...COMPLAINT, ...body }), 422, 'input.invalid').facts.fields;
  const item = async (username: string, { caseNumber }: Ticket): Promise<Json> =>
    succeeded(await (await app.signIn(username)).get(`/cases/${caseNumber}`));
  /** Leads a case to its end. */
  const close = async (ticket: Ticket) => {
    const act = async (username: string, action: string, body = {}) =>
      succeeded(await (await app.signIn(username)).act(ticket.caseNumber, action, body));
    await act('dispatcher1', 'accept');
    await act('dispatcher1', 'dispatch', { lead: 'market', summary: '反映窗口多次往返' });
    await act('market.handler1', 'sign');
    await act('market.leader', 'answer', ANSWER);
    await act('reviewer1', 'pass');
    await act('reviewer1', 'call-back', { reached: true, solved: 'solved' });
    await act('reviewer1', 'close');
  };

  it('names every field that is wrong, and why', async () => {
    expect(await wrong({ kind: undefined })).toEqual([{ field: 'kind', code: 'required' }]);
    expect(await wrong({ kind: 'gossip' })).toEqual([{ field: 'kind', code: 'not-in-list' }]);
    expect(await wrong({ description: ' \n ' })).toEqual([{ field: 'description', code: 'malformed' }]);
    expect(await wrong({ description: '长'.repeat(10_001) })).toEqual([{ field: 'description', code: 'too-long' }]);
    expect(await wrong({ description: 7 })).toEqual([expect.objectContaining({ field: 'description' })]);
    expect(await wrong({ visits: -1 })).toEqual([{ field: 'visits', code: 'too-small' }]);
    expect(await wrong({ visits: 1.5 })).toEqual([{ field: 'visits', code: 'not-a-whole-number' }]);
    expect(await wrong({ amountInvolved: '12' })).toEqual([expect.objectContaining({ field: 'amountInvolved' })]);
    expect(await wrong({ occurredAt: '2026-13-40T10:00:00+08:00' })).toEqual([expect.objectContaining({ field: 'occurredAt' })]);
    expect(await wrong({ occurredAt: '2026-11-01T10:00:00' })).toEqual([{ field: 'occurredAt', code: 'malformed' }]);
    expect(await wrong({ categoryCode: '9999' })).toEqual([{ field: 'categoryCode', code: 'unknown-category' }]);
    expect(await wrong({ accusedDepartmentCode: 'moon' })).toEqual([{ field: 'accusedDepartmentCode', code: 'unknown-department' }]);
    expect(await wrong({ consentToBeNamed: 'yes' })).toEqual([{ field: 'consentToBeNamed', code: 'not-a-flag' }]);
    expect(await wrong({ complainant: { email: 'nobody' } })).toEqual([{ field: 'complainant.email', code: 'malformed' }]);
    expect(await wrong({ complainant: '张三' })).toEqual([expect.objectContaining({ field: 'complainant' })]);
    const both = await wrong({ kind: 'gossip', complainant: { name: '长'.repeat(61) } });
    expect(both.map(({ field }: Json) => field).sort()).toEqual(['complainant.name', 'kind']);
  });

  it('refuses fields nobody asked for by their name, also those of a registration', async () => {
    expect(await wrong({ status: 'closed' })).toEqual([{ field: 'status', code: 'not-allowed' }]);
    expect(await wrong({ urgency: 'critical' })).toEqual([{ field: 'urgency', code: 'not-allowed' }]);
    expect(await wrong({ complainant: { isAdmin: true } })).toEqual([{ field: 'complainant.isAdmin', code: 'not-allowed' }]);
  });

  it('refuses what reaches for the prototype, what is no JSON, and what is too large', async () => {
    const raw = (body: string) => send(body, { 'content-type': 'application/json' });
    for (const body of [
      '{"__proto__":{"kind":"complaint"},"kind":"complaint","description":"x"}',
      '{"kind":"complaint","description":"x","complainant":{"constructor":{"prototype":{"a":1}}}}',
      '{"kind":',
      '',
    ]) {
      refused(await raw(body), 400, 'input.unreadable');
    }
    for (const body of ['[]', '"x"', 'null', '7']) expect([400, 422]).toContain((await raw(body)).status);
    refused(await raw(JSON.stringify({ ...COMPLAINT, description: 'x'.repeat(1_100_000) })), 413);
    refused(await send('<complaint/>', { 'content-type': 'application/xml' }), 415);
  });

  it('keeps characters of four bytes, and whatever else people write, as they were written', async () => {
    const description = '𠮷野家👨‍👩‍👧‍👦强收“卫生费”\u200B,\\"\'; DROP TABLE cases; -- <script>alert(1)</script>\n第二行\t尾';
    const ticket = await file({ title: '𠮷😀', description, address: '𡈽城街1号' });
    expect(await item('dispatcher1', ticket)).toMatchObject({ title: '𠮷😀', description });
    const found = succeeded(await (await app.signIn('dispatcher1')).get(`/cases?q=${encodeURIComponent('卫生费')}`));
    expect(found.items.map(({ caseNumber }: Json) => caseNumber)).toEqual([ticket.caseNumber]);
  });

  it('warns of a wrong check digit in a credit code and takes the complaint all the same', async () => {
    const right = succeeded(await send({ ...COMPLAINT, complainant: { uscc: '91350100M000100Y43' } }), 201);
    expect(right).toEqual({ caseNumber: expect.any(String), trackingCode: expect.stringMatching(/^\d{20}$/) });
    const off = succeeded(await send({ ...COMPLAINT, complainant: { uscc: '91350100M000100Y44' } }), 201);
    expect(off.warnings).toEqual([{ field: 'complainant.uscc', code: 'check-digit' }]);
    expect((await item('dispatcher1', off)).warnings).toEqual(off.warnings);
  });

  it('seals at once what a category or a named official demands, without a trace in lists, events, sockets or figures', async () => {
    const [dispatcher, inspector] = [await app.signIn('dispatcher1'), await app.signIn('inspector1')];
    const feed = await listen(dispatcher);
    const total = async () => succeeded(await dispatcher.get('/cases')).total as number;
    const overview = async () => succeeded(await dispatcher.get('/statistics/overview'));
    const [before, figures, { head }] = [await total(), await overview(), succeeded(await dispatcher.get('/events?limit=1'))];
    const sealed = [
      await file({ categoryCode: '1001', description: '索要红包八千元' }),
      await file({ kind: 'report', namedOfficial: '王某某', description: '王某某索要红包八千元' }),
    ];
    const plain = await file();
    await feed.until(({ body }) => body.caseNumber === plain.caseNumber);
    feed.close();
    const numbers = sealed.map(({ caseNumber }) => caseNumber);
    expect(feed.frames.filter(({ body }) => numbers.includes(body.caseNumber))).toEqual([]);
    expect(await total()).toBe(before + 1);
    const events = succeeded(await dispatcher.get(`/events?after=${head}&limit=500`)).items as Json[];
    expect(events.map(({ caseNumber }) => caseNumber)).toEqual([plain.caseNumber]);
    expect(succeeded(await dispatcher.get(`/cases?q=${encodeURIComponent('红包')}`)).total).toBe(0);
    const after = await overview();
    const received = (told: Json) => JSON.stringify(told).match(/"key":"received"[^}]*?"value":(\d+)/)?.[1];
    expect(Number(received(after))).toBe(Number(received(figures)) + 1);
    const absent = refused(await dispatcher.get('/cases/20200101000001'), 404);
    for (const caseNumber of numbers) {
      expect(refused(await dispatcher.get(`/cases/${caseNumber}`), 404)).toEqual(absent);
      expect(succeeded(await inspector.get(`/cases/${caseNumber}`)).status).toBe('sealed');
    }
    const told = succeeded(await track(sealed[1]!));
    expect([told.status, told.timeline, told.departments, told.canWithdraw]).toEqual(['sealed', [], [], false]);
  });

  it('takes a complaint once, however often it comes with its key, and another one with that key not at all', async () => {
    const key = { 'idempotency-key': 'once-and-only-once' };
    const sent = await Promise.all(Array.from({ length: 20 }, () => send(COMPLAINT, key)));
    expect(counted(sent)).toEqual({ 201: 20 });
    expect(new Set(sent.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    refused(await send({ ...COMPLAINT, visits: 4 }, key), 422, 'idempotency.mismatch');
    refused(await send(COMPLAINT, { 'idempotency-key': 'short' }), 422, 'idempotency.malformed');
    await app.restart();
    expect((await send(COMPLAINT, key)).body).toEqual(sent[0]!.body);
  });

  it('counts the cases of a day without a gap, refused ones not at all', async () => {
    const first = await file();
    await wrong({ kind: 'gossip' });
    const second = await file();
    expect(first.caseNumber).toMatch(/^20261102\d{6}$/);
    expect(Number(second.caseNumber)).toBe(Number(first.caseNumber) + 1);
  });

  it('delays the haste of one address, then refuses it and says for how long, and lets another one pass', async () => {
    const began = performance.now();
    const replies = await Promise.all(Array.from({ length: 80 }, () => visitor.post('/public/complaints', COMPLAINT, from('10.9.0.1'))));
    expect(performance.now() - began).toBeGreaterThan(500);
    const { 201: taken, 429: late, ...else_ } = counted(replies);
    expect(else_).toEqual({});
    expect(taken).toBeGreaterThanOrEqual(60);
    expect(late).toBeGreaterThan(0);
    for (const reply of replies.filter(({ status }) => status === 429)) {
      expect(refused(reply, 429, 'rate.limited').facts.retryAfter).toBe(Number(reply.headers.get('retry-after')));
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    }
    succeeded(await send(COMPLAINT), 201);
  });

  it('opens by number and code alone, copied as people copy them', async () => {
    const { caseNumber, trackingCode } = await file();
    const spaced = trackingCode.replace(/(\d{4})/g, '$1 ');
    for (const code of [trackingCode, spaced, spaced.replace(/ /g, '-').slice(0, -1)]) {
      expect(succeeded(await track({ caseNumber, trackingCode: code })).caseNumber).toBe(caseNumber);
    }
  });

  it('says the same of a wrong number, a wrong handle, a wrong secret and nonsense', async () => {
    const [one, other] = [await file(), await file()];
    const turned = (code: string, place: number) => code.slice(0, place) + ((Number(code[place]) + 1) % 10) + code.slice(place + 1);
    const tries = [
      { ...one, caseNumber: '20261102999999' },
      { ...one, caseNumber: 'nonsense' },
      { ...one, trackingCode: turned(one.trackingCode, 0) },
      { ...one, trackingCode: turned(one.trackingCode, 19) },
      { ...one, trackingCode: other.trackingCode },
      { ...one, trackingCode: one.trackingCode.slice(0, 10) + other.trackingCode.slice(10) },
      { ...one, trackingCode: '' },
    ];
    const bodies = [];
    for (const attempt of tries) bodies.push(refused(await track(attempt), 404, 'not-found'));
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
    for (const what of ['/messages', '/rating', '/reopening', '/withdrawal']) {
      const body = { text: 'x', reason: 'x', solved: 'solved', satisfied: 'satisfied', contacted: true };
      const fields = { '/messages': ['text'], '/rating': ['solved', 'satisfied', 'contacted'] }[what] ?? ['reason'];
      const more = Object.fromEntries(Object.entries(body).filter(([key]) => fields.includes(key)));
      expect(refused(await track(tries[0]!, what, more), 404)).toEqual(bodies[0]);
    }
  });

  it('slows whoever guesses codes, and tells him nothing any more, not even that he was right', async () => {
    const ticket = await file();
    const guess = (trackingCode: string) => visitor.post('/public/track', { ...ticket, trackingCode }, from('10.9.0.2'));
    const replies = await Promise.all(Array.from({ length: 60 }, (_, n) => guess(String(n).padStart(20, '0'))));
    const { 404: told, 429: silent, ...rest } = counted(replies);
    expect([rest, told! <= 40, silent! >= 20]).toEqual([{}, true, true]);
    const right = await guess(ticket.trackingCode);
    refused(right, 429, 'rate.limited');
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(succeeded(await track(ticket)).caseNumber).toBe(ticket.caseNumber);
  });

  it('takes what the complainant adds, and shows him what the hotline asks', async () => {
    const ticket = await file();
    const after = succeeded(await track(ticket, '/messages', { text: '补充:我有录音😀' }));
    expect(after.messages).toEqual([{ id: expect.any(String), direction: 'in', text: '补充:我有录音😀', at: expect.any(String) }]);
    succeeded(await (await app.signIn('reviewer1')).act(ticket.caseNumber, 'ask', { text: '哪一天?' }));
    expect(succeeded(await track(ticket)).questions).toMatchObject([{ direction: 'out', text: '哪一天?' }]);
    expect((await item('reviewer1', ticket)).messages.map(({ text }: Json) => text)).toEqual(['补充:我有录音😀', '哪一天?']);
  });

  it('tells every status and step in Chinese and in English', async () => {
    const ticket = await file();
    const told = succeeded(await track(ticket));
    expect(told.statusText).toBe('我们已收到您的反映，正在审核是否受理，11月3日前告诉您结果。');
    expect(told.statusTextEn).toMatch(/^We have received your matter and will tell you by 3 November 2026/);
    expect(told.timeline).toMatchObject([{ type: 'case.registered', textEn: 'We received and registered your matter.' }]);
    succeeded(await (await app.signIn('dispatcher1')).act(ticket.caseNumber, 'accept'));
    expect(succeeded(await track(ticket)).statusTextEn).toBe('Accepted. We are deciding which department will handle it.');
  });

  it('lets a complainant withdraw what is open, and then nothing more', async () => {
    const ticket = await file();
    expect(succeeded(await track(ticket, '/withdrawal', { reason: '已自行解决' }))).toMatchObject({
      status: 'withdrawn',
      canWithdraw: false,
    });
    refused(await track(ticket, '/withdrawal'), 409, 'case.action-not-open');
    refused(await track(ticket, '/messages', { text: '还有' }), 409, 'case.action-not-open');
    const { history } = await item('reviewer1', ticket);
    expect(history.at(-1)).toMatchObject({ type: 'case.withdrawn', facts: {} });
  });

  it('takes one rating a round, and reopens within the window and not after it', async () => {
    const [ticket, late] = [await file(), await file()];
    const RATING = { solved: 'unsolved', satisfied: 'dissatisfied', contacted: false, comment: '没解决' };
    refused(await track(ticket, '/rating', RATING), 409, 'case.action-not-open');
    refused(await track(ticket, '/reopening', { reason: '没解决' }), 409, 'case.action-not-open');
    await close(ticket);
    await close(late);
    const closed = succeeded(await track(ticket));
    expect(closed).toMatchObject({ status: 'closed', publicReply: '已一次办结', canRate: true, canReopen: true, canWithdraw: false });
    expect(succeeded(await track(ticket, '/rating', RATING))).toMatchObject({
      canRate: false,
      rating: { solved: 'unsolved', comment: '没解决' },
    });
    refused(await track(ticket, '/rating', RATING), 409, 'case.not-rated');
    await app.turnTo('2026-12-02T09:00:00+08:00');
    expect(succeeded(await track(ticket, '/reopening', { reason: '又让我跑一趟' }))).toMatchObject({ status: 'handling', canRate: false });
    expect((await item('reviewer1', ticket)).round).toBe(2);
    await app.turnTo('2026-12-03T11:00:00+08:00');
    const answer = refused(await track(late, '/reopening', { reason: '太晚了' }), 409);
    expect(['case.within-reopening-window', 'case.action-not-open']).toContain(answer.code);
    expect(succeeded(await track(late))).toMatchObject({ canReopen: false, canRate: true });
  });

  it('takes silence past the acceptance limit for acceptance, once', async () => {
    const ticket = await file();
    await app.turnTo('2026-12-04T17:29:00+08:00');
    expect((await item('dispatcher1', ticket)).status).toBe('pending_acceptance');
    await app.turnTo('2026-12-07T09:00:00+08:00');
    const end = Date.now() + 15_000;
    let seen = await item('dispatcher1', ticket);
    for (; seen.status !== 'pending_dispatch' && Date.now() < end; seen = await item('dispatcher1', ticket))
      await new Promise((done) => setTimeout(done, 200));
    expect(seen.status).toBe('pending_dispatch');
    await app.restart();
    await new Promise((done) => setTimeout(done, 2_500));
    const accepted = (await item('dispatcher1', ticket)).history.filter(({ type }: Json) => type === 'case.accepted');
    expect(accepted).toMatchObject([{ by: { role: 'system' }, facts: { why: 'silence' } }]);
  });
});
