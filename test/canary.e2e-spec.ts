/** Particulars of complainants reach no department, no log line and no stolen database, in no form. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type App, startApp } from './support/app.js';
import { MARKS, particularsOf, placeOf, sightings, wordsOf } from './support/canary.js';
import { type Client, type Json, refused, succeeded } from './support/client.js';
import { describeWithServer } from './support/skip.js';
import { type Feed, listen } from './support/socket.js';
import { freshTown, MONDAY, type Town } from './support/town.js';

const CASES = Number(process.env.CANARY_CASES ?? 60);
/** Milliseconds: every case is lived through, and read by everybody. */
const PATIENCE = 120_000 + CASES * 1_500;
const READERS = ['market.handler1', 'market.leader', 'tax.handler1', 'tax.leader', 'fire.handler1', 'fire.leader'];
const HOTLINE = ['operator2', 'dispatcher1', 'reviewer1', 'supervisor1', 'inspector2', 'commissioner1'];
const ANSWER = { finding: 'true', solved: 'solved', internalNote: '已核实', publicReply: '已为企业一次办结' };

interface Held {
  caseNumber: string;
  trackingCode: string;
}

describeWithServer('the particulars of complainants', () => {
  let town: Town;
  let app: App;
  const readers = new Map<string, Client>();
  const feeds: Feed[] = [];
  const held: Held[] = [];
  /** Every answer a department got, by what it asked. */
  const heard: { asked: string; found: string[] }[] = [];
  let answers = 0;

  const as = (username: string) => readers.get(username)!;
  const look = (reader: string, path: string, body: Json) => {
    answers++;
    const found = sightings(Buffer.isBuffer(body) ? body : typeof body === 'string' ? body : (JSON.stringify(body) ?? ''));
    if (found.length > 0) heard.push({ asked: `${reader} ${path}`, found });
  };

  beforeAll(async () => {
    town = await freshTown();
    const patience = { INTAKES_PER_MINUTE: '1000000', WRONG_PASSWORDS_PER_MINUTE: '1000000' };
    app = await startApp({ NOW: MONDAY, ...patience }, town.database);
    for (const username of ['operator1', 'inspector1', ...HOTLINE, ...READERS]) readers.set(username, await app.signIn(username));
    for (const username of READERS) feeds.push(await listen(as(username)));
    for (let n = 0; n < CASES; n++) held.push(await live(n));
  }, PATIENCE);

  afterAll(async () => {
    feeds.forEach((feed) => feed.close());
    await app.stop();
    await town.close();
  });

  /** Takes the n-th complaint in and leads it one of six ways, so that departments hold it in different states. */
  async function live(n: number): Promise<Held> {
    const body = {
      kind: 'complaint',
      title: `${MARKS.word}标题${n}`,
      description: wordsOf(n, '正文'),
      address: placeOf(n),
      complainant: particularsOf(n),
      ...(n % 6 === 5 ? { kind: 'report', namedOfficial: `${MARKS.particular}科长` } : {}),
    };
    const byPhone = n % 2 === 1;
    const made = byPhone
      ? succeeded(await as('operator1').post('/cases', { ...body, channel: 'phone', urgency: 'urgent' }), 201)
      : succeeded(await app.client().post('/public/complaints', body, { 'idempotency-key': `canary-${n}-${MARKS.word}` }), 201);
    const one: Held = { caseNumber: made.caseNumber, trackingCode: made.trackingCode };
    if (n % 6 === 5) return one;
    const act = async (username: string, action: string, more = {}) => succeeded(await as(username).act(one.caseNumber, action, more));
    const tell = async (what: string, more: object) => succeeded(await app.client().post(`/public/track/${what}`, { ...one, ...more }));
    if (!byPhone) await act('dispatcher1', 'accept');
    await act('dispatcher1', 'dispatch', { lead: 'market', assists: n % 3 === 0 ? ['tax'] : [], summary: `企业反映办事不畅，第 ${n} 件` });
    await act('market.handler1', 'sign');
    await tell('messages', { text: wordsOf(n, '留言') });
    await sendFile(one, n);
    if (n % 6 === 2) await tell('withdrawal', { reason: wordsOf(n, '撤回') });
    if (n % 6 === 4) await toTheEnd(n, act, tell);
    return one;
  }

  /** Answered, called back with the complainant's own words, closed, rated and reopened with more of them. */
  async function toTheEnd(
    n: number,
    act: (by: string, action: string, more?: object) => Promise<Json>,
    tell: (what: string, more: object) => Promise<Json>,
  ) {
    await act('market.leader', 'answer', ANSWER);
    await act('reviewer1', 'pass');
    await act('reviewer1', 'call-back', { reached: true, solved: 'unsolved', satisfiedResult: 'dissatisfied', words: wordsOf(n, '回访') });
    await act('reviewer1', 'close');
    await tell('rating', { solved: 'unsolved', satisfied: 'dissatisfied', contacted: false, comment: wordsOf(n, '评价') });
    await tell('reopening', { reason: wordsOf(n, '重办') });
  }

  async function sendFile({ caseNumber, trackingCode }: Held, n: number): Promise<void> {
    const form = new FormData();
    form.set('caseNumber', caseNumber);
    form.set('trackingCode', trackingCode);
    form.set('file', new Blob([wordsOf(n, '附件')], { type: 'text/plain' }), `${MARKS.particular}-${n}.txt`);
    succeeded(await app.client().post('/public/track/attachments', form), 201);
  }

  /** Every GET route of the document as this reader: each case, each word of a choice, each search. */
  async function crawl(username: string): Promise<void> {
    const reader = as(username);
    const document = succeeded(await app.client().get('/api/openapi.json'));
    for (const [path, item] of Object.entries<Json>(document.paths)) {
      if (!item.get) continue;
      for (const place of placesOf(path)) {
        for (const query of queriesOf(item.get.parameters ?? [])) {
          const reply = await reader.get(`${place.replace('/api/v1', '')}${query}`);
          expect(reply.status).not.toBe(500);
          look(username, `GET ${place}${query}`, reply.body);
          look(username, `GET ${place}${query} (headers)`, JSON.stringify([...reply.headers]));
          if (path === '/api/v1/cases/{caseNumber}' && reply.status === 200) await openFiles(username, reply.body);
        }
      }
    }
  }
  const placesOf = (path: string): string[] => {
    const filled = path
      .replace('{year}', '2026')
      .replace('{month}', '2026-11')
      .replace(/\{(id|callId)\}/g, '1');
    return filled.includes('{caseNumber}') ? held.map(({ caseNumber }) => filled.replace('{caseNumber}', caseNumber)) : [filled];
  };
  const queriesOf = (parameters: Json[]): string[] => {
    const asked = parameters.filter((one) => one.in === 'query');
    const choices = asked.flatMap(({ name, schema }) => ((schema?.enum ?? []) as string[]).map((value) => `?${name}=${value}`));
    const whole = asked.some(({ name }) => name === 'pageSize')
      ? ['?pageSize=200']
      : asked.some(({ name }) => name === 'limit')
        ? ['?limit=500']
        : [];
    return ['', ...whole, ...choices];
  };
  async function openFiles(username: string, view: Json): Promise<void> {
    for (const { id } of view.attachments as { id: string }[]) {
      const reply = await as(username).get(`/cases/${view.caseNumber}/attachments/${id}`);
      look(username, `attachment ${id}`, reply.body);
    }
  }

  it('are found by the finder in every form it knows', () => {
    for (const text of [
      particularsOf(7).name,
      particularsOf(7).phone,
      particularsOf(7).email,
      particularsOf(7).idNumber,
      placeOf(7),
      wordsOf(7, '正文'),
    ]) {
      const bytes = Buffer.from(text);
      const forms = [
        text,
        text.toUpperCase(),
        encodeURIComponent(text),
        bytes.toString('hex'),
        bytes.toString('hex').toUpperCase(),
        ...[0, 1, 2].map((shift) => Buffer.concat([Buffer.alloc(shift, 65), bytes, Buffer.from('!')]).toString('base64')),
        ...[0, 1, 2].map((shift) => Buffer.concat([Buffer.alloc(shift, 65), bytes]).toString('base64url')),
        [...text].join(' '),
      ];
      for (const form of forms) expect([form, sightings(`vorher ${form} nachher`).length > 0]).toEqual([form, true]);
    }
    expect(sightings('企业反映办事不畅 13800138000 hello@example.org')).toEqual([]);
    expect(sightings(gzipSync('nothing here'))).toEqual([]);
  });

  it(
    'reach no department by any page, list, search, file or export',
    async () => {
      for (const username of READERS) await crawl(username);
      for (const username of READERS) {
        for (const word of [MARKS.word, MARKS.particular, particularsOf(3).phone, '暗语', particularsOf(4).name]) {
          const reply = await as(username).get(`/cases?q=${encodeURIComponent(word)}`);
          expect([username, word, reply.status, reply.body.total]).toEqual([username, word, 200, 0]);
        }
      }
      const seen = succeeded(await as('market.leader').get('/cases?pageSize=200'));
      console.log(`canaries: ${CASES} cases, ${seen.total} of them with the leading department, ${answers} answers read`);
      expect(seen.total).toBeGreaterThanOrEqual(Math.floor((CASES * 5) / 6));
      expect(heard).toEqual([]);
    },
    PATIENCE,
  );

  it('reach no department by the answer to an action, done or refused', async () => {
    const { caseNumber } = held[0]!;
    const bodies = {
      'log-progress': { text: '已联系' },
      answer: ANSWER,
      unmask: { fields: ['name', 'phone', 'originalText'], reason: '需要联系' },
      urge: { text: '快' },
    };
    for (const username of ['market.handler1', 'market.leader', 'tax.handler1', 'tax.leader']) {
      for (const [action, body] of Object.entries(bodies)) {
        const reply = await as(username).post(`/cases/${caseNumber}/actions/${action}`, { version: 999, ...body });
        expect(reply.status).toBeGreaterThanOrEqual(400);
        look(username, `${action} of ${caseNumber}`, reply.body);
      }
      const { version, actions } = succeeded(await as(username).get(`/cases/${caseNumber}`));
      if (!(actions as string[]).includes('log-progress')) continue;
      look(
        username,
        `log-progress of ${caseNumber}`,
        succeeded(await as(username).post(`/cases/${caseNumber}/actions/log-progress`, { version, text: '已到现场' })),
      );
    }
    expect(heard).toEqual([]);
  });

  it('stand in no frame that a department’s socket hears', () => {
    const frames = feeds.flatMap((feed) => feed.frames);
    expect(frames.filter(({ name }) => name === 'event').length).toBeGreaterThan(CASES);
    expect(frames.flatMap((frame) => sightings(JSON.stringify(frame)))).toEqual([]);
  });

  it(
    'are masked for the hotline, which reads the words of the matter',
    async () => {
      const original = succeeded(await as('dispatcher1').get(`/cases/${held[4]!.caseNumber}`));
      for (const part of [original.title, original.description, original.messages, original.callBacks, original.ratings]) {
        expect(sightings(JSON.stringify(part), ['word'])).not.toEqual([]);
      }
      for (const username of HOTLINE) {
        const found: string[] = [];
        for (const { caseNumber } of held) {
          const { body } = await as(username).get(`/cases/${caseNumber}`);
          // the organisation is no person, and the words of the matter are the hotline's work
          const { organisation: _organisation, attachments: _names, ...view } = body as Record<string, unknown>;
          found.push(...sightings(JSON.stringify(view), ['particular', 'phone', 'idNumber']));
        }
        expect([username, found]).toEqual([username, []]);
      }
    },
    PATIENCE,
  );

  it('are not echoed by refusals', async () => {
    const client = app.client();
    const wrong = [
      { kind: MARKS.word, description: wordsOf(1, '正文') },
      { kind: 'complaint', description: wordsOf(1, '正文'), [MARKS.word]: MARKS.particular },
      { kind: 'complaint', description: wordsOf(1, '正文'), complainant: { ...particularsOf(1), name: particularsOf(1).name.repeat(9) } },
      { kind: 'complaint', description: wordsOf(1, '正文'), categoryCode: MARKS.word, accusedDepartmentCode: MARKS.word },
    ];
    for (const body of wrong) {
      const problem = refused(await client.post('/public/complaints', body), 422);
      // the name of a field that nobody asked for is the sender's own
      expect(sightings(JSON.stringify(problem), ['particular', 'phone', 'idNumber'])).toEqual([]);
    }
    const { caseNumber } = held[1]!;
    const tracked = await client.post('/public/track', { caseNumber, trackingCode: `${MARKS.word}${MARKS.phone}` });
    expect(sightings(JSON.stringify(refused(tracked, 404)))).toEqual([]);
  });

  it('stand in no line of the server', () => {
    expect(app.logs.length).toBeGreaterThan(0);
    expect(sightings(app.logs)).toEqual([]);
  });

  it('lie under the commission’s key where a case is sealed or investigated: the main key opens none of them', async () => {
    const sealed = held.filter((_, n) => n % 6 === 5).map(({ caseNumber }) => caseNumber);
    const inspector = as('inspector1');
    const clue = { source: 'sealed-case', title: `${MARKS.word}线索`, text: wordsOf(5, '线索'), caseNumbers: [sealed[0]] };
    const { investigationNumber: number } = succeeded(await inspector.post('/investigations', clue), 201);
    const act = (version: number, action: string, body: object) =>
      inspector.post(`/investigations/${number}/actions/${action}`, { version, ...body });
    succeeded(await act(1, 'register', { text: wordsOf(5, '登记') }));
    succeeded(await act(2, 'assess', { handling: 'preliminary-verification', text: wordsOf(5, '研判') }));
    succeeded(await act(3, 'add-person', { name: particularsOf(5).name, departmentCode: 'market', rank: 'staff' }));
    const form = new FormData();
    form.set('file', new Blob([wordsOf(5, '笔录')], { type: 'text/plain' }), `${MARKS.particular}笔录.txt`);
    succeeded(await inspector.post(`/investigations/${number}/documents`, form), 201);
    const marks = sealed.map(() => '?').join(',');
    const columns: [table: string, names: string[]][] = [
      ['cases', ['title', 'description', 'address', 'namedOfficial']],
      ['complainants', ['name', 'phone', 'email', 'idNumber', 'address', 'organisation']],
    ];
    let opened = 0;
    for (const [table, names] of columns) {
      const rows = await town.db.readPrimary<Record<string, string>>(`SELECT * FROM ${table} WHERE caseNumber IN (${marks})`, sealed);
      for (const row of rows) {
        for (const name of names) {
          const place = `${table}.${name}:${row.caseNumber}`;
          expect(() => town.keys.decrypt(row[name]!, place)).toThrow('record.unreadable');
          expect(sightings(town.sealed.decrypt(row[name]!, place)).length).toBeGreaterThan(0);
          opened++;
        }
      }
    }
    expect(opened).toBe(sealed.length * 10);
  });

  it('stand in no table of a stolen database, and in no file beside it', async () => {
    const dump = await stolen();
    console.log(`canaries: ${dump.reduce((sum, { bytes }) => sum + bytes.length, 0)} bytes of ${dump.length} tables and files searched`);
    expect(dump.some(({ bytes }) => bytes.includes(held[0]!.caseNumber))).toBe(true);
    expect(dump.flatMap(({ name, bytes }) => sightings(bytes).map((found) => `${name}: ${found}`))).toEqual([]);
  });

  /** All files of the installation and, from a database server, all rows of all tables. */
  async function stolen(): Promise<{ name: string; bytes: Buffer }[]> {
    const folder = town.database.dataDir;
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
    if (town.config.database.engine === 'embedded') return files;
    const tables = await town.db.read<{ name: string }>(
      'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
    );
    for (const { name } of tables)
      files.push({ name, bytes: Buffer.from(JSON.stringify(await town.db.read(`SELECT * FROM \`${name}\``))) });
    return files;
  }
});
