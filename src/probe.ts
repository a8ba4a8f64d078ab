import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { openSource } from './data-source.js';
import { LiveGateway } from './live/live.gateway.js';
import { CONFIG, type Config } from './platform/config.js';
import { Clock } from './platform/clock.js';
import { Db } from './platform/db.js';

const PATIENCE_MS = 2_000;

/** Looks at the process and its database from outside the pool, and counts what operators of the machine want to see. */
@Injectable()
export class Probe implements OnApplicationShutdown {
  private readonly registry = new Registry();
  readonly requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer, by method, route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [this.registry],
  });
  private own: Promise<DataSource> | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: Db,
    clock: Clock,
    live: LiveGateway,
  ) {
    collectDefaultMetrics({ register: this.registry });
    const gauge = (name: string, help: string, read: () => Promise<number> | number) =>
      new Gauge({
        name,
        help,
        registers: [this.registry],
        async collect() {
          this.set(await read());
        },
      });
    const count = async (sql: string, params: unknown[] = []) => Number((await this.db.read<{ n: number }>(sql, params))[0]?.n ?? 0);
    gauge('hotline_sockets', 'Open live connections', () => live.connections);
    gauge('hotline_cases', 'Cases on record, sealed ones not among them', () => count('SELECT COUNT(*) AS n FROM cases WHERE sealed = 0'));
    gauge('hotline_events', 'Last number of the event log', () => count("SELECT number AS n FROM event_head WHERE id = 'head'"));
    gauge('hotline_sweep_backlog', 'Lights that should have been told of by now', () =>
      count('SELECT COUNT(*) AS n FROM case_limits WHERE nextAt <= ?', [clock.now()]),
    );
    gauge('hotline_calls_waiting', 'Callers who wait for an operator', () =>
      count("SELECT COUNT(*) AS n FROM calls WHERE status IN ('queued','offered')"),
    );
    gauge('hotline_calls_talking', 'Calls in conversation or on hold', () =>
      count("SELECT COUNT(*) AS n FROM calls WHERE status IN ('talking','held')"),
    );
    gauge('hotline_tasks_open', 'Calls that somebody still has to return', () =>
      count("SELECT COUNT(*) AS n FROM tasks WHERE state IN ('open','claimed')"),
    );
    gauge('hotline_recordings_waiting', 'Recordings still to be fetched from the carrier or deleted there', () =>
      count('SELECT COUNT(*) AS n FROM recordings WHERE nextAt IS NOT NULL'),
    );
    gauge('hotline_notices_dead', 'Messages to complainants that somebody has to look at', () =>
      count("SELECT COUNT(*) AS n FROM notices WHERE state = 'dead'"),
    );
  }

  metrics(): Promise<string> {
    return this.registry.metrics();
  }

  async answers(): Promise<boolean> {
    let clock: NodeJS.Timeout | undefined;
    const late = new Promise<false>((done) => (clock = setTimeout(() => done(false), PATIENCE_MS)));
    const asked = this.ask().catch(() => {
      this.own = undefined;
      return false;
    });
    const good = await Promise.race([asked, late]);
    clearTimeout(clock);
    return good;
  }

  private async ask(): Promise<boolean> {
    const source = await (this.own ??= openSource(this.config.database, 'reader', 1));
    await source.query('SELECT 1');
    return true;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.own?.then((source) => source.destroy()).catch(() => undefined);
  }
}
