/** A city words by itself what complainants are told: one proposes, another releases; what was said before stays as it was said. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type App, startApp } from './support/app.js';
import { Gateway } from './support/carriers.js';
import { type Json, refused, type Reply, succeeded } from './support/client.js';
import { engine } from './support/database.js';
import { Desks, SUMMARY } from './support/desks.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, MONDAY, type Town, verifiedLog } from './support/town.js';

const FRESH = '【{city}{hotline}】收到您的反映，编号{caseNumber}，请留存。';

describeWithServer('the texts to complainants', () => {
  let town: Town;
  let gateway: Gateway;
  let app: App;
  let desks: Desks;
  let persons = 0;

  beforeAll(async () => {
    town = await freshTown();
    gateway = await Gateway.open();
    app = await startApp({ NOW: MONDAY, ...gateway.env }, town.database);
    desks = new Desks(app);
  }, 120_000);
  afterAll(async () => {
    await app?.stop();
    await gateway?.close();
    await town?.close();
  });
  afterEach(() => {
    gateway.mood = 'take';
  });

  const take = async (server: Desks = desks): Promise<{ caseNumber: string; trackingCode: string; number: string }> => {
    const phone = `1390772${String(++persons).padStart(4, '0')}`;
    const matter = { kind: 'complaint', description: '窗口让企业跑了三趟', complainant: { name: '金丝雀', phone } };
    const body = { channel: 'phone', urgency: 'normal', ...matter };
    const { caseNumber, trackingCode } = succeeded(await (await server.as('operator')).post('/cases', body), 201);
    return { caseNumber, trackingCode, number: `+86${phone}` };
  };
  const textsTo = (number: string) => gateway.to(number).map(({ text }) => text);
  const history = async (kind: string, who = 'admin'): Promise<Json> => succeeded(await (await desks.as(who)).get(`/rules/${kind}`));
  const proposed = async (kind: string, change: (content: Json) => void): Promise<Reply> => {
    const { base, inForce } = await history(kind);
    change(inForce.content);
    return (await desks.as('admin')).post(`/rules/${kind}/proposals`, { content: inForce.content, base });
  };
  const released = async (kind: string, change: (content: Json) => void): Promise<void> => {
    const { waiting } = succeeded(await proposed(kind, change), 201);
    succeeded(await (await desks.as('supervisor')).post(`/rules/proposals/${waiting.id}/actions/release`, {}));
    await sleep(600); // the processes hear of it from the log
  };
  const tracked = async ({ caseNumber, trackingCode }: { caseNumber: string; trackingCode: string }): Promise<Json> =>
    succeeded(await app.client().post('/public/track', { caseNumber, trackingCode }));

  it('tell with the rules which facts each may name', async () => {
    const { slots, samples, inForce } = await history('notices');
    expect(slots).toHaveLength(Object.keys(inForce.content.templates).length);
    expect(slots.find(({ path }: Json) => path === 'templates.survey')).toEqual({
      path: 'templates.survey',
      known: ['caseNumber', 'link', 'city', 'hotline'],
      needed: ['caseNumber', 'link'],
    });
    expect(samples).toMatchObject({ hotline: '12345', link: expect.stringContaining('/survey#') as string });
    expect(inForce.content.causes).toBeUndefined();
    expect((await history('limits')).slots).toBeUndefined();
    const tracking = await history('messages');
    expect(tracking.slots.find(({ path }: Json) => path === 'statusText.sealed').known).toEqual([]);
  });

  it('are refused when they name what they may not, lack what they must, or are not whole; nothing is kept', async () => {
    const broken = await proposed('notices', (content) => {
      content.templates.registered.text = '【{city}{hotline}】{name}您好，编号{caseNumber}';
      content.templates.survey.text = '【{city}{hotline}】编号{caseNumber}，请您评价。';
    });
    expect(refused(broken, 422, 'rule.broken').facts.fields).toEqual([
      { field: 'content.templates.registered.text', code: 'unknown-placeholder' },
      { field: 'content.templates.survey.text', code: 'missing-placeholder' },
    ]);
    const causes = await proposed('notices', (content) => (content.causes = [{ event: 'case.sealed', template: 'news' }]));
    refused(causes, 422, 'rule.broken');
    const open = await proposed('messages', (content) => (content.statusText.handling.zh = '{department}办理[，{date}前答复'));
    expect(refused(open, 422, 'rule.broken').facts.faults[0]).toMatchObject({ code: 'open-bracket', path: 'statusText.handling.zh' });
    const long = await history('notices');
    long.inForce.content.templates.closed.text += '长'.repeat(180);
    const { faults } = succeeded(await (await desks.as('admin')).post('/rules/notices/check', { content: long.inForce.content }));
    expect(faults).toEqual([expect.objectContaining({ code: 'many-segments', level: 'warning', facts: { segments: 4, most: 3 } })]);
    expect([(await history('notices')).proposals, (await history('messages')).proposals]).toEqual([[], []]);
  });

  it('of messages count from their release; one that was made before keeps its words, however late it is sent', async () => {
    const sent = await take();
    await gateway.until(() => textsTo(sent.number).length === 1);
    gateway.mood = { status: 503 };
    const held = await take();
    await gateway.until(() => gateway.attempts.some(({ to }) => to === held.number));
    await released('notices', (content) => (content.templates.registered.text = FRESH));
    gateway.mood = 'take';
    const next = await take();
    await gateway.until(() => textsTo(next.number).length === 1);
    expect(textsTo(next.number)).toEqual([`【九台12345】收到您的反映，编号${next.caseNumber}，请留存。`]);
    await desks.turnTo('2026-11-02T10:10:00+08:00');
    await gateway.until(() => textsTo(held.number).length === 1);
    expect(textsTo(held.number)[0]).toMatch(/您的反映已登记.*请妥善保管查询码/);
    expect(textsTo(sent.number)).toHaveLength(1);
  });

  it('are tried on messages that were sent: everybody sees words and parts, and those who see the case its number', async () => {
    const { inForce } = await history('notices');
    inForce.content.templates.registered.text = `${FRESH}${'长'.repeat(40)}`;
    const ahead = async (who: string) =>
      succeeded(await (await desks.as(who)).post('/rules/notices/preview', { content: inForce.content }));
    const [numbers, cases] = [await ahead('admin'), await ahead('supervisor')];
    expect(cases.lines).toEqual([{ key: 'templates.registered', looked: 3, changed: 3, before: 3, after: 6 }]);
    expect(cases.texts).toHaveLength(3);
    const [first] = cases.texts;
    expect(first).toMatchObject({ key: 'templates.registered', before: expect.stringContaining(first.caseNumber) as string });
    expect(first.after).toContain('长');
    expect(numbers.texts).toHaveLength(3);
    expect(JSON.stringify(numbers.texts)).not.toContain(first.caseNumber);
    expect(JSON.stringify(cases)).not.toMatch(/1390772|金丝雀/);
  });

  it('of tracking count from their release; what was told before stays as it was told', async () => {
    const told = await take();
    const { statusText } = await tracked(told);
    const { inForce } = await history('messages');
    const change = (content: Json): void => {
      content.statusText.pending_dispatch = { zh: '已受理，马上确定承办单位。', en: 'Accepted; a department is being chosen.' };
      content.timeline['case.registered'] = { zh: '登记好了。', en: 'Registered.' };
    };
    change(inForce.content);
    const preview = succeeded(await (await desks.as('supervisor')).post('/rules/messages/preview', { content: inForce.content }));
    expect(preview.texts.find(({ key }: Json) => key === 'statusText.pending_dispatch')).toMatchObject({
      caseNumber: told.caseNumber,
      before: statusText,
      after: '已受理，马上确定承办单位。',
    });
    const counted = succeeded(await (await desks.as('admin')).post('/rules/messages/preview', { content: inForce.content }));
    expect([counted.texts, counted.lines.map(({ key }: Json) => key).sort()]).toEqual([
      [],
      ['statusText.pending_dispatch', 'timeline.case.registered'],
    ]);
    await released('messages', change);
    const [old, fresh] = [await tracked(told), await tracked(await take())];
    expect([old.statusText, old.timeline[0].text]).toEqual(['已受理，马上确定承办单位。', '已收到您的反映，并完成登记。']);
    expect([fresh.statusText, fresh.timeline[0].text]).toEqual(['已受理，马上确定承办单位。', '登记好了。']);
  });

  it('of a sealed case tell neither department nor day, whatever is proposed', async () => {
    const named = await proposed('messages', (content) => (content.statusText.sealed.zh = '{department}的事已由专门机关接收。'));
    refused(named, 422, 'rule.broken');
    const news = await proposed('notices', (content) => (content.templates.news.text += '编号{caseNumber}'));
    refused(news, 422, 'rule.broken');
  });

  it('reach every process', async () => {
    const change = async () => {
      await released('messages', (content) => (content.statusText.handling.zh = '{department}办理中[，{date}前答复]。'));
      await released('notices', (content) => (content.templates.dispatched.text = '【{city}{hotline}】编号{caseNumber}已转承办单位。'));
    };
    if (engine === 'embedded') {
      await change(); // one process at a time there: the next one reads it at its start
      await app.stop({ keep: true });
    }
    const other = await startApp({ NOW: '2026-11-02T10:20:00+08:00', ...gateway.env }, town.database);
    try {
      if (engine === 'mysql') await change();
      const there = new Desks(other);
      const { caseNumber, trackingCode, number } = await take(there);
      await there.done('dispatcher', caseNumber, 'dispatch', { lead: 'market', summary: SUMMARY });
      const seen = succeeded(await other.client().post('/public/track', { caseNumber, trackingCode }));
      expect(seen.statusText).toMatch(/^市场监督管理局办理中，\d+月\d+日前答复。$/);
      await gateway.until(() => textsTo(number).length === 2);
      expect(textsTo(number)).toContain(`【九台12345】编号${caseNumber}已转承办单位。`);
    } finally {
      await other.stop({ keep: true });
    }
  });

  it('leave a log that holds', async () => {
    await app.stop({ keep: true });
    expect((await verifiedLog(town)).holds).toBe(true);
  });
});
