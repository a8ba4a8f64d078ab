import { randomUUID } from 'node:crypto';
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { LineCheck } from '../calls/line-check.js';
import { SYSTEM } from '../domain/case-state.js';
import { DomainError } from '../domain/errors.js';
import { dueTime, outcomeOf, SELF_TESTS, type SelfTestKind, type SelfTestStep } from '../domain/self-tests.js';
import { DAY, MINUTE } from '../domain/time.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, isDuplicate, updateRow } from '../platform/db.js';
import { Log } from '../platform/log.js';
import { FormCheck } from './form-check.js';
import { LogCheck } from './log-check.js';
import { SelfTestPasses } from './passes.js';
import { reasonOf } from './steps.js';
import { selfTestSettings } from './settings.js';

const LEASE_MS = 3 * MINUTE;
const INTERRUPTED: SelfTestStep[] = [{ name: 'run', outcome: 'failed', reason: 'vanished' }];

/** The checks there are; each says its steps and throws nothing but the end of the server. */
@Injectable()
export class Checks {
  constructor(
    readonly form: FormCheck,
    readonly line: LineCheck,
    readonly log: LogCheck,
  ) {}
}

/**
 * The system's tests of itself. A run is a row: whoever inserts it has it, for the time that was due and for the kind that runs are unique.
 * It is done outside any transaction and noted at its end; a process that dies leaves a lease that runs out. ADR 0023.
 */
@Injectable()
export class SelfTests implements BeforeApplicationShutdown {
  private readonly settings = selfTestSettings();
  private readonly stop = new AbortController();
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly passes: SelfTestPasses,
    @Inject(Checks) private readonly checks: Checks,
  ) {}

  /** Begins what is due. Each time is run once by one process, and once more at most after a stop in the middle. */
  async tick(): Promise<void> {
    await this.giveUpLost();
    const { lateMinutes } = this.settings;
    for (const kind of SELF_TESTS) {
      const due = dueTime(this.settings[kind].times, this.clock.now(), lateMinutes);
      if (due === undefined) continue;
      const dueKey = `${kind}:${due}`;
      const [known] = await this.db.readPrimary<object>('SELECT id FROM self_tests WHERE dueKey = ?', [dueKey]);
      const id = known ? undefined : await this.claim(kind, SYSTEM.username, dueKey);
      if (id) this.begin(id, kind);
    }
  }

  /** Begins one by hand; throws `self-test.running` (409) while one of its kind runs. Returns its id. */
  async start(kind: SelfTestKind, username: string): Promise<string> {
    await this.giveUpLost();
    const id = await this.claim(kind, username, null);
    if (!id) throw new DomainError('self-test.running', 409, { kind });
    this.begin(id, kind);
    return id;
  }

  /** Forgets what is too old. */
  forget(): Promise<unknown> {
    const before = this.clock.now() - this.settings.keepDays * DAY;
    return this.db.write((tx) => tx.query('DELETE FROM self_tests WHERE startedAt < ? AND runningKey IS NULL', [before]));
  }

  private async claim(kind: SelfTestKind, startedBy: string, dueKey: string | null): Promise<string | undefined> {
    const id = randomUUID();
    const begun = { outcome: 'running', tookMs: null, steps: '[]', done: 0, total: 0, passUntil: null, leaseUntil: Date.now() + LEASE_MS };
    const row = { id, kind, dueKey, runningKey: kind, startedAt: this.clock.now(), startedBy, ...begun };
    try {
      await this.db.write((tx) => insertRows(tx, 'self_tests', [row]));
      return id;
    } catch (error) {
      if (isDuplicate(error)) return undefined; // another process has it
      throw error;
    }
  }

  private begin(id: string, kind: SelfTestKind): void {
    const done = this.run(id, kind)
      .catch((error: unknown) => this.log.warn(`the self-test ${kind} could not be noted`, error))
      .finally(() => this.running.delete(done));
    this.running.add(done);
  }

  private async run(id: string, kind: SelfTestKind): Promise<void> {
    const began = performance.now();
    const steps = await this.stepsOf(id, kind).catch((error: unknown): SelfTestStep[] => {
      this.log.warn(`the self-test ${kind} broke`, error);
      return [{ name: 'run', outcome: 'failed', reason: reasonOf(error) }];
    });
    // one that the end of the server cut says nothing of the system: its time may be made up for
    if (this.stop.signal.aborted) return void (await this.db.write((tx) => tx.query('DELETE FROM self_tests WHERE id = ?', [id])));
    await this.note(id, steps, Math.round(performance.now() - began));
  }

  private stepsOf(id: string, kind: SelfTestKind): Promise<SelfTestStep[]> {
    if (kind === 'log') return this.checks.log.run((done, total) => this.progress(id, done, total));
    const answerMs = this.settings[kind].answerSeconds * 1_000;
    const test = { answerMs, pass: () => this.passes.issue(id), signal: this.stop.signal };
    return kind === 'form' ? this.checks.form.run(test) : this.checks.line.run(test);
  }

  private async progress(id: string, done: number, total: number): Promise<void> {
    this.stop.signal.throwIfAborted();
    const lives = { done, total, leaseUntil: Date.now() + LEASE_MS };
    await this.db.write((tx) => updateRow(tx, 'self_tests', { id }, lives));
  }

  private async note(id: string, steps: SelfTestStep[], tookMs: number): Promise<void> {
    const ended = { outcome: outcomeOf(steps), tookMs, steps: JSON.stringify(steps), runningKey: null, leaseUntil: null, passUntil: null };
    // a run that was given up meanwhile stays given up
    await this.db.write((tx) => updateRow(tx, 'self_tests', { id, outcome: 'running' }, ended));
  }

  /** A run whose process is gone has failed. */
  private async giveUpLost(): Promise<void> {
    const marks = SELF_TESTS.map(() => '?').join(',');
    const sql = `SELECT id FROM self_tests WHERE runningKey IN (${marks}) AND leaseUntil < ?`;
    const lost = await this.db.readPrimary<{ id: string }>(sql, [...SELF_TESTS, Date.now()]);
    for (const { id } of lost) await this.note(id, INTERRUPTED, 0);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await Promise.all(this.running);
  }
}
