/** A city is set up from its lists: departments, then people, who set their passwords by links that work once. */
import { type Client, type Json, type Reply, refused, succeeded } from './support/client.js';
import { eventually } from './support/eventually.js';
import { describeTown } from './support/town-story.js';

const DEPARTMENTS = [
  '单位代码,单位名称,上级单位,层级,类别,职责',
  'water-east,城东水务所,水务局,区县,执法,河道巡查',
  'water,水务局,,市级,审批,取水许可',
  'market,改个名字,,,,',
  'bad code,坏代码局,,,,',
].join('\r\n');
const PEOPLE = [
  '账号,姓名,角色,单位',
  'water.leader,水建国,单位负责人,水务局',
  'water.handler1,江小河,承办人,water',
  'operator9,田小满,话务员,',
  'both,两头管,系统管理员、审计员,',
  'admin1,冒名,系统管理员,',
].join('\r\n');
const GOOD = '去年冬天松花江冻得特别早';

describeTown('a city that is set up from lists', { WRONG_PASSWORDS_PER_MINUTE: '100000' }, (here) => {
  const { desks } = here;
  let links: Json[] = [];

  const send = async (kind: string, text: string, dryRun: boolean, who = 'admin'): Promise<Reply> => {
    const form = new FormData();
    form.append('dryRun', String(dryRun));
    form.append('file', new Blob([text]), '名单.csv');
    return (await desks.as(who)).post(`/setup/${kind}`, form);
  };
  const sent = async (kind: string, text: string, dryRun = false): Promise<Json> => succeeded(await send(kind, text, dryRun), 200);
  const tokenOf = ({ path }: Json): string => (path as string).split('#')[1]!;
  const set = (link: Json, password = GOOD, by: Client = here.app.client()): Promise<Reply> =>
    by.post('/session/password', { token: tokenOf(link), password });
  const account = async (username: string): Promise<Json> =>
    succeeded(await (await desks.as('admin')).get(`/accounts?q=${username}`)).items[0];

  it('has its departments after a dry run that writes nothing, each once, and everybody knows them at once', async () => {
    const dry = await sent('departments', DEPARTMENTS, true);
    expect([dry.added, dry.known, dry.bad]).toEqual([2, [4], [{ line: 5, column: 'code', code: 'malformed' }]]);
    const codes = async () => succeeded(await (await desks.as('operator')).get('/departments')).map(({ code }: Json) => code as string);
    expect(await codes()).not.toContain('water');
    expect((await sent('departments', DEPARTMENTS)).added).toBe(2);
    expect((await sent('departments', DEPARTMENTS)).added).toBe(0);
    const operator = await desks.as('operator');
    const found = await eventually(async (): Promise<Json> => {
      const all = succeeded(await operator.get('/departments'));
      return all.some(({ code }: Json) => code === 'water-east') ? all : undefined;
    }, 'the new department');
    expect(found.find(({ code }: Json) => code === 'water-east')).toMatchObject({
      name: '城东水务所',
      parentCode: 'water',
      kind: 'enforcement',
    });
    expect(found.find(({ code }: Json) => code === 'market').name).toBe('市场监督管理局');
    const caseNumber = await desks.opened();
    await desks.done('dispatcher', caseNumber, 'dispatch', { lead: 'water', summary: '取水许可办得慢' });
  });

  it('has its people, never with two powers in one account, and nobody can sign in yet', async () => {
    const dry = await sent('accounts', PEOPLE, true);
    expect([dry.added, dry.links]).toEqual([3, []]);
    const done = await sent('accounts', PEOPLE);
    expect([done.added, done.known, done.bad]).toEqual([3, [6], [{ line: 5, column: 'roles', code: 'separated-powers' }]]);
    ({ links } = done);
    expect(links.map(({ username }) => username as string)).toEqual(['water.leader', 'water.handler1', 'operator9']);
    expect((await sent('accounts', PEOPLE)).links).toEqual([]);
    for (const password of ['', '-', 'demo-12345', GOOD])
      expect((await here.app.client().post('/session', { username: 'operator9', password })).status).not.toBe(201);
    expect(await account('operator9')).toMatchObject({ isWaiting: true, active: true, roles: ['operator'] });
    const stored = JSON.stringify(await here.town.db.readPrimary('SELECT * FROM password_links'));
    const told = JSON.stringify(await here.town.db.readPrimary("SELECT * FROM events WHERE audience = 'audit'"));
    for (const link of links) expect(stored + told + here.app.logs).not.toContain(tokenOf(link));
  });

  it('lets each set a password once, and not a weak one', async () => {
    const [leader, handler] = links;
    refused(await set(leader, 'kurz'), 422, 'password.too-weak');
    refused(await set(leader, 'water.leader-2026-x'), 422, 'password.too-weak');
    succeeded(await set(leader), 204);
    refused(await set(leader), 410, 'password.link-over');
    refused(await here.app.client().post('/session/password', { token: 'x'.repeat(43), password: GOOD }), 410, 'password.link-over');
    const person = here.app.client();
    expect(await person.signIn('water.leader', GOOD)).toMatchObject({ roles: ['leader'], department: 'water' });
    expect(succeeded(await person.get('/cases')).total).toBe(1);
    expect(await account('water.leader')).toMatchObject({ isWaiting: false });
    // of two who come with it at once, one is let in
    const both = await Promise.all([set(handler), set(handler, `${GOOD}啊`)]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 410]);
  });

  it('gives a new link to whoever lost the old one, which ends, and so do his sessions once it is used', async () => {
    const person = here.app.client();
    await person.signIn('water.leader', GOOD);
    const admin = await desks.as('admin');
    const first = succeeded(await admin.post('/accounts/water.leader/links'), 201);
    const second = succeeded(await admin.post('/accounts/water.leader/links'), 201);
    refused(await set(first), 410, 'password.link-over');
    expect((await person.get('/session')).status).toBe(200); // until it is used everything stays as it was
    succeeded(await set(second, `${GOOD}二`), 204);
    await new Promise((rest) => setTimeout(rest, 1_300));
    refused(await person.get('/session'), 401);
    refused(await here.app.client().post('/session', { username: 'water.leader', password: GOOD }), 401);
    await here.app.client().signIn('water.leader', `${GOOD}二`);
    refused(await admin.post('/accounts/nobody/links'), 404);
  });

  it('closes an account with its sessions, and opens it again', async () => {
    const person = here.app.client();
    await person.signIn('water.leader', `${GOOD}二`);
    const admin = await desks.as('admin');
    refused(await admin.post('/accounts/admin1/actions/close'), 409, 'account.own');
    expect(succeeded(await admin.post('/accounts/water.leader/actions/close')).active).toBe(false);
    await new Promise((rest) => setTimeout(rest, 1_300));
    refused(await person.get('/session'), 401);
    refused(await here.app.client().post('/session', { username: 'water.leader', password: `${GOOD}二` }), 401);
    refused(await admin.post('/accounts/water.leader/links'), 409, 'account.action-not-open');
    refused(await admin.post('/accounts/water.leader/actions/close'), 409, 'account.action-not-open');
    expect(succeeded(await admin.post('/accounts/water.leader/actions/reopen')).active).toBe(true);
    await here.app.client().signIn('water.leader', `${GOOD}二`);
  });

  it('lets no administrator become one of the commission or of the audit by a new password', async () => {
    const [admin, commissioner] = [await desks.as('admin'), await desks.as('commissioner')];
    const people = '账号,姓名,角色\r\ninspector7,严正清,纪委办案人员\r\nauditor7,单守一,审计员';
    const [inspector] = (await sent('accounts', people)).links;
    // until its owner has a password a lost link can be made anew
    succeeded(await admin.post('/accounts/inspector7/links'), 201);
    refused(await set(inspector), 410);
    succeeded(await set(succeeded(await admin.post('/accounts/inspector7/links'), 201)), 204);
    for (const username of ['inspector7', 'commissioner1', 'auditor1'])
      refused(await admin.post(`/accounts/${username}/links`), 403, 'account.commissioner-only');
    refused(await admin.post('/accounts/inspector7/actions/on-duty'), 403, 'account.commissioner-only');
    succeeded(await set(succeeded(await commissioner.post('/accounts/inspector7/links'), 201), `${GOOD}二`), 204);
    expect(succeeded(await commissioner.post('/accounts/inspector7/actions/on-duty')).duty).toBe(true);
    expect(succeeded(await admin.post('/accounts/inspector7/actions/close'))).toMatchObject({ active: false, duty: false, actions: [] });
    refused(await admin.post('/accounts/inspector7/actions/reopen'), 403, 'account.commissioner-only');
    expect(succeeded(await commissioner.post('/accounts/inspector7/actions/reopen')).active).toBe(true);
    // a commissioner knows of those accounts alone, and cannot reset his own
    refused(await commissioner.post('/accounts/operator1/links'), 404);
    refused(await commissioner.post('/accounts/commissioner1/links'), 409, 'account.own');
    const { items } = succeeded(await commissioner.get('/accounts?pageSize=100'));
    expect(items.every(({ roles }: Json) => /inspector|commissioner|auditor/.test(roles.join()))).toBe(true);
  });

  it('is set up by the administrator alone, from what is a table, and the audit trail knows', async () => {
    for (const who of ['operator', 'supervisor', 'auditor']) {
      refused(await send('accounts', PEOPLE, true, who), 403, 'access.role-may-not');
      refused(await (await desks.as(who)).get('/accounts'), 403, 'access.role-may-not');
    }
    refused(await send('nonsense', PEOPLE, true), 404);
    expect(refused(await send('accounts', 'a,b\r\n1,2', true), 422).facts.fields.map(({ field }: Json) => field as string)).toEqual([
      'file.username',
      'file.name',
      'file.roles',
    ]);
    const rows = succeeded(await (await desks.as('auditor')).get('/audit?pageSize=200')).items.map(({ action }: Json) => action as string);
    for (const action of ['accounts.imported', 'settings.changed', 'account.password-set', 'account.link-made', 'account.closed'])
      expect(rows).toContain(action);
  });
});
