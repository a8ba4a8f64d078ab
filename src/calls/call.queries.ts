import { Injectable } from '@nestjs/common';
import { visible } from '../cases/visible.js';
import { Identities } from '../complainants/identities.js';
import { endOfConsult } from '../domain/call-consults.js';
import { type Fact, factsOf } from '../domain/call-facts.js';
import { openCallActions } from '../domain/call-steps.js';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { maskPhone } from '../domain/masking.js';
import { isoOf } from '../domain/time.js';
import { scopeOf } from '../domain/visibility.js';
import { Clock } from '../platform/clock.js';
import { Db } from '../platform/db.js';
import { callFilter } from './call-filter.js';
import { CallAccess } from './access.js';
import { Callers } from './callers.js';
import type { CallListQuery } from './call.dto.js';
import type { CallLegView, CallPage, CallRow, CallView } from './call.views.js';
import { CallStore, type CallState } from './call.store.js';
import { People } from './people.js';
import { telephoneSettings } from './settings.js';

interface Row {
  callId: string;
  direction: string;
  status: string;
  outcome: string | null;
  number: string | null;
  skill: string;
  startedAt: number;
  answeredAt: number | null;
  endedAt: number | null;
  waitedSeconds: number;
  talkSeconds: number;
  agent: string | null;
  /** Of a call in somebody's hands; what it is known for else stands in columns. */
  liveFacts: string | null;
}
const LISTED = `callId, direction, status, outcome, number, skill, startedAt, answeredAt, endedAt, waitedSeconds, talkSeconds, agent,
  CASE WHEN status IN ('talking','held') THEN facts END AS liveFacts`;

/** Reads of calls: lists from raw rows, the item from its facts. */
@Injectable()
export class CallQueries {
  private readonly policy = telephoneSettings();

  constructor(
    private readonly db: Db,
    private readonly store: CallStore,
    private readonly identities: Identities,
    private readonly callers: Callers,
    private readonly people: People,
    private readonly clock: Clock,
    private readonly access: CallAccess,
  ) {}

  /** One page of the calls this reader may see, the newest first. */
  async list(query: CallListQuery, by: Actor): Promise<CallPage> {
    const { page, pageSize } = query;
    const { sql, params } = callFilter(query, by, { policy: this.policy, now: this.clock.now() });
    const [[count], rows = []] = await this.db.readAllPrimary([
      { sql: `SELECT COUNT(*) AS n FROM calls k WHERE ${sql}`, params },
      {
        sql: `SELECT ${LISTED} FROM calls k WHERE ${sql} ORDER BY startedAt DESC, callId LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
        params,
      },
    ]);
    return { items: await this.lines(rows as unknown as Row[], by), total: Number(count?.n ?? 0), page, pageSize };
  }

  private async lines(rows: readonly Row[], by: Actor): Promise<CallRow[]> {
    if (rows.length === 0) return [];
    const { sql, params } = linksOf(
      rows.map(({ callId }) => callId),
      by,
    );
    const links = await this.db.readPrimary<{ callId: string; caseNumber: string }>(sql, params);
    return rows.map((row) =>
      this.line(
        row,
        links.filter(({ callId }) => callId === row.callId).map(({ caseNumber }) => caseNumber),
      ),
    );
  }

  private line(row: Row, caseNumbers: string[]): CallRow {
    const { callId, direction, status, skill, waitedSeconds, talkSeconds } = row;
    const number = row.number ? maskPhone(this.identities.openNumber(row.number, callId)) : '';
    return {
      ...{ callId, direction, status, skill, waitedSeconds, talkSeconds, number, caseNumbers },
      helpAsked: row.liveFacts !== null && asksForHelp(JSON.parse(row.liveFacts) as Fact[]),
      startedAt: isoOf(Number(row.startedAt)),
      ...(row.outcome ? { outcome: row.outcome } : {}),
      ...(row.answeredAt ? { answeredAt: isoOf(Number(row.answeredAt)) } : {}),
      ...(row.endedAt ? { endedAt: isoOf(Number(row.endedAt)) } : {}),
      ...(row.agent ? { agent: row.agent, agentName: this.people.nameOf(row.agent) } : {}),
    };
  }

  /** The item; throws `not-found` (404) alike for absent and hidden. */
  async view(callId: string, by: Actor): Promise<CallView> {
    const state = await this.store.read(callId);
    if (!state || !(await this.access.maySee(callId, state.facts, by))) throw notFound();
    return this.viewOf(state, by);
  }

  /** What was said is for those who may hear it, and for whoever has the call in hand, until it is wrapped up. Source: domain text 6.4, 6.7. */
  private async viewOf(state: CallState, by: Actor): Promise<CallView> {
    const { callId, record, facts } = state;
    const isLive = record.endedAt === null || record.status === 'wrap-up';
    const isTold = (isLive && record.agent === by.username) || (await this.access.mayHear(callId, facts, by));
    const [[row], links = [], recordings = []] = await this.db.readAllPrimary([
      { sql: `SELECT ${LISTED}, note FROM calls WHERE callId = ?`, params: [callId] },
      linksOf([callId], by),
      { sql: 'SELECT id, kind, state, seconds FROM recordings WHERE callId = ? ORDER BY at, id', params: [callId] },
    ]);
    const line = this.line(
      row as unknown as Row,
      links.map(({ caseNumber }) => caseNumber as string),
    );
    const note = row?.note && isTold ? this.identities.openNote(row.note as string, callId) : undefined;
    return {
      ...line,
      status: record.status,
      ...{ waitedSeconds: record.waitedSeconds, talkSeconds: record.talkSeconds },
      heldSeconds: record.heldSeconds,
      wrapUpSeconds: record.wrapUpSeconds,
      ...(record.endedBy ? { endedBy: record.endedBy } : {}),
      ...(record.cutOff ? { cutOff: true } : {}),
      ...(record.offer ? { offerUntil: isoOf(record.offer.until), offeredTo: record.offer.agent } : {}),
      ...this.consultView(state),
      ...(record.wrapUp ? { wrapUp: record.wrapUp } : {}),
      ...switches(facts),
      ...(note ? { note } : {}),
      legs: record.legs.map((leg) => this.legView(leg)),
      recordings: isTold ? (recordings as unknown as CallView['recordings']) : [],
      ...(isLive ? { caller: await this.callers.of(state, by) } : {}),
      actions: openCallActions(record, by),
    };
  }

  private consultView({
    record: { consult, endedAt },
    facts,
  }: CallState): Pick<CallView, 'consult' | 'consulted' | 'offeredTo' | 'offerUntil'> {
    const last = endedAt === null ? endOfConsult(facts) : null;
    if (!consult) return last ? { consulted: last } : {};
    const { agent, to, until, acceptedAt, isJoined } = consult;
    const names = { agent, agentName: this.people.nameOf(agent), to, toName: this.people.nameOf(to) };
    if (acceptedAt !== null) return { consult: { ...names, state: isJoined ? 'joined' : 'connecting' } };
    return { consult: { ...names, state: 'ringing' }, offeredTo: to, offerUntil: isoOf(until) };
  }

  private legView({ label, from, to }: { label: string; from: number; to: number | null }): CallLegView {
    const [role = 'caller', who = ''] = label.split(':');
    const name = role === 'party' ? this.people.departmentName(who) : who ? this.people.nameOf(who) : '';
    return { leg: label, role, name, from: isoOf(from), ...(to === null ? {} : { to: isoOf(to) }) };
  }
}

/** What is switched on in a call: the last word on each counts. */
function switches(facts: readonly Fact[]): Pick<CallView, 'muted' | 'recordingPaused' | 'helpAsked'> {
  return {
    muted: lastOf(facts, 'mute', 'unmute', 'accepted', 'handed-over') === 'mute',
    recordingPaused: lastOf(facts, 'recording-paused', 'recording-resumed') === 'recording-paused',
    helpAsked: asksForHelp(facts),
  };
}
const lastOf = (facts: readonly Fact[], ...kinds: Fact['kind'][]) => factsOf(facts, ...kinds).at(-1)?.kind;
/** Whoever asked is helped when a supervisor comes, or when the call is another's. */
const asksForHelp = (facts: readonly Fact[]): boolean =>
  lastOf(facts, 'asked-for-help', 'supervised', 'requeued', 'handed-over') === 'asked-for-help';

/** The cases of calls, as far as this reader sees them. */
function linksOf(callIds: readonly string[], by: Actor): { sql: string; params: unknown[] } {
  const may = visible(scopeOf(by));
  return {
    sql: `SELECT l.callId, l.caseNumber FROM call_cases l JOIN cases c ON c.caseNumber = l.caseNumber
      WHERE l.callId IN (${callIds.map(() => '?').join(',')}) AND ${may.sql} ORDER BY l.caseNumber`,
    params: [...callIds, ...may.params],
  };
}
