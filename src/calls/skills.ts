import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Skill, SKILLS } from '../domain/call-facts.js';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { isoOf } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, type Tx } from '../platform/db.js';
import type { PageQuery } from '../platform/http/paging.js';
import { invalid } from '../platform/http/problem.js';
import { Agents } from './agents.js';
import { People } from './people.js';
import { telephoneSettings } from './settings.js';
import type { OperatorSkills, OperatorSkillsPage, SkillsHistory } from './skills.dto.js';

interface Row {
  username: string;
  name: string;
  state: string | null;
  skills: string | null;
  at: number | null;
  changedBy: string | null;
}
const OPERATORS = `FROM accounts a WHERE a.active = 1 AND a.roles LIKE '%"operator"%'`;
const LATEST = `(SELECT h.id FROM agent_skills h WHERE h.username = o.username ORDER BY h.at DESC, h.id DESC LIMIT 1)`;

/** Which calls an operator gets first, as the hall's supervisor says; the next call that is given out goes by it. Source: domain text, section 10. */
@Injectable()
export class Skills {
  private readonly given = telephoneSettings().defaultSkills;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly agents: Agents,
    private readonly people: People,
    private readonly events: EventLog,
  ) {}

  /** Everybody who may answer calls, signed in or not; whose skills nobody has changed has those of the city. */
  async list(query: PageQuery): Promise<OperatorSkillsPage> {
    const { page, pageSize } = query;
    const [count] = await this.db.readPrimary<{ n: number }>(`SELECT COUNT(*) AS n ${OPERATORS}`);
    const rows = await this.read(`${OPERATORS} ORDER BY a.username LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`);
    return { items: rows.map((row) => this.view(row)), total: Number(count?.n ?? 0), page, pageSize };
  }

  /** What somebody was given before, the newest first; throws `not-found` (404) for who answers no calls. */
  async history(username: string, { page, pageSize }: PageQuery): Promise<SkillsHistory> {
    await this.one(username);
    const [count] = await this.db.readPrimary<{ n: number }>('SELECT COUNT(*) AS n FROM agent_skills WHERE username = ?', [username]);
    const rows = await this.db.readPrimary<{ skills: string; at: number; changedBy: string }>(
      `SELECT skills, at, changedBy FROM agent_skills WHERE username = ? ORDER BY at DESC, id DESC LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
      [username],
    );
    const items = rows.map(({ skills, at, changedBy }) => ({
      skills: JSON.parse(skills) as string[],
      at: isoOf(Number(at)),
      by: this.people.nameOf(changedBy),
    }));
    return { items, total: Number(count?.n ?? 0), page, pageSize };
  }

  /** Gives skills; the same again changes nothing. Throws `not-found` (404) for who answers no calls, `input.invalid` (422) for none at all. */
  async give(username: string, wanted: readonly Skill[], by: Actor): Promise<OperatorSkills> {
    await this.db.write(async (tx) => {
      await this.lock(tx, username);
      const skills = SKILLS.filter((one) => wanted.includes(one));
      if (skills.length === 0) throw invalid([{ field: 'skills', code: 'required' }]);
      const at = this.clock.now();
      const before = await this.agents.giveSkills(tx, username, skills, at);
      if (JSON.stringify(before) === JSON.stringify(skills)) return;
      await insertRows(tx, 'agent_skills', [{ id: randomUUID(), username, skills: JSON.stringify(skills), at, changedBy: by.username }]);
      const facts = { agent: username, before, skills };
      await this.events.append(tx, [{ type: 'agent.skills-changed', facts, by, at, audience: 'desk' }]);
    });
    return this.one(username);
  }

  /** The account is locked, for the row at the desk may not be there yet. */
  private async lock(tx: Tx, username: string): Promise<void> {
    const sql = `SELECT a.username ${OPERATORS} AND a.username = ?${this.db.forUpdate}`;
    const [row] = await tx.query<unknown[]>(sql, [username]);
    if (!row) throw notFound();
  }

  private async one(username: string): Promise<OperatorSkills> {
    const [row] = await this.read(`${OPERATORS} AND a.username = ?`, [username]);
    if (!row) throw notFound();
    return this.view(row);
  }

  private read(which: string, params: readonly unknown[] = []): Promise<Row[]> {
    return this.db.readPrimary<Row>(
      `SELECT o.username, o.name, g.state, g.skills, h.at, h.changedBy FROM (SELECT a.username, a.name ${which}) o
       LEFT JOIN agents g ON g.username = o.username LEFT JOIN agent_skills h ON h.id = ${LATEST} ORDER BY o.username`,
      params,
    );
  }

  private view({ username, name, state, skills, at, changedBy }: Row): OperatorSkills {
    return {
      username,
      name,
      state: state ?? 'off',
      skills: skills === null ? [...this.given] : (JSON.parse(skills) as string[]),
      ...(at === null ? {} : { changedAt: isoOf(Number(at)) }),
      ...(changedBy ? { changedBy: this.people.nameOf(changedBy) } : {}),
    };
  }
}
