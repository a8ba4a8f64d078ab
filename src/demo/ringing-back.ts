import { taskRow, type TaskRow } from '../calls/call-rows.js';
import { taskOf } from '../domain/call-tasks.js';
import type { Instant } from '../domain/time.js';
import { dueAt } from '../domain/work-calendar.js';
import type { Hall, HallCall } from './hall.js';
import type { Random } from './random.js';

const SECOND = 1_000;
const RESULTS = [
  '已回电，当场答复。',
  '已回电，来电人的事情已经自行解决。',
  '已回电，告知办理渠道。',
  '已回电，来电人表示改日到窗口办理。',
];
const UNREACHED = '回拨两次，均无人接听。';
/** Share done late. */
const LATE = 0.05;
/** Of the newest some are left for today, the newest last; a few of these are somebody's. */
const NEWEST = ['claimed', 'done', 'open', 'done', 'claimed', 'done', 'open', 'open', 'done', 'open'] as const;
/** Duty minutes of the limits; a voicemail has until the end of the next working day. */
const LIMIT_MINUTES = { voicemail: 400, 'missed-call': 120, 'call-back': 120 };

/** What the calls leave to do, and how it was done: an operator rings back, in time for the most part. */
export function ringBack(hall: Hall, calls: readonly HallCall[], random: Random): TaskRow[] {
  const { calendar, settings, operators } = hall.options;
  const left = calls.filter(({ record }) => taskOf(record) !== null);
  return left.map(({ callId, record, number }, index) => {
    const task = taskRow(callId, taskOf(record)!, record.endedAt!, settings, calendar);
    const own = random.fork(index);
    const end = NEWEST[NEWEST.length - left.length + index] ?? 'done';
    if (end === 'done') work(hall, task, number!, own);
    else if (end === 'claimed') Object.assign(task, { state: 'claimed', claimedBy: own.pick(operators) });
    return task;
  });
}

function work(hall: Hall, task: TaskRow, number: string, random: Random): void {
  const { until } = hall.options;
  const share = random.chance(LATE) ? random.between([1.1, 3]) : random.between([0.1, 0.9]);
  const reached = random.chance(0.78);
  const length = (reached ? random.whole([40, 200]) : 36) * SECOND;
  for (let tries = 0; tries < 60; tries++) {
    const at = inDuty(hall, task, LIMIT_MINUTES[task.kind] * share + tries * 3);
    if (at + length > until) return;
    const [shift] = hall.shifts.free(at, at + length + 4 * SECOND, hall.isOperator);
    if (!shift) continue;
    hall.dialled(shift, { rings: at, ends: at + length, reached }, number, random);
    const result = reached ? random.pick(RESULTS) : UNREACHED;
    Object.assign(task, { state: 'done', claimedBy: shift.agent, doneAt: at + length + 3 * SECOND, result });
    return;
  }
}

/** So many duty minutes after the task was left, on the full second. */
function inDuty({ options }: Hall, { createdAt }: TaskRow, minutes: number): Instant {
  const { dueAt: at } = dueAt(options.calendar, { amount: minutes, unit: 'duty-minutes', startedAt: createdAt });
  return Math.ceil(at / SECOND) * SECOND;
}
