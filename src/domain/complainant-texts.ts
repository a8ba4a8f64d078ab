import type { Words } from './sentences.js';
import { type Check, day, fields, refuse, whole } from './setting-checks.js';
import { CASE_STATUSES, type CaseStatus } from './vocabulary.js';

/** What a complainant is told, as a city words it: messages that are sent, and what stands on the page of his case. */

/** What a message says; mail has a subject. */
export interface NoticeText {
  subject: string;
  text: string;
}
/** `config/notices.json`: the texts of messages by their names. */
export interface NoticeTexts {
  version: number;
  validFrom: string;
  templates: Record<string, NoticeText>;
}
/** `config/messages.json`: the sentence of each status, and of each event that is told. */
export interface TrackingTexts {
  version: number;
  validFrom: string;
  statusText: Record<string, Words>;
  timeline: Record<string, Words>;
}

/**
 * A place where a text stands: the only facts it may name and those it must. The lists are closed: no text can carry a name, a number, what
 * the matter is about, or whom it accuses. Source: domain text, sections 6.1, 6.2 and 6.4.
 */
export interface TextSlot {
  path: string;
  known: readonly string[];
  needed: readonly string[];
}

const LINE = ['city', 'hotline'];
const OF_CASE = { known: ['caseNumber', ...LINE], needed: ['caseNumber'] };
const NEUTRAL = { known: LINE, needed: [] };
const NOTICES: Readonly<Record<string, Omit<TextSlot, 'path'>>> = {
  registered: OF_CASE,
  rejected: OF_CASE,
  dispatched: OF_CASE,
  asked: OF_CASE,
  survey: { known: ['caseNumber', 'link', ...LINE], needed: ['caseNumber', 'link'] },
  closed: OF_CASE,
  // says that there is news and nothing else: neither a case nor its number
  news: NEUTRAL,
  questionnaire: { known: ['link', ...LINE], needed: ['link'] },
  'unknown-sender': NEUTRAL,
};

const BOTH = ['department', 'date'];
const STATUSES: Partial<Record<CaseStatus, readonly string[]>> = {
  pending_acceptance: ['date'],
  handling: BOTH,
  pending_review: BOTH,
  pending_callback: BOTH,
  closed: ['department'],
  archived: ['department'],
};
/** Events a complainant is told of. A sealed case tells of neither department nor day. */
const TIMELINE: Readonly<Record<string, readonly string[]>> = {
  'case.imported': [],
  'case.registered': [],
  'case.accepted': [],
  'case.rejected': [],
  'case.answered-directly': [],
  'case.transferred': [],
  'case.sealed': [],
  'case.merged': [],
  'case.repeat-added': [],
  'case.dispatched': BOTH,
  'assignment.signed': ['department'],
  'assignment.progress-logged': ['department'],
  'assignment.extension-granted': BOTH,
  'assignment.added': ['department'],
  'assignment.recalled': ['department'],
  'assignment.return-granted': ['department'],
  'assignment.answered': ['department'],
  'assignment.sent-back': ['department'],
  'case.review-passed': ['department'],
  'case.called-back': ['department'],
  'case.re-handled': BOTH,
  'case.closed': ['department'],
  'case.reopened': ['department'],
  'case.withdrawn': [],
  'case.suspended': ['department'],
  'case.resumed': BOTH,
  'case.urged': ['department'],
  'case.asked': [],
  'case.message-received': [],
  'case.rated': [],
  'case.attachment-added': [],
  'commission.acceptance': [],
  'commission.result': [],
  'limit.moved': BOTH,
  'limit.overdue': BOTH,
};

const sentenceSlot = (path: string, known: readonly string[]): TextSlot => ({ path, known, needed: [] });
/** The places of the texts that are sent. */
export const NOTICE_SLOTS: readonly TextSlot[] = Object.entries(NOTICES).map(([name, slot]) => ({ path: `templates.${name}`, ...slot }));
/** The places of the sentences on the page of a case. */
export const TRACKING_SLOTS: readonly TextSlot[] = [
  ...CASE_STATUSES.map((status) => sentenceSlot(`statusText.${status}`, STATUSES[status] ?? [])),
  ...Object.entries(TIMELINE).map(([event, known]) => sentenceSlot(`timeline.${event}`, known)),
];

const says =
  (most: number): Check =>
  (value, path) => {
    if (typeof value !== 'string' || value.trim() === '' || value.length > most) refuse(path, `a text of 1 to ${most} characters`, value);
  };
const each = (names: readonly string[], check: Check): Check => fields(Object.fromEntries(names.map((name) => [name, check])));
const HEAD = { version: whole(1), validFrom: day };
const NOTICE_CHECK = fields({ ...HEAD, templates: each(Object.keys(NOTICES), fields({ subject: says(60), text: says(300) })) });
const SENTENCE = fields({ zh: says(200), en: says(400) });
const TRACKING_CHECK = fields({ ...HEAD, statusText: each(CASE_STATUSES, SENTENCE), timeline: each(Object.keys(TIMELINE), SENTENCE) });

/** Reads the texts of messages; throws an Error that names the first wrong field. What they may name is told by `text-checks`. */
export function readNoticeTexts(json: unknown): NoticeTexts {
  NOTICE_CHECK(json, '');
  return json as NoticeTexts;
}

/** Reads the sentences on the page of a case; throws an Error that names the first wrong field. */
export function readTrackingTexts(json: unknown): TrackingTexts {
  TRACKING_CHECK(json, '');
  return json as TrackingTexts;
}
