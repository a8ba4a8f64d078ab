import { Injectable } from '@nestjs/common';
import { Identities } from '../complainants/identities.js';
import { openTaskActions, type TaskAction, type TaskKind } from '../domain/call-tasks.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { maskPhone } from '../domain/masking.js';
import { HOUR, isoOf } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, updateRow } from '../platform/db.js';
import type { TaskListQuery } from './call.dto.js';
import type { TaskPage, TaskView } from './call.views.js';
import { FurtherTasks } from './further-tasks.js';
import { People } from './people.js';

interface Row {
  id: string;
  kind: TaskKind;
  callId: string;
  state: 'open' | 'claimed' | 'done';
  claimedBy: string | null;
  createdAt: number;
  dueAt: number;
  doneAt: number | null;
  result: string | null;
  number: string | null;
}

/** Who rings back; everybody else has tasks of other kinds. */
const ANSWERING: readonly string[] = ['operator', 'reviewer', 'supervisor'];

/** What calls leave to be done: ring back, listen to a voicemail. Nobody who rang is forgotten. Source: domain text, section 10. */
@Injectable()
export class Tasks {
  constructor(
    private readonly db: Db,
    private readonly identities: Identities,
    private readonly events: EventLog,
    private readonly people: People,
    private readonly clock: Clock,
    private readonly further: FurtherTasks,
  ) {}

  /** Open and claimed tasks, the most pressing first; done ones, the latest first, when asked for. */
  async list(query: TaskListQuery, by: Actor): Promise<TaskPage> {
    const { kind, mine, done, page, pageSize } = query;
    if (kind === 'explanation' || !by.roles.some((role) => ANSWERING.includes(role))) return this.further.list(query, by);
    const where = ["t.state IN ('open','claimed')", ...(kind ? ['t.kind = ?'] : []), ...(mine ? ['t.claimedBy = ?'] : [])];
    if (done) where[0] = "t.state = 'done'";
    const params = [...(kind ? [kind] : []), ...(mine ? [by.username] : [])];
    const sql = where.join(' AND ');
    const [[count] = [], rows = []] = await this.db.readAllPrimary([
      { sql: `SELECT COUNT(*) AS n FROM tasks t WHERE ${sql}`, params },
      {
        sql: `SELECT t.*, k.number FROM tasks t JOIN calls k ON k.callId = t.callId WHERE ${sql}
          ORDER BY ${done ? 't.dueAt DESC' : 't.dueAt'}, t.id LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
        params,
      },
    ]);
    return { items: (rows as unknown as Row[]).map((row) => this.viewOf(row, by)), total: Number(count?.n ?? 0), page, pageSize };
  }

  /** Claims, ends or puts back a task. Throws `not-found` (404), `task.claimed` (409, naming by whom), `task.action-not-open` (409). */
  async act(id: string, action: TaskAction, result: string | undefined, by: Actor): Promise<TaskView> {
    const row = await this.db.write(async (tx) => {
      const [current] = await tx.query<Row[]>(
        `SELECT t.*, k.number FROM tasks t JOIN calls k ON k.callId = t.callId WHERE t.id = ?${this.db.forUpdate}`,
        [id],
      );
      if (!current) throw notFound();
      refuseClosed(current, action, by);
      const at = this.clock.now();
      const patch = patchOf(action, result, by, at);
      await updateRow(tx, 'tasks', { id }, patch);
      const facts = { task: id, kind: current.kind, agent: by.username };
      await this.events.append(tx, [{ type: TOLD[action], facts, by, at, audience: 'desk' }]);
      return { ...current, ...patch };
    });
    return this.viewOf(row, by);
  }

  private viewOf({ number, createdAt, dueAt, doneAt, claimedBy, result, ...row }: Row, by: Actor): TaskView {
    const now = this.clock.now();
    const isDone = row.state === 'done';
    const light = isDone || Number(dueAt) - now > HOUR ? 'green' : Number(dueAt) > now ? 'amber' : 'red';
    return {
      ...row,
      number: number ? maskPhone(this.identities.openNumber(number, row.callId)) : '',
      createdAt: isoOf(Number(createdAt)),
      dueAt: isoOf(Number(dueAt)),
      light,
      ...(claimedBy ? { claimedBy, claimedByName: this.people.nameOf(claimedBy) } : {}),
      ...(doneAt ? { doneAt: isoOf(Number(doneAt)) } : {}),
      ...(result ? { result } : {}),
      actions: openTaskActions({ state: row.state, claimedBy }, by),
    };
  }
}

const TOLD: Readonly<Record<TaskAction, string>> = { claim: 'task.claimed', done: 'task.done', release: 'task.released' };

/** Claiming twice is claiming once: a repeated request finds what the first one did. */
function refuseClosed(task: Row, action: TaskAction, by: Actor): void {
  const isOwn = task.claimedBy === by.username;
  if (openTaskActions(task, by).includes(action) || (action === 'claim' && task.state === 'claimed' && isOwn)) return;
  if (task.state === 'claimed' && !isOwn) throw new DomainError('task.claimed', 409, { by: task.claimedBy });
  throw new DomainError('task.action-not-open', 409, { action, state: task.state });
}

function patchOf(action: TaskAction, result: string | undefined, by: Actor, at: number): Partial<Row> {
  if (action === 'release') return { state: 'open', claimedBy: null };
  if (action === 'claim') return { state: 'claimed', claimedBy: by.username };
  return { state: 'done', doneAt: at, result: result ?? null, claimedBy: by.username };
}
