import { Injectable } from '@nestjs/common';
import { DAY, dayOf, instantOf, isoOf } from '../domain/time.js';
import { Clock } from '../platform/clock.js';
import { Db } from '../platform/db.js';
import { Agents } from './agents.js';
import type { BoardView } from './call.views.js';
import { telephoneSettings } from './settings.js';

const FRESH_MS = 1_000;

/** The hall at this moment, counted at most once a second however many boards hang on the walls. */
@Injectable()
export class Board {
  private readonly settings = telephoneSettings();
  private last: { at: number; board: Promise<BoardView> } | undefined;

  constructor(
    private readonly db: Db,
    private readonly agents: Agents,
    private readonly clock: Clock,
  ) {}

  look(): Promise<BoardView> {
    const at = Date.now();
    if (!this.last || this.last.at + FRESH_MS <= at) {
      const board = this.count();
      this.last = { at, board };
      board.catch(() => (this.last = undefined));
    }
    return this.last.board;
  }

  private async count(): Promise<BoardView> {
    const { answeredWithinSeconds: target, shortAbandonSeconds: short } = this.settings;
    const now = this.clock.now();
    const today = instantOf(dayOf(now), 0);
    const [[live] = [], [day] = [], [tasks] = []] = await this.db.readAllPrimary([
      {
        sql: `SELECT SUM(status IN ('queued','offered')) AS waiting, MIN(CASE WHEN status IN ('queued','offered') THEN queuedAt END) AS longest,
          SUM(status IN ('talking','held')) AS talking FROM calls WHERE status IN ('queued','offered','talking','held')`,
      },
      {
        sql: `SELECT COUNT(*) AS calls, SUM(answeredAt IS NOT NULL) AS answered, SUM(answeredAt IS NOT NULL AND waitedSeconds <= ?) AS inTime,
          SUM(outcome = 'abandoned' AND waitedSeconds >= ?) AS abandoned, SUM(outcome = 'abandoned' AND waitedSeconds < ?) AS shortOnes,
          SUM(outcome = 'voicemail') AS voicemails FROM calls WHERE direction = 'inbound' AND startedAt >= ? AND startedAt < ?`,
        params: [target, short, short, today, today + DAY],
      },
      { sql: "SELECT COUNT(*) AS n FROM tasks WHERE state IN ('open','claimed')" },
    ]);
    const of = (row: Record<string, unknown> | undefined, name: string): number => Number(row?.[name] ?? 0);
    const states = new Map<string, number>();
    for (const { state } of await this.agents.all()) states.set(state, (states.get(state) ?? 0) + 1);
    const [answered, abandoned] = [of(day, 'answered'), of(day, 'abandoned')];
    return {
      at: isoOf(now),
      waiting: of(live, 'waiting'),
      longestWait: live?.longest ? Math.max(0, Math.round((now - Number(live.longest)) / 1000)) : 0,
      talking: of(live, 'talking'),
      agents: Object.fromEntries(states),
      calls: of(day, 'calls'),
      answered,
      answeredInTime: answered + abandoned === 0 ? 1 : of(day, 'inTime') / (answered + abandoned),
      target,
      abandoned,
      abandonedShort: of(day, 'shortOnes'),
      voicemails: of(day, 'voicemails'),
      openTasks: of(tasks, 'n'),
    };
  }
}
