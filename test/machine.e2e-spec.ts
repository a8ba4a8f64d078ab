/** The machine room: its administrator sees how the process, its database and its jobs stand. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type App, startApp } from './support/app.js';
import { type Json, refused, succeeded } from './support/client.js';
import { Desks } from './support/desks.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, MONDAY, type Town } from './support/town.js';

describeWithServer('the machine room', () => {
  let town: Town;
  let app: App;
  let desks: Desks;

  beforeAll(async () => {
    town = await freshTown();
    app = await startApp({ NOW: MONDAY }, town.database);
    desks = new Desks(app);
  }, 120_000);
  afterAll(async () => {
    await app?.stop();
    await town?.close();
  });

  const look = async (): Promise<Json> => succeeded(await (await desks.as('admin')).get('/machine'));
  const until = async (holds: (seen: Json) => boolean): Promise<Json> => {
    for (let tries = 0; ; tries += 1) {
      const seen = await look();
      if (holds(seen) || tries > 250) return seen;
      await sleep(100);
    }
  };
  const job = (seen: Json, name: string): Json => seen.jobs.find((one: Json) => one.name === name);

  it('shows that every job ran, how long it took, and that the database answers', async () => {
    const seen = await until((one) => job(one, 'lights')?.runs > 0 && job(one, 'checkpoint of the event log')?.runs > 0);
    expect(job(seen, 'lights')).toMatchObject({ everySeconds: 10, failures: 0, late: false });
    expect(job(seen, 'lights').tookMs).toBeGreaterThanOrEqual(0);
    expect(seen.jobs.length).toBeGreaterThan(20);
    expect(seen.databaseMs).toBeLessThan(2_000);
    expect(seen).toMatchObject({ process: app.pid, hasReplica: false });
    expect(seen.diskTotal).toBeGreaterThan(seen.diskFree);
    expect(seen.log.head).toBeGreaterThan(0);
    expect(seen.log.checkpointNumber).toBeLessThanOrEqual(seen.log.head);
  });

  it('counts files that could not be made, and its light turns', async () => {
    expect((await look()).ailments).not.toContain('dead-waits');
    const by = await desks.as('supervisor');
    const asked = await by.post('/exports', { kind: 'cases', format: 'xlsx', reason: '核对', filter: {} });
    if (asked.status !== 201) throw new Error(JSON.stringify(asked.body));
    await town.db.write((tx) => tx.query("UPDATE exports SET state = 'failed'"));
    const seen = await look();
    expect(seen.queues).toContainEqual({ name: 'exports', waiting: 0, dead: 1 });
    expect(seen.ailments).toContain('dead-waits');
    await town.db.write((tx) => tx.query('DELETE FROM exports'));
  });

  it('names a job that fails, and forgets it when it went well again', async () => {
    await town.db.write((tx) => tx.query('ALTER TABLE case_limits RENAME TO case_limits_away'));
    const broken = await until((one) => one.ailments.includes('job-failed'));
    expect(broken.light).not.toBe('green');
    const failing = broken.jobs.filter(({ error }: Json) => error);
    expect(failing.length).toBeGreaterThan(0);
    await town.db.write((tx) => tx.query('ALTER TABLE case_limits_away RENAME TO case_limits'));
    const mended = await until((one) => !one.ailments.includes('job-failed'));
    expect(mended.ailments).not.toContain('job-failed');
    expect(mended.jobs.some(({ failures }: Json) => failures > 0)).toBe(true);
  }, 60_000);

  it('is open to the administrator alone', async () => {
    for (const who of ['supervisor', 'auditor', 'operator']) refused(await (await desks.as(who)).get('/machine'), 403);
    refused(await app.client().get('/machine'), 401);
  });
});
