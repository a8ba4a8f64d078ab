import { callColumns } from '../calls/call-rows.js';
import type { Identities } from '../complainants/identities.js';
import type { FileStore } from '../files/file-store.js';
import { type Db, insertRows } from '../platform/db.js';
import type { StateRow } from './desk-history.js';
import type { Hall, HallCall } from './hall.js';
import { recordingRows } from './sounds.js';

/** Rows of one transaction: short enough for the deadline of a slow server. */
const CALLS_A_TIME = 1_000;
const ROWS_A_TIME = 5_000;
export const HALL_TABLES = ['calls', 'call_cases', 'recordings', 'recording_tickets', 'agents', 'agent_states', 'tasks'];

function rowOf({ callId, leg, room, number, facts, record }: HallCall, identities: Identities): object {
  return {
    callId,
    carrierLeg: leg,
    carrierRoom: room,
    ...callColumns(record, facts),
    checkAt: null,
    number: number === null ? null : identities.closeNumber(number, callId),
    numberIndex: number === null ? null : identities.phoneIndex(number),
    note: null,
  };
}

async function inParts(db: Db, table: string, rows: readonly object[], most: number): Promise<void> {
  for (let from = 0; from < rows.length; from += most) await db.write((tx) => insertRows(tx, table, rows.slice(from, from + most)));
}

/** Everybody as he stands after his last state, with the skills the city gives an operator. */
function agentRows({ options }: Hall, states: readonly StateRow[]): object[] {
  const last = new Map(states.map((row) => [row.username, row]));
  return [...last.values()].map(({ username, state, reason, since }) => {
    const skills = options.operators.includes(username) ? options.settings.defaultSkills : [];
    return {
      username,
      state,
      reason,
      since,
      idleSince: since,
      seenAt: since,
      callId: null,
      skills: JSON.stringify(skills),
      wrapUpUntil: null,
    };
  });
}

/** Writes the hall's two years: calls, whom they are about, what they left to do, who was at the desk, and a few sounds. */
export async function writeHall(
  hall: Hall,
  states: readonly StateRow[],
  ink: { db: Db; identities: Identities; files?: FileStore },
): Promise<void> {
  const { db, identities, files } = ink;
  for (let from = 0; from < hall.calls.length; from += CALLS_A_TIME) {
    const part = hall.calls.slice(from, from + CALLS_A_TIME);
    const links = part.flatMap(({ callId, caseNumber }) => (caseNumber ? [{ callId, caseNumber }] : []));
    const rows = part.map((call) => rowOf(call, identities));
    await db.write(async (tx) => {
      await insertRows(tx, 'calls', rows);
      await insertRows(tx, 'call_cases', links);
    });
  }
  await inParts(db, 'tasks', hall.tasks, ROWS_A_TIME);
  await inParts(db, 'agent_states', states, ROWS_A_TIME);
  await inParts(db, 'agents', agentRows(hall, states), ROWS_A_TIME);
  await inParts(db, 'recordings', await recordingRows(hall.calls, files), ROWS_A_TIME);
}
