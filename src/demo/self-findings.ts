import type { Identities } from '../complainants/identities.js';
import type { Actor } from '../domain/case-state.js';
import { addDays, DAY, dayOf, type Day, type Instant, instantOf } from '../domain/time.js';
import type { ToldEvent } from '../events/event-log.js';
import type { Keys } from '../platform/crypto.js';
import { configJson } from '../platform/settings.js';
import { idAt } from './telling.js';
import type { Staff } from './people.js';
import type { Random } from './random.js';
import type { Wording } from './scenarios.js';

/** What a department finds in its own house, with what it says of it: `config/demo/self-findings.json`. */
interface Pattern {
  category: string;
  departments: string[];
  text: string;
  note: string;
  prove: string;
  deal: string;
  measures: string[];
}
export type Told = ToldEvent;
type Row = Record<string, unknown>;
/** Self-findings of the two years: their rows, what was said of them, and what the log was told. */
export interface SelfFindingHistory {
  findings: Row[];
  entries: Row[];
  events: Told[];
  counters: Map<string, number>;
}

const EVERY_DAYS = 17;
/** In the last days before the present a finding has not come to its end. */
const FATES = { confirmed: 70, refused: 8, unfounded: 12, proven: 5, open: 5 } as const;

/** Plays the departments' own findings: each opened by its handler in duty hours, proven, dealt with, confirmed. */
export function selfFindings(
  { from, until }: { from: Instant; until: Instant },
  {
    staff,
    wording,
    keys,
    identities,
    onDuty,
  }: { staff: Staff; wording: Wording; keys: Keys; identities: Identities; onDuty: (day: Day, minute: number) => Instant },
  random: Random,
): SelfFindingHistory {
  const patterns = configJson<Pattern[]>('demo/self-findings.json');
  const history: SelfFindingHistory = { findings: [], entries: [], events: [], counters: new Map() };
  for (let day = dayOf(from); instantOf(day) < until; day = addDays(day, EVERY_DAYS)) {
    const chance = random.fork(history.findings.length);
    const pattern = chance.pick(patterns);
    const departmentCode = chance.pick(pattern.departments);
    const [handler, leader] = [staff.handler(departmentCode), staff.leader(departmentCode)];
    const openedAt = onDuty(day, chance.whole([20, 300]));
    if (openedAt >= until) break;
    const opened = dayOf(openedAt);
    const count = (history.counters.get(opened) ?? 0) + 1;
    history.counters.set(opened, count);
    const findingNumber = `Z${opened.replaceAll('-', '')}${String(count).padStart(3, '0')}`;
    const person = `${chance.pick(wording.surnames)}${chance.pick(wording.givenNames)}`;
    const document = chance.chance(0.4) ? `内查〔${opened.slice(0, 4)}〕${chance.whole([1, 40])}号` : undefined;
    const [first, last] = [addDays(opened, -chance.whole([15, 40])), addDays(opened, -chance.whole([1, 10]))];
    const about = { findingNumber, departmentCode };
    const index = identities.personIndex(person, departmentCode);
    const facts = {
      ...about,
      categoryCode: pattern.category,
      person: index,
      ...(document ? { document: identities.documentIndex(document, departmentCode) } : {}),
    };
    const row: Row = {
      ...{ findingNumber, version: 1, departmentCode, categoryCode: pattern.category, person: index },
      ...{ personName: keys.encrypt(person, `self_findings.personName:${findingNumber}`), document: facts.document ?? null },
      documentName: document ? keys.encrypt(document, `self_findings.documentName:${findingNumber}`) : null,
      ...{
        fromDay: first,
        toDay: last,
        openedAt,
        openedBy: handler.username,
        status: 'open',
        measures: null,
        decidedAt: null,
        decidedBy: null,
      },
    };
    history.findings.push(row);
    let at = openedAt;
    const said = (action: string, text: string, by: Actor, type: string, more: Row = {}, patch: Row = {}): void => {
      const id = idAt(at, chance);
      history.entries.push({
        id,
        findingNumber,
        action,
        text: keys.encrypt(text, `self_finding_entries.text:${id}`),
        at,
        username: by.username,
      });
      history.events.push({ type: `self-finding.${type}`, facts: { ...about, ...more }, by, at, audience: 'office' });
      if (action !== 'open') Object.assign(row, patch, { version: Number(row.version) + 1 });
    };
    const later = (days: [number, number]): boolean => (at = onDuty(dayOf(at + chance.whole(days) * DAY), chance.whole([30, 400]))) < until;
    said('open', pattern.text, handler, 'opened', { ...facts, from: first, to: last });
    const fate = chance.among(FATES);
    const measures = pattern.measures;
    const known = { measures, person: index };
    if (fate === 'open' || !later([1, 4])) continue;
    said('note', pattern.note, handler, 'noted', { person: index });
    if (!later([2, 9])) continue;
    if (fate === 'unfounded') {
      said('drop', '经核查，反映的情况与事实不符。', leader, 'unfounded', { person: index }, { status: 'unfounded' });
      continue;
    }
    said('prove', pattern.prove, handler, 'proven', { person: index }, { status: 'proven' });
    if (fate === 'proven' || !later([3, 12])) continue;
    said('deal', pattern.deal, leader, 'dealt-with', known, { status: 'dealt-with', measures: JSON.stringify(measures) });
    if (!later([2, 8])) continue;
    const { supervisor } = staff;
    const decided = { decidedAt: at, decidedBy: supervisor.username };
    if (fate === 'refused') said('refuse', '投诉在先，不属自查发现。', supervisor, 'refused', known, { status: 'refused', ...decided });
    else
      said('confirm', '先于投诉和线索发现，查实处理到位，予以认定。', supervisor, 'confirmed', known, { status: 'confirmed', ...decided });
  }
  return history;
}
