/** How long personal data is kept: its term is a rule, looked at before it counts, and what is over goes for good while cases and figures stay. */
import { randomUUID } from 'node:crypto';
import { ForgottenCallers } from '../src/calls/forgotten-callers.js';
import { ForgottenIdentities } from '../src/cases/forgotten-identities.js';
import { Texts } from '../src/cases/texts.js';
import { Identities } from '../src/complainants/identities.js';
import { Reference } from '../src/departments/reference.js';
import { DAY } from '../src/domain/time.js';
import { configJson } from '../src/platform/settings.js';
import type { RetentionSettings } from '../src/domain/retention.js';
import type { Json } from './support/client.js';
import { engine, freshDatabase, type TestDatabase } from './support/database.js';
import { type Inside, NOW, openInside } from './support/inside.js';
import { describeWithServer } from './support/skip.js';

describeWithServer(`what is kept of people on the ${engine} engine`, () => {
  let database: TestDatabase;
  let town: Inside;
  const now = Date.parse(NOW);
  const { days } = configJson<RetentionSettings>('retention.json');
  const OLD = now - days.identities * DAY - 1;

  beforeAll(async () => {
    database = await freshDatabase();
    town = await openInside(database);
    await town.staff('chief', 'supervisor');
    await town.staff('admin2', 'administrator');
  }, 120_000);
  afterAll(async () => {
    await town?.app.close();
    await database?.drop();
  });
  beforeEach(async () => {
    await town.db.write(async (tx) => {
      for (const table of ['cases', 'complainants', 'case_terms', 'calls', 'call_cases', 'rule_proposals'])
        await tx.query(`DELETE FROM ${table}`);
    });
  });

  const one = <T>(kind: abstract new (...given: never[]) => T): T => town.app.get(kind as never, { strict: false });
  async function caseOf(patch: Record<string, unknown>): Promise<string> {
    const row = town.caseRow({ status: 'archived', closedAt: OLD, receivedAt: OLD - DAY, ...patch });
    const caseNumber = row.caseNumber as string;
    await town.insert('cases', [row]);
    await town.insert('complainants', [
      one(Identities).rowOf(caseNumber, false, { name: '张三丰', phone: '13812345678', address: '幸福路1号' }),
    ]);
    await town.insert('case_terms', one(Texts).tailRows('13812345678', 'o', caseNumber));
    return caseNumber;
  }
  async function callOf(startedAt: number, caseNumber?: string, patch: Record<string, unknown> = {}): Promise<string> {
    const callId = randomUUID();
    const identities = one(Identities);
    const [number, note] = [identities.closeNumber('+8613812345678', callId), identities.closeNote('情绪激动', callId)];
    const told = { direction: 'in', status: 'ended', outcome: 'answered', skill: 'general', facts: '[]', checkAt: null };
    const spent = { waitedSeconds: 1, talkSeconds: 60, heldSeconds: 0, wrapUpSeconds: 0 };
    const row = {
      callId,
      ...told,
      ...spent,
      number,
      numberIndex: identities.phoneIndex('13812345678'),
      note,
      startedAt,
      endedAt: startedAt + 1,
    };
    await town.insert('calls', [{ ...row, ...patch }]);
    if (caseNumber) await town.insert('call_cases', [{ callId, caseNumber }]);
    return callId;
  }
  const person = async (caseNumber: string): Promise<Json> =>
    (await town.db.readPrimary<Json>('SELECT * FROM complainants WHERE caseNumber = ?', [caseNumber]))[0]!;
  const call = async (callId: string): Promise<Json> =>
    (await town.db.readPrimary<Json>('SELECT * FROM calls WHERE callId = ?', [callId]))[0]!;
  const told = async (): Promise<Json[]> =>
    (await town.db.readPrimary<{ facts: string }>("SELECT facts FROM events WHERE type = 'retention.forgotten' ORDER BY number")).map(
      ({ facts }) => JSON.parse(facts),
    );

  it('goes with its indexes when the term after the end of the case is over; the case stays and says when', async () => {
    const over = await caseOf({});
    const young = await caseOf({ closedAt: OLD + DAY });
    expect(await one(ForgottenIdentities).sweep()).toBe(1);
    const gone = await person(over);
    for (const column of ['name', 'phone', 'email', 'idNumber', 'address', 'organisation', 'uscc', 'phoneIndex', 'usccIndex'])
      expect([column, gone[column]]).toEqual([column, null]);
    expect(Number(gone.forgottenAt)).toBeGreaterThanOrEqual(now);
    expect((await person(young)).name).not.toBeNull();
    const seen = (await town.get(`/cases/${over}`, 'chief')).body;
    expect(seen).toMatchObject({ caseNumber: over, description: '请协助。' });
    expect(seen.complainant).toEqual({ anonymous: false, consentToBeNamed: false, forgottenAt: expect.any(String) });
    expect((await town.get('/cases?q=13812345678', 'chief')).body.items.map(({ caseNumber }: Json) => caseNumber)).toEqual([young]);
    expect((await town.get('/cases?q=5678', 'chief')).body.items.map(({ caseNumber }: Json) => caseNumber)).toEqual([young]);
    expect((await told()).at(-1)).toEqual({ what: 'identities', many: 1, days: days.identities, version: 1 });
    expect(await one(ForgottenIdentities).sweep()).toBe(0);
  });

  it('stays with cases that go on, with reports and sealed matters, and with what was merged into a case that goes on', async () => {
    const master = await caseOf({ status: 'handling', closedAt: null });
    const kept = [
      master,
      await caseOf({ status: 'closed' }),
      await caseOf({ kind: 'report' }),
      await caseOf({ sealed: 1, status: 'sealed' }),
      await caseOf({ status: 'merged', masterCaseNumber: master }),
    ];
    const over = await caseOf({ status: 'merged', masterCaseNumber: await caseOf({}) });
    expect(await one(ForgottenIdentities).sweep()).toBe(2);
    expect((await person(over)).name).toBeNull();
    for (const caseNumber of kept) expect((await person(caseNumber)).name).not.toBeNull();
  });

  it('is forgotten of calls, but not while a case of the call needs it or somebody is speaking', async () => {
    const long = now - days.callers * DAY - 1;
    const over = [await callOf(long), await callOf(long, await caseOf({}))];
    const kept = [
      await callOf(long + DAY),
      await callOf(long, await caseOf({ status: 'handling', closedAt: null })),
      await callOf(long, await caseOf({ kind: 'report' })),
      await callOf(long, undefined, { status: 'talking', endedAt: null }),
    ];
    expect(await one(ForgottenCallers).sweep()).toBe(2);
    for (const callId of over) expect(await call(callId)).toMatchObject({ number: null, numberIndex: null, note: null, talkSeconds: 60 });
    for (const callId of kept) expect((await call(callId)).number).not.toBeNull();
    expect((await told()).at(-1)).toMatchObject({ what: 'callers', many: 2 });
  });

  it('is shown before a change counts: what would go, without anything going', async () => {
    const caseNumber = await caseOf({ closedAt: now - 800 * DAY });
    const content = { ...configJson<RetentionSettings>('retention.json'), days: { ...days, identities: 730 } };
    const ahead = await town.send('POST', '/rules/retention/preview', { content }, 'admin2');
    expect(ahead.status).toBe(200);
    const lines = ahead.body.lines as Json[];
    expect(lines.map(({ key }) => key)).toEqual(['identities', 'callers', 'recordings', 'messageAddresses', 'webhookDeliveries']);
    expect(lines[0]).toEqual({ key: 'identities', looked: 1, changed: 1, before: 0, after: 1 });
    expect((await person(caseNumber)).name).not.toBeNull();
    const short = { ...content, days: { ...days, identities: 10 } };
    expect((await town.send('POST', '/rules/retention/proposals', { content: short, base: 1 }, 'admin2')).body).toMatchObject({
      code: 'rule.broken',
      facts: { fields: [{ field: 'content.days.identities', code: 'malformed' }] },
    });
  });

  it('follows the new term once a second person has released it, and not before', async () => {
    const caseNumber = await caseOf({ closedAt: now - 800 * DAY });
    const content = { ...configJson<RetentionSettings>('retention.json'), days: { ...days, identities: 730 } };
    const proposed = await town.send('POST', '/rules/retention/proposals', { content, base: 1, note: '缩短' }, 'admin2');
    expect(proposed.status).toBe(201);
    expect(await one(ForgottenIdentities).sweep()).toBe(0);
    const { id } = proposed.body.waiting;
    expect((await town.send('POST', `/rules/proposals/${id}/actions/release`, {}, 'admin2')).status).toBe(403);
    expect((await town.send('POST', `/rules/proposals/${id}/actions/release`, {}, 'chief')).status).toBeLessThan(300);
    await one(Reference).load();
    expect(await one(ForgottenIdentities).sweep()).toBe(1);
    expect((await person(caseNumber)).name).toBeNull();
    expect((await told()).at(-1)).toMatchObject({ what: 'identities', many: 1, days: 730, version: 2 });
  });
});
