/** What a timed job did last, in this process. */
export interface JobRun {
  name: string;
  /** Milliseconds from the end of one run to the next. */
  everyMs: number;
  startedAt?: number;
  endedAt?: number;
  tookMs?: number;
  runs: number;
  failures: number;
  /** Of the last run; absent when that went well. */
  error?: string;
}

/** What is looked at in the machine room. */
export interface MachineFacts {
  now: number;
  jobs: readonly JobRun[];
  databaseMs: number | null;
  replicaMs: number | null;
  /** Age in milliseconds of the oldest event the replica has not got yet; 0 when it has all. */
  replicaBehindMs: number;
  /** Numbers of the log since the newest checkpoint, and its instant; null without one. */
  checkpoint: { behind: number; at: number } | null;
  dead: number;
  /** Lights of the self-tests. */
  selfTests: readonly HealthLight[];
  diskFree: number;
  diskTotal: number;
}
export type Ailment =
  | 'database-silent'
  | 'database-slow'
  | 'replica-silent'
  | 'replica-behind'
  | 'job-failed'
  | 'job-late'
  | 'checkpoint-old'
  | 'dead-waits'
  | 'self-test-red'
  | 'self-test-failed'
  | 'disk-short'
  | 'disk-low';
export const HEALTH_LIGHTS = ['green', 'amber', 'red'] as const;
export type HealthLight = (typeof HEALTH_LIGHTS)[number];

const SLOW_MS = 500;
const REPLICA_BEHIND_MS = 30_000;
const MINUTE = 60_000;
/** Checkpoints are written every five minutes while the log grows. */
const CHECKPOINT_OLD = 30 * MINUTE;
const RED: readonly Ailment[] = ['database-silent', 'job-late', 'checkpoint-old', 'disk-short', 'self-test-red'];

/** A job is late when it should have ended again long ago: three of its intervals and a minute, from its last sign of life. */
export const isLate = ({ everyMs, startedAt, endedAt }: JobRun, now: number, bootedAt: number): boolean =>
  now - Math.max(bootedAt, startedAt ?? 0, endedAt ?? 0) > 3 * everyMs + MINUTE;

/** What ails the machine, the worst first, and the light of it all. Source: domain text, section 12. */
export function healthOf(facts: MachineFacts, bootedAt: number): { light: HealthLight; ailments: Ailment[] } {
  const { now, jobs, databaseMs, replicaMs, replicaBehindMs, checkpoint, dead, selfTests, diskFree, diskTotal } = facts;
  const share = diskTotal > 0 ? diskFree / diskTotal : 1;
  const found: [Ailment, boolean][] = [
    ['database-silent', databaseMs === null],
    ['job-late', jobs.some((job) => isLate(job, now, bootedAt))],
    ['checkpoint-old', checkpoint !== null && checkpoint.behind > 0 && now - Math.max(checkpoint.at, bootedAt) > CHECKPOINT_OLD],
    ['disk-short', share < 0.03],
    ['self-test-red', selfTests.includes('red')],
    ['database-slow', databaseMs !== null && databaseMs > SLOW_MS],
    ['replica-silent', replicaMs === null],
    ['replica-behind', replicaBehindMs > REPLICA_BEHIND_MS],
    ['job-failed', jobs.some(({ error }) => error !== undefined)],
    ['dead-waits', dead > 0],
    ['self-test-failed', selfTests.includes('amber')],
    ['disk-low', share >= 0.03 && share < 0.1],
  ];
  const ailments = found.flatMap(([name, holds]) => (holds ? [name] : []));
  return { light: ailments.some((one) => RED.includes(one)) ? 'red' : ailments.length > 0 ? 'amber' : 'green', ailments };
}
