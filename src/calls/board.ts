import { Injectable } from '@nestjs/common';
import type { FigureValue } from '../domain/figure-values.js';
import { hotlineFigures, hotlineValueOf } from '../domain/hotline-figures.js';
import { DAY, dayOf, instantOf, isoOf } from '../domain/time.js';
import { Clock } from '../platform/clock.js';
import { Db } from '../platform/db.js';
import { Agents } from './agents.js';
import { CallTallies } from './call-tallies.js';
import type { BoardView } from './call.views.js';
import { telephoneSettings } from './settings.js';

const FRESH_MS = 1_000;
const DAY_FIGURES = ['calls-in', 'answered', 'service-level', 'abandoned', 'abandoned-short', 'voicemails'];

/** The hall at this moment, counted at most once a second however many boards hang on the walls. */
@Injectable()
export class Board {
  private readonly levels = telephoneSettings().wallLevels;
  private last: { at: number; board: Promise<BoardView> } | undefined;

  constructor(
    private readonly db: Db,
    private readonly agents: Agents,
    private readonly tallies: CallTallies,
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
    const now = this.clock.now();
    const today = instantOf(dayOf(now), 0);
    const [[live] = [], [tasks] = []] = await this.db.readAllPrimary([
      {
        sql: `SELECT SUM(status IN ('queued','offered')) AS waiting, MIN(CASE WHEN status IN ('queued','offered') THEN queuedAt END) AS longest,
          SUM(status IN ('talking','held')) AS talking FROM calls WHERE status IN ('queued','offered','talking','held')`,
      },
      { sql: "SELECT COUNT(*) AS n FROM tasks WHERE state IN ('open','claimed')" },
    ]);
    const day = await this.figuresOf(today, today + DAY);
    const of = (row: Record<string, unknown> | undefined, name: string): number => Number(row?.[name] ?? 0);
    const states = new Map<string, number>();
    for (const { state } of await this.agents.all()) states.set(state, (states.get(state) ?? 0) + 1);
    return {
      at: isoOf(now),
      waiting: of(live, 'waiting'),
      longestWait: live?.longest ? Math.max(0, Math.round((now - Number(live.longest)) / 1000)) : 0,
      talking: of(live, 'talking'),
      agents: Object.fromEntries(states),
      calls: day('calls-in').numerator,
      answered: day('answered').numerator,
      answeredInTime: day('service-level').value ?? 1,
      target: this.tallies.policy.answeredWithinSeconds,
      abandoned: day('abandoned').numerator,
      abandonedShort: day('abandoned-short').numerator,
      voicemails: day('voicemails').numerator,
      openTasks: of(tasks, 'n'),
      levels: this.levels,
    };
  }

  /** Today's figures, counted like those of any other period. */
  private async figuresOf(from: number, to: number): Promise<(key: string) => FigureValue> {
    const figures = hotlineFigures(this.tallies.policy).filter(({ key }) => DAY_FIGURES.includes(key));
    const tallies = (await this.tallies.count({ from, to, unit: 'all', figures })).get('') ?? [];
    return (key) =>
      hotlineValueOf(
        figures.find((one) => one.key === key)!,
        tallies,
        { signedIn: 0, busy: 0 },
      );
  }
}
