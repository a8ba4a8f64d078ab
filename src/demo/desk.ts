import { opened, registeredFacts } from '../domain/case-opening.js';
import { COMPLAINANT, isActive } from '../domain/case-state.js';
import { mayHandle } from '../domain/routing.js';
import { searchTerms } from '../domain/similarity.js';
import type { Instant } from '../domain/time.js';
import type { Urgency } from '../domain/vocabulary.js';
import type { Life, Walk } from './life.js';
import type { Matter } from './scenarios.js';
import type { Story } from './story.js';

const DECISION_MINUTES: [number, number] = [8, 150];
/** Where a rejected complainant is sent. */
const PROPER_DOOR: Record<string, string> = { litigation: '人民法院', petition: '信访局', reconsideration: '行政复议机构' };
const REJECTIONS = { 'no-new-facts': 30, 'out-of-remit': 28, petition: 15, litigation: 15, reconsideration: 7, unlawful: 5 };
const TRANSFERS = ['人民法院', '信访局', '劳动人事争议仲裁委员会'];
const FLAGGED_URGENT: Record<Urgency, number> = { normal: 89, urgent: 8.5, critical: 2.5 };
/** Bodies that no complaint is about lead where nobody else may. */
const NEUTRAL = ['gov-service', 'finance', 'market', 'dev-zone'];

/** A case from its coming in to its dispatch: what operator and dispatcher do. */
export function* intake(life: Life, story: Story): Walk {
  register(life, story);
  if (!life.open) return;
  const { fate, arrival, matter } = life;
  const { scenario } = matter;
  const mayAnswer = scenario.answers && (!scenario.replies || life.random.chance(0.55));
  if (arrival.repeatOf !== undefined) {
    yield life.onDuty([15, 240]);
    if (merged(life, story)) return;
  }
  if (mayAnswer || fate.desk === 'answer') return void (yield* answered(life, story));
  const { kind } = life.state;
  if (kind === 'complaint' || kind === 'help') startCompany(life, story);
  if (fate.desk === 'silence' && arrival.channel === 'web') yield life.onDuty([560, 700]);
  else yield life.onDuty(life.state.urgency === 'critical' ? [1, 12] : DECISION_MINUTES);
  if (turnedAway(life, story)) return;
  if (life.can('accept', story.staff.dispatcher)) {
    life.do('accept', {}, story.staff.dispatcher);
    yield life.onDuty([2, 40]);
  }
  if (fate.stall === 'dispatch') return;
  dispatch(life, story);
}

/** What runs beside the handling: the complainant's and the desk's own steps. */
function startCompany(life: Life, story: Story): void {
  const { fate, world, random } = life;
  const { phrases } = story.wording;
  if (fate.withdrawn === 'yes') world.spawn(life, withdrawal(life, random.pick(phrases.withdraw)));
  if (fate.sealedLater === 'yes') world.spawn(life, sealing(life, story));
  if (fate.asked === 'yes') world.spawn(life, asking(life, story));
}

/** Registers the case as the intake does, and tells it the same way. */
function register(life: Life, story: Story): void {
  const { staff, reference } = story;
  const { world, random, arrival, matter } = life;
  const { category, kinds } = arrival.scenario;
  const byStaff = arrival.channel !== 'web';
  const by = byStaff ? random.pick(staff.operators) : COMPLAINANT;
  const kind = random.pick(kinds);
  const state = opened(
    {
      caseNumber: world.nextNumber(),
      kind,
      urgency: byStaff && !arrival.scenario.answers ? random.among(FLAGGED_URGENT) : 'normal',
      channel: arrival.channel,
      categoryCode: category,
      accusedDepartmentCode: kind === 'complaint' || kind === 'report' ? matter.department : null,
      namesOfficial: life.told.namedOfficial !== undefined,
      project: byStaff && ['11', '12'].includes(category.slice(0, 2)) && random.chance(0.3),
      registeredBy: by.username,
      flags: reference.category(category)?.flags ?? {},
    },
    world.policyAt(world.now),
  );
  life.state = state;
  const hinted = byStaff && state.status !== 'sealed' && random.chance(0.35);
  const facts = { ...registeredFacts(state, life.particulars), ...(hinted ? { suggested: leadsFor(life, story)[0] } : {}) };
  life.tell([{ type: 'case.registered', facts }], by);
  if (state.status === 'sealed') life.tell([{ type: 'case.sealed', facts: { why: 'category' } }], by);
  world.watch(life);
}

/** Who may lead, the likeliest first: whoever is accused for a complaint, never for an accusation. */
function leadsFor(life: Life, { reference }: Story): string[] {
  const { state, matter } = life;
  const busy = state.assignments.filter(isActive).map(({ departmentCode }) => departmentCode);
  const before = state.assignments.map(({ departmentCode }) => departmentCode);
  const all = [...new Set([matter.department, ...matter.scenario.departments, ...NEUTRAL])];
  const may = all.filter(
    (code) => !busy.includes(code) && mayHandle(code, state.accusedDepartmentCode ?? undefined, state.accusation, reference.tree),
  );
  return [...may.filter((code) => !before.includes(code)), ...may.filter((code) => before.includes(code))];
}

/** Sends the case to its departments; after two returns the next one is designated. */
function dispatch(life: Life, story: Story): void {
  const { fate, random, matter, state } = life;
  const [lead, ...others] = leadsFor(life, story) as [string, ...string[]];
  const most = fate.several === 'yes' && state.assignments.length === 0 ? random.whole([1, 2]) : 0;
  const assists = others.slice(0, most);
  const designated = life.done.returns >= 2;
  const body = { lead, ...(assists.length > 0 ? { assists } : {}), summary: matter.summary, ...(designated ? { designated } : {}) };
  life.do('dispatch', body, story.staff.dispatcher);
}

/** A new department is sought for a case that was given back. */
export function* anew(life: Life, story: Story): Walk {
  yield life.onDuty([10, 120]);
  dispatch(life, story);
}

function* answered(life: Life, story: Story): Walk {
  const { state, matter, random } = life;
  const byOperator = state.channel !== 'web' && random.chance(0.8);
  const by = byOperator ? story.staff.operators.find(({ username }) => username === state.registeredBy)! : story.staff.dispatcher;
  yield life.onDuty(byOperator ? [2, 14] : [10, 200]);
  const text = matter.of(matter.scenario.answers, random) ?? '您反映的事项已有明确规定，办理依据和流程已当面说明，按规定到窗口办理即可。';
  const article = state.kind === 'consultation' || state.kind === 'help' ? articleFor(matter, story, life.world.now) : undefined;
  const cited = article ? { knowledgeId: article.id, knowledgeVersion: article.versionAt(life.world.now) } : {};
  life.do('answer-directly', { text: matter.fill(text), ...cited }, by);
}

/** The knowledge article that shares most with the question, if it shares enough. */
function articleFor(matter: Matter, { articles }: Story, now: Instant): Story['articles'][number] | undefined {
  const asked = new Set(searchTerms(`${matter.title}${matter.description}`));
  const inForce = articles.filter(({ versionAt }) => versionAt(now) > 0);
  const shared = inForce.map((article) => ({ article, many: searchTerms(article.title).filter((term) => asked.has(term)).length }));
  return shared.filter(({ many }) => many >= 3).sort((a, b) => b.many - a.many)[0]?.article;
}

/** Ends before dispatch: rejected, transferred, sealed. */
function turnedAway(life: Life, { staff, wording }: Story): boolean {
  const { fate, random } = life;
  const { phrases } = wording;
  if (fate.desk === 'reject' && life.can('reject', staff.dispatcher)) {
    const reasonCode = random.among(REJECTIONS);
    const door = PROPER_DOOR[reasonCode];
    life.do('reject', { reasonCode, text: phrases.reject[reasonCode]!, ...(door ? { channel: door } : {}) }, staff.dispatcher);
    return true;
  }
  if (fate.desk === 'transfer') {
    const { target, reason } = random.pick(phrases.transferOut.filter((one) => TRANSFERS.includes(one.target)));
    life.do('transfer-out', { target, reason }, staff.dispatcher);
    return true;
  }
  if (fate.desk === 'seal') life.do('seal', { reason: random.pick(phrases.seal) }, staff.dispatcher);
  return fate.desk === 'seal';
}

const NO_MASTER = ['merged', 'withdrawn', 'rejected', 'sealed', 'transferred'];

function merged(life: Life, { staff, wording, lives }: Story): boolean {
  const master = lives[life.arrival.repeatOf!];
  if (!master?.state || NO_MASTER.includes(master.state.status)) return false;
  const reason = life.random.pick(wording.phrases.merge);
  life.do('merge', { masterCaseNumber: master.state.caseNumber, reason }, staff.dispatcher);
  master.join(life.state, staff.dispatcher);
  return true;
}

function* withdrawal(life: Life, reason: string): Walk {
  yield life.within([8, 110]);
  life.do('withdraw', life.random.chance(0.85) ? { reason } : {}, COMPLAINANT);
}

function* sealing(life: Life, { staff, wording }: Story): Walk {
  yield life.onDuty([200, 1500]);
  const by = life.random.pick([staff.reviewer, staff.supervisor, staff.dispatcher]);
  life.do('seal', { reason: life.random.pick(wording.phrases.seal) }, by);
}

function* asking(life: Life, { staff, wording }: Story): Walk {
  const { random } = life;
  yield life.onDuty([60, 700]);
  life.do('ask', { text: random.pick(wording.phrases.questionsToComplainant) }, random.pick([staff.dispatcher, staff.reviewer]));
  if (random.chance(0.2)) return;
  yield life.within([0.5, 40]);
  life.do('message', { text: random.pick(wording.phrases.complainantMessages) }, COMPLAINANT);
}
