import { checkFee, type ListedFee } from '../domain/fee-check.js';
import { dayOf, type Instant } from '../domain/time.js';
import type { Reference } from '../departments/reference.js';
import type { ToldEvent } from '../events/event-log.js';
import type { Life } from './life.js';
import type { Staff } from './people.js';
import type { Random } from './random.js';

type Row = Record<string, unknown>;

/** What reviewers noted beside cases: fees held against the register, behaviours of the catalogue. */
export interface FindingHistory {
  feeChecks: Row[];
  behaviours: Row[];
  events: ToldEvent[];
}

const FEES = '03';
const PROVEN = ['true', 'partly-true'];
const ENDED = ['closed', 'archived'];

/** Notes are made after the last that happened to a case, so that its version is the one it has. */
export function findingHistory(
  lives: readonly Life[],
  { until, staff, reference, fees, dutyAfter, lastOf }: Findings,
  random: Random,
): FindingHistory {
  const history: FindingHistory = { feeChecks: [], behaviours: [], events: [] };
  const by = staff.reviewer;
  for (const [index, life] of lives.entries()) {
    const { caseNumber, version, categoryCode, status } = life.state;
    const chance = random.fork(index);
    const last = lastOf(caseNumber);
    if (!ENDED.includes(status) || !categoryCode || last === undefined) continue;
    const at = dutyAfter(last, chance.whole([20, 200]));
    if (at >= until) continue;
    const about = { by, at, caseNumber, version };
    if (categoryCode.startsWith(FEES)) {
      const found = feeFinding(life, reference, fees);
      history.feeChecks.push({ caseNumber, ...found.columns, at, username: by.username });
      history.events.push({ type: 'case.fee-checked', facts: found.facts, ...about });
    }
    if (!PROVEN.includes(life.finding ?? '') || !chance.chance(0.6)) continue;
    const [entry] = reference.behavioursOn(dayOf(at)).filter(({ categories }) => categories.includes(categoryCode));
    if (!entry) continue;
    history.behaviours.push({ caseNumber, code: entry.code, version: entry.version, at: at + 60_000, username: by.username });
    history.events.push({ type: 'case.behaviours-noted', facts: { codes: [entry.code] }, ...about, at: at + 60_000 });
  }
  history.events.sort((a, b) => a.at - b.at);
  return history;
}

interface Findings {
  until: Instant;
  staff: Staff;
  reference: Reference;
  fees: readonly ListedFee[];
  dutyAfter: (from: Instant, minutes: number) => Instant;
  /** The instant of the last event of a case. */
  lastOf: (caseNumber: string) => Instant | undefined;
}

function feeFinding({ state, matter, told }: Life, reference: Reference, fees: readonly ListedFee[]) {
  const above = (code: string | null | undefined): string[] => {
    const own = reference.department(code);
    return own ? [own.code, ...above(own.parentCode)] : [];
  };
  const amountFen = told.amountInvolved === undefined ? null : Math.round(told.amountInvolved * 100);
  const text = `${matter.title}\n${matter.description}`;
  const on = dayOf(told.occurredAt ?? state.receivedAt);
  const { verdict, matches } = checkFee({ text, departments: above(state.accusedDepartmentCode), amountFen, on }, fees);
  const feeCode = verdict === 'unlisted' ? null : (matches[0]?.code ?? null);
  return { columns: { verdict, feeCode, amountFen }, facts: { verdict, ...(feeCode ? { feeCode } : {}) } };
}
