import type { ComplainantRow, Identities } from '../complainants/identities.js';
import type { Reference } from '../departments/reference.js';
import { openActions, type Policy } from '../domain/case-life.js';
import { type Actor, type AssignmentState, type CaseState, isActive, type LimitState } from '../domain/case-state.js';
import { known } from '../domain/known.js';
import { lightOf } from '../domain/limits.js';
import { maskAddress, maskName } from '../domain/masking.js';
import { isoOf } from '../domain/time.js';
import { factsFor, readsOriginal } from '../domain/visibility.js';
import type { AssignmentView, CallBackView, CaseRow, CaseView, HistoryEntry, LimitView, RatingView } from './case.views.js';
import type { Warning } from './intake.dto.js';
import { outcomesOf } from './outcomes-view.js';
import type { Texts } from './texts.js';

interface EventRow {
  number: number;
  type: string;
  at: number;
  username: string;
  role: string;
  facts: string;
  name: string | null;
  departmentCode: string | null;
}
type Said = { id: string; at: number };
interface CallBackRow extends Said {
  round: number;
  attempt: number;
  reached: number;
  contacted: number | null;
  solved: string | null;
  satisfiedResult: string | null;
  satisfiedProcess: string | null;
  words: string | null;
  username: string;
}
/** The complainant's rating as stored. */
export interface RatingRow extends Said {
  round: number;
  solved: string;
  satisfied: string;
  contacted: number;
  comment: string | null;
}

/** All rows that make up the page of a case. */
export interface CaseParts {
  current: CaseState;
  line: CaseRow;
  policy: Policy;
  complainant: ComplainantRow | undefined;
  /** The system that had it before, and its number there. */
  cameFrom: { source: string; foreignNumber: string } | undefined;
  events: EventRow[];
  merged: string[];
  /** The master, when this reader may not see it: its number stays away from him. */
  hiddenMaster: string | undefined;
  messages: (Said & { direction: string; text: string })[];
  callBacks: CallBackRow[];
  ratings: RatingRow[];
  attachments: (Said & { name: string; bytes: number; type: string })[];
  words: {
    description: string;
    address: string | null;
    namedOfficial: string | null;
    occurredAt: number | null;
    amountFen: number | null;
    visits: number | null;
    basisShown: number | null;
    receiptGiven: number | null;
    size: string | null;
    origin: string | null;
    consentToBeNamed: number;
    warnings: string | null;
    commissionFinding: string | null;
  };
}

interface Openers {
  texts: Texts;
  identities: Identities;
  reference: Reference;
}

/** People by name; whoever acted on a case stands in its history. */
type NameOf = (username: string) => string;

const iso = (at: number | null | undefined): string | undefined => (at === null || at === undefined ? undefined : isoOf(at));
const yes = (flag: unknown): boolean | undefined => (flag === null || flag === undefined ? undefined : Number(flag) === 1);

/** The view of a case for one reader: original and masked particulars for the hotline, the summary for departments. */
export function viewOf(parts: CaseParts, by: Actor, openers: Openers): CaseView {
  const { current, line, policy } = parts;
  const own = current.assignments.filter((part) => part.departmentCode === by.departmentCode);
  const isLead = own.some((part) => part.role === 'lead' && isActive(part));
  const original = readsOriginal(by);
  const names = new Map(parts.events.map(({ username, name }) => [username, name]));
  const nameOf: NameOf = (username) => names.get(username) ?? username;
  const sees = (part: AssignmentState) => original || isLead || part.departmentCode === by.departmentCode;
  return {
    ...line,
    ...(original ? originalOf(parts, openers) : namedOf(parts, openers)),
    ...(parts.cameFrom ? { cameFrom: parts.cameFrom } : {}),
    ...known({ masterCaseNumber: original && !parts.hiddenMaster ? current.masterCaseNumber : undefined }),
    ...outcomeOf(current),
    mergedCaseNumbers: original ? parts.merged : [],
    assignments: current.assignments.map((part) => assignmentView(part, sees(part), openers.reference, nameOf)),
    limits: current.limits
      .filter((limit) => original || limit.assignmentId === null || own.some(({ id }) => id === limit.assignmentId) || isLead)
      .map((limit) => limitView(limit, current, policy.now)),
    history: parts.events.map((event) => historyEntry(event, by, isLead, parts.hiddenMaster)),
    actions: openActions(current, by, policy),
    messages: parts.messages.map(({ id, direction, text, at }) => ({
      id,
      direction,
      at: isoOf(at),
      text: openers.texts.open(text, 'case_messages.text', id),
    })),
    attachments: parts.attachments.map(({ id, name, bytes, type, at }, index) => ({
      id,
      name: original ? openers.texts.open(name, 'attachments.name', id) : `附件${index + 1}`,
      size: bytes,
      type,
      at: isoOf(at),
    })),
    callBacks: parts.callBacks.map((call) => callBackView(call, openers.texts, nameOf)),
    ratings: parts.ratings.map((rating) => ratingView(rating, openers.texts)),
    ...(current.suspendedAt !== null
      ? {
          suspended: {
            ground: current.suspendGround!,
            since: isoOf(current.suspendedAt),
            ...known({ until: iso(current.suspendedUntil) }),
          },
        }
      : {}),
    ...known({ outcomes: outcomesOf(current, parts.callBacks, parts.words.commissionFinding, by, openers.reference) }),
    warnings: original && parts.words.warnings ? (JSON.parse(parts.words.warnings) as Warning[]) : [],
  };
}

function originalOf({ current, complainant, words }: CaseParts, { texts, identities }: Openers): Partial<CaseView> {
  const { caseNumber } = current;
  const address = texts.maybe(words.address, 'cases.address', caseNumber);
  const official = texts.maybe(words.namedOfficial, 'cases.namedOfficial', caseNumber);
  const { organisation, uscc, ...masked } = complainant ? identities.masked(complainant) : {};
  const consentToBeNamed = Number(words.consentToBeNamed) === 1;
  return known({
    description: texts.open(words.description, 'cases.description', caseNumber),
    address: address && maskAddress(address),
    namedOfficial: official && maskName(official),
    occurredAt: iso(words.occurredAt),
    amountInvolved: words.amountFen === null ? undefined : Number(words.amountFen) / 100,
    visits: words.visits,
    basisShown: yes(words.basisShown),
    receiptGiven: yes(words.receiptGiven),
    organisation,
    uscc,
    size: words.size,
    origin: words.origin,
    complainant: {
      ...masked,
      anonymous: yes(complainant?.anonymous) ?? true,
      consentToBeNamed,
      ...known({ forgottenAt: iso(complainant?.forgottenAt ?? null) }),
    },
  });
}

/** A department learns the name only when the complainant agreed to it. Source: domain text 6.1. */
function namedOf({ complainant, words }: CaseParts, { identities }: Openers): Partial<CaseView> {
  if (Number(words.consentToBeNamed) !== 1 || !complainant) return {};
  return { complainant: { ...known({ name: identities.open(complainant, 'name') }), anonymous: false, consentToBeNamed: true } };
}

function outcomeOf({ status, rejectReason, outcomeText, outcomeTarget, knowledgeId }: CaseState): Partial<CaseView> {
  if (rejectReason) return { rejection: known({ reasonCode: rejectReason, text: outcomeText, target: outcomeTarget }) };
  if (status === 'transferred') return { transferredTo: outcomeTarget ?? '' };
  return outcomeText ? { directAnswer: known({ text: outcomeText, knowledgeId }) } : {};
}

function assignmentView(part: AssignmentState, sees: boolean, reference: Reference, nameOf: NameOf): AssignmentView {
  const { departmentCode, role, status, round, returnLocked } = part;
  const plain = {
    departmentCode,
    departmentName: reference.department(departmentCode)?.name ?? departmentCode,
    role,
    status,
    round,
    returnLocked,
  };
  const times = known({ signedAt: iso(part.signedAt), firstContactAt: iso(part.firstContactAt), answeredAt: iso(part.answeredAt) });
  if (!sees) return { ...plain, ...times };
  const { finding, solved, unsolvedReason, internalNote, publicReply, answeredBy } = part;
  const former = answeredBy === null ? known({ formerReply: publicReply }) : {};
  const answer =
    finding && solved && publicReply !== null && answeredBy
      ? {
          answer: {
            finding,
            solved,
            publicReply,
            by: nameOf(answeredBy),
            ...known({ unsolvedReason, internalNote, at: iso(part.answeredAt) }),
          },
        }
      : {};
  return { ...plain, ...times, ...former, ...answer, ...requestOf(part) };
}

function requestOf(part: AssignmentState): Pick<AssignmentView, 'request'> {
  if (part.returnStatus === 'requested')
    return { request: { kind: 'return', reason: part.returnReason ?? '', at: isoOf(part.returnAskedAt!) } };
  if (part.extensionStatus !== 'requested') return {};
  return {
    request: {
      kind: 'extension',
      reason: part.extensionReason ?? '',
      workingDays: part.extensionDays ?? 0,
      at: isoOf(part.extensionAskedAt!),
    },
  };
}

function limitView(limit: LimitState, current: CaseState, now: number): LimitView {
  const { name, unit, amount, provisional, state } = limit;
  const light = state === 'running' ? lightOf(now, limit) : state === 'missed' ? lightOf(limit.endedAt ?? now, limit) : 'green';
  const departmentCode = current.assignments.find(({ id }) => id === limit.assignmentId)?.departmentCode;
  const times = { startedAt: isoOf(limit.startedAt), dueAt: isoOf(limit.dueAt), amberAt: isoOf(limit.amberAt), redAt: isoOf(limit.redAt) };
  return { name, unit, amount, ...times, light, provisional, state, ...known({ departmentCode, endedAt: iso(limit.endedAt) }) };
}

/** Facts that are instants; the API prints them as such. */
const INSTANTS = ['closedAt', 'from', 'to', 'until', 'receivedAt', 'dueAt'];

function historyEntry(event: EventRow, by: Actor, isLead: boolean, hidden: string | undefined): HistoryEntry {
  const facts = factsFor(by, event.type, JSON.parse(event.facts) as Record<string, unknown>, isLead);
  const printed = Object.entries(facts)
    .filter(([, value]) => hidden === undefined || value !== hidden)
    .map(([key, value]) => [key, INSTANTS.includes(key) && typeof value === 'number' ? isoOf(value) : value]);
  const namesHim = readsOriginal(by) || event.departmentCode === by.departmentCode;
  return {
    number: event.number,
    type: event.type,
    at: isoOf(event.at),
    by: { role: event.role, ...known({ name: namesHim ? event.name : undefined, departmentCode: event.departmentCode }) },
    facts: Object.fromEntries(printed) as Record<string, unknown>,
  };
}

function callBackView(call: CallBackRow, texts: Texts, nameOf: NameOf): CallBackView {
  const { id, round, attempt, solved, satisfiedResult, satisfiedProcess, username } = call;
  const words = texts.maybe(call.words, 'call_backs.words', id);
  const told = known({ contacted: yes(call.contacted), solved, satisfiedResult, satisfiedProcess, words });
  return { round, attempt, reached: call.reached === 1, ...told, at: isoOf(call.at), by: nameOf(username) };
}

export function ratingView({ id, round, solved, satisfied, contacted, comment, at }: RatingRow, texts: Texts): RatingView {
  const told = known({ comment: texts.maybe(comment, 'ratings.comment', id) });
  return { round, solved, satisfied, contacted: contacted === 1, ...told, at: isoOf(at) };
}
