import { waysToTell } from '../departments/regions.js';
import type { Actor } from '../domain/case-state.js';
import { figureOf } from '../domain/figure-values.js';
import { queryTerms } from '../domain/similarity.js';
import { fromInstant, type Instant, toInstant } from '../domain/time.js';
import { OPEN } from '../domain/case-state.js';
import { readsFindings, readsOriginal, scopeOf } from '../domain/visibility.js';
import { dueCondition, figureCondition } from './figure-conditions.js';
import { foundBy } from './finding-conditions.js';
import { type CaseListQuery, NOT_TOLD, SIZE_GROUPS } from './list.dto.js';
import type { Ink, Seals } from './seals.js';
import { tailTerm, type TermScope } from './texts.js';
import { all, type Sql } from './visible.js';

const quoted = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(',');
const IS_OPEN = `c.status IN (${quoted(OPEN)})`;

/** Lights as conditions on the instants a case carries. Source: domain text, section 4. */
const LIGHT: Record<string, (now: Instant) => Sql> = {
  green: (now) => ({ sql: '(c.dueAt IS NULL OR c.amberAt > ?)', params: [now] }),
  amber: (now) => ({ sql: '(c.amberAt <= ? AND c.dueAt >= ?)', params: [now, now] }),
  yellow: (now) => ({ sql: '(c.dueAt < ? AND c.redAt > ?)', params: [now, now] }),
  red: (now) => ({ sql: 'c.redAt <= ?', params: [now] }),
};

const ownPart = (department: string, statuses: readonly string[]): Sql => ({
  sql: `c.caseNumber IN (SELECT d.caseNumber FROM assignments d WHERE d.departmentCode = ? AND d.status IN (${quoted(statuses)}))`,
  params: [department],
});

/** A part of the reader's department that stands so; `open` is any it still has to do, `again` one that was sent back to it. */
const ownStep = (step: string, by: Actor): Sql => {
  const department = by.departmentCode ?? '';
  if (step === 'open') return ownPart(department, ['pending_sign', 'working', 'pending_sign_off']);
  if (step !== 'again') return ownPart(department, [step]);
  return {
    sql: "c.caseNumber IN (SELECT d.caseNumber FROM assignments d WHERE d.departmentCode = ? AND d.status = 'working' AND d.round > 1)",
    params: [department],
  };
};

/** Departments have asked for something and wait for the word. */
const ASKED: Sql = {
  sql: `(c.status = 'handling' AND c.caseNumber IN
    (SELECT d.caseNumber FROM assignments d WHERE d.status = 'return_requested' OR d.extensionStatus = 'requested'))`,
  params: [],
};

/** What the first page asks for: late, asked for, returned, the own part, changed by others. */
function waitingFor({ late, asked, returned, own, since }: CaseListQuery, by: Actor, now: Instant): Sql[] {
  const parts: Sql[] = [];
  if (late) parts.push({ sql: `${IS_OPEN} AND c.dueAt < ?`, params: [now] });
  if (asked) parts.push(ASKED);
  if (returned) parts.push({ sql: 'c.returnCount > 0', params: [] });
  if (own) parts.push(IN_HAND, ownStep(own, by));
  if (since)
    parts.push({
      sql: `c.updatedAt > ? AND EXISTS (SELECT 1 FROM events e
        WHERE e.caseNumber = c.caseNumber AND e.at > ? AND e.audience = 'case' AND e.username <> ?)`,
      params: [fromInstant(since), fromInstant(since), by.username],
    });
  return parts;
}

const IN_HAND: Sql = { sql: "c.status IN ('handling','pending_dispatch')", params: [] };

/** What waits on a reader's desk, by role: the first role that has a desk counts. */
const DESKS: [role: string, (by: Actor, now: Instant) => Sql][] = [
  ['dispatcher', () => ({ sql: `(c.status IN ('pending_acceptance','pending_dispatch') OR ${ASKED.sql})`, params: [] })],
  ['reviewer', () => ({ sql: "c.status IN ('pending_review','pending_callback')", params: [] })],
  ['handler', (by) => all(IN_HAND, ownPart(by.departmentCode ?? '', ['pending_sign', 'working']))],
  ['leader', (by) => all(IN_HAND, ownPart(by.departmentCode ?? '', ['pending_sign_off']))],
  ['supervisor', (_by, now) => ({ sql: `${IS_OPEN} AND c.dueAt < ?`, params: [now] })],
  ['inspector', () => ({ sql: "c.status = 'sealed'", params: [] })],
  ['operator', (by) => ({ sql: `${IS_OPEN} AND c.registeredBy = ?`, params: [by.username] })],
];

/** Characters of a number that another system gave. */
const LONGEST_NUMBER = 64;

/**
 * Search: every term of the question must stand in the text this reader may search; a case number by its beginning, the number a case
 * had in another system as a whole.
 */
function search(q: string, by: Actor, seals: Seals): Sql {
  const question = q.trim();
  const ways: Sql[] = [];
  if (/^\d{6,14}$/.test(question))
    ways.push({ sql: 'SELECT n.caseNumber FROM cases n WHERE n.caseNumber >= ? AND n.caseNumber < ?', params: [question, `${question}~`] });
  if (question.length <= LONGEST_NUMBER)
    ways.push({ sql: 'SELECT o.caseNumber FROM case_origins o WHERE o.foreignNumber = ?', params: [question.normalize('NFKC')] });
  const original = readsOriginal(by);
  ways.push(...found(question, seals.of(ORDINARY_CASE), original ? 'o' : 'd', original));
  if (scopeOf(by).sealedFor) ways.push(...found(question, seals.sealed, 's', true));
  if (ways.length === 0) return { sql: '1 = 0', params: [] };
  const numbers = ways.map(({ sql }) => sql).join(' UNION ');
  return { sql: `c.caseNumber IN (SELECT s.caseNumber FROM (${numbers}) s)`, params: ways.flatMap(({ params }) => params) };
}

const ORDINARY_CASE = { status: 'handling' };

/** The ways to cases by a caller's number or its last four digits and by all terms of a question, under one key. */
function found(question: string, { texts, identities }: Ink, scope: TermScope, byPhone: boolean): Sql[] {
  const index = byPhone && /^[\d\s+-]{7,20}$/.test(question) ? identities.phoneIndex(question) : null;
  const terms = texts.blinded(queryTerms(question), scope);
  const tails = byPhone && /^\d{4}$/.test(question) ? texts.blinded([tailTerm(question)], scope) : [];
  return [
    ...tails.map((term) => ({ sql: `SELECT t.caseNumber FROM case_terms t WHERE t.scope = '${scope}' AND t.term = ?`, params: [term] })),
    ...(index ? [{ sql: 'SELECT p.caseNumber FROM complainants p WHERE p.phoneIndex = ?', params: [index] }] : []),
    ...(terms.length > 0
      ? [
          {
            sql: `SELECT t.caseNumber FROM case_terms t WHERE t.scope = '${scope}'
              AND t.term IN (${terms.map(() => '?').join(',')}) GROUP BY t.caseNumber HAVING COUNT(*) = ?`,
            params: [...terms, terms.length],
          },
        ]
      : []),
  ];
}

export interface FilterTools {
  now: Instant;
  seals: Seals;
}

/** With a figure, the department is the one whose own part is judged; one that a reader may not see is as unknown as none. */
const behindFigure = (key: string, { part, departmentCode, below }: CaseListQuery, by: Actor, now: Instant): Sql => {
  const hidden = figureOf(key, 'city')?.readers === 'findings' && !readsFindings(by);
  return figureCondition(hidden ? '' : key, part === 'denominator' ? 'denominator' : 'numerator', { now, departmentCode, below });
};

/** The list's filters as one condition; visibility is joined by the caller, always. */
export function filterOf(query: CaseListQuery, by: Actor, tools: FilterTools): Sql {
  const parts: Sql[] = [];
  const equal = (column: string, value: string | undefined) =>
    value !== undefined && parts.push({ sql: `c.${column} = ?`, params: [value] });
  const told = (column: string, value: string | undefined) =>
    value === NOT_TOLD ? parts.push({ sql: `c.${column} IS NULL`, params: [] }) : equal(column, value);
  equal('status', query.status);
  equal('kind', query.kind);
  equal('urgency', query.urgency);
  equal('channel', query.channel);
  if (query.categoryCode === NOT_TOLD) parts.push({ sql: 'c.categoryCode IS NULL', params: [] });
  else if (query.categoryCode)
    parts.push({ sql: '(c.categoryCode >= ? AND c.categoryCode < ?)', params: [query.categoryCode, `${query.categoryCode}~`] });
  if (query.region === NOT_TOLD) told('region', NOT_TOLD);
  else if (query.region !== undefined) {
    const ways = waysToTell(query.region);
    parts.push({ sql: `c.region IN (${ways.map(() => '?').join(',')})`, params: ways });
  }
  const sizes = SIZE_GROUPS[query.size ?? ''];
  if (sizes) parts.push({ sql: `c.size IN (${quoted(sizes)})`, params: [] });
  else told('size', query.size);
  told('origin', query.origin);
  if (query.departmentCode && !query.figure && !query.due && !query.offence) {
    parts.push({
      sql: "c.caseNumber IN (SELECT d.caseNumber FROM assignments d WHERE d.departmentCode = ? AND d.status NOT IN ('returned','recalled'))",
      params: [query.departmentCode],
    });
  }
  if (query.light) parts.push(all({ sql: IS_OPEN, params: [] }, LIGHT[query.light]!(tools.now)));
  if (query.from) parts.push({ sql: 'c.receivedAt >= ?', params: [fromInstant(query.from)] });
  if (query.to) parts.push({ sql: 'c.receivedAt < ?', params: [toInstant(query.to)] });
  if (query.q?.trim()) parts.push(search(query.q, by, tools.seals));
  if (query.mine) {
    parts.push({
      sql: '(c.registeredBy = ? OR c.caseNumber IN (SELECT d.caseNumber FROM assignments d WHERE d.answeredBy = ?))',
      params: [by.username, by.username],
    });
  }
  if (query.desk)
    parts.push(DESKS.find(([role]) => by.roles.some((own) => own === role))?.[1](by, tools.now) ?? { sql: '1 = 0', params: [] });
  parts.push(...waitingFor(query, by, tools.now), ...foundBy(query));
  if (query.due) parts.push(dueCondition(query.due, { now: tools.now, departmentCode: query.departmentCode }));
  if (query.figure) parts.push(behindFigure(query.figure, query, by, tools.now));
  return all(...parts);
}

/** A part of a list that one index gives in order. */
export interface Stretch {
  only: Sql;
  order: string;
}
const whole = (order: string): Stretch[] => [{ only: { sql: '1 = 1', params: [] }, order }];

/** What is due first, then what has no running limit, the newest first: two stretches, because no index has both. */
export const ORDERS: Record<string, readonly Stretch[]> = {
  number: whole('c.caseNumber'),
  '-received': whole('c.receivedAt DESC, c.caseNumber DESC'),
  received: whole('c.receivedAt, c.caseNumber'),
  '-updated': whole('c.updatedAt DESC, c.caseNumber DESC'),
  due: [
    { only: { sql: 'c.dueAt IS NOT NULL', params: [] }, order: 'c.dueAt, c.caseNumber' },
    { only: { sql: 'c.dueAt IS NULL', params: [] }, order: 'c.receivedAt DESC, c.caseNumber DESC' },
  ],
};
