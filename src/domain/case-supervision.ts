import { type AssignmentState, type CaseState, isActive, type NewEvent } from './case-state.js';
import type { Doing } from './case-effects.js';
import type { Outcome } from './case-life.js';
import type { Action } from './case-steps.js';
import { DomainError } from './errors.js';
import { known } from './known.js';
import { dayOf } from './time.js';

const wrong = (field: string, code: string): DomainError => new DomainError('input.invalid', 422, { fields: [{ field, code }] });
const told = (type: string, facts: Record<string, unknown>): NewEvent => ({ type, facts: known(facts) });

const active = (one: CaseState): AssignmentState[] => one.assignments.filter(isActive);
const leadOf = (one: CaseState): string | undefined => active(one).find(({ role }) => role === 'lead')?.departmentCode;

/** A department that has, or had, a part in the case: others must not learn of it by a card or a letter. Source: domain text 6.7. */
function partaking(one: CaseState, departmentCode: unknown): string {
  const known = one.assignments.find((part) => part.departmentCode === departmentCode);
  if (!known) throw wrong('departmentCode', 'no-such-assignment');
  return known.departmentCode;
}

/** The departments a supervision order on the case goes to: the lead first, then the assists. */
export const supervisedDepartments = (one: CaseState): string[] =>
  active(one)
    .sort((a, b) => Number(b.role === 'lead') - Number(a.role === 'lead'))
    .map(({ departmentCode }) => departmentCode);

/** From the day after the limit on in writing, with a copy to the leader. Source: domain text, section 7. */
function urge({ one, body, by, policy }: Doing): Outcome {
  const known = active(one).some(({ departmentCode }) => departmentCode === body.departmentCode);
  if (body.departmentCode !== undefined && !known) throw wrong('departmentCode', 'no-such-assignment');
  const late = one.dueAt !== null && dayOf(policy.now) > dayOf(one.dueAt);
  const inWriting = late || by.roles.includes('system');
  const departmentCode = body.departmentCode ?? (inWriting ? leadOf(one) : undefined);
  return {
    next: { ...one, urgeCount: one.urgeCount + 1 },
    events: [told('case.urged', { departmentCode, text: body.text, limit: body.limit, inWriting })],
  };
}

function supervise({ one, body, policy }: Doing): Outcome {
  const dueAt = Date.parse(String(body.dueAt));
  if (!(dueAt > policy.now)) throw wrong('dueAt', 'not-in-future');
  const { orderNumber, mode, form, task } = body;
  const departments: (string | undefined)[] = supervisedDepartments(one);
  const events = (departments.length > 0 ? departments : [undefined]).map((departmentCode) =>
    told('case.supervised', { orderNumber, mode, form, departmentCode, dueAt, task }),
  );
  return { next: one, events };
}

function card({ one, body }: Doing): Outcome {
  const departmentCode = partaking(one, body.departmentCode);
  const { cardId, colour, ground } = body;
  return { next: one, events: [told('card.issued', { cardId, departmentCode, colour, rule: 'hand', ground })] };
}

function explain({ one, body }: Doing): Outcome {
  const departmentCode = partaking(one, body.departmentCode ?? leadOf(one));
  const { explanationId, dueAt, text } = body;
  return { next: one, events: [told('explanation.demanded', { explanationId, departmentCode, dueAt, ground: text })] };
}

/**
 * What the soft-environment office does beside an open case: it urges, orders, gives a card, demands a letter. None of it touches status
 * or limit. Numbers and identifiers of what is made (`orderNumber`, `cardId`, `explanationId`, its `dueAt`) come in with the body.
 * Source: domain text, sections 3 and 7.
 */
export const BESIDE_EFFECTS = { urge, supervise, card, explain } satisfies Partial<Record<Action, (doing: Doing) => Outcome>>;
