import type { Reference } from '../departments/reference.js';
import { type CaseState, isActive } from '../domain/case-state.js';
import type { TrackingTexts } from '../domain/complainant-texts.js';
import { answerBy } from '../domain/public-reply.js';
import { sentence, type Words } from '../domain/sentences.js';
import { dayOf, type Instant } from '../domain/time.js';

type Told = Pick<CaseState, 'status' | 'limits' | 'assignments'>;
const NOTHING: Words = { zh: '', en: '' };

/** Of an event's facts, what a sentence about it names. */
export interface ToldFacts {
  departmentCode?: string;
  lead?: string;
  limit?: string;
  to?: Instant;
}

/** Where a case stands, in the sentence of its status. */
export const statusWords = (texts: TrackingTexts, current: Told, reference: Reference): Words =>
  wordsOf(texts.statusText[current.status], current, reference, answerBy(current.limits));

/** What an event was, as the complainant is told; undefined for what he is not told of. */
export function eventWords(texts: TrackingTexts, type: string, facts: ToldFacts, current: Told, reference: Reference): Words | undefined {
  const { departmentCode, lead, limit, to } = facts;
  const template = texts.timeline[type];
  if (!template || (limit !== undefined && limit !== 'answer')) return undefined; // the other clocks are the office's own business
  return wordsOf(template, current, reference, to, departmentCode ?? lead);
}

function wordsOf(template: Words | undefined, current: Told, reference: Reference, due?: Instant, departmentCode?: string): Words {
  const lead = departmentCode ?? current.assignments.filter(isActive).find(({ role }) => role === 'lead')?.departmentCode;
  return sentence(template ?? NOTHING, { department: reference.department(lead), day: due === undefined ? undefined : dayOf(due) });
}
