import { assign, withPart } from './case-assignments.js';
import { perform, type Policy } from './case-life.js';
import { opened, type Opening, type Particulars } from './case-opening.js';
import { type CaseState, SYSTEM } from './case-state.js';
import { STEPS } from './case-steps.js';
import { DomainError } from './errors.js';
import { mayHandle } from './routing.js';
import { DAY, type Instant } from './time.js';
import type { CaseStatus } from './vocabulary.js';

/** How a case stood in the system it comes from: ended in one of these ways, or still open. */
export const IMPORT_STATUSES = ['open', 'closed', 'answered', 'withdrawn', 'terminated'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** A case of another system as it is taken over; instants are its own, past ones. */
export interface ImportedCase extends Omit<Opening, 'namesOfficial' | 'project'> {
  receivedAt: Instant;
  status: ImportStatus;
  closedAt: Instant | null;
  /** The department that handled it, or that is to handle it now. */
  lead: string | null;
  summary: string | null;
  /** What the complainant was answered. */
  reply: string | null;
}

const DISPATCH = STEPS.find(({ action }) => action === 'dispatch')!;

/**
 * A case as it stands after it was taken over at `policy.now`. An ended one keeps its own dates, has no clocks, and is left out of the
 * assessment (`exclusion` is `imported`): nobody here can prove how it was handled. An open one goes to the dispatcher, or, where a
 * department and a transfer summary are told, to that department; its clocks start now. What a category seals is sealed. ADR 0018.
 * Throws `case.conflict-of-interest`, `input.invalid` (422) where the department may not have it.
 */
export function importedState(from: ImportedCase, policy: Policy): CaseState {
  const { receivedAt, status, closedAt, lead, summary, reply, ...opening } = from;
  const start = opened({ ...opening, namesOfficial: false, project: false }, { ...policy, now: receivedAt });
  if (start.status === 'sealed') return start;
  const bare: CaseState = {
    ...start,
    status: 'pending_dispatch',
    updatedAt: policy.now,
    limits: [],
    limitName: null,
    dueAt: null,
    amberAt: null,
    redAt: null,
  };
  if (status === 'open') {
    if (lead === null || summary === null) return { ...bare, summary };
    return { ...perform(DISPATCH, bare, { lead, summary }, SYSTEM, policy).next, version: 1 };
  }
  const ended: CaseState = {
    ...bare,
    status: endStatus(from, policy),
    closedAt,
    updatedAt: closedAt ?? receivedAt,
    summary,
    exclusion: 'imported',
    outcomeText: lead === null ? reply : null,
  };
  return lead === null ? ended : handled(ended, lead, { receivedAt, closedAt, reply }, policy);
}

/** Closed within the window in which its department may have it again, archived after it. */
function endStatus({ status, closedAt, lead }: ImportedCase, { now, limits }: Policy): CaseStatus {
  if (status === 'answered' || status === 'withdrawn' || status === 'terminated') return status;
  return lead === null || now > (closedAt ?? 0) + limits.reopen.calendarDays * DAY ? 'archived' : 'closed';
}

type Handling = Pick<ImportedCase, 'receivedAt' | 'closedAt' | 'reply'>;

/** The department's part in a case that has ended; the accused gets none in an accusation, whoever handled it then. */
function handled(one: CaseState, lead: string, { receivedAt, closedAt, reply }: Handling, { departments }: Policy): CaseState {
  if (!mayHandle(lead, one.accusedDepartmentCode ?? undefined, one.accusation, departments))
    throw new DomainError('case.conflict-of-interest', 422, { fields: [{ field: 'department', code: 'conflict-of-interest' }] });
  const placed = assign(one, lead, 'lead', false, receivedAt);
  return withPart(placed, placed.assignments[0]!.id, { status: 'accepted', answeredAt: closedAt, publicReply: reply });
}

/**
 * The facts of `case.imported`: enough to have the case anew from the log. Of one that is sealed the log says how and when it came in and
 * nothing of what it is about. Source: domain text, sections 6.4 and 9.
 */
export function importedFacts(one: CaseState, from: ImportedCase, particulars: Particulars, source: string): Record<string, unknown> {
  const { kind, channel, urgency, categoryCode, accusedDepartmentCode, receivedAt, status, closedAt, lead, summary, reply } = from;
  if (one.status === 'sealed') return { kind, channel, receivedAt };
  const flags = Object.fromEntries(Object.entries(from.flags).filter(([, holds]) => holds));
  const told = { source, kind, channel, urgency, categoryCode, accusedDepartmentCode, receivedAt, status, closedAt, lead, summary, reply };
  return Object.fromEntries(Object.entries({ ...told, ...flags, ...particulars }).filter(([, value]) => value !== null));
}
