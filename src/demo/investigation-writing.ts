import { randomUUID } from 'node:crypto';
import type { ToldEvent } from '../events/event-log.js';
import { InvestigationStore } from '../investigations/investigation.store.js';
import type { SealedRecords } from '../investigations/sealed-records.js';
import { type Db, insertRows } from '../platform/db.js';
import type { Inquiry } from './investigations.js';

/** The tables of the commission that the demo fills. */
export const INVESTIGATION_TABLES = [
  'investigations',
  ...['cases', 'departments', 'readers', 'steps', 'persons', 'measures', 'limits', 'notices'].map((part) => `investigation_${part}`),
];

/** Writes the files by the hand of the live system, everything closed under the sealed key. */
export async function writeInvestigations(inquiries: readonly Inquiry[], db: Db, records: SealedRecords): Promise<void> {
  const store = new InvestigationStore(db, records);
  const years = new Map<string, number>();
  await db.write(async (tx) => {
    for (const { state, steps } of inquiries) {
      const { investigationNumber } = state;
      for (const [table, rows] of Object.entries(store.rowsOf(state))) await insertRows(tx, table, rows);
      await insertRows(
        tx,
        'investigation_steps',
        steps.map(({ after, type, said, username }) => store.stepRow(after, type, said, username)),
      );
      const told = state.told.map(({ caseNumber, stage, at }) => {
        const caseIndex = records.caseIndex(caseNumber);
        return { id: randomUUID(), investigationNumber, caseIndex, stage, channel: null, at, username: steps[0]!.username };
      });
      await insertRows(tx, 'investigation_notices', told);
      years.set(investigationNumber.slice(1, 5), Number(investigationNumber.slice(5)));
    }
    await insertRows(
      tx,
      'counters',
      [...years].map(([year, value]) => ({ name: `investigations:${year}`, value })),
    );
  });
}

/** The log as it is written: what is sealed closed. */
export const closedEvents = (events: readonly ToldEvent[], records: SealedRecords): ToldEvent[] =>
  events.flatMap((event) => (event.audience === 'sealed' ? records.told([event], event.by, event.at) : [event]));
