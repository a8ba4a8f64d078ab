import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Agent, type AgentState, checkOwnState, dueChange } from '../domain/agent-life.js';
import type { AgentMove } from '../domain/agent-moves.js';
import { type Actor, type NewEvent, SYSTEM } from '../domain/case-state.js';
import { DomainError } from '../domain/errors.js';
import type { Skill } from '../domain/call-facts.js';
import type { Instant } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { say } from '../platform/packet.js';
import { telephoneSettings } from './settings.js';

type Row = Omit<Agent, 'skills'> & { skills: string };
export const agentOf = (row: Row): Agent => ({
  ...row,
  since: Number(row.since),
  idleSince: Number(row.idleSince),
  seenAt: Number(row.seenAt),
  wrapUpUntil: row.wrapUpUntil === null ? null : Number(row.wrapUpUntil),
  skills: JSON.parse(row.skills) as string[],
});
const COLUMNS = 'username, state, reason, since, idleSince, seenAt, callId, skills, wrapUpUntil';

/** Last signs of pages that are all there may be so far apart: the time between two pings and until they are noted. */
const APART_MS = 3_000;

interface Change {
  state: AgentState;
  reason: string | null;
  callId: string | null;
  by: Actor;
  at: Instant;
}

/** The operators at the desk: every change of state is a dated row with who made it, and an event. Source: domain text, section 10. */
@Injectable()
export class Agents {
  private readonly settings = telephoneSettings();
  private readonly lostAfterMs = this.settings.lostAfterSeconds * 1000;
  private known: readonly Agent[] = [];

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly events: EventLog,
  ) {}

  /** Everyone who is or was at the desk. */
  async all(): Promise<readonly Agent[]> {
    this.known = (await this.db.readPrimary<Row>(`SELECT ${COLUMNS} FROM agents ORDER BY username`)).map(agentOf);
    return this.known;
  }

  /**
   * After a start pages need a moment to come back: the time in which nobody was seen counts for nobody. Whoever had been silent before
   * that is as long gone as he was then; while another process sees pages, nothing changes.
   */
  async grace(): Promise<void> {
    await this.db.write(async (tx) => {
      const [row] = await tx.query<{ last: number | null }[]>("SELECT MAX(seenAt) AS last FROM agents WHERE state <> 'off'");
      const [now, last] = [this.clock.now(), Number(row?.last ?? 0)];
      if (last === 0 || last >= now) return;
      const sql = "UPDATE agents SET seenAt = CASE WHEN seenAt >= ? THEN ? ELSE seenAt + ? END WHERE state <> 'off'";
      await tx.query(sql, [last - APART_MS, now, now - last]);
    });
  }

  /** Whether anybody is on duty who may get such a call, at once or after a while; as of a second ago, for the carrier waits for it. */
  isStaffed(skill: Skill): boolean {
    return this.known.some(({ state, skills }) => state !== 'off' && (skills.includes(skill) || skills.includes('general')));
  }

  async one(username: string): Promise<Agent | undefined> {
    const [row] = await this.db.readPrimary<Row>(`SELECT ${COLUMNS} FROM agents WHERE username = ?`, [username]);
    return row && agentOf(row);
  }

  /** The state a person chooses for himself; throws `agent.in-call` (409) while a call has him. */
  choose(by: Actor, state: AgentState, reason: string | null): Promise<Agent> {
    return this.db.write(async (tx) => {
      const at = this.clock.now();
      const current = await this.lockOrOpen(tx, by, at);
      checkOwnState(current.state);
      await say(tx, 'UPDATE agents SET seenAt = ? WHERE username = ?', [at, by.username]);
      if (current.state === state && current.reason === reason) return { ...current, seenAt: at };
      const { next, event } = await this.change(tx, current, { state, reason, callId: null, by, at });
      await this.events.append(tx, [{ ...event, by, at, audience: 'desk' }]);
      return { ...next, seenAt: at };
    });
  }

  /** Sets the states that follow from a call; gives the events to tell. An operator whom another call has by now is left alone. */
  async follow(tx: Tx, callId: string, moves: readonly AgentMove[], by: Actor, at: Instant): Promise<NewEvent[]> {
    const told: NewEvent[] = [];
    for (const move of moves) {
      const current = await this.lock(tx, move.username);
      if (!current || (current.callId !== null && current.callId !== callId)) continue;
      if (!move.busyWith && current.callId === null) continue;
      // nobody is set free whose page has gone meanwhile: not for a moment may he be given a call
      const isGone = move.state === 'ready' && current.seenAt + this.lostAfterMs < at;
      const { state, reason = null } = isGone ? { state: 'off' as const, reason: 'vanished' } : move;
      told.push((await this.change(tx, current, { state, reason, callId: move.busyWith ? callId : null, by, at })).event);
    }
    return told;
  }

  /** Notes when the pages of these people answered last. A later sign that another process noted stands. */
  async seen(people: readonly { username: string; agoMs: number }[]): Promise<void> {
    if (people.length === 0) return;
    const now = this.clock.now();
    const seen = people.map(({ username, agoMs }) => [username, now - agoMs] as const);
    const whens = seen.map(() => 'WHEN username = ? AND seenAt < ? THEN ?').join(' ');
    const marks = seen.map(() => '?').join(',');
    await this.db.write((tx) =>
      say(tx, `UPDATE agents SET seenAt = CASE ${whens} ELSE seenAt END WHERE username IN (${marks}) AND state <> 'off'`, [
        ...seen.flatMap(([username, at]) => [username, at, at]),
        ...seen.map(([username]) => username),
      ]),
    );
  }

  /** Whose state time changes now. */
  async due(): Promise<Agent[]> {
    const now = this.clock.now();
    return (await this.all()).filter((agent) => dueChange(agent, now, this.lostAfterMs));
  }

  /** Makes the change that time asks for, if it still does: whoever vanished is off, whoever finished is ready. */
  async settle(username: string): Promise<void> {
    await this.db.write(async (tx) => {
      const at = this.clock.now();
      const current = await this.lock(tx, username);
      const why = current && dueChange(current, at, this.lostAfterMs);
      if (!current || !why) return;
      const change = why === 'vanished' ? { state: 'off' as const, reason: 'vanished' } : { state: 'ready' as const, reason: null };
      const { event } = await this.change(tx, current, { ...change, callId: null, by: SYSTEM, at });
      await this.events.append(tx, [{ ...event, by: SYSTEM, at, audience: 'desk' }]);
    });
  }

  /** Whether this operator is free, under lock: nobody else gives him a call meanwhile. */
  async isReady(tx: Tx, username: string): Promise<boolean> {
    return (await this.lock(tx, username))?.state === 'ready';
  }

  /** Throws `agent.off-duty` or `agent.in-call` (409) unless this person could take a call now. */
  async checkFree(tx: Tx, username: string): Promise<void> {
    const agent = await this.lock(tx, username);
    if (!agent || agent.state === 'off') throw new DomainError('agent.off-duty', 409);
    checkOwnState(agent.state);
  }

  /** Gives an operator other skills; gives those he had. One who was never at the desk gets his place there. The account is locked by the caller. */
  async giveSkills(tx: Tx, username: string, skills: readonly Skill[], at: Instant): Promise<readonly string[]> {
    const current = await this.lockOrOpen(tx, { username, roles: ['operator'] }, at);
    await updateRow(tx, 'agents', { username }, { skills: JSON.stringify(skills) });
    return current.skills;
  }

  private async lock(tx: Tx, username: string): Promise<Agent | undefined> {
    const [row] = await tx.query<Row[]>(`SELECT ${COLUMNS} FROM agents WHERE username = ?${this.db.forUpdate}`, [username]);
    return row && agentOf(row);
  }

  private async lockOrOpen(tx: Tx, by: Pick<Actor, 'username' | 'roles'>, at: Instant): Promise<Agent> {
    const found = await this.lock(tx, by.username);
    if (found) return found;
    const skills = by.roles.includes('operator') ? this.settings.defaultSkills : [];
    const fresh: Agent = {
      username: by.username,
      state: 'off',
      reason: null,
      since: at,
      idleSince: at,
      seenAt: at,
      callId: null,
      skills,
      wrapUpUntil: null,
    };
    await insertRows(tx, 'agents', [fresh]);
    return fresh;
  }

  private async change(tx: Tx, current: Agent, { state, reason, callId, by, at }: Change): Promise<{ next: Agent; event: NewEvent }> {
    const wrapUpUntil = state === 'wrap-up' ? at + this.settings.wrapUpSeconds * 1000 : null;
    const isBack = state === 'ready' && current.state !== 'offered';
    const next: Agent = { ...current, state, reason, callId, since: at, idleSince: isBack ? at : current.idleSince, wrapUpUntil };
    const { username } = current;
    await updateRow(tx, 'agents', { username }, { state, reason, callId, since: at, idleSince: next.idleSince, wrapUpUntil });
    await say(tx, 'UPDATE agent_states SET endedAt = ? WHERE username = ? AND endedAt IS NULL', [at, username]);
    const row = { id: randomUUID(), username, state, reason, since: at, endedAt: null, callId, changedBy: by.username };
    await insertRows(tx, 'agent_states', [row]);
    const facts = { agent: username, state, ...(reason ? { reason } : {}), ...(callId ? { callId } : {}) };
    return { next, event: { type: 'agent.state-changed', facts } };
  }
}
