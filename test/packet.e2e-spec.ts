/** Statements of a transaction that travel together: in order, all or none, on a real server of either kind. */
import { askAll, say } from '../src/platform/packet.js';
import { insertRows, isDuplicate } from '../src/platform/db.js';
import { engine } from './support/database.js';
import { describeWithServer } from './support/skip.js';
import { freshTown, type Town } from './support/town.js';

describeWithServer(`a transaction’s statements in one packet on the ${engine} engine`, () => {
  let town: Town;
  const values = async () =>
    (await town.db.readPrimary<{ name: string; value: number }>(LIST)).map(({ name, value }) => `${name}=${value}`);
  const LIST = "SELECT name, value FROM counters WHERE name LIKE 'packet%' ORDER BY name";

  beforeAll(async () => {
    town = await freshTown();
  });
  afterEach(() => town.db.write((tx) => say(tx, "DELETE FROM counters WHERE name LIKE 'packet%'")));
  afterAll(() => town.close());

  it('does what nobody waited for before what is asked next, and before the commit', async () => {
    await town.db.write(async (tx) => {
      await insertRows(tx, 'counters', [{ name: 'packet-a', value: 1 }]);
      await say(tx, "UPDATE counters SET value = value + 1 WHERE name = 'packet-a'");
      expect(await tx.query('SELECT value FROM counters WHERE name = ?', ['packet-a'])).toEqual([{ value: 2 }]);
      await say(tx, "UPDATE counters SET value = value * 10 WHERE name = 'packet-a'");
    });
    expect(await values()).toEqual(['packet-a=20']);
  });

  it('keeps nothing of a packet of which one statement fails, and says which error it was', async () => {
    await town.db.write((tx) => insertRows(tx, 'counters', [{ name: 'packet-b', value: 1 }]));
    const failed = town.db.write(async (tx) => {
      await insertRows(tx, 'counters', [{ name: 'packet-c', value: 1 }]);
      await insertRows(tx, 'counters', [{ name: 'packet-b', value: 2 }]);
      await insertRows(tx, 'counters', [{ name: 'packet-d', value: 3 }]);
    });
    expect(isDuplicate(await failed.catch((error: unknown) => error))).toBe(true);
    expect(await values()).toEqual(['packet-b=1']);
  });

  it('says nothing of what was only waiting when the work is given up', async () => {
    const given = town.db.write(async (tx) => {
      await insertRows(tx, 'counters', [{ name: 'packet-e', value: 1 }]);
      throw new Error('changed my mind');
    });
    await expect(given).rejects.toThrow('changed my mind');
    expect(await values()).toEqual([]);
  });

  it('answers several questions in their order, with values that look like statements', async () => {
    const name = "packet-'; DROP TABLE cases; --";
    await town.db.write(async (tx) => {
      await insertRows(tx, 'counters', [{ name, value: 7 }]);
      const answers = await askAll(tx, [
        { sql: 'SELECT value FROM counters WHERE name = ?', params: [name] },
        { sql: 'SELECT COUNT(*) AS n FROM counters WHERE name = ?', params: ['nobody'] },
        { sql: LIST },
      ]);
      expect(answers.map((rows) => rows.map((row) => ({ ...row })))).toEqual([[{ value: 7 }], [{ n: 0 }], [{ name, value: 7 }]]);
    });
    const [rows, none] = await town.db.readAllPrimary([{ sql: LIST }, { sql: LIST.replace('packet', 'absent') }]);
    expect([rows.length, none?.length]).toEqual([1, 0]);
  });
});
