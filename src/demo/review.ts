import { COMPLAINANT } from '../domain/case-state.js';
import type { Satisfied, Solved } from '../domain/vocabulary.js';
import { habitOf } from './fates.js';
import type { Life, Walk } from './life.js';
import type { Story } from './story.js';

const TIMES_AGAIN = { none: 0, once: 1, twice: 2 };

/** The reviewer reads the answer: back to the department, to an end, or on to the call-back. */
export function* review(life: Life, story: Story): Walk {
  const { fate, done, random } = life;
  const { reviewer } = story.staff;
  if (fate.stall === 'review') return;
  yield life.onDuty([15, 380]);
  if (fate.review === 'send-back' && done.sentBack === 0) {
    done.sentBack += 1;
    const code = life.state.assignments.find(({ status, role }) => status === 'answered' && role === 'lead')!.departmentCode;
    life.do('send-back', { departmentCode: code, reason: random.pick(story.wording.phrases.sendBack) }, reviewer);
    return;
  }
  if (fate.review === 'terminate') {
    return life.do('terminate', { reason: '诉求人长期无法联系且不配合核查，终止办理。' }, reviewer);
  }
  life.do('pass', {}, reviewer);
  yield* callingBack(life, story);
}

/** Calls the complainant back, closes or has it handled once more. */
function* callingBack(life: Life, story: Story): Walk {
  const { fate, random } = life;
  const { phrases } = story.wording;
  const { reviewer } = story.staff;
  if (fate.stall === 'call-back') return;
  yield life.onDuty([40, 640]);
  if (fate.unmasked === 'yes') {
    life.do('unmask', { fields: ['phone'], reason: random.pick(phrases.unmask) }, reviewer);
    yield life.onDuty([1, 6]);
  }
  const failures = fate.reached === 'never' || life.arrival.complainant.anonymous ? 3 : fate.reached === 'later' ? random.whole([1, 2]) : 0;
  for (let n = 0; n < failures; n++) {
    life.do(
      'call-back',
      { reached: false, words: life.arrival.complainant.anonymous ? '匿名反映，没有联系方式' : random.pick(phrases.callBackNotReached) },
      reviewer,
    );
    yield life.onDuty(n === 2 ? [2, 30] : [120, 520]);
  }
  if (failures < 3) {
    const dissatisfied = TIMES_AGAIN[fate.again] > life.done.again;
    life.do('call-back', verdict(life, dissatisfied), reviewer);
    yield life.onDuty([2, 25]);
    if (dissatisfied) {
      life.done.again += 1;
      return life.do('re-handle', { reason: random.pick(phrases.reHandle) }, reviewer);
    }
    if (fate.reached === 'withdraws') return life.do('withdraw', { reason: random.pick(phrases.withdraw) }, reviewer);
  }
  life.do('close', {}, reviewer);
}

/** What the complainant says at the call-back; `bad` when it is not the end of it. */
function verdict(life: Life, bad: boolean) {
  const { random, matter, state } = life;
  const lead = state.assignments.filter(({ role }) => role === 'lead').at(-1)!;
  const habit = habitOf(lead.departmentCode);
  const pleased = !bad && random.chance(lead.solved === 'unsolved' ? habit.pleases * 0.35 : habit.pleases);
  const satisfied = (): Satisfied =>
    pleased ? (random.chance(0.72) ? 'satisfied' : 'mostly') : random.chance(0.78) ? 'dissatisfied' : 'mostly';
  const claimed = lead.solved ?? 'mostly';
  const solved: Solved = bad ? 'unsolved' : pleased ? claimed : random.chance(0.5) ? 'unsolved' : claimed;
  const satisfiedResult: Satisfied = bad ? 'dissatisfied' : random.chance(0.03) ? 'declined' : satisfied();
  const words = matter.scenario.callBackWords?.[pleased ? 'satisfied' : 'dissatisfied'];
  return {
    reached: true,
    contacted: lead.firstContactAt !== null && random.chance(0.97),
    solved,
    satisfiedResult,
    satisfiedProcess: random.chance(0.03) ? ('declined' as const) : pleased ? 'satisfied' : satisfied(),
    ...(words && random.chance(0.7) ? { words: matter.fill(random.pick(words)) } : {}),
  };
}

/** What comes after the end: a rating, a further message, a reopening. */
export function* afterwards(life: Life, story: Story): Walk {
  const { fate, done, random } = life;
  const { phrases } = story.wording;
  if (fate.after === 'nothing') return;
  yield life.within([3, 22 * 24]);
  if (fate.after === 'rates') {
    const pleased = random.chance(habitOf(life.matter.department).pleases);
    const satisfied = pleased ? 'satisfied' : random.pick(['mostly', 'dissatisfied']);
    const body = { solved: pleased ? 'solved' : random.pick(['mostly', 'unsolved']), satisfied, contacted: random.chance(0.85) };
    const words = life.matter.scenario.callBackWords?.[pleased ? 'satisfied' : 'dissatisfied'];
    const comment = words && random.chance(0.5) ? { comment: life.matter.fill(random.pick(words)) } : {};
    if (life.can('rate', COMPLAINANT)) life.do('rate', { ...body, ...comment }, COMPLAINANT);
  } else if (fate.after === 'message') {
    if (life.can('message', COMPLAINANT))
      life.do('message', { text: random.pick(phrases.complainantMessages.filter((text) => !/[??]|出差/.test(text))) }, COMPLAINANT);
  } else if (done.reopened === 0) {
    const complainant = fate.after === 'reopens';
    const by = complainant ? COMPLAINANT : story.staff.reviewer;
    if (!complainant) yield life.onDuty([5, 200]);
    if (!life.can('reopen', by)) return;
    done.reopened += 1;
    life.do('reopen', { reason: random.pick(phrases.reopen) }, by);
  }
}
