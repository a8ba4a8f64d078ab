import { healthOf, isLate, type MachineFacts } from './machine-health.js';

const NOW = 10_000_000;
const WELL: MachineFacts = {
  now: NOW,
  jobs: [{ name: 'lights', everyMs: 10_000, startedAt: NOW - 2_000, endedAt: NOW - 1_000, runs: 9, failures: 1 }],
  databaseMs: 2,
  replicaMs: 2,
  replicaBehindMs: 400,
  checkpoint: { behind: 3, at: NOW - 60_000 },
  dead: 0,
  selfTests: ['green', 'green'],
  diskFree: 50,
  diskTotal: 100,
};
const late = [{ name: 'lights', everyMs: 10_000, startedAt: NOW - 200_000, runs: 9, failures: 0 }];
const failed = [{ ...WELL.jobs[0]!, error: 'busy' }];

describe('the health of the machine', () => {
  it.each<[Partial<MachineFacts>, string, string[]]>([
    [{}, 'green', []],
    [{ databaseMs: null }, 'red', ['database-silent']],
    [{ databaseMs: 900 }, 'amber', ['database-slow']],
    [{ replicaMs: null }, 'amber', ['replica-silent']],
    [{ replicaBehindMs: 30_001 }, 'amber', ['replica-behind']],
    [{ jobs: late }, 'red', ['job-late']],
    [{ jobs: failed }, 'amber', ['job-failed']],
    [{ checkpoint: { behind: 1, at: NOW - 31 * 60_000 } }, 'red', ['checkpoint-old']],
    [{ checkpoint: { behind: 0, at: NOW - 31 * 60_000 } }, 'green', []],
    [{ checkpoint: null }, 'green', []],
    [{ dead: 1 }, 'amber', ['dead-waits']],
    [{ diskFree: 9 }, 'amber', ['disk-low']],
    [{ diskFree: 2 }, 'red', ['disk-short']],
    [{ selfTests: ['green', 'amber'] }, 'amber', ['self-test-failed']],
    [{ selfTests: ['red', 'green'] }, 'red', ['self-test-red']],
    [{ databaseMs: null, dead: 4 }, 'red', ['database-silent', 'dead-waits']],
  ])('with %j is %s for %j', (change, light, ailments) => {
    expect(healthOf({ ...WELL, ...change }, 0)).toEqual({ light, ailments });
  });

  it('gives a job that never ran time from the start of the process', () => {
    const job = { name: 'archive', everyMs: 60_000, runs: 0, failures: 0 };
    expect([isLate(job, NOW, NOW - 239_000), isLate(job, NOW, NOW - 241_000)]).toEqual([false, true]);
  });
});
