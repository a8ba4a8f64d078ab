import type { AgentState } from '../domain/agent-life.js';
import { movesOf } from '../domain/agent-moves.js';
import type { Fact } from '../domain/call-facts.js';
import { recordOf } from '../domain/call-life.js';
import type { Instant } from '../domain/time.js';
import type { Hall, HallCall } from './hall.js';
import type { Random } from './random.js';
import { doneBy, idAt } from './telling.js';

/** A state an operator was in, as a row of `agent_states`. */
export interface StateRow {
  id: string;
  username: string;
  state: AgentState;
  reason: string | null;
  since: Instant;
  endedAt: Instant | null;
  callId: string | null;
  changedBy: string;
}
type Change = Omit<StateRow, 'id' | 'endedAt'>;

const AFTER_THE_END: readonly Fact['kind'][] = ['left', 'leg-ended', 'wrapped-up', 'hung-up'];

/** How operators moved with a call, by the same rule as at a live desk: fact by fact, and with its end. */
function changesOf({ callId, facts, record }: HallCall): Change[] {
  const live = { ...record, endedAt: null };
  const change = (at: Instant, changedBy: string, moves: ReturnType<typeof movesOf>): Change[] =>
    moves.map(({ username, state, reason, busyWith }) => {
      return { username, state, reason: reason ?? null, since: at, callId: busyWith ? callId : null, changedBy };
    });
  const lived = facts.flatMap((fact) => change(fact.at, doneBy(fact), movesOf([fact], null, live)));
  if (record.agent === null) return lived;
  const before = recordOf(
    facts.filter(({ kind }) => !AFTER_THE_END.includes(kind)),
    record.endedAt!,
  );
  return [...lived, ...change(record.endedAt!, 'system', movesOf([], before, record))];
}

/** Every state of everyone at the desk, in the order of time; each lasts until the next of the same person begins. */
export function deskHistory(hall: Hall, random: Random): StateRow[] {
  const chosen = hall.shifts.all.flatMap(({ agent, choices }) =>
    choices.map(({ at, state, reason }): Change => {
      return { username: agent, state, reason: reason ?? null, since: at, callId: null, changedBy: agent };
    }),
  );
  const all = [...chosen, ...hall.calls.flatMap(changesOf)].sort((a, b) => a.since - b.since);
  const rows: StateRow[] = [];
  const last = new Map<string, StateRow>();
  for (const change of all) {
    const row = { id: idAt(change.since, random), ...change, endedAt: null };
    const before = last.get(change.username);
    if (before) before.endedAt = change.since;
    last.set(change.username, row);
    rows.push(row);
  }
  return rows;
}
