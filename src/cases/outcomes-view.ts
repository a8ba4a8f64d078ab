import type { Reference } from '../departments/reference.js';
import { type Actor, type CaseState, isActive } from '../domain/case-state.js';
import type { Conclusion } from '../domain/investigation-words.js';
import { CONTRADICTIONS, contradictionsIn, type Outcomes } from '../domain/outcomes.js';
import { readsFindings, readsOriginal } from '../domain/visibility.js';
import type { Satisfied, Solved } from '../domain/vocabulary.js';
import type { OutcomesView } from './case.views.js';

/** A call-back as far as an outcome needs it. */
export interface CallBackSaid {
  round: number;
  reached: number;
  contacted: number | null;
  solved: string | null;
  satisfiedResult: string | null;
}

/** The findings of a case beside each other, and where they contradict; undefined while nobody has found anything. Source: domain text, section 8. */
export function outcomesOf(
  current: CaseState,
  callBacks: readonly CallBackSaid[],
  commissionFinding: string | null,
  by: Actor,
  reference: Reference,
): OutcomesView | undefined {
  if (!readsOriginal(by)) return undefined;
  const found = current.assignments.flatMap(({ finding, solved, departmentCode, ...part }) =>
    isActive({ ...part, finding, solved, departmentCode }) && finding && solved ? [{ departmentCode, finding, solved }] : [],
  );
  const call = callBacks.filter(({ round, reached }) => round === current.round && Number(reached) === 1).at(-1);
  const commission = readsFindings(by) ? commissionFinding : null;
  if (found.length === 0 && !call && !commission) return undefined;
  const callBack = call && {
    ...(call.solved ? { solved: call.solved as Solved } : {}),
    ...(call.satisfiedResult ? { satisfied: call.satisfiedResult as Satisfied } : {}),
    ...(call.contacted === null ? {} : { contacted: Number(call.contacted) === 1 }),
  };
  const said: Omit<Outcomes, 'department'> = { callBack, commission: (commission ?? undefined) as Conclusion | undefined };
  const broken = new Set((found.length > 0 ? found : [undefined]).flatMap((department) => contradictionsIn({ ...said, department })));
  return {
    departments: found.map((one) => ({ ...one, departmentName: reference.department(one.departmentCode)?.name ?? one.departmentCode })),
    ...(callBack ? { callBack } : {}),
    ...(commission ? { commission } : {}),
    contradictions: CONTRADICTIONS.filter((one) => broken.has(one)),
  };
}
