import { addDays, dayOf, instantOf, type Day, type Instant } from '../domain/time.js';
import type { ToldEvent } from '../events/event-log.js';
import type { Contacts } from '../feedback/contacts.js';
import type { Listed } from './enterprise-list.js';
import type { Life } from './life.js';
import type { Staff } from './people.js';
import type { Random } from './random.js';

/** Texts of projects; `config/demo/outreach.json`. */
export interface ProjectWording {
  projects: { name: string; nameEn: string; alias: string }[];
  stages: string[];
  leaders: string[];
}
type Row = Record<string, unknown>;

export interface ProjectHistory {
  projects: Row[];
  cases: Row[];
  events: ToldEvent[];
}

const STEP_DAYS = 75;

interface Stage {
  name: string;
  dueOn: Day;
  doneOn?: Day;
}

interface Candidate {
  listed: Listed;
  /** The last cases of the enterprise in a row that came in on the green channel: since then its project is on the list. */
  run: readonly Life[];
  /** The day after its last case without the flag; the project cannot have been on the list before. */
  earliest: Day | undefined;
}

function candidateOf(listed: Listed, lives: readonly Life[]): Candidate {
  const own = lives.filter(({ arrival }) => arrival.complainant.enterprise?.uscc === listed.enterprise.uscc);
  const plain = own.findLastIndex(({ state }) => !state.project);
  const last = own[plain];
  return { listed, run: own.slice(plain + 1), earliest: last && addDays(dayOf(last.state.receivedAt), 1) };
}

/** Listed some weeks before its first case on the green channel; without one, some weeks after its last case. */
function listingDay({ run, earliest }: Candidate, today: Day, random: Random): Day {
  const first = run[0] && dayOf(run[0].state.receivedAt);
  if (first) {
    const wished = addDays(first, -random.whole([5, 40]));
    const soonest = earliest ?? wished;
    return wished >= soonest ? wished : soonest < first ? soonest : first;
  }
  const wished = addDays(earliest ?? today, random.whole([10, 60]));
  return wished < today ? wished : addDays(today, -1);
}

/** Stages every eleven weeks from the listing on; most are done about in time, one here and there is late. */
function stagesFrom(names: readonly string[], listedOn: Day, today: Day, random: Random): Stage[] {
  return names.map((name, index) => {
    const dueOn = addDays(listedOn, 30 + index * STEP_DAYS);
    const doneOn = addDays(dueOn, random.whole([-12, 9]));
    const isStuck = random.chance(0.12);
    return { name, dueOn, ...(doneOn < today && !isStuck ? { doneOn } : {}) };
  });
}

/** When a project of which nothing more came in was done with: it leaves the list a month after its last stage. */
function endOf(stages: readonly Stage[], { run }: Candidate, today: Day): Day | null {
  const last = stages.every(({ doneOn }) => doneOn) ? stages.at(-1)?.doneOn : undefined;
  const end = last && addDays(last, 30);
  return end && end < today && run.length === 0 ? end : null;
}

/** Projects of enterprises whose cases came in on the green channel, then of others that had long been silent: list and flags agree. */
export function projectHistory(
  list: readonly Listed[],
  lives: readonly Life[],
  { until, staff, contacts, wording }: { until: Instant; staff: Staff; contacts: Contacts; wording: ProjectWording },
  random: Random,
): ProjectHistory {
  const history: ProjectHistory = { projects: [], cases: [], events: [] };
  const today = dayOf(until);
  const by = staff.supervisor;
  const candidates = list.map((listed) => candidateOf(listed, lives));
  candidates.sort((a, b) => b.run.length - a.run.length || ((a.earliest ?? '') < (b.earliest ?? '') ? -1 : 1));
  for (const [index, { name, nameEn, alias }] of wording.projects.entries()) {
    const candidate = candidates[index];
    if (!candidate) break;
    const { listed, run } = candidate;
    const listedOn = listingDay(candidate, today, random);
    const at = instantOf(listedOn, 8 * 60 + 40);
    const code = `p${listedOn.slice(2, 4)}${String(index + 1).padStart(2, '0')}`;
    const stages = stagesFrom(wording.stages, listedOn, today, random);
    const row = { code, name, nameEn, aliases: JSON.stringify([alias]), enterpriseId: listed.id, leader: random.pick(wording.leaders) };
    const where = random.pick(['dev-zone', 'industry-park', 'housing', 'resources']);
    history.projects.push({
      ...{ ...row, departmentCode: where, stages: JSON.stringify(stages), listedOn, endsOn: endOf(stages, candidate, today) },
      ...{ username: by.username, updatedAt: at },
    });
    history.events.push({ type: 'project.listed', facts: { project: code }, by, at, audience: 'office' });
    for (const { state } of run) {
      if (state.status === 'sealed') continue;
      const { caseNumber, receivedAt, registeredBy: username } = state;
      const projectIndex = contacts.linkIndex(code, 'project');
      history.cases.push({ caseNumber, projectIndex, why: 'enterprise', at: receivedAt, username });
    }
  }
  history.events.sort((a, b) => a.at - b.at);
  return history;
}
