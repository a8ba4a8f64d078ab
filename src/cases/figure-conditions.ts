import { DomainError } from '../domain/errors.js';
import { factsOf, figureOf } from '../domain/figure-values.js';
import type { Fact } from '../domain/figures.js';
import type { Instant } from '../domain/time.js';
import { all, ORDINARY, type Sql } from './visible.js';

/** From where a fact is looked at: when, and by the department whose own part counts, as a code or as a column of the query. */
export interface Lens {
  now: Instant;
  department?: { code: string } | { column: string } | undefined;
}

const STANDING = "f.status NOT IN ('returned','recalled')";
const GIVEN = "f.status <> 'recalled'";
const LATE = "(l.state = 'missed' OR (l.state = 'running' AND l.dueAt < {now}))";
const IS_OPEN = "c.status IN ('pending_acceptance','pending_dispatch','handling','pending_review','pending_callback')";
/** The complainant was reached in the present round and judged both the solution and the result. Source: domain text, section 9. */
const VALID_CALL = `FROM call_backs b WHERE b.caseNumber = c.caseNumber AND b.round = c.round AND b.reached = 1
  AND b.solved IS NOT NULL AND b.satisfiedResult IN ('satisfied','mostly','dissatisfied')`;

const status = (...names: string[]): string => `c.status IN (${names.map((name) => `'${name}'`).join(',')})`;
const part = (which: string, more = ''): string =>
  `EXISTS (SELECT 1 FROM assignments f WHERE f.caseNumber = c.caseNumber AND ${which}{mine}${more && ` AND ${more}`})`;
const clock = (more: string): string =>
  `EXISTS (SELECT 1 FROM case_limits l JOIN assignments f ON f.id = l.assignmentId
    WHERE l.caseNumber = c.caseNumber AND ${STANDING}{mine} AND ${more})`;
const late = (name: string): string => clock(`l.name = '${name}' AND ${LATE}`);
/** Every such duty is done, each in its time. */
const inTime = (name: string): string =>
  `(${clock(`l.name = '${name}' AND l.state = 'met'`)} AND NOT ${clock(`l.name = '${name}' AND l.state IN ('running','paused','missed')`)})`;
/** An answer ends the contact clock as well, so only the note of a contact proves one. */
const responded = `(${inTime('sign')} AND NOT ${clock("l.name = 'first-contact' AND f.firstContactAt IS NULL")})`;
const lastCall = (column: string, values: string): string =>
  `(SELECT b.${column} ${VALID_CALL} ORDER BY b.at DESC, b.id DESC LIMIT 1) IN (${values})`;

/**
 * Each fact of a case as SQL on the alias `c`, plain enough for every engine. `{now}` is the instant, `{mine}` narrows assignments `f`
 * to the department looked at. Figures and the lists behind them are made of these and nothing else. Source: domain text, section 9.
 */
export const FACT_CONDITIONS: Readonly<Record<Fact, string>> = {
  'pending-acceptance': status('pending_acceptance'),
  'pending-dispatch': status('pending_dispatch'),
  handling: status('handling'),
  'pending-review': status('pending_review'),
  'pending-callback': status('pending_callback'),
  open: IS_OPEN,
  closed: `(${status('closed', 'archived')} AND c.closedAt IS NOT NULL)`,
  answered: status('answered'),
  rejected: status('rejected'),
  merged: status('merged'),
  withdrawn: status('withdrawn'),
  transferred: status('transferred'),
  terminated: status('terminated'),
  'own-matter': `NOT ${status('rejected', 'merged', 'withdrawn', 'transferred')}`,
  overdue: 'c.dueAt < {now}',
  given: part(GIVEN),
  standing: part(STANDING),
  'response-due': `(${responded} OR ${late('sign')} OR ${clock(
    `l.name = 'first-contact' AND f.firstContactAt IS NULL AND (l.state = 'met' OR ${LATE})`,
  )})`,
  responded,
  'sign-due': `(${inTime('sign')} OR ${late('sign')})`,
  'signed-in-time': inTime('sign'),
  'answer-due': `(${inTime('answer')} OR ${late('answer')})`,
  'answered-in-time': inTime('answer'),
  'ever-late': clock(LATE),
  'called-back': `EXISTS (SELECT 1 ${VALID_CALL})`,
  solved: lastCall('solved', "'solved','mostly'"),
  satisfied: lastCall('satisfiedResult', "'satisfied','mostly'"),
  'first-round': 'c.round = 1',
  'later-round': 'c.round > 1',
  'return-asked': part(GIVEN, "f.returnStatus <> 'none'"),
  'return-refused': part(GIVEN, "f.returnStatus = 'refused'"),
  'never-returned': `NOT ${part(GIVEN, "f.returnStatus = 'granted'")}`,
  'extension-asked': part(STANDING, "f.extensionStatus <> 'none'"),
  repeated: "(c.repeatCount > 0 OR c.status = 'merged')",
  found: part(STANDING, 'f.finding IS NOT NULL'),
  verified: part(STANDING, "f.finding IN ('true','partly-true')"),
};

/** What is overdue for one department is its own part, not the nearest clock of the case. */
const OVERDUE_PART = clock("l.state = 'running' AND l.dueAt < {now}");

/** A fact as a condition, seen through the lens. The plus keeps the embedded engine on the index by case: a department has far more parts. */
export function factCondition(fact: Fact, lens: Lens): Sql {
  const { now, department } = lens;
  const params: unknown[] = [];
  const given = (value: unknown): string => {
    params.push(value);
    return '?';
  };
  const mine = (): string =>
    department ? ` AND +f.departmentCode = ${'code' in department ? given(department.code) : department.column}` : '';
  const text = fact === 'overdue' && department ? OVERDUE_PART : FACT_CONDITIONS[fact];
  return { sql: text.replace(/\{(now|mine)\}/g, (_, name) => (name === 'now' ? given(now) : mine())), params };
}

/**
 * The list behind a figure: the cases of its numerator or denominator, sealed ones never. With a department it is that department's own
 * figure. Throws `input.invalid` (422) for an unknown key. Source: domain text, sections 6.4 and 9.
 */
export function figureCondition(
  key: string,
  side: 'numerator' | 'denominator',
  at: { now: Instant; departmentCode?: string | undefined },
): Sql {
  const figure = figureOf(key, at.departmentCode ? 'department' : 'city');
  if (!figure) throw new DomainError('input.invalid', 422, { fields: [{ field: 'figure', code: 'unknown-figure' }] });
  const lens: Lens = { now: at.now, department: at.departmentCode ? { code: at.departmentCode } : undefined };
  return all(ORDINARY, ...factsOf(figure, side).map((fact) => factCondition(fact, lens)));
}
