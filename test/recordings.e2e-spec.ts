/** How long the sound of calls is kept: its term, longer while a case or a report needs it, and then it is gone. */
import { randomUUID } from 'node:crypto';
import { RecordingKeeper } from '../src/calls/recording-keeper.js';
import { nameOf } from '../src/calls/recordings.js';
import { FileStore } from '../src/files/file-store.js';
import { DAY } from '../src/domain/time.js';
import { engine, freshDatabase, type TestDatabase } from './support/database.js';
import { type Inside, NOW, openInside } from './support/inside.js';
import { describeWithServer } from './support/skip.js';

describeWithServer(`the sound of calls on the ${engine} engine`, () => {
  let database: TestDatabase;
  let town: Inside;
  const now = Date.parse(NOW);
  const term = now - 730 * DAY;

  beforeAll(async () => {
    database = await freshDatabase();
    town = await openInside(database);
  }, 120_000);
  afterAll(async () => {
    await town?.app.close();
    await database?.drop();
  });

  /** A stored recording of a call about this case, kept since then. */
  async function recording(keptSince: number, caseNumber?: string): Promise<string> {
    const [id, callId] = [randomUUID(), randomUUID()];
    const row = { id, callId, ref: `RE${id}`, kind: 'call', state: 'released', seconds: 3, channels: 2, bytes: 4, sha256: 'x', at: now };
    await town.insert('recordings', [{ ...row, attempts: 0, nextAt: null, keptSince }]);
    if (caseNumber) await town.insert('call_cases', [{ callId, caseNumber }]);
    await town.app.get(FileStore, { strict: false }).put(nameOf(id), Buffer.from('RIFF'));
    return id;
  }
  const stateOf = async (id: string) =>
    (await town.db.readPrimary<{ state: string }>('SELECT state FROM recordings WHERE id = ?', [id]))[0]?.state;
  async function caseOf(patch: Record<string, unknown>): Promise<string> {
    const row = town.caseRow(patch);
    await town.insert('cases', [row]);
    return row.caseNumber as string;
  }

  it('goes when its term is over and no case needs it, with its bytes', async () => {
    const [over, young] = [await recording(term - 1), await recording(term + 1)];
    const [archived, terminated] = [await caseOf({ status: 'archived' }), await caseOf({ status: 'terminated' })];
    const done = [await recording(term - 1, archived), await recording(term - 1, terminated)];
    const needed = [
      await recording(term - 1, await caseOf({ status: 'handling' })),
      await recording(term - 1, await caseOf({ status: 'closed' })),
      await recording(term - 1, await caseOf({ status: 'archived', kind: 'report' })),
      await recording(term - 1, await caseOf({ status: 'sealed', sealed: 1 })),
    ];
    expect(await town.app.get(RecordingKeeper, { strict: false }).expire()).toBe(3);
    for (const id of [over, ...done]) {
      expect(await stateOf(id)).toBe('expired');
      await expect(town.app.get(FileStore, { strict: false }).get(nameOf(id))).rejects.toThrow();
    }
    for (const id of [young, ...needed]) expect(await stateOf(id)).toBe('released');
  });
});
