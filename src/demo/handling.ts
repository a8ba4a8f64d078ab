import type { AssignmentState } from '../domain/case-state.js';
import { DAY, type Instant } from '../domain/time.js';
import type { Finding, Solved } from '../domain/vocabulary.js';
import { habitOf, isAnswered } from './fates.js';
import type { Life, Walk } from './life.js';
import { recordPenalty } from './penalties.js';
import type { Story } from './story.js';

/** Minutes of duty in a working day of the demo city: seven hours. */
const WORKING_DAY = 420;

/** A department's way from dispatch to its answer. */
export function* atDepartment(life: Life, story: Story, code: string): Walk {
  const { fate, random, state } = life;
  const handler = story.staff.handler(code);
  const isLead = life.part(code).role === 'lead';
  const twice = fate.returns === 'granted-twice';
  const mayReturn = isLead && fate.returns !== 'none' && life.done.returns < (twice ? 2 : 1);
  if (fate.stall === 'sign' && isLead) return;
  if (mayReturn && random.chance(0.4)) {
    yield life.onDuty([20, 110]);
    if (yield* returning(life, story, code)) return;
  }
  yield life.onDuty(state.urgency === 'critical' ? [4, 32] : habitOf(code).sign);
  life.do('sign', {}, handler);
  if (mayReturn && life.done.returns < (twice ? 2 : 1) && life.part(code).returnStatus === 'none') {
    yield life.onDuty([15, 200]);
    if (yield* returning(life, story, code)) return;
    if (life.part(code).status === 'pending_sign') {
      yield life.onDuty([5, 100]);
      life.do('sign', {}, handler);
    }
  }
  yield* working(life, story, code);
}

/** Asks to give the case back; true when the department is rid of it. */
function* returning(life: Life, story: Story, code: string): Generator<Instant, boolean, void> {
  const { fate, random, matter } = life;
  const { staff, wording } = story;
  if (!life.can('request-return', staff.handler(code))) return false;
  const reason = matter.of(matter.scenario.returnReasons, random) ?? '经核对，该事项不属于本单位职责范围，请改派。';
  life.do('request-return', { reason: matter.fill(reason) }, staff.handler(code));
  life.done.returns += 1;
  if (fate.stall === 'return') return true;
  yield life.onDuty([30, 330]);
  const granted = fate.returns !== 'refused';
  const inTime = wording.phrases.refuseReturn.filter((text) => !text.includes('超过规定时间'));
  const why = random.pick(granted ? wording.phrases.grantReturn : inTime);
  life.do(granted ? 'grant-return' : 'refuse-return', { departmentCode: code, reason: why }, staff.dispatcher);
  if (!granted) return false;
  return true;
}

const firstContacts = ({ wording }: Story, reached: boolean): string[] =>
  wording.phrases.firstContact.filter((text) => text.includes('没有接通') !== reached);

const answerLimit = (life: Life, part: AssignmentState) =>
  life.state.limits.find((limit) => limit.assignmentId === part.id && limit.name === 'answer' && limit.endedAt === null);

/** Works the matter, in this round or the next, until the answer is signed off. */
export function* working(life: Life, story: Story, code: string): Walk {
  const { random, world, fate } = life;
  const handler = story.staff.handler(code);
  const habit = habitOf(code);
  const limit = answerLimit(life, life.part(code));
  const due = limit?.dueAt ?? world.dutyAfter(world.now, 5 * WORKING_DAY);
  const whole = Math.max(40, world.dutyMinutes(world.now, due));
  const late = random.chance(habit.late) && !isAnswered(fate);
  const share = isAnswered(fate) ? 0.2 : random.between(habit.pace);
  if (late && random.chance(0.5)) world.start(life, urgent(life, story, code), world.dutyAfter(due + DAY, random.between([5, 300])));
  const contacts = random.chance(habit.contacts);
  yield world.dutyAfter(world.now, Math.min(whole * 0.3, random.between([20, contacts && !late ? 380 : 600])));
  life.do('log-progress', { text: random.pick(firstContacts(story, contacts)), ...(contacts ? { contacted: true } : {}) }, handler);
  recordPenalty(life, story, code);
  const began = world.now;
  yield* company(life, story, code, whole * share);
  yield* extension(life, story, code);
  const moved = (answerLimit(life, life.part(code))?.dueAt ?? due) > due;
  if (fate.stall === 'answer') return;
  const spent = world.dutyMinutes(began, world.now);
  if (late) yield world.dutyAfter(Math.max(due, world.now), random.between(habit.lateBy) * WORKING_DAY);
  else if (moved) yield life.onDuty([0.2 * WORKING_DAY, 2.5 * WORKING_DAY]);
  else yield world.dutyAfter(world.now, Math.max(3, whole * share * 0.95 - spent));
  yield* answer(life, story, code);
}

/** Progress on the way, and departments that join or leave. */
function* company(life: Life, story: Story, code: string, minutes: number): Walk {
  const { random, matter, fate } = life;
  const { staff } = story;
  const progress = matter.of(matter.scenario.progress, random);
  if (progress && minutes > 200 && random.chance(0.65)) {
    yield life.onDuty([minutes * 0.2, minutes * 0.5]);
    life.do('log-progress', { text: matter.fill(progress) }, staff.handler(code));
  }
  const part = life.part(code);
  if (part.role !== 'lead' || fate.assist === 'none' || life.state.assignments.length > 1 || !life.can('add-assignment', staff.dispatcher))
    return;
  const helper = ['gov-service', 'finance', 'market'].find((one) => one !== code && one !== life.state.accusedDepartmentCode)!;
  life.do('add-assignment', { departmentCode: helper, reason: '需要该单位配合核查。' }, staff.dispatcher);
  if (fate.assist === 'added') return;
  yield life.onDuty([5, 60]);
  if (['answered', 'accepted'].includes(life.part(helper).status)) return;
  life.do('recall-assignment', { departmentCode: helper, reason: '经核实与该单位无关，收回协办。' }, staff.dispatcher);
}

function* extension(life: Life, story: Story, code: string): Walk {
  const { fate, random, matter } = life;
  const { staff, wording } = story;
  const part = life.part(code);
  if (part.role !== 'lead' || fate.extension === 'none' || part.round > 1 || !life.can('request-extension', staff.handler(code))) return;
  const reason = matter.of(matter.scenario.extensionReasons, random) ?? '需要现场核查和第三方鉴定，原时限内难以完成。';
  life.do('request-extension', { workingDays: random.pick([3, 5, 5, 8, 10]), reason: matter.fill(reason) }, staff.handler(code));
  yield life.onDuty([20, 180]);
  const granted = fate.extension === 'granted';
  const why = random.pick(granted ? wording.phrases.grantExtension : wording.phrases.refuseExtension);
  life.do(granted ? 'grant-extension' : 'refuse-extension', { departmentCode: code, reason: why }, staff.dispatcher);
}

/** Drafts the answer; a leader signs it off, sometimes not at once. */
function* answer(life: Life, story: Story, code: string): Walk {
  const { random, fate, done } = life;
  const { staff, wording } = story;
  const direct = random.chance(0.08) && fate.stall !== 'sign-off';
  life.do('answer', answerBody(life, story, code), direct ? staff.leader(code) : staff.handler(code));
  if (!direct) {
    if (fate.stall === 'sign-off') return;
    const soon = life.state.urgency === 'critical';
    yield life.onDuty(soon ? [3, 25] : [8, 190]);
    if (fate.declined === 'yes' && done.declined === 0) {
      done.declined += 1;
      life.do('decline-sign-off', { reason: random.pick(wording.phrases.declineSignOff) }, staff.leader(code));
      yield life.onDuty([30, 260]);
      life.do('answer', answerBody(life, story, code), staff.handler(code));
      yield life.onDuty([8, 120]);
    }
    life.do('sign-off', {}, staff.leader(code));
  }
}

/** What a department replies: it stays with its words, and two departments do not say the same. */
function replyOf(life: Life, code: string, finding: Finding): { text: string } | undefined {
  const { matter, replies, random } = life;
  const said = replies.get(code);
  if (said) return said;
  const own = matter.of(matter.scenario.replies, random);
  const fitting = matter.scenario.replies?.filter((one) => one.finding === finding) ?? [];
  const unsaid = fitting.filter((one) => ![...replies.values()].includes(one));
  const reply = matter.scenario.aligned && own?.finding === finding ? own : unsaid.length > 0 ? random.pick(unsaid) : fitting[0];
  if (reply) replies.set(code, reply);
  return reply;
}

function answerBody(life: Life, { wording }: Story, code: string) {
  const { random, matter } = life;
  const { scenario } = matter;
  const finding: Finding = (life.finding ??= scenario.finding ? random.among(scenario.finding) : 'true');
  const notes = scenario.internalNotes?.filter((one) => one.finding === finding) ?? [];
  const reply = replyOf(life, code, finding);
  const again = life.part(code).round > 1;
  const chance = habitOf(code).solves + (again ? 0.1 : 0);
  const solved: Solved = finding === 'untrue' || random.chance(chance) ? 'solved' : random.chance(0.6) ? 'mostly' : 'unsolved';
  return {
    finding,
    solved,
    ...(solved === 'unsolved' ? { unsolvedReason: random.pick(wording.phrases.unsolvedReasons) } : {}),
    internalNote: matter.fill(notes.length > 0 ? random.pick(notes).text : random.pick(wording.phrases.internalNotes[finding])),
    publicReply: (again ? '我们重新进行了核查。' : '') + matter.fill(reply?.text ?? '您反映的问题已核查办理，结果已告知您。'),
  };
}

/** The dispatcher stops all clocks on a legal ground; they run on at an instant, or when he says so. */
export function* suspension(life: Life, { staff, wording }: Story): Walk {
  const { random, fate } = life;
  yield life.onDuty([250, 620]);
  if (!life.can('suspend', staff.dispatcher)) return;
  const ground = random.pick(['awaiting-appraisal', 'awaiting-litigation', 'awaiting-complainant', 'force-majeure']);
  const until = life.world.dutyAfter(life.world.now, random.whole([3, 9]) * WORKING_DAY);
  const body = { ground, evidence: wording.phrases.suspend[ground] };
  life.do('suspend', fate.suspension === 'until' ? { ...body, until: new Date(until).toISOString() } : body, staff.dispatcher);
  if (fate.suspension === 'until') return;
  yield until;
  if (life.can('resume', staff.dispatcher)) life.do('resume', {}, staff.dispatcher);
}

/** The supervisor urges the lead while the matter is still open. */
export function* urging(life: Life, story: Story, code: string): Walk {
  yield life.onDuty([300, 1500]);
  yield* urgent(life, story, code);
}

// eslint-disable-next-line require-yield -- a walk of one step
function* urgent(life: Life, { staff, wording }: Story, code: string): Walk {
  const active = life.part(code);
  if (!['pending_sign', 'working', 'pending_sign_off'].includes(active.status) || life.state.suspendedAt !== null) return;
  life.do('urge', { departmentCode: code, text: life.random.pick(wording.phrases.urge) }, staff.supervisor);
}
