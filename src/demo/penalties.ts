import { type PenaltyRow, recorded } from '../cases/penalties.js';
import { readOffences } from '../domain/offences.js';
import { dayOf } from '../domain/time.js';
import { configJson } from '../platform/settings.js';
import type { Life } from './life.js';
import type { Story } from './story.js';

const SETTINGS = readOffences(configJson('offences.json'));
/** Fines and discretion: there a penalty is nearly always behind the matter. */
const ABOUT_FINES = ['04', '08'];

/** What the department had imposed, recorded when it looked into the matter; now and then unlike what others paid for the like. */
export function recordPenalty(life: Life, { staff }: Story, code: string): void {
  const random = life.random.fork(701);
  const offences = SETTINGS.offences.filter(({ departmentCode }) => departmentCode === code);
  const about = ABOUT_FINES.includes(life.matter.scenario.category.slice(0, 2));
  if (offences.length === 0 || life.penalties.length > 0 || !random.chance(about ? 0.9 : 0.12)) return;
  const offence = random.pick(offences);
  const tier = offence.tiers[random.index([5, 4, 1].slice(0, offence.tiers.length))]!;
  const usual = tier.from + (tier.to - tier.from) * random.between([0.2, 0.6]);
  const odd = random.chance(0.08);
  const amount = Math.round((odd ? usual * random.pick([0.15, 2.6, 4]) : usual) / 100) * 100;
  const { now } = life.world;
  const row: PenaltyRow = {
    ...{ id: `${life.state.caseNumber}-penalty`, caseNumber: life.state.caseNumber, departmentCode: code, offenceCode: offence.code },
    ...{
      offenceVersion: SETTINGS.version,
      tier: tier.code,
      amountFen: amount * 100,
      decidedOn: dayOf(now - random.whole([3, 40]) * 86_400_000),
    },
    ...{ document: `罚决字〔${dayOf(now).slice(0, 4)}〕${random.digits(4)}号`, withdraws: null, reason: null, at: now },
    username: staff.handler(code).username,
  };
  life.penalties.push(row);
  life.tell([recorded(row)], staff.handler(code));
}
