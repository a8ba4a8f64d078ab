import { Inject, Injectable } from '@nestjs/common';
import type { SelfTestStep } from '../domain/self-tests.js';
import { type Checkpoint, checkpointFile, readCheckpoints } from '../events/checkpoints.js';
import { verifyLog } from '../events/verify.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Keys } from '../platform/crypto.js';
import { Db } from '../platform/db.js';
import { step } from './steps.js';

/** Walks the whole event log like `npm run verify-log`, while the server runs. */
@Injectable()
export class LogCheck {
  constructor(
    private readonly db: Db,
    private readonly keys: Keys,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Signed checkpoints and the chain; `progress` hears how many of how many events hold, and may throw to stop. */
  async run(progress: (done: number, total: number) => Promise<void>): Promise<SelfTestStep[]> {
    let checkpoints: Checkpoint[] = [];
    const signed = await step('checkpoints', async () => {
      checkpoints = await readCheckpoints(checkpointFile(this.config), this.keys);
      return { count: checkpoints.length };
    });
    const began = performance.now();
    const [head] = await this.db.readPrimary<{ number: number }>("SELECT number FROM event_head WHERE id = 'head'");
    const { events, broken } = await verifyLog(this.db, checkpoints, (done) => progress(done, Number(head?.number ?? 0)));
    const chain: SelfTestStep = {
      name: 'chain',
      outcome: broken ? 'failed' : 'passed',
      ms: Math.round(performance.now() - began),
      count: events,
      ...(broken ? { reason: broken.why, firstBroken: broken.number } : {}),
    };
    return [signed, chain];
  }
}
