import { Injectable } from '@nestjs/common';
import type { Agent } from '../domain/agent-life.js';
import { assign, type Waiting } from '../domain/call-assignment.js';
import { type Fact, factsOf, type Skill } from '../domain/call-facts.js';
import type { Instant } from '../domain/time.js';
import { Tail } from '../events/tail.js';
import { Clock } from '../platform/clock.js';
import { Db } from '../platform/db.js';
import { Log } from '../platform/log.js';
import { Agents } from './agents.js';
import { Callers } from './callers.js';
import { CallService } from './call.service.js';
import { telephoneSettings } from './settings.js';

const MOST_WAITING = 500;
/** A call handed to one operator waits for that one so long, then for anybody. */
const ONLY_MS = 20_000;
/** What makes it worth looking who could get a call. */
const WAKES = ['call.queued', 'call.requeued', 'call.missed', 'agent.state-changed', 'agent.skills-changed'];

/**
 * Brings waiting calls and free operators together, and does what time does at the desk. Several processes may do so at once: the
 * desk's own row is locked while calls are given out, and each call and operator is looked at again under its lock.
 */
@Injectable()
export class Desk {
  private readonly settings = telephoneSettings();
  private matching: Promise<void> | undefined;
  private again = false;

  constructor(
    private readonly db: Db,
    private readonly calls: CallService,
    private readonly agents: Agents,
    private readonly callers: Callers,
    private readonly clock: Clock,
    private readonly log: Log,
    tail: Tail,
  ) {
    tail.listen((events) => {
      if (events.some(({ type }) => WAKES.includes(type))) this.wake();
      return Promise.resolve();
    });
  }

  /** Gives out calls soon; what comes while it does so is looked at once more. */
  wake(): void {
    if (this.matching) {
      this.again = true;
      return;
    }
    this.matching = this.match()
      .catch((error: unknown) => this.log.warn('giving out calls failed, tries again', error))
      .finally(() => {
        this.matching = undefined;
        if (!this.again) return;
        this.again = false;
        this.wake();
      });
  }

  /**
   * Every second: operators who vanished, what rings in vain, calls that wait for somebody. It asks the carrier for nothing, so that a slow
   * carrier never leaves a phantom at the desk; and what fails for one is tried again without holding up the others.
   */
  async tick(): Promise<void> {
    for (const agent of await this.agents.due()) await this.settle(agent).catch(this.failed(`operator ${agent.username}`));
    for (const callId of await this.dueCalls()) await this.calls.ringOver(callId).catch(this.failed(`call ${callId}`));
    this.wake();
  }

  /** Every second: live calls of which the carrier may know more than was told. */
  async lookAround(): Promise<void> {
    for (const callId of await this.dueCalls()) await this.calls.look(callId).catch(this.failed(`call ${callId}`));
  }

  private failed(what: string) {
    return (error: unknown): void => this.log.warn(`${what} could not be looked after, tries again`, error);
  }

  private async dueCalls(): Promise<string[]> {
    const sql = 'SELECT callId FROM calls WHERE checkAt <= ? ORDER BY checkAt, callId LIMIT 100';
    return (await this.db.readPrimary<{ callId: string }>(sql, [this.clock.now()])).map(({ callId }) => callId);
  }

  /** First what his call makes of it, then himself, whatever came of the first: what rings there ends by its time anyway. */
  private async settle({ username, callId, state }: Agent): Promise<void> {
    const failed = this.failed(`call ${callId}`);
    if (callId && state === 'offered') await this.calls.missed(callId, 'vanished', username).catch(failed);
    if (callId && state === 'wrap-up') await this.calls.wrapUpOver(callId, username).catch(failed);
    await this.agents.settle(username);
  }

  /** After a start: what happened to live calls while nobody listened is asked of the carrier. */
  async catchUp(): Promise<void> {
    await this.agents.grace();
    await this.agents.all();
    const rows = await this.db.readPrimary<{ callId: string }>(
      `SELECT callId FROM calls WHERE checkAt IS NOT NULL ORDER BY checkAt LIMIT ${MOST_WAITING}`,
    );
    for (const { callId } of rows) await this.calls.askAfter(callId).catch(this.failed(`call ${callId}`));
  }

  private async match(): Promise<void> {
    const agents = await this.agents.all();
    if (!agents.some(({ state }) => state === 'ready')) return;
    const [waits] = await this.db.readPrimary("SELECT callId FROM calls WHERE status = 'queued' LIMIT 1");
    if (!waits) return;
    await this.db.write(async (tx) => {
      await tx.query(`SELECT value FROM counters WHERE name = 'desk'${this.db.forUpdate}`);
      const rows = await tx.query<QueuedRow[]>(
        `SELECT callId, numberIndex, facts FROM calls WHERE status = 'queued' ORDER BY queuedAt LIMIT ${MOST_WAITING}`,
      );
      const now = this.clock.now();
      const known = await this.callers.operatorsOf(rows.flatMap(({ numberIndex }) => numberIndex ?? []));
      const waiting = rows.map((row) => waitingOf(row, known.get(row.numberIndex ?? ''), now));
      const pairs = assign(waiting, agents, {
        now,
        anySkillAfterMs: this.settings.anySkillAfterSeconds * 1000,
        headStart: inMilliseconds(this.settings.headStartSeconds),
      });
      for (const { callId, agent } of pairs) await this.calls.offer(tx, callId, agent);
    });
  }
}

const inMilliseconds = (seconds: Partial<Record<Skill, number>>): Partial<Record<Skill, number>> =>
  Object.fromEntries(Object.entries(seconds).map(([skill, value]) => [skill, value * 1000]));

interface QueuedRow {
  callId: string;
  numberIndex: string | null;
  facts: string;
}

/** A queued call as the choice of operators sees it; `familiar`: who registered the caller's open case. */
function waitingOf({ callId, facts: text }: QueuedRow, familiar: string | undefined, now: Instant): Waiting {
  const facts = JSON.parse(text) as Fact[];
  const queued = factsOf(facts, 'queued')[0]!;
  const requeued = factsOf(facts, 'requeued').at(-1);
  const wanted = requeued?.to ?? familiar;
  const missedBy = factsOf(facts, 'missed').map(({ agent }) => agent);
  return {
    callId,
    skill: queued.skill,
    queuedAt: queued.at,
    first: requeued !== undefined,
    ...(wanted ? { wanted } : {}),
    ...(requeued?.to && !missedBy.includes(requeued.to) && now - requeued.at < ONLY_MS ? { only: true } : {}),
    missedBy,
  };
}
