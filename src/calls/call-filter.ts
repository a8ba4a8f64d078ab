import { all, type Sql } from '../cases/visible.js';
import type { Actor } from '../domain/case-state.js';
import { fromInstant, HOUR, toInstant } from '../domain/time.js';
import { callFigureCondition, type CallLens, hourColumn, NOBODY } from './call-conditions.js';
import { listedCalls } from './access.js';
import type { CallListQuery } from './call.dto.js';

const equal = (column: string, value: string | undefined): Sql[] =>
  value === undefined ? [] : [{ sql: `k.${column} = ?`, params: [value] }];

/** The calls a reader may see, on the alias `k`, narrowed by what was asked; under a figure those it counted. */
export function callFilter(query: CallListQuery, by: Actor, lens: CallLens): Sql {
  const { agent, caseNumber, from, to, hour, figure, part } = query;
  return all(
    listedCalls(by, caseNumber),
    ...(['status', 'direction', 'outcome', 'skill'] as const).flatMap((column) => equal(column, query[column])),
    ...(agent === NOBODY ? [{ sql: 'k.agent IS NULL', params: [] }] : equal('agent', agent)),
    ...(from === undefined ? [] : [{ sql: 'k.startedAt >= ?', params: [fromInstant(from)] }]),
    ...(to === undefined ? [] : [{ sql: 'k.startedAt < ?', params: [toInstant(to)] }]),
    ...(hour === undefined ? [] : [{ sql: `${hourColumn('k.startedAt')} = ?`, params: [hour * HOUR] }]),
    ...(figure === undefined ? [] : [callFigureCondition(figure, part ?? 'numerator', lens)]),
  );
}
