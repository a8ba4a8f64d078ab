/** An ended case as a package: read alone, proven without the system, a changed byte found; sealed ones have none. */
import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { archiveFaults, EVENTS, type ExcerptEvent, MANIFEST, type Manifest, SIGNATURE } from '../src/publicity/archive-check.js';
import { type App, startApp } from './support/app.js';
import { MARKS, particularsOf, sightings } from './support/canary.js';
import { type Json, type Reply, refused, succeeded } from './support/client.js';
import { ANSWER, Desks, SUMMARY } from './support/desks.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, MONDAY, type Town } from './support/town.js';

const NOTE = '一份说明：<script>alert(1)</script>';

describeWithServer('the archive package of a case', () => {
  let town: Town;
  let app: App;
  let desks: Desks;
  let [caseNumber, open, repeat] = ['', '', ''];
  let zip: Buffer;

  beforeAll(async () => {
    town = await freshTown();
    app = await startApp({ NOW: MONDAY }, town.database);
    desks = new Desks(app);
    const operator = await desks.as('operator');
    const body = { channel: 'phone', urgency: 'normal', kind: 'complaint', title: '窗口<b>慢</b>', description: NOTE };
    caseNumber = succeeded(await operator.post('/cases', { ...body, complainant: particularsOf(7) }), 201).caseNumber;
    // a repeat that is sealed later: its number is nobody's business
    repeat = succeeded(await operator.post('/cases', { ...body, complainant: particularsOf(8) }), 201).caseNumber;
    const form = new FormData();
    form.append('file', new Blob([NOTE], { type: 'text/plain' }), '说明.txt');
    succeeded(await operator.post(`/cases/${caseNumber}/attachments`, form), 201);
    await desks.done('dispatcher', repeat, 'merge', { masterCaseNumber: caseNumber });
    await town.db.write((tx) => tx.query("UPDATE cases SET sealed = 1, status = 'sealed' WHERE caseNumber = ?", [repeat]));
    await desks.done('dispatcher', caseNumber, 'dispatch', { lead: 'market', summary: SUMMARY });
    await desks.done('market', caseNumber, 'sign');
    await desks.done('market!', caseNumber, 'answer', ANSWER);
    await desks.done('reviewer', caseNumber, 'pass');
    await desks.done('reviewer', caseNumber, 'call-back', { reached: true, solved: 'solved', satisfiedResult: 'satisfied' });
    await desks.done('reviewer', caseNumber, 'close');
    open = await desks.opened();
  }, 120_000);
  afterAll(async () => {
    await app?.stop();
    await town?.close();
  });

  const ask = async (who: string, number: string): Promise<Reply> =>
    (await desks.as(who)).post('/exports', { kind: 'archive', format: 'zip', reason: '归档备查', caseNumber: number });
  const until = async (id: string): Promise<Json> => {
    for (const end = Date.now() + 30_000; ;) {
      const one = succeeded(await (await desks.as('supervisor')).get(`/exports/${id}`));
      if (['ready', 'failed'].includes(one.state as string) || Date.now() > end) return one;
      await new Promise((again) => setTimeout(again, 100));
    }
  };
  const ready = async (): Promise<Json> => {
    const { id, version } = succeeded(await ask('supervisor', caseNumber), 201);
    succeeded(await (await desks.as('commissioner')).post(`/exports/${id}/actions/approve`, { version }));
    return until(id as string);
  };
  const ticket = async (id: string): Promise<Reply> => (await desks.as('supervisor')).post(`/exports/${id}/tickets`);
  const files = (): Record<string, Uint8Array> => unzipSync(zip);
  const changed = (change: (parts: Record<string, Uint8Array>) => void): string[] => {
    const parts = files();
    change(parts);
    return archiveFaults(zipSync(parts));
  };

  it('is asked for by those the city names, for an ended case they see, and approved by another', async () => {
    refused(await ask('operator', caseNumber), 403, 'export.role-may-not');
    refused(await ask('market!', caseNumber), 403, 'export.role-may-not');
    refused(await ask('supervisor', '20200101000001'), 404);
    refused(await ask('supervisor', open), 409, 'export.case-open');
    refused(await (await desks.as('supervisor')).post('/exports', { kind: 'archive', format: 'zip', reason: '查' }), 422);
    refused(await (await desks.as('supervisor')).post('/exports', { kind: 'archive', format: 'csv', reason: '查', caseNumber }), 422);
    const one = await ready();
    expect(one).toMatchObject({ state: 'ready', kind: 'archive', caseNumber, total: 1 });
    const { url } = succeeded(await ticket(one.id), 201);
    const reply = await (await desks.as('supervisor')).get(url);
    expect(reply.headers.get('content-type')).toBe('application/zip');
    zip = reply.body as Buffer;
  }, 60_000);

  it('holds the page, the data, the attachments, the log and a signed list of all', () => {
    const parts = files();
    expect(Object.keys(parts).sort()).toEqual(['attachments/01.txt', EVENTS, 'index.html', MANIFEST, SIGNATURE, 'metadata.json']);
    expect(archiveFaults(zip)).toEqual([]);
    const manifest = JSON.parse(strFromU8(parts[MANIFEST]!)) as Manifest;
    expect(archiveFaults(zip, manifest.publicKey)).toEqual([]);
    expect(archiveFaults(zip, 'another')).toEqual(['key: signed by another installation']);
    expect(manifest).toMatchObject({ caseNumber, madeBy: 'supervisor1', number: expect.stringMatching(/^D2026-/) as string });
    expect(strFromU8(parts['attachments/01.txt']!)).toBe(NOTE);
    const events = JSON.parse(strFromU8(parts[EVENTS]!)) as (ExcerptEvent & { type: string })[];
    expect(events[0]!.type).toBe('case.registered');
    expect(events.at(-1)!.type).toBe('case.closed');
    expect(events.filter((one) => 'withheld' in one)).toHaveLength(1);
    for (const part of Object.values(parts)) expect(strFromU8(part)).not.toContain(repeat);
  });

  it('is a page to be read alone: nothing runs in it, nothing comes from outside, and telephone and identity stay masked', () => {
    const page = strFromU8(files()['index.html']!);
    expect(page).toContain('已退费并道歉');
    expect(page).toContain('工单归档');
    expect(page).not.toMatch(/<script|<b>|src=|https?:\/\//);
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toMatch(/(case|assignment|limit)\.[a-z]/); // its words are those of the office
    const all = Object.values(files()).map((part) => strFromU8(part));
    for (const text of all) expect(sightings(text, ['phone', 'idNumber'])).toEqual([]);
    expect(MARKS.phone).not.toBe('');
  });

  it('tells a changed byte in any file, one that is missing or added, another signature and a changed row of the log', () => {
    for (const path of Object.keys(files()).filter((one) => one !== MANIFEST && one !== SIGNATURE))
      expect([
        path,
        changed((parts) => {
          parts[path] = parts[path]!.slice();
          parts[path][parts[path].length - 2]! ^= 1;
        }).includes(`changed: ${path}`),
      ]).toEqual([path, true]);
    expect(changed((parts) => delete parts['metadata.json'])).toEqual(['missing: metadata.json']);
    expect(changed((parts) => (parts['more.txt'] = strToU8('x')))).toEqual(['extra: more.txt']);
    const rewritten = (parts: Record<string, Uint8Array>) =>
      (parts[MANIFEST] = strToU8(strFromU8(parts[MANIFEST]!).replace('supervisor1', 'somebody')));
    expect(changed(rewritten)).toEqual(['signature: does not hold']);
    expect(changed((parts) => (parts[SIGNATURE] = strToU8('AAAA')))).toEqual(['signature: does not hold']);
    const row = (parts: Record<string, Uint8Array>) =>
      (parts[EVENTS] = strToU8(strFromU8(parts[EVENTS]!).replace('"username": "reviewer1"', '"username": "reviewer2"')));
    expect(changed(row).some((fault) => fault.startsWith('event: '))).toBe(true);
    for (let at = 60; at < zip.length; at += Math.floor(zip.length / 7)) {
      const bent = Buffer.from(zip);
      bent[at]! ^= 0x55;
      expect(Array.isArray(archiveFaults(bent))).toBe(true); // whatever breaks, it never throws
    }
    expect(archiveFaults(Buffer.from('no archive'))).toEqual(['manifest: not an archive package']);
  });

  it('is proven by the command of the operator', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'archive-'));
    const say = (name: string): Promise<string> =>
      new Promise((done) =>
        execFile(process.execPath, [resolve('dist/verify-archive.js'), join(folder, name)], (_, stdout) => done(stdout)),
      );
    await writeFile(join(folder, 'good.zip'), zip);
    await writeFile(join(folder, 'bad.zip'), zipSync({ ...files(), 'index.html': strToU8('别的') }));
    expect(await say('good.zip')).toBe('The package holds.\n');
    expect(await say('bad.zip')).toBe('The package does not hold:\nchanged: index.html\n');
  });

  it('is not to be had any more once the case is sealed, and never made of a sealed one', async () => {
    const one = await ready();
    succeeded(await ticket(one.id), 201);
    await town.db.write((tx) => tx.query("UPDATE cases SET sealed = 1, status = 'sealed' WHERE caseNumber = ?", [caseNumber]));
    refused(await ticket(one.id), 409, 'export.outdated');
    refused(await ask('supervisor', caseNumber), 404);
    refused(await ask('inspector', caseNumber), 404);
  }, 60_000);
});
