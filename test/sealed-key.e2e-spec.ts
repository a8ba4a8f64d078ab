/** A sealed case lies under the commission's key from the commit on: the main key opens nothing of it, and nothing of it is found without. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Texts, type TextField } from '../src/cases/texts.js';
import { type ComplainantRow, Identities } from '../src/complainants/identities.js';
import { type App, startApp } from './support/app.js';
import { type Client, type Json, refused, succeeded } from './support/client.js';
import { describeWithServer } from './support/skip.js';
import { listen } from './support/socket.js';
import { freshTown, MONDAY, type Town } from './support/town.js';

const PERSON = {
  name: '欧阳文博',
  phone: '13845671234',
  email: 'ouyang@example.org',
  idNumber: '220102199003071234',
  address: '人民大街1234号',
};
const MATTER = { kind: 'complaint', title: '卫生费太高', description: '窗口小李让我交八百元卫生费,不给收据。', address: '解放大路99号' };
const TEXTS: [table: string, field: TextField][] = [
  ['cases', 'cases.title'],
  ['cases', 'cases.description'],
  ['cases', 'cases.address'],
  ['case_messages', 'case_messages.text'],
  ['attachments', 'attachments.name'],
];

describeWithServer('a case that is sealed', () => {
  let town: Town;
  let app: App;
  const people = new Map<string, Client>();
  let caseNumber = '';
  let trackingCode = '';
  const as = (username: string) => people.get(username)!;
  const rowsOf = (table: string, number = caseNumber) =>
    town.db.readPrimary<Record<string, string | null>>(`SELECT * FROM ${table} WHERE caseNumber = ?`, [number]);

  const send = async (name: string, text: string, to = { caseNumber, trackingCode }): Promise<string> => {
    const form = new FormData();
    for (const [key, value] of Object.entries(to)) form.set(key, value);
    form.set('file', new Blob([text], { type: 'text/plain' }), name);
    return succeeded(await app.client().post('/public/track/attachments', form), 201).id;
  };

  beforeAll(async () => {
    town = await freshTown();
    app = await startApp({ NOW: MONDAY, INTAKES_PER_MINUTE: '1000' }, town.database);
    for (const one of ['operator1', 'dispatcher1', 'supervisor1', 'inspector1', 'inspector2']) people.set(one, await app.signIn(one));
    const made = succeeded(
      await as('operator1').post('/cases', { ...MATTER, channel: 'phone', urgency: 'normal', complainant: PERSON }),
      201,
    );
    ({ caseNumber, trackingCode } = made);
    await send('通话记录.txt', '窗口小李的原话');
    succeeded(await app.client().post('/public/track/messages', { caseNumber, trackingCode, text: '补充：小李又打来电话' }));
    for (const end = Date.now() + 15_000; Date.now() < end && (await rowsOf('notices')).length === 0;) await sleep(100);
  });
  afterAll(async () => {
    await app.stop();
    await town.close();
  });

  it('stands under the main key before', async () => {
    const [row] = await rowsOf('cases');
    expect(new Texts(town.keys).open(row!.title!, 'cases.title', caseNumber)).toBe(MATTER.title);
    expect(() => new Texts(town.sealed).open(row!.title!, 'cases.title', caseNumber)).toThrow('record.unreadable');
  });

  it('lies under the sealed key alone afterwards: words, particulars, indexes, terms, names and bytes of files', async () => {
    const before = { person: (await rowsOf('complainants'))[0]!, terms: await rowsOf('case_terms') };
    expect(succeeded(await as('dispatcher1').act(caseNumber, 'seal', { reason: '涉及索要财物' }))).toEqual({
      caseNumber,
      status: 'sealed',
    });
    const [main, sealed] = [new Texts(town.keys), new Texts(town.sealed)];
    for (const [table, field] of TEXTS) {
      const rows = await rowsOf(table);
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) {
        const [stored, id] = [row[field.split('.')[1]!]!, row.id ?? caseNumber];
        expect(stored).toMatch(/^s1\./);
        expect(sealed.open(stored, field, id).length).toBeGreaterThan(3);
        expect(() => main.open(stored, field, id)).toThrow('record.unreadable');
      }
    }
    const person = (await rowsOf('complainants'))[0] as unknown as ComplainantRow;
    expect(new Identities(town.sealed).opened(person)).toEqual(PERSON);
    expect(() => new Identities(town.keys).open(person, 'name')).toThrow('record.unreadable');
    expect(person.phoneIndex).not.toBe(before.person.phoneIndex);
    const terms = await rowsOf('case_terms');
    expect(new Set(terms.map(({ scope }) => scope))).toEqual(new Set(['s']));
    const known = new Set(before.terms.map(({ term }) => term));
    expect(terms.filter(({ term }) => known.has(term))).toEqual([]);
    expect(await bytesLie()).toEqual(['sealed']);
  });

  /** Where the bytes of its files lie, once they had the time to move. */
  async function bytesLie(): Promise<string[]> {
    for (const end = Date.now() + 15_000; Date.now() < end; await sleep(100)) {
      const vaults = (await rowsOf('attachments')).map(({ vault }) => String(vault));
      if (!vaults.includes('moving')) {
        const names = readdirSync(join(town.database.dataDir, 'files/attachments'), { recursive: true, encoding: 'utf8' });
        for (const { id } of await rowsOf('attachments')) {
          const own = names.filter((name) => name.replace('/', '').startsWith(id!));
          expect(own.map((name) => name.split('.')[1])).toEqual(['sealed']);
        }
        return [...new Set(vaults)];
      }
    }
    return ['never moved'];
  }

  it('opens to its inspector as before, files too, and is found by its words', async () => {
    const seen: Json = succeeded(await as('inspector1').get(`/cases/${caseNumber}`));
    expect([seen.title, seen.description, seen.complainant.phone]).toEqual([MATTER.title, MATTER.description, '138****1234']);
    expect(seen.messages.map(({ text }: Json) => text)).toEqual(['补充：小李又打来电话']);
    const [file] = seen.attachments;
    expect(file.name).toBe('通话记录.txt');
    expect(succeeded(await as('inspector1').get(`/cases/${caseNumber}/attachments/${file.id}`))).toBe('窗口小李的原话');
    for (const q of ['卫生费', PERSON.phone, caseNumber]) {
      for (const [who, total] of [
        ['inspector1', 1],
        ['inspector2', 0],
        ['dispatcher1', 0],
      ] as const) {
        const { body } = await as(who).get(`/cases?q=${encodeURIComponent(q)}`);
        expect([q, who, body.total]).toEqual([q, who, total]);
      }
    }
    const plain = await as('inspector1').act(caseNumber, 'unmask', { fields: ['name', 'phone'], reason: '核实举报人' });
    expect(succeeded(plain).values).toEqual({ name: PERSON.name, phone: PERSON.phone });
  });

  it('keeps what its complainant sends later under the sealed key at once', async () => {
    const id = await send('录音说明.txt', '第二份材料');
    const row = (await rowsOf('attachments')).find((one) => one.id === id)!;
    expect([row.vault, row.name!.startsWith('s1.')]).toEqual(['sealed', true]);
    expect(existsSync(join(town.database.dataDir, 'files/attachments', id.slice(0, 2), `${id.slice(2)}.sealed`))).toBe(true);
    expect(succeeded(await as('inspector1').get(`/cases/${caseNumber}/attachments/${id}`))).toBe('第二份材料');
    refused(await as('dispatcher1').get(`/cases/${caseNumber}/attachments/${id}`), 404);
  });

  it('is closed so from its first row when its category seals it', async () => {
    const made = succeeded(await app.client().post('/public/complaints', { ...MATTER, categoryCode: '1001', complainant: PERSON }), 201);
    const [row] = await rowsOf('cases', made.caseNumber);
    const [person] = await rowsOf('complainants', made.caseNumber);
    for (const stored of [row!.title, row!.description, row!.address, person!.name, person!.phone]) expect(stored).toMatch(/^s1\./);
    expect(new Set((await rowsOf('case_terms', made.caseNumber)).map(({ scope }) => scope))).toEqual(new Set(['s']));
  });

  it('moves its other files and keeps the news coming when the bytes of one are gone', async () => {
    const body = { ...MATTER, channel: 'phone', urgency: 'normal', complainant: PERSON };
    const made = succeeded(await as('operator1').post('/cases', body), 201);
    const to = { caseNumber: made.caseNumber as string, trackingCode: made.trackingCode as string };
    const [lost, ...others] = [await send('一.txt', '一', to), await send('二.txt', '二', to), await send('三.txt', '三', to)].sort();
    rmSync(join(town.database.dataDir, 'files/attachments', lost!.slice(0, 2), lost!.slice(2)));
    const feed = await listen(as('supervisor1'));
    succeeded(await as('dispatcher1').act(to.caseNumber, 'seal', { reason: '涉及索要财物' }));
    const later = succeeded(await as('operator1').post('/cases', { ...body, description: '另一件事' }), 201);
    await feed.until(({ name, body: news }) => name === 'event' && news.caseNumber === later.caseNumber);
    feed.close();
    const moved = async () => (await rowsOf('attachments', to.caseNumber)).filter(({ vault }) => vault === 'sealed').map(({ id }) => id!);
    for (const end = Date.now() + 10_000; Date.now() < end && (await moved()).length < others.length;) await sleep(100);
    expect((await moved()).sort()).toEqual(others);
  });

  it('leaves no address in the messages that were sent before', async () => {
    const sent = await rowsOf('notices');
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.map(({ recipient }) => recipient).filter(Boolean)).toEqual([]);
  });
});
