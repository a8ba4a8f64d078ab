/** Files on cases: what is taken, where it lies, and who gets what of it. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { startApp, type App } from './support/app.js';
import { type Client, type Reply, refused, succeeded } from './support/client.js';
import { describeWithServer } from './support/skip.js';

const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n');
const ZIP_END = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');
const ABSENT = '00000000-0000-4000-8000-000000000000';

/** A photograph with a place and a camera in it. */
const photo = (width = 640): Promise<Buffer> =>
  sharp({ create: { width, height: 480, channels: 3, background: { r: 180, g: 60, b: 40 } } })
    .withExif({ IFD0: { Make: 'CAMERA-OF-LI', Artist: 'Li Si' }, IFD3: { GPSLatitude: '44/1 9/1 0/1', GPSLatitudeRef: 'N' } })
    .jpeg()
    .toBuffer();

const formOf = (bytes: Buffer | string, name: string, fields: Record<string, string> = {}): FormData => {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.append(key, value);
  form.append('file', new Blob([new Uint8Array(Buffer.from(bytes))]), name);
  return form;
};

describeWithServer('attachments', () => {
  let app: App;
  let operator: Client;
  let dispatcher: Client;
  let handler: Client;
  let fire: Client;

  beforeAll(async () => {
    app = await startApp({ INTAKES_PER_MINUTE: '1000' });
    [operator, dispatcher, handler, fire] = await Promise.all([
      app.signIn('operator1'),
      app.signIn('dispatcher1'),
      app.signIn('market.handler1'),
      app.signIn('fire.handler1'),
    ]);
  });
  afterAll(() => app?.stop());

  const complain = async (more: object = {}): Promise<{ caseNumber: string; trackingCode: string }> =>
    succeeded(
      await app.client().post('/public/complaints', {
        kind: 'complaint',
        description: '市场监管窗口不收材料,也不说明缺什么。',
        accusedDepartmentCode: 'market',
        complainant: { name: '李四', phone: '13900001234' },
        ...more,
      }),
      201,
    );
  const send = (ticket: { caseNumber: string; trackingCode: string }, bytes: Buffer | string, name: string): Promise<Reply> =>
    app
      .client()
      .post('/public/track/attachments', formOf(bytes, name, { caseNumber: ticket.caseNumber, trackingCode: ticket.trackingCode }));
  const dispatched = async (lead = 'market', assists: string[] = []) => {
    const ticket = await complain();
    succeeded(await dispatcher.act(ticket.caseNumber, 'accept'));
    succeeded(await dispatcher.act(ticket.caseNumber, 'dispatch', { lead, assists, summary: '反映窗口不收件,请核查。' }));
    return ticket;
  };
  const filesOnDisk = (): string[] =>
    readdirSync(join(app.database.dataDir, 'files'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));

  it('gives the hotline the original of what a complainant sent, as a new line of the history and a new version', async () => {
    const ticket = await complain();
    const before = succeeded(await operator.get(`/cases/${ticket.caseNumber}`));
    const picture = await photo();
    const sent = succeeded(await send(ticket, picture, '营业大厅 照片(1).jpg'), 201);
    expect(sent).toEqual({ id: expect.any(String), name: '营业大厅 照片(1).jpg', size: picture.length, type: 'image/jpeg' });
    const after = succeeded(await operator.get(`/cases/${ticket.caseNumber}`));
    expect(after.version).toBe(before.version + 1);
    expect(after.attachments).toEqual([{ ...sent, at: expect.stringMatching(/\+08:00$/) }]);
    expect(after.history.at(-1)).toMatchObject({
      type: 'case.attachment-added',
      by: { role: 'complainant' },
      facts: { type: 'image/jpeg', size: picture.length },
    });
    expect(Object.keys(after.history.at(-1).facts).sort()).toEqual(['size', 'type']);
    const got = await operator.get(`/cases/${ticket.caseNumber}/attachments/${sent.id}`);
    expect(picture.equals(got.body)).toBe(true);
    expect(got.headers.get('content-type')).toBe('image/jpeg');
    expect(got.headers.get('x-content-type-options')).toBe('nosniff');
    expect(got.headers.get('content-security-policy')).toContain('sandbox');
    expect(got.headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent('营业大厅 照片')}%281%29.jpg`);
  });

  it('gives a department the picture drawn anew, without place, camera or name, and no other file of the complainant', async () => {
    const ticket = await dispatched();
    const taken = await photo();
    expect(taken.includes('CAMERA-OF-LI')).toBe(true);
    const picture = succeeded(await send(ticket, taken, '李四拍的.jpg'), 201);
    const paper = succeeded(await send(ticket, PDF, '李四的合同.pdf'), 201);
    const note = succeeded(await send(ticket, '我是李四,电话 13900001234。\n', '说明.txt'), 201);
    const seen = succeeded(await handler.get(`/cases/${ticket.caseNumber}`));
    expect(seen.attachments.map(({ id }: { id: string }) => id)).toEqual([picture.id]);
    expect(JSON.stringify(seen.attachments)).not.toContain('李四');
    const got = await handler.get(`/cases/${ticket.caseNumber}/attachments/${picture.id}`);
    const { exif, format, width } = await sharp(got.body).metadata();
    expect({ exif, format, width }).toEqual({ exif: undefined, format: 'jpeg', width: 640 });
    expect(got.body.includes('CAMERA-OF-LI')).toBe(false);
    expect(decodeURIComponent(got.headers.get('content-disposition') ?? '')).not.toContain('李四');
    const hidden = await handler.get(`/cases/${ticket.caseNumber}/attachments/${paper.id}`);
    expect(refused(hidden, 404)).toEqual(refused(await handler.get(`/cases/${ticket.caseNumber}/attachments/${ABSENT}`), 404));
    refused(await handler.get(`/cases/${ticket.caseNumber}/attachments/${note.id}`), 404);
  });

  it('keeps what a department sends between that department and the hotline', async () => {
    const ticket = await dispatched('market', ['fire']);
    const sent = succeeded(await handler.post(`/cases/${ticket.caseNumber}/attachments`, formOf(PDF, '现场笔录.pdf')), 201);
    const path = `/cases/${ticket.caseNumber}/attachments/${sent.id}`;
    for (const reader of [handler, operator, dispatcher]) expect(PDF.equals(succeeded(await reader.get(path)))).toBe(true);
    expect((await operator.get(path)).headers.get('content-disposition')).toMatch(/^attachment;/);
    refused(await fire.get(path), 404);
    expect(succeeded(await fire.get(`/cases/${ticket.caseNumber}`)).attachments).toEqual([]);
  });

  it('answers for a case one may not see as for one that is not there', async () => {
    const ticket = await dispatched();
    const { id } = succeeded(await send(ticket, await photo(), 'a.jpg'), 201);
    const absent = refused(await fire.get(`/cases/20200101000001/attachments/${id}`), 404);
    expect(refused(await fire.get(`/cases/${ticket.caseNumber}/attachments/${id}`), 404)).toEqual(absent);
    expect(refused(await fire.post(`/cases/${ticket.caseNumber}/attachments`, formOf(PDF, 'a.pdf')), 404)).toEqual(absent);
    const wrong = { ...ticket, trackingCode: '0'.repeat(20) };
    expect(refused(await send(wrong, PDF, 'a.pdf'), 404)).toEqual(absent);
    expect(refused(await send({ ...ticket, caseNumber: '20200101000001' }, Buffer.alloc(15_000_000), 'a.pdf'), 404)).toEqual(absent);
    refused(await app.client().get(`/cases/${ticket.caseNumber}/attachments/${id}`), 401);
    refused(await (await app.signIn('admin1')).get(`/cases/${ticket.caseNumber}/attachments/${id}`), 403);
  });

  it('is not fooled by fields that come after the file', async () => {
    const [mine, other] = [await complain(), await complain()];
    const form = formOf(PDF, 'a.pdf', { ...mine });
    form.append('caseNumber', other.caseNumber);
    succeeded(await app.client().post('/public/track/attachments', form), 201);
    expect(succeeded(await operator.get(`/cases/${other.caseNumber}`)).attachments).toEqual([]);
    expect(succeeded(await operator.get(`/cases/${mine.caseNumber}`)).attachments).toHaveLength(1);
    const late = formOf(PDF, 'b.pdf');
    late.append('caseNumber', mine.caseNumber);
    late.append('trackingCode', mine.trackingCode);
    succeeded(await app.client().post('/public/track/attachments', late), 201);
  });

  it('takes evidence for a sealed case and shows it to its inspector alone', async () => {
    const ticket = await complain({ kind: 'report', categoryCode: '1001', description: '办事人员索要好处费两千元。' });
    const { id } = succeeded(await send(ticket, await photo(), '转账截图.jpg'), 201);
    const path = `/cases/${ticket.caseNumber}/attachments/${id}`;
    expect((await (await app.signIn('inspector1')).get(path)).status).toBe(200);
    refused(await (await app.signIn('inspector2')).get(path), 404);
    refused(await operator.get(path), 404);
  });

  it('judges a file by what it holds, not by its name', async () => {
    const ticket = await complain();
    const picture = await photo();
    const refusedAs = async (bytes: Buffer | string, name: string, why: string) =>
      expect([name, refused(await send(ticket, bytes, name), 415, 'attachment.type-not-allowed').facts]).toEqual([name, { why }]);
    await refusedAs('<!doctype html><script>alert(1)</script>', 'a.html', 'name-does-not-fit');
    await refusedAs(Buffer.from('7f454c460201010000', 'hex'), 'a.jpg', 'not-in-list');
    await refusedAs(Buffer.from('504b0304140000000800', 'hex'), 'a.docx', 'not-in-list');
    await refusedAs('GIF89a\u0001', 'a.txt', 'not-in-list');
    await refusedAs(Buffer.from('文字', 'utf16le'), 'a.txt', 'not-in-list');
    await refusedAs(picture, 'a.pdf', 'name-does-not-fit');
    await refusedAs(Buffer.concat([picture, ZIP_END]), 'a.jpg', 'two-in-one');
    await refusedAs(Buffer.concat([picture.subarray(0, 20), PDF, picture.subarray(20)]), 'a.jpg', 'two-in-one');
    await refusedAs(picture.subarray(0, 300), 'a.jpg', 'damaged-or-too-large');
    expect(refused(await send(ticket, '', 'a.txt'), 422, 'input.invalid').facts.fields).toEqual([{ field: 'file', code: 'empty' }]);
    expect(succeeded(await send(ticket, '说明', '../../说明\u202etxt.txt'), 201).name).toBe('说明txt.txt');
    expect(succeeded(await operator.get(`/cases/${ticket.caseNumber}`)).attachments).toHaveLength(1);
  });

  it('refuses what is too large, malformed or no form at all, each in words of its own', async () => {
    const ticket = await complain();
    refused(await send(ticket, Buffer.concat([PDF, Buffer.alloc(20 * 1_048_576)]), 'a.pdf'), 413, 'input.too-large');
    const visitor = app.client();
    refused(await visitor.post('/public/track/attachments', { ...ticket }), 415, 'input.unsupported');
    const bare = new FormData();
    bare.append('caseNumber', ticket.caseNumber);
    const fields = [
      { field: 'trackingCode', code: 'required' },
      { field: 'file', code: 'required' },
    ];
    expect(refused(await visitor.post('/public/track/attachments', bare), 422).facts).toEqual({ fields });
    const cut = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhalf';
    refused(
      await visitor.post('/public/track/attachments', cut, { 'content-type': 'multipart/form-data; boundary=x' }),
      400,
      'input.unreadable',
    );
    refused(await visitor.post('/public/track/attachments', 'x', { 'content-type': 'multipart/form-data' }), 400, 'input.unreadable');
  });

  it('takes twenty files a case and not one more, however many come at once', async () => {
    const ticket = await complain();
    for (let i = 0; i < 17; i += 1) succeeded(await send(ticket, `第 ${i} 份`, `${i}.txt`), 201);
    const replies = await Promise.all(Array.from({ length: 8 }, (_, i) => send(ticket, `又一份 ${i}`, `x${i}.txt`)));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409, 409, 409, 409, 409]);
    refused(await send(ticket, '再来', 'y.txt'), 409, 'attachment.too-many');
    expect(succeeded(await operator.get(`/cases/${ticket.caseNumber}`)).attachments).toHaveLength(20);
  });

  it('takes nothing for a case that has ended', async () => {
    const ticket = await complain();
    succeeded(await app.client().post('/public/track/withdrawal', { ...ticket }));
    refused(await send(ticket, PDF, 'a.pdf'), 409, 'case.action-not-open');
    refused(await operator.post(`/cases/${ticket.caseNumber}/attachments`, formOf(PDF, 'a.pdf')), 409, 'case.action-not-open');
  });

  it('leaves nothing readable on the disk: random names, closed to others, bytes and names encrypted', async () => {
    const ticket = await complain();
    succeeded(await send(ticket, '张三丰的独家证词\n'.repeat(50), '张三丰.txt'), 201);
    const files = filesOnDisk();
    expect(files.length).toBeGreaterThan(0);
    for (const path of files) {
      expect(statSync(path).mode & 0o077).toBe(0);
      expect(path).not.toContain('张三丰');
      expect(path).not.toMatch(/\.part$/);
      expect(readFileSync(path).includes('独家证词')).toBe(false);
    }
    for (const name of readdirSync(app.database.dataDir).filter((one) => one.startsWith('hotline.db'))) {
      expect(readFileSync(join(app.database.dataDir, name)).includes('张三丰')).toBe(false);
    }
  });

  it('writes down who opened which file', async () => {
    const ticket = await dispatched();
    const { id } = succeeded(await send(ticket, await photo(), 'a.jpg'), 201);
    succeeded(await handler.get(`/cases/${ticket.caseNumber}/attachments/${id}`));
    const auditor = await app.signIn('auditor1');
    const { items } = succeeded(await auditor.get(`/audit?caseNumber=${ticket.caseNumber}&action=case.attachment-read`));
    expect(items).toEqual([
      {
        at: expect.any(String),
        username: 'market.handler1',
        name: '韩立夫',
        action: 'case.attachment-read',
        caseNumber: ticket.caseNumber,
      },
    ]);
  });
});
