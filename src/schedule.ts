import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Ledger } from './assessment/ledger.js';
import { WorkingDays } from './calendar/working-days.js';
import { Desk } from './calls/desk.js';
import { ForgottenCallers } from './calls/forgotten-callers.js';
import { RecordingKeeper } from './calls/recording-keeper.js';
import { ForgottenIdentities } from './cases/forgotten-identities.js';
import { SealedFiles } from './cases/sealed-files.js';
import { Sweeps } from './cases/sweeps.js';
import { DAY, HOUR, MINUTE } from './domain/time.js';
import { Checkpoints } from './events/checkpoints.js';
import { Tail } from './events/tail.js';
import { Orphans } from './files/orphans.js';
import { ImportRunner } from './imports/import-runner.js';
import { JobBook } from './jobs.js';
import { Investigations } from './investigations/investigations.js';
import { ArticleSearch } from './knowledge/article-search.js';
import { Causes } from './notices/causes.js';
import { Forgetting } from './notices/forgetting.js';
import { Outbox } from './notices/outbox.js';
import { Clock } from './platform/clock.js';
import { Db } from './platform/db.js';
import { Log } from './platform/log.js';
import { OfficeTimers } from './supervision/timers.js';
import { ExportRunner } from './publicity/export-runner.js';
import { SealedPublicity } from './publicity/sealed-publicity.js';
import { SelfTests } from './self-tests/self-tests.js';
import { Categories } from './settings/categories.js';
import { Sessions } from './staff/sessions.js';
import { Facts } from './statistics/facts.js';
import { WebhookTimers } from './webhooks/timers.js';

const LOOKS_MS = 500;

interface Job {
  /** The event after which it does not wait for its time. */
  hurriedBy: string | undefined;
  stop: () => void;
  hurry: () => void;
}

/** Every timed job on one screen. All of them may run in several processes at once and after any restart. */
@Injectable()
export class Schedule implements BeforeApplicationShutdown {
  private readonly jobs: Job[] = [];
  private readonly running = new Set<Promise<void>>();
  private stopped = false;

  constructor(
    private readonly sweeps: Sweeps,
    private readonly checkpoints: Checkpoints,
    private readonly sessions: Sessions,
    private readonly orphans: Orphans,
    private readonly sealedFiles: SealedFiles,
    private readonly workingDays: WorkingDays,
    private readonly causes: Causes,
    private readonly ledger: Ledger,
    private readonly outbox: Outbox,
    private readonly office: OfficeTimers,
    private readonly forgetting: Forgetting,
    private readonly desk: Desk,
    private readonly keeper: RecordingKeeper,
    private readonly identities: ForgottenIdentities,
    private readonly callers: ForgottenCallers,
    private readonly facts: Facts,
    private readonly investigations: Investigations,
    private readonly exports: ExportRunner,
    private readonly sealedPublicity: SealedPublicity,
    private readonly imports: ImportRunner,
    private readonly webhooks: WebhookTimers,
    private readonly categories: Categories,
    private readonly articles: ArticleSearch,
    private readonly selfTests: SelfTests,
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly book: JobBook,
    tail: Tail,
  ) {
    tail.listen((events) => {
      const told = new Set(events.map(({ type }) => type));
      this.jobs.filter(({ hurriedBy }) => hurriedBy && told.has(hurriedBy)).forEach(({ hurry }) => hurry());
      return Promise.resolve();
    });
  }

  start(): void {
    this.watch();
    this.every(1_000, 'the desk', () => this.desk.tick());
    this.every(1_000, 'calls the carrier is asked after', () => this.desk.lookAround());
    this.every(2_000, 'recordings', () => this.keeper.fetch());
    this.every(HOUR, 'tickets for recordings', () => this.keeper.forgetTickets());
    this.every(HOUR, 'recordings whose time is over', () => this.keeper.expire());
    this.every(10_000, 'lights', () => this.sweeps.lights());
    this.every(10_000, 'acceptance by silence', () => this.sweeps.silence());
    this.every(15_000, 'ends of suspensions', () => this.sweeps.resumptions());
    this.every(10 * MINUTE, 'archive', () => this.sweeps.archive());
    this.every(1_000, 'messages that are due', () => this.causes.collect().then(() => this.outbox.sweep()));
    this.every(2_000, 'cards, urgings and concerns', () => this.office.tick());
    this.every(MINUTE, 'operators who are busy for long', () => this.office.busy());
    this.every(1_000, 'the score ledger', () => this.ledger.collect());
    this.every(DAY, 'complainants whose term is over', () => this.identities.sweep());
    this.every(DAY, 'callers whose term is over', () => this.callers.sweep());
    this.every(HOUR, 'addresses of old messages', () => this.forgetting.sweep());
    this.every(1_000, 'files that were asked for', () => this.exports.sweep());
    this.every(1_000, 'files of cases to be taken over', () => this.imports.sweep());
    this.every(DAY, 'files of cases nobody took over', () => this.imports.forget());
    this.every(1_000, 'news for other systems', () => this.webhooks.tick());
    this.every(HOUR, 'old news for other systems', () => this.webhooks.forget());
    this.every(HOUR, 'drafts and files of sealed cases', () => this.sealedPublicity.sweep(), 'case.sealed');
    this.every(HOUR, 'files whose time is over', () => this.exports.expire());
    this.every(5 * MINUTE, 'checkpoint of the event log', () => this.checkpoints.write());
    this.every(MINUTE, 'a catalogue of categories whose day has come', () => this.categories.apply());
    this.every(HOUR, 'words of articles from before there were any', () => this.articles.catchUp());
    this.every(MINUTE, 'figures in memory', () => this.facts.follow());
    this.every(20_000, 'self-tests that are due', () => this.selfTests.tick());
    this.every(DAY, 'results of old self-tests', () => this.selfTests.forget());
    this.every(HOUR, 'old sessions', () => this.sessions.sweep());
    this.every(HOUR, 'old idempotency keys', () => this.forgetKeys());
    this.every(MINUTE, 'files of sealed cases', () => this.sealedFiles.move(), 'case.sealed');
    this.every(DAY, 'files without a case', () => this.orphans.sweep());
    this.every(6 * HOUR, 'limits after a change of the calendar', () => this.recount(), 'calendar.changed');
  }

  private every(ms: number, name: string, job: () => Promise<unknown>, hurriedBy?: string): void {
    this.book.know(name, ms);
    let timer: NodeJS.Timeout | undefined;
    let [wait, waitAfterFailure] = [ms, ms];
    const run = () => {
      timer = undefined;
      wait = ms;
      const done = this.book
        .run(name, job)
        .then(() => {
          if (wait > 0) waitAfterFailure = ms;
        })
        .catch((error: unknown) => {
          this.log.warn(`${name} failed, runs again`, error);
          wait = Math.min(wait, waitAfterFailure);
        })
        .finally(() => {
          this.running.delete(done);
          if (!this.stopped) timer = setTimeout(run, wait);
        });
      this.running.add(done);
    };
    const hurry = () => {
      wait = 0; // what runs now may have begun before the hour changed
      waitAfterFailure = Math.min(ms, MINUTE);
      if (!timer || this.stopped) return;
      clearTimeout(timer);
      run();
    };
    timer = setTimeout(run, Math.min(ms, 2_000));
    this.jobs.push({ hurriedBy, stop: () => clearTimeout(timer), hurry });
  }

  /** A machine that slept, or whose clock was set, wakes with timers that are late or count from another hour: then every job runs at once. */
  private watch(): void {
    let [shown, passed] = [this.clock.now(), performance.now()];
    const look = () => {
      const [before, since] = [shown, passed];
      [shown, passed] = [this.clock.now(), performance.now()];
      if (Math.abs(shown - before - (passed - since) * this.clock.rate) > MINUTE) this.jobs.forEach(({ hurry }) => hurry());
    };
    const timer = setInterval(look, LOOKS_MS);
    this.jobs.push({ hurriedBy: undefined, stop: () => clearInterval(timer), hurry: () => undefined });
  }

  /** By the calendar as it stands, also when this process could not read it at the moment it changed. */
  private async recount(): Promise<void> {
    await this.workingDays.load();
    await Promise.all([this.sweeps.recompute(), this.investigations.recount()]);
  }

  private forgetKeys(): Promise<unknown> {
    return this.db.write((tx) => tx.query('DELETE FROM idempotency_keys WHERE at < ?', [this.clock.now() - 2 * DAY]));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.jobs.forEach(({ stop }) => stop());
    await Promise.all(this.running);
  }
}
