import { Injectable } from '@nestjs/common';
import type { JobRun } from './domain/machine-health.js';

const LONGEST = 200;

/** What the timed jobs of this process did last; kept in memory, told with the start of the process. */
@Injectable()
export class JobBook {
  readonly bootedAt = Date.now();
  private readonly jobs = new Map<string, JobRun>();

  /** Notes a job that will run. */
  know(name: string, everyMs: number): void {
    this.jobs.set(name, { name, everyMs, runs: 0, failures: 0 });
  }

  /** Runs a job and notes how it went; a failure goes on to the caller. The message of an error is kept, not what it carries. */
  async run(name: string, job: () => Promise<unknown>): Promise<void> {
    const note = this.jobs.get(name)!;
    note.startedAt = Date.now();
    try {
      await job();
      delete note.error;
    } catch (error) {
      note.failures += 1;
      note.error = (error instanceof Error ? `${error.name} ${(error as { code?: string }).code ?? ''}` : 'unknown')
        .trim()
        .slice(0, LONGEST);
      throw error;
    } finally {
      note.runs += 1;
      note.endedAt = Date.now();
      note.tookMs = note.endedAt - note.startedAt;
    }
  }

  all(): JobRun[] {
    return [...this.jobs.values()];
  }
}
