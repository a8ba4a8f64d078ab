/** Ten thousand cases of another system, three hundred lines of them bad, while people work on. Runs alone: it is measured. */
import { type App, startApp } from './support/app.js';
import { Desks } from './support/desks.js';
import { ImportDesk, settled } from './support/import-desk.js';
import { csvOf, oldCases } from './support/old-cases.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, MONDAY, type Town, verifiedLog } from './support/town.js';
import { succeeded } from './support/client.js';

const MANY = 10_000;
const BAD = 300;
const PATIENCE = 300_000;

describeWithServer(`${MANY} cases of another system`, () => {
  let town: Town;
  let app: App;

  beforeAll(async () => {
    town = await freshTown();
    app = await startApp({ NOW: MONDAY }, town.database);
  }, 120_000);
  afterAll(async () => {
    await app?.stop();
    await town?.close();
  });

  it(
    'are in within two minutes, while nobody waits for the writer for seconds',
    async () => {
      const desks = new Desks(app);
      const files = new ImportDesk(desks);
      const { lines, told } = oldCases(MANY, 33, BAD);
      const begin = Date.now();
      const looked = await files.checked(await files.sent(csvOf(lines)));
      const check = (Date.now() - begin) / 1000;
      expect([looked.total, looked.good, looked.bad]).toEqual([MANY, MANY - told.length, BAD]);
      const waits: number[] = [];
      succeeded(await files.act(looked, 'run'), 200);
      for (let now = await files.read(looked.id); !settled(now); now = await files.read(looked.id)) {
        const asked = Date.now();
        await desks.opened();
        waits.push(Date.now() - asked);
        await new Promise((rest) => setTimeout(rest, 500));
      }
      const done = await files.read(looked.id);
      const all = (Date.now() - begin) / 1000;
      console.log(
        `${MANY} lines: looked through in ${check.toFixed(1)} s, all in ${all.toFixed(1)} s; ` +
          `${waits.length} intakes meanwhile, the slowest in ${Math.max(...waits)} ms`,
      );
      expect([done.state, done.added, done.bad, done.known]).toEqual(['done', MANY - BAD, BAD, 0]);
      expect(all).toBeLessThan(120);
      expect(Math.max(...waits)).toBeLessThan(3_000);
      const again = await files.takenOver(lines);
      expect([again.state, again.added, again.known, again.bad]).toEqual(['done', 0, MANY - BAD, BAD]);
      expect((await verifiedLog(town)).holds).toBe(true);
    },
    PATIENCE,
  );
});
