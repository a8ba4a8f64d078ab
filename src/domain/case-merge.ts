import type { CaseState } from './case-state.js';
import type { Outcome } from './case-life.js';
import { DomainError } from './errors.js';
import type { Instant } from './time.js';
import type { CaseStatus } from './vocabulary.js';

/** Ends after which a case can stand for no other. */
const NO_MASTERS: readonly CaseStatus[] = ['merged', 'withdrawn', 'rejected', 'sealed', 'transferred'];

/** Why a case cannot be the master that was named. */
export const unfitMaster = (code: 'same-case' | 'unknown-case' | 'not-a-master'): DomainError =>
  new DomainError('case.master-unfit', 422, { fields: [{ field: 'masterCaseNumber', code }] });

/** The master once a repeat has joined it: the call stays as an event there. Throws `case.master-unfit` (422). Source: domain text, section 3. */
export function joined(master: CaseState, repeat: CaseState, now: Instant): Outcome {
  if (NO_MASTERS.includes(master.status)) throw unfitMaster('not-a-master');
  const next = { ...master, repeatCount: master.repeatCount + 1, version: master.version + 1, updatedAt: now };
  const facts = { caseNumber: repeat.caseNumber, channel: repeat.channel, receivedAt: repeat.receivedAt };
  return { next, events: [{ type: 'case.repeat-added', facts }] };
}
