import type { Doing } from './case-effects.js';
import type { Outcome } from './case-life.js';
import type { Action } from './case-steps.js';
import { DomainError } from './errors.js';

/** A decision names the department that asked. */
function asked({ one, body }: Doing): string {
  const part = one.assignments.find(({ departmentCode }) => departmentCode === body.departmentCode);
  if (!part) throw new DomainError('input.invalid', 422, { fields: [{ field: 'departmentCode', code: 'no-such-assignment' }] });
  return part.departmentCode;
}

const decided =
  (exclusion: 'granted' | 'refused') =>
  (doing: Doing): Outcome => ({
    next: { ...doing.one, exclusion },
    events: [{ type: `case.exclusion-${exclusion}`, facts: { departmentCode: asked(doing), reason: doing.body.reason } }],
  });

/**
 * A department holds the demand to be unreasonable and asks that the case be left out of its assessment; the supervisor decides, once.
 * The case itself goes on as before, and figures are told with it and without. Source: domain text, section 3, last row, and section 9.
 */
export const EXCLUSION_EFFECTS = {
  'request-exclusion': ({ one, body, part }: Doing): Outcome => {
    const { reason, evidence } = body;
    const facts = { departmentCode: part!.departmentCode, reason, ...(evidence ? { evidence } : {}) };
    return { next: { ...one, exclusion: 'requested' }, events: [{ type: 'case.exclusion-requested', facts }] };
  },
  'grant-exclusion': decided('granted'),
  'refuse-exclusion': decided('refused'),
} satisfies Partial<Record<Action, (doing: Doing) => Outcome>>;
