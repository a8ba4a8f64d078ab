/** The machine room: its administrator sees how the process, its database and its jobs stand. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startApp } from './support/app.js';
import { type Json, refused, succeeded } from './support/client.js';
import { copySchema, createSchema, engine, onServer } from './support/database.js';
import { describeTown } from './support/town-story.js';
import { MONDAY } from './support/town.js';

describeTown('the machine room', {}, (here) => {
  const { desks } = here;

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
    expect(seen).toMatchObject({ process: here.app.pid, hasReplica: false });
    expect(seen.diskTotal).toBeGreaterThan(seen.diskFree);
    expect(seen.log.head).toBeGreaterThan(0);
    expect(seen.log.checkpointNumber).toBeLessThanOrEqual(seen.log.head);
  });

  it('counts files that could not be made, and its light turns', async () => {
    expect((await look()).ailments).not.toContain('dead-waits');
    const by = await desks.as('supervisor');
    const asked = await by.post('/exports', { kind: 'cases', format: 'xlsx', reason: '核对', filter: {} });
    if (asked.status !== 201) throw new Error(JSON.stringify(asked.body));
    await here.town.db.write((tx) => tx.query("UPDATE exports SET state = 'failed'"));
    const seen = await look();
    expect(seen.queues).toContainEqual({ name: 'exports', waiting: 0, dead: 1 });
    expect(seen.ailments).toContain('dead-waits');
    await here.town.db.write((tx) => tx.query('DELETE FROM exports'));
  });

  it('names a job that fails, and forgets it when it went well again', async () => {
    await here.town.db.write((tx) => tx.query('ALTER TABLE case_limits RENAME TO case_limits_away'));
    const broken = await until((one) => one.ailments.includes('job-failed'));
    expect(broken.light).not.toBe('green');
    const failing = broken.jobs.filter(({ error }: Json) => error);
    expect(failing.length).toBeGreaterThan(0);
    await here.town.db.write((tx) => tx.query('ALTER TABLE case_limits_away RENAME TO case_limits'));
    const mended = await until((one) => !one.ailments.includes('job-failed'));
    expect(mended.ailments).not.toContain('job-failed');
    expect(mended.jobs.some(({ failures }: Json) => failures > 0)).toBe(true);
  }, 60_000);

  if (engine === 'mysql') {
    it('says how far a replica is behind', async () => {
      const url = await createSchema(`${new URL(here.town.database.url!).pathname.slice(1)}-replica`);
      const [from, into] = [here.town.database.url!, url].map((one) => new URL(one).pathname.slice(1)) as [string, string];
      await copySchema(from, into);
      const replicated = await startApp({ NOW: MONDAY, DATABASE_REPLICA_URL: url }, here.town.database);
      try {
        const admin = await replicated.signIn('admin1'); // an event that the replica never gets
        await sleep(1_500);
        const seen = succeeded(await admin.get('/machine'));
        expect(seen.hasReplica).toBe(true);
        expect(seen.replicaBehindMs).toBeGreaterThanOrEqual(1_500);
      } finally {
        await replicated.stop();
        await onServer((server) => server.query(`DROP DATABASE \`${into}\``));
      }
    }, 90_000);
  }

  it('is open to the administrator alone', async () => {
    for (const who of ['supervisor', 'auditor', 'operator']) refused(await (await desks.as(who)).get('/machine'), 403);
    refused(await here.app.client().get('/machine'), 401);
  });
});
