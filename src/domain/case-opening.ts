import { startLimit, withNearestLimit, type ClockPolicy } from './case-clock.js';
import type { CaseState } from './case-state.js';
import type { Channel, EnterpriseSize, Kind, Origin, Urgency } from './vocabulary.js';

/** What is known of a matter when it comes in. */
export interface Opening {
  caseNumber: string;
  kind: Kind;
  urgency: Urgency;
  channel: Channel;
  categoryCode: string | null;
  accusedDepartmentCode: string | null;
  namesOfficial: boolean;
  project: boolean;
  registeredBy: string;
  flags: { accusation?: boolean; sealed?: boolean; complex?: boolean };
}

/**
 * A new case: web matters wait for acceptance, matters taken by staff for dispatch; what a category seals, and a report that
 * names an official, goes to the commission at once. Source: domain text, sections 3, 5 and 6.4.
 */
export function opened(from: Opening, policy: ClockPolicy): CaseState {
  const { namesOfficial, flags, ...told } = from;
  const sealed = flags.sealed === true || (from.kind === 'report' && namesOfficial);
  const byStaff = from.channel !== 'web';
  const start: CaseState = {
    ...told,
    version: 1,
    status: sealed ? 'sealed' : byStaff ? 'pending_dispatch' : 'pending_acceptance',
    accusation: from.kind === 'report' || flags.accusation === true || namesOfficial,
    complex: flags.complex === true,
    receivedAt: policy.now,
    updatedAt: policy.now,
    closedAt: null,
    round: 1,
    summary: null,
    masterCaseNumber: null,
    rejectReason: null,
    outcomeText: null,
    outcomeTarget: null,
    knowledgeId: null,
    returnCount: 0,
    repeatCount: 0,
    urgeCount: 0,
    callBackAttempts: 0,
    calledBack: false,
    saidSolved: null,
    saidSatisfied: null,
    rated: false,
    exclusion: 'none',
    commissionFinding: null,
    suspendGround: null,
    suspendedAt: null,
    suspendedUntil: null,
    limitName: null,
    dueAt: null,
    amberAt: null,
    redAt: null,
    assignments: [],
    limits: [],
  };
  return withNearestLimit(start.status === 'pending_acceptance' ? startLimit(start, 'acceptance', null, policy) : start);
}

/** What is told of a matter beside what the rules look at; figures break cases up by it. Money in fen. */
export interface Particulars {
  region: string | null;
  size: EnterpriseSize | null;
  origin: Origin | null;
  amountFen: number | null;
  visits: number | null;
  basisShown: boolean | null;
  receiptGiven: boolean | null;
}

/**
 * The facts of `case.registered`: enough to open the case anew from the log. Of a case that is sealed at once the log says how it came in
 * and nothing of what it is about. Source: domain text, sections 6.4 and 9.
 */
export function registeredFacts(one: CaseState, particulars: Particulars): Record<string, unknown> {
  const { kind, channel, urgency, categoryCode, accusedDepartmentCode, accusation, complex, project } = one;
  if (one.status === 'sealed') return { kind, channel };
  const flags = Object.fromEntries(Object.entries({ accusation, complex, project }).filter(([, holds]) => holds));
  const facts = { kind, channel, urgency, categoryCode, accusedDepartmentCode, ...flags, ...particulars };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null));
}
