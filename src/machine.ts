import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { healthOf, isLate } from './domain/machine-health.js';
import { isoOf } from './domain/time.js';
import { checkpointFile, lastCheckpoint } from './events/checkpoints.js';
import { JobBook } from './jobs.js';
import { LiveGateway } from './live/live.gateway.js';
import type { MachineLightView, MachineView, QueueView } from './machine.views.js';
import { Clock } from './platform/clock.js';
import { CONFIG, type Config } from './platform/config.js';
import { Db } from './platform/db.js';
import { SelfTestQueries } from './self-tests/self-test.queries.js';

const PATIENCE_MS = 2_000;
const VERSION = (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;

/** What waits and what was given up, in each line of work. */
const QUEUES: Record<QueueView['name'], { waiting: string; dead: string }> = {
  notices: {
    waiting: "SELECT COUNT(*) AS n FROM notices WHERE state = 'waiting'",
    dead: "SELECT COUNT(*) AS n FROM notices WHERE state = 'dead'",
  },
  webhooks: {
    waiting: "SELECT COUNT(*) AS n FROM webhook_deliveries WHERE state IN ('waiting','sending','held')",
    dead: "SELECT COUNT(*) AS n FROM webhook_deliveries WHERE state = 'dead'",
  },
  imports: {
    waiting: "SELECT COUNT(*) AS n FROM imports WHERE state IN ('checking','running')",
    dead: "SELECT COUNT(*) AS n FROM imports WHERE state = 'failed'",
  },
  exports: {
    waiting: "SELECT COUNT(*) AS n FROM exports WHERE state IN ('approved','running')",
    dead: "SELECT COUNT(*) AS n FROM exports WHERE state = 'failed'",
  },
  recordings: { waiting: 'SELECT COUNT(*) AS n FROM recordings WHERE nextAt IS NOT NULL', dead: 'SELECT 0 AS n' },
};

/** Looks at the machine for its administrator: database, log, jobs, queues, disk. No content of cases is among it. */
@Injectable()
export class Machine {
  constructor(
    private readonly db: Db,
    private readonly book: JobBook,
    private readonly live: LiveGateway,
    private readonly tests: SelfTestQueries,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async look(): Promise<MachineView> {
    const now = Date.now();
    const { database, dataDir } = this.config;
    const hasReplica = database.engine === 'mysql' && database.replicaUrl !== database.url;
    const databaseMs = await timed(() => this.db.readPrimary('SELECT 1 AS n'));
    const replicaMs = hasReplica ? await timed(() => this.db.read('SELECT 1 AS n')) : 0;
    const answers = databaseMs !== null;
    const head = answers ? await this.count("SELECT number AS n FROM event_head WHERE id = 'head'") : 0;
    const replicaBehindMs = hasReplica && answers && replicaMs !== null ? await this.replicaBehind(head) : 0;
    const queues = answers ? await this.queues() : [];
    const selfTests = answers ? await this.tests.stand() : [];
    const disk = await statfs(dataDir);
    const [diskFree, diskTotal] = [disk.bavail * disk.bsize, disk.blocks * disk.bsize];
    const checkpoint = await lastCheckpoint(checkpointFile(this.config));
    const jobs = this.book.all();
    const dead = queues.reduce((sum, one) => sum + one.dead, 0);
    const seen = checkpoint && { behind: head - checkpoint.number, at: Date.parse(checkpoint.at) };
    // checkpoints bear the clock of the city, which the demo may have set; their age counts only where it is the machine's
    const facts = {
      now,
      jobs,
      databaseMs,
      replicaMs,
      replicaBehindMs,
      checkpoint: process.env['NOW'] ? null : (seen ?? null),
      dead,
      diskFree,
      diskTotal,
    };
    const lights = selfTests.map(({ light }) => light);
    return {
      ...healthOf({ ...facts, selfTests: lights }, this.book.bootedAt),
      ...{ bootedAt: isoOf(this.book.bootedAt), at: isoOf(now), process: process.pid, version: VERSION, engine: database.engine },
      ...{ hasReplica, diskFree, diskTotal, memory: process.memoryUsage.rss(), sockets: this.live.connections, queues, selfTests },
      ...(databaseMs === null ? {} : { databaseMs }),
      ...(hasReplica && replicaMs !== null ? { replicaMs, replicaBehindMs } : {}),
      log: { head, ...(checkpoint ? { checkpointNumber: checkpoint.number, checkpointAt: checkpoint.at } : {}) },
      jobs: jobs.map(({ everyMs, startedAt: _, endedAt, ...job }) => ({
        ...job,
        everySeconds: everyMs / 1_000,
        ...(endedAt ? { endedAt: isoOf(endedAt) } : {}),
        late: isLate({ everyMs, ...(endedAt ? { endedAt } : {}), ...job }, now, this.book.bootedAt),
      })),
    };
  }

  /** The light alone, with what ails the machine. */
  async light(): Promise<MachineLightView> {
    const { light, ailments } = await this.look();
    return { light, ailments };
  }

  /** How long ago the first event happened that the replica lacks of those up to `head`. */
  private async replicaBehind(head: number): Promise<number> {
    const [there] = await this.db.read<{ n: number }>("SELECT number AS n FROM event_head WHERE id = 'head'");
    const reached = Number(there?.n ?? 0);
    if (reached >= head) return 0;
    const [next] = await this.db.readPrimary<{ at: number }>('SELECT at FROM events WHERE number = ?', [reached + 1]);
    return next ? Math.max(0, this.clock.now() - Number(next.at)) : 0;
  }

  private async queues(): Promise<QueueView[]> {
    const all: QueueView[] = [];
    for (const [name, { waiting, dead }] of Object.entries(QUEUES))
      all.push({ name, waiting: await this.count(waiting), dead: await this.count(dead) });
    return all;
  }

  private async count(sql: string): Promise<number> {
    return Number((await this.db.readPrimary<{ n: number }>(sql))[0]?.n ?? 0);
  }
}

/** Milliseconds an answer took; nothing when it failed or took longer than two seconds. */
async function timed(ask: () => Promise<unknown>): Promise<number | null> {
  const start = performance.now();
  let clock: NodeJS.Timeout | undefined;
  const late = new Promise<false>((done) => (clock = setTimeout(() => done(false), PATIENCE_MS)));
  const asked = ask().then(
    () => true,
    () => false,
  );
  const good = await Promise.race([asked, late]);
  clearTimeout(clock);
  return good ? Math.round((performance.now() - start) * 10) / 10 : null;
}
