/** A public client library of the standard, as its makers published it, files a request and reads it. */
import { createRequire } from 'node:module';
import { type Json, succeeded } from './support/client.js';
import { describeTown } from './support/town-story.js';

type Told = (error: unknown, body: Json) => void;
/** The library's calls that this story makes; it speaks JSON and brings no types. */
interface Library {
  serviceDiscovery(options: { cache: boolean }, told: Told): void;
  serviceList(told: Told): void;
  serviceDefinition(code: string, told: Told): void;
  submitRequest(data: Record<string, unknown>, told: Told): void;
  token(token: string, told: Told): void;
  serviceRequests(id: string, told: Told): void;
}
const Open311 = createRequire(import.meta.url)('open311') as new (options: Record<string, string>) => Library;

describeTown('the library "open311" of the npm registry', { WRONG_PASSWORDS_PER_MINUTE: '100000' }, (here) => {
  const { desks } = here;
  let library: Library;

  beforeAll(async () => {
    const admin = await desks.as('admin');
    const { apiKey } = succeeded(await admin.post('/open311-clients', { name: '城管通', contact: '数字城管中心' }), 201);
    library = new Open311({ discovery: `${here.app.url}/open311/v2/discovery.json`, apiKey: apiKey as string });
  });

  /** One call of the library as a promise; what it calls an error fails the story. */
  const asked = (call: (told: Told) => void): Promise<Json> =>
    new Promise((done, fail) =>
      call((error, body) => (error ? fail(new Error(`${JSON.stringify(error)}: ${JSON.stringify(body)}`)) : done(body))),
    );

  it('finds the endpoint and the services, files, and reads the answer once it is public', async () => {
    await asked((told) => library.serviceDiscovery({ cache: true }, told));
    const services = await asked((told) => library.serviceList(told));
    expect(services.map((one: Json) => one.service_code)).toContain('0103');
    const { attributes } = await asked((told) => library.serviceDefinition('0103', told));
    expect(attributes.map(({ code }: Json) => code)).toContain('accusedDepartmentCode');

    const attributesGiven = { accusedDepartmentCode: 'market', visits: 3 };
    const request = { service_code: '0103', description: '办照跑了三趟', last_name: '张', first_name: '三', attributes: attributesGiven };
    const [filed] = await asked((told) => library.submitRequest(request, told));
    const [, caseNumber] = /受理编号 (\d{14})/.exec(filed.service_notice as string)!;
    const found = succeeded(await (await desks.as('dispatcher')).get(`/cases/${caseNumber}`));
    expect([found.accusedDepartmentCode, found.visits]).toEqual(['market', 3]);

    const [before] = await asked((told) => library.token(filed.token as string, told));
    expect(before.service_request_id).toBeNull();
    await desks.done('dispatcher', caseNumber!, 'accept');
    await desks.done('dispatcher', caseNumber!, 'dispatch', { lead: 'market', summary: '反映窗口多次往返' });
    await desks.done('market', caseNumber!, 'sign');
    const publicReply = '经核实，窗口未一次告知所需材料，已批评教育并当场办结。';
    await desks.done('market!', caseNumber!, 'answer', { finding: 'true', solved: 'solved', internalNote: '已核实', publicReply });
    await desks.done('reviewer', caseNumber!, 'pass');

    const [after] = await asked((told) => library.token(filed.token as string, told));
    const [read] = await asked((told) => library.serviceRequests(after.service_request_id as string, told));
    expect(read).toMatchObject({ service_code: '0103', status: 'open', status_notes: expect.stringContaining(publicReply) as string });
    expect(read.requested_datetime).toBeInstanceOf(Date);
  });
});
