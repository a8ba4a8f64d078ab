import type { Actor, NewEvent } from './case-state.js';
import { DomainError } from './errors.js';
import { endClocks, startClock } from './investigation-clock.js';
import type { InvestigationBody, InvestigationOutcome, InvestigationPolicy } from './investigation-life.js';
import type { DecidedMeasure, InvestigatedMatter, InvestigationState, Proposal, ResponsiblePerson } from './investigation-state.js';
import type { InvestigationAction } from './investigation-steps.js';
import type { ClarificationScope, Conclusion, Handling, Imposer, Rank, StepKind, TellingStage, Veto } from './investigation-words.js';
import { endOfInfluence, refuseSecondPenalty, type StandingMeasure } from './measures.js';

interface Doing {
  one: InvestigationState;
  body: InvestigationBody;
  by: Actor;
  policy: InvestigationPolicy;
}
type Effect = (doing: Doing) => InvestigationOutcome;

const refuse = (field: string, code: string): DomainError => new DomainError('input.invalid', 422, { fields: [{ field, code }] });
const word = (value: unknown): string => (typeof value === 'string' ? value : '');
const told = (one: InvestigationState, type: string, facts: Record<string, unknown> = {}): NewEvent => ({
  type: `investigation.${type}`,
  facts: { investigationNumber: one.investigationNumber, ...facts },
});
const step = (next: InvestigationState, action: string): InvestigationOutcome => ({ next, events: [told(next, 'step', { action })] });
const withDepartments = (one: InvestigationState, codes: readonly string[]): readonly string[] => [
  ...new Set([...one.departments, ...codes]),
];

/** What the log learns of a conclusion; the assessment of departments lives on it. Source: docs/glossary.md, investigation.concluded. */
export function concludedFacts(one: InvestigationState): Record<string, unknown> {
  const { conclusion, proposal, receivedAt: openedAt, caseNumbers, measures, persons } = one;
  const departmentOf = (id: string) => persons.find((person) => person.id === id)?.departmentCode;
  return {
    conclusion,
    matters: proposal?.matters ?? [],
    openedAt,
    caseNumbers,
    measures: measures.map(({ measure, personId }) => ({ departmentCode: departmentOf(personId), measure, person: personId })),
    vetoes: proposal?.vetoes ?? [],
  };
}

function conclude(one: InvestigationState, proposal: Proposal, now: number): InvestigationOutcome {
  const isProven = proposal.conclusion === 'proven' || proposal.conclusion === 'partly-proven';
  const next: InvestigationState = {
    ...one,
    status: one.status === 'investigating' && isProven ? 'review' : 'concluded',
    conclusion: proposal.conclusion,
    proposal,
    waitsFor: null,
    concludedAt: now,
  };
  return { next, events: [told(next, 'concluded', concludedFacts(next))] };
}

/** A matter is checked before it is called true: nothing is proven by a clue that was only laid aside. */
const NOTHING_CHECKED = ['registered', 'held'];

function checkMatters(one: InvestigationState, conclusion: Conclusion, matters: readonly InvestigatedMatter[]): void {
  if (matters.length === 0) throw refuse('matters', 'required');
  matters.forEach(({ from, to, personId }, index) => {
    if (from > to) throw refuse(`matters.${index}.to`, 'before-from');
    if (personId !== undefined && !one.persons.some(({ id }) => id === personId))
      throw refuse(`matters.${index}.personId`, 'unknown-person');
  });
  const isProven = conclusion === 'proven' || conclusion === 'partly-proven';
  if (isProven && NOTHING_CHECKED.includes(one.status)) throw refuse('conclusion', 'nothing-checked');
}

const propose: Effect = ({ one, body, by, policy }) => {
  const conclusion = body.conclusion as Conclusion;
  const matters = body.matters as InvestigatedMatter[];
  checkMatters(one, conclusion, matters);
  const proposal: Proposal = {
    conclusion,
    text: word(body.text),
    matters,
    vetoes: (body.vetoes as Veto[] | undefined) ?? [],
    by: by.username,
    at: policy.now,
    approvals: [],
  };
  const departments = withDepartments(
    one,
    matters.map(({ departmentCode }) => departmentCode),
  );
  const next: InvestigationState = { ...one, proposal, waitsFor: 'approval', departments };
  return { next, events: [told(next, 'conclusion-proposed', { conclusion })] };
};

const approve: Effect = ({ one, by, policy }) => {
  const proposal: Proposal = { ...one.proposal!, approvals: [...one.proposal!.approvals, { by: by.username, at: policy.now }] };
  if (proposal.conclusion === 'false-accusation' && one.waitsFor === 'approval')
    return step({ ...one, proposal, waitsFor: 'second-approval' }, 'approve-conclusion');
  return conclude(one, proposal, policy.now);
};

const addPerson: Effect = ({ one, body, policy }) => {
  const person: ResponsiblePerson = {
    id: policy.id,
    name: word(body.name).trim(),
    departmentCode: word(body.departmentCode),
    rank: body.rank as Rank,
    post: word(body.post).trim() || null,
  };
  const known = one.persons.some(({ name, departmentCode }) => name === person.name && departmentCode === person.departmentCode);
  if (known) throw refuse('name', 'named-already');
  return step({ ...one, persons: [...one.persons, person], departments: withDepartments(one, [person.departmentCode]) }, 'add-person');
};

/** Before a filing only the first form and the city's own lighter measures are open. Source: domain sources 4.2, 四种形态. */
const heaviestForm = (one: InvestigationState): number => (one.limits.some(({ name }) => name === 'review') ? 4 : 1);

const decideMeasure: Effect = ({ one, body, policy }) => {
  const { settings, now, standing, id } = policy;
  const person = one.persons.find((known) => known.id === body.personId);
  if (!person) throw refuse('personId', 'unknown-person');
  const rule = settings.measures.find(({ code }) => code === body.measure);
  if (!rule) throw refuse('measure', 'not-in-list');
  if (rule.form > heaviestForm(one)) throw refuse('measure', 'needs-filing');
  const matters = one.proposal?.matters ?? [];
  const matter = typeof body.matter === 'number' ? body.matter : matters.length === 1 ? 0 : null;
  if (matter !== null && !matters[matter]) throw refuse('matter', 'unknown-matter');
  if (matter === null && rule.family !== 'first-form' && rule.family !== 'local') throw refuse('matter', 'required');
  const own: StandingMeasure[] = one.measures
    .filter(({ personId }) => personId === person.id)
    .map((known) => ({ ...known, matter: known.matter === null ? null : (matters[known.matter] ?? null) }));
  const others = [...own, ...standing];
  refuseSecondPenalty(rule.family, matter === null ? null : matters[matter]!, others);
  const measure: DecidedMeasure = {
    id,
    personId: person.id,
    measure: rule.code,
    family: rule.family,
    form: rule.form,
    imposedBy: (body.imposedBy as Imposer | undefined) ?? 'commission',
    matter,
    behaviourCode: word(body.behaviourCode) || null,
    decidedAt: now,
    endsOn: endOfInfluence(rule, now, others, settings.combinedMonths),
    carriedOutAt: null,
  };
  const next = { ...one, measures: [...one.measures, measure] };
  return {
    next,
    events: [told(next, 'measure-decided', { departmentCode: person.departmentCode, measure: rule.code, person: person.id })],
  };
};

const carryOut: Effect = ({ one, body, policy }) => {
  const found = one.measures.find(({ id }) => id === body.measureId);
  if (!found) throw refuse('measureId', 'unknown-measure');
  if (found.carriedOutAt !== null) throw refuse('measureId', 'carried-out-already');
  const measures = one.measures.map((measure) => (measure === found ? { ...measure, carriedOutAt: policy.now } : measure));
  const status = one.status === 'decided' ? 'executing' : one.status;
  const next: InvestigationState = { ...one, measures, status };
  const isLast = measures.every(({ carriedOutAt }) => carriedOutAt !== null);
  return step(isLast ? endClocks(next, ['execution'], policy.now) : next, 'carry-out');
};

/** A letter waits for its answer; after the answer or the talk the report is due. */
const logStep: Effect = ({ one, body, policy }) => {
  const kind = body.kind as StepKind;
  if (kind === 'letter-sent' && one.status === 'talk-or-letter') return step(startClock(one, 'letter-answer', policy), kind);
  if (kind !== 'letter-answered' && kind !== 'talk-held') return step(one, kind);
  const answered = kind === 'letter-answered' ? endClocks(one, ['letter-answer'], policy.now) : one;
  return step(one.status === 'talk-or-letter' ? startClock(answered, 'talk-report', policy) : answered, kind);
};

const notify: Effect = ({ one, body, policy }) => {
  const [caseNumber, stage] = [word(body.caseNumber), body.stage as TellingStage];
  if (!one.reporters.includes(caseNumber)) throw refuse('caseNumber', 'nobody-to-tell');
  if (stage === 'result' && one.conclusion === null) throw refuse('stage', 'no-result-yet');
  if (one.told.some((telling) => telling.caseNumber === caseNumber && telling.stage === stage)) throw refuse('stage', 'told-already');
  const next = { ...one, told: [...one.told, { caseNumber, stage, at: policy.now }] };
  const all = next.reporters.every((number) => next.told.some((telling) => telling.caseNumber === number && telling.stage === stage));
  const clocked = all ? endClocks(next, [stage === 'acceptance' ? 'acceptance-notice' : 'result-notice'], policy.now) : next;
  return { next: clocked, events: [told(next, 'noticed', { stage })] };
};

/** The effect of each action; nothing else changes an investigation. */
export const INVESTIGATION_EFFECTS: Record<InvestigationAction, Effect> = {
  register: ({ one, body }) =>
    step({ ...one, status: 'registered', categoryCode: word(body.categoryCode) || one.categoryCode }, 'register'),
  assess: ({ one, body }) => {
    const handling = body.handling as Handling;
    if (handling === one.status) throw refuse('handling', 'unchanged');
    const next: InvestigationState = { ...one, status: handling };
    return { next, events: [told(next, 'clue-handled', { handling })] };
  },
  'log-step': logStep,
  'link-case': ({ one, body, policy }) => {
    const caseNumber = word(body.caseNumber);
    if (one.caseNumbers.includes(caseNumber)) throw refuse('caseNumber', 'linked-already');
    const linked: InvestigationState = {
      ...one,
      caseNumbers: [...one.caseNumbers, caseNumber],
      departments: withDepartments(one, (body.departments as string[] | undefined) ?? []),
      reporters: body.canBeTold === true ? [...one.reporters, caseNumber] : one.reporters,
    };
    return step(body.canBeTold === true ? startClock(linked, 'acceptance-notice', policy) : linked, 'link-case');
  },
  'add-person': addPerson,
  file: ({ one }) => {
    const next: InvestigationState = { ...one, status: 'filed' };
    return { next, events: [told(next, 'filed')] };
  },
  begin: ({ one }) => step({ ...one, status: 'investigating' }, 'begin'),
  'propose-conclusion': propose,
  'approve-conclusion': approve,
  'approve-again': approve,
  'return-conclusion': ({ one }) => step({ ...one, proposal: null, waitsFor: null }, 'return-conclusion'),
  hear: ({ one }) => step({ ...one, status: 'hearing' }, 'hear'),
  decide: ({ one }) => step({ ...one, status: 'decided' }, 'decide'),
  'decide-measure': decideMeasure,
  'carry-out': carryOut,
  clarify: ({ one, body, by, policy }) =>
    step({ ...one, clarification: { scope: body.scope as ClarificationScope, at: policy.now, by: by.username } }, 'clarify'),
  notify,
  archive: ({ one, policy }) => {
    const next: InvestigationState = { ...endClocks(one, 'all', policy.now, 'ended'), status: 'archived' };
    return { next, events: [told(next, 'closed')] };
  },
  'name-reader': ({ one, body, policy }) => {
    const username = word(body.username);
    if (one.readers.includes(username)) throw refuse('username', 'named-already');
    if (!policy.nameable.includes(username)) throw refuse('username', 'may-not-be-named');
    return step({ ...one, readers: [...one.readers, username] }, 'name-reader');
  },
  'drop-reader': ({ one, body }) => {
    const username = word(body.username);
    if (!one.readers.includes(username)) throw refuse('username', 'not-named');
    return step({ ...one, readers: one.readers.filter((reader) => reader !== username) }, 'drop-reader');
  },
};
