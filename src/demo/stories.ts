import type { CaseState } from '../domain/case-state.js';
import { anew } from './desk.js';
import { atDepartment, suspension, urging, working } from './handling.js';
import type { Life } from './life.js';
import { afterwards, review } from './review.js';
import type { Story } from './story.js';

const ENDED_WITH_AN_ANSWER = ['closed', 'answered'];

/** Whose turn it has become after a step: new departments, departments whose work came back, the next desk, the complainant. */
export function react(life: Life, story: Story, before: CaseState): void {
  const { state, world, fate } = life;
  for (const part of state.assignments.slice(before.assignments.length)) {
    world.spawn(life, atDepartment(life, story, part.departmentCode), { assignmentId: part.id });
  }
  for (const [index, old] of before.assignments.entries()) {
    const part = state.assignments[index]!;
    if (part.round > old.round) world.spawn(life, working(life, story, part.departmentCode), { assignmentId: part.id });
  }
  if (state.status === before.status) return;
  if (state.status === 'handling' && before.assignments.length === 0) {
    const lead = state.assignments[0]!.departmentCode;
    if (fate.suspension !== 'none') world.spawn(life, suspension(life, story));
    if (fate.urged === 'yes') world.spawn(life, urging(life, story, lead));
  }
  if (state.status === 'pending_dispatch' && before.status === 'handling') world.spawn(life, anew(life, story));
  if (state.status === 'pending_review') world.spawn(life, review(life, story));
  if (ENDED_WITH_AN_ANSWER.includes(state.status)) world.spawn(life, afterwards(life, story), 'any');
}
