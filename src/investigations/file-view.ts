import type { Reference } from '../departments/reference.js';
import type { Actor } from '../domain/case-state.js';
import { openInvestigationActions } from '../domain/investigation-life.js';
import type { InvestigationSettings } from '../domain/investigation-settings.js';
import type { DecidedMeasure, InvestigationState, ResponsiblePerson } from '../domain/investigation-state.js';
import { known } from '../domain/known.js';
import { lightOf } from '../domain/limits.js';
import { type Behaviour, formOf, influenceOn, legalMap } from '../domain/measures.js';
import { type Instant, isoOf } from '../domain/time.js';
import type {
  ConclusionView,
  InvestigationCaseView,
  InvestigationDocumentView,
  InvestigationLimitView,
  InvestigationLine,
  InvestigationStepView,
  InvestigationView,
  DecidedMeasureView,
  PersonView,
} from './investigation.views.js';

/** What a file's page is made of besides its state. */
export interface FileParts {
  now: Instant;
  settings: InvestigationSettings;
  behaviours: readonly Behaviour[];
  reference: Reference;
  nameOf: (username: string) => string;
  steps: InvestigationStepView[];
  documents: InvestigationDocumentView[];
  /** Which of the cases this reader may open. */
  seen: ReadonlySet<string>;
}

const iso = (at: Instant | null | undefined): string | undefined => (at === null || at === undefined ? undefined : isoOf(at));

/** The columns of a line, open ones and those of its content. */
export interface LineParts {
  investigationNumber: string;
  version: number;
  status: string;
  source: string;
  title: string;
  categoryCode: string | null;
  departments: readonly string[];
  conclusion: string | null;
  waitsFor: string | null;
  receivedAt: Instant;
  updatedAt: Instant;
  limitName: string | null;
  dueAt: Instant | null;
  amberAt: Instant | null;
  redAt: Instant | null;
}

/** One line of the register. */
export function lineOf(row: LineParts, now: Instant, reference: Reference): InvestigationLine {
  const { investigationNumber, version, status, source, title, categoryCode, departments, conclusion, waitsFor, limitName } = row;
  const { dueAt, amberAt, redAt } = row;
  return {
    ...{ investigationNumber, version, status, source, title },
    ...known({ categoryCode, categoryName: reference.category(categoryCode)?.name, conclusion, waitsFor, limitName, dueAt: iso(dueAt) }),
    departments: departments.map((code) => ({ code, name: reference.department(code)?.name ?? code })),
    receivedAt: isoOf(row.receivedAt),
    updatedAt: isoOf(row.updatedAt),
    light: dueAt === null ? 'green' : lightOf(now, { dueAt, amberAt: amberAt!, redAt: redAt! }),
  };
}

/** The whole file as one reader sees it. */
export function fileOf(one: InvestigationState, line: InvestigationLine, by: Actor, parts: FileParts): InvestigationView {
  const { reference, behaviours, nameOf } = parts;
  const categories = one.proposal
    ? one.proposal.matters.map(({ categoryCode }) => categoryCode)
    : one.categoryCode
      ? [one.categoryCode]
      : [];
  return {
    ...line,
    text: one.text,
    ...known({ concludedAt: iso(one.concludedAt) }),
    cases: one.caseNumbers.map((caseNumber) => caseOf(one, caseNumber, parts.seen)),
    ...(one.proposal ? { proposal: conclusionOf(one, reference, nameOf) } : {}),
    ...(one.clarification
      ? { clarification: { scope: one.clarification.scope, at: isoOf(one.clarification.at), by: nameOf(one.clarification.by) } }
      : {}),
    persons: one.persons.map((person) => personOf(person, one, parts)),
    limits: one.limits.map((limit) => limitOf(limit, parts.now)),
    steps: parts.steps,
    documents: parts.documents,
    readers: one.readers.map((username) => ({ username, name: nameOf(username) })),
    legal: legalMap(behaviours, categories).map(({ code, name, nameEn, measures, article, range }) => ({
      ...{ code, name, nameEn, measures: [...measures] },
      ...known({ article, range }),
    })),
    actions: openInvestigationActions(one, by),
  };
}

function caseOf(one: InvestigationState, caseNumber: string, seen: ReadonlySet<string>): InvestigationCaseView {
  const toldAt = (stage: string) => iso(one.told.find((telling) => telling.caseNumber === caseNumber && telling.stage === stage)?.at);
  return {
    caseNumber,
    open: seen.has(caseNumber),
    reporter: one.reporters.includes(caseNumber),
    ...known({ acceptanceToldAt: toldAt('acceptance'), resultToldAt: toldAt('result') }),
  };
}

function conclusionOf(
  { proposal, conclusion: final }: InvestigationState,
  reference: Reference,
  nameOf: FileParts['nameOf'],
): ConclusionView {
  const { conclusion, text, matters, vetoes, by, at, approvals } = proposal!;
  return {
    conclusion,
    text,
    matters: matters.map((matter) => ({
      ...matter,
      departmentName: reference.department(matter.departmentCode)?.name ?? matter.departmentCode,
      categoryName: reference.category(matter.categoryCode)?.name ?? matter.categoryCode,
    })),
    vetoes: [...vetoes],
    proposedBy: nameOf(by),
    proposedAt: isoOf(at),
    approvals: approvals.map((yes) => ({ name: nameOf(yes.by), at: isoOf(yes.at) })),
    final: final !== null,
  };
}

function personOf(person: ResponsiblePerson, one: InvestigationState, { reference, settings, now }: FileParts): PersonView {
  const own = one.measures.filter(({ personId }) => personId === person.id);
  const { id, name, departmentCode, rank } = person;
  return {
    ...{ id, name, departmentCode, rank },
    departmentName: reference.department(departmentCode)?.name ?? departmentCode,
    ...known({ post: person.post, form: formOf(own) }),
    measures: own.map((measure) => measureOf(measure, settings, now)),
  };
}

function measureOf(one: DecidedMeasure, { measures }: InvestigationSettings, now: Instant): DecidedMeasureView {
  const rule = measures.find(({ code }) => code === one.measure);
  const { id, personId, measure, family, form, imposedBy, matter, behaviourCode, endsOn } = one;
  return {
    ...{ id, personId, measure, family, form, imposedBy },
    name: rule?.name ?? measure,
    nameEn: rule?.nameEn ?? measure,
    decidedAt: isoOf(one.decidedAt),
    ...known({ matter, behaviourCode, endsOn, carriedOutAt: iso(one.carriedOutAt) }),
    influence: influenceOn(endsOn, now),
  };
}

function limitOf(limit: InvestigationState['limits'][number], now: Instant): InvestigationLimitView {
  const { name, unit, amount, provisional, state, endedAt } = limit;
  return {
    ...{ name, unit, amount, provisional, state },
    startedAt: isoOf(limit.startedAt),
    dueAt: isoOf(limit.dueAt),
    amberAt: isoOf(limit.amberAt),
    redAt: isoOf(limit.redAt),
    light: state === 'running' ? lightOf(now, limit) : state === 'missed' ? lightOf(endedAt ?? now, limit) : 'green',
    ...known({ endedAt: iso(endedAt) }),
  };
}
