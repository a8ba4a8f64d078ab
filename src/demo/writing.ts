import { randomUUID } from 'node:crypto';
import { factColumnsOf } from '../cases/case-facts.js';
import { columnsOf } from '../cases/case.store.js';
import type { Texts } from '../cases/texts.js';
import type { Identities } from '../complainants/identities.js';
import type { Reference } from '../departments/reference.js';
import { usccValid } from '../domain/codes.js';
import { chained, type ToldEvent } from '../events/event-log.js';
import { type Keys, randomDigits } from '../platform/crypto.js';
import { type Db, insertRows, type Tx } from '../platform/db.js';
import { ASSESSMENT_TABLES } from './assessment.js';
import type { SealedRecords } from '../investigations/sealed-records.js';
import { INVESTIGATION_TABLES } from './investigation-writing.js';
import { HALL_TABLES } from './hall-writing.js';
import type { Life } from './life.js';
import { OFFICE_TABLES } from './office-writing.js';
import { OUTREACH_TABLES } from './outreach.js';
import { PUBLICITY_TABLES } from './publicity-writing.js';

/** Cases and events of one transaction: short enough for the deadline of a slow server. */
const CASES_A_TIME = 150;
const EVENTS_A_TIME = 3_000;
const TABLES = [
  'cases',
  'complainants',
  'assignments',
  'case_limits',
  'case_facts',
  'penalties',
  'case_terms',
  'case_messages',
  'call_backs',
  'ratings',
  'case_readers',
  ...ASSESSMENT_TABLES,
  ...HALL_TABLES,
  ...PUBLICITY_TABLES,
  ...INVESTIGATION_TABLES,
  ...OFFICE_TABLES,
  ...OUTREACH_TABLES,
];

export interface Ink {
  db: Db;
  reference: Reference;
  keys: Keys;
  identities: Identities;
  texts: Texts;
  /** The same under the commission's key, for sealed cases. */
  sealed: Pick<Ink, 'identities' | 'texts'>;
  records: SealedRecords;
}
type Row = Record<string, unknown>;
interface Head {
  number: number;
  hash: string;
}

/** Whether cases have been counted here: the counters are written last, by the intake with its first case and by the demo at its end. */
export const hasCases = async (db: Db): Promise<boolean> =>
  (await db.readPrimary("SELECT name FROM counters WHERE name LIKE 'cases:%' LIMIT 1")).length > 0;

/** Takes away what an interrupted seeding left: rows of cases that no counter knows, and the end of the log that tells of them. */
export const clearLeftovers = (db: Db): Promise<void> =>
  db.write(async (tx) => {
    for (const table of TABLES) await tx.query(`DELETE FROM ${table}`);
    await tx.query("DELETE FROM counters WHERE name = 'ledger' OR name LIKE 'self-findings:%' OR name LIKE 'investigations:%'");
    await tx.query("DELETE FROM counters WHERE name LIKE 'orders:%' OR name LIKE 'draws:%' OR name LIKE 'watchers:%'");
    const [first] = await tx.query<{ number: number | null }[]>("SELECT MIN(number) AS number FROM events WHERE type = 'case.registered'");
    if (first?.number == null) return;
    await tx.query('DELETE FROM events WHERE number >= ?', [first.number]);
    const [last] = await tx.query<Head[]>('SELECT number, hash FROM events ORDER BY number DESC LIMIT 1');
    await tx.query("UPDATE event_head SET number = ?, hash = ? WHERE id = 'head'", [last?.number ?? 0, last?.hash ?? '']);
  });

/** The number of the last event before the history. */
export const headOf = async (db: Db): Promise<number> => {
  const [head] = await db.readPrimary<{ number: number }>("SELECT number FROM event_head WHERE id = 'head'");
  return Number(head?.number ?? 0);
};

/** Tracking codes nobody holds: made beforehand, because the slow hash runs beside the rest on other threads. */
export const trackingColumns = (keys: Keys, many: number): Promise<Row>[] =>
  Array.from({ length: many }, async () => ({ trackingHandle: randomDigits(10), trackingHash: await keys.hashCode(randomDigits(10)) }));

/** The particulars of the complaint as columns of `cases`, the words closed as the intake closes them. */
function wordsOf({ told, matter, arrival, state, particulars }: Life, texts: Texts): Row {
  const { caseNumber } = state;
  const { given } = arrival.complainant;
  const warnings = given.uscc && !usccValid(given.uscc) ? [{ field: 'complainant.uscc', code: 'check-digit' }] : [];
  const closed = (text: string | undefined, field: 'cases.address' | 'cases.namedOfficial') =>
    text ? texts.close(text, field, caseNumber) : null;
  return {
    ...particulars,
    occurredAt: told.occurredAt ?? null,
    consentToBeNamed: told.consentToBeNamed,
    warnings: warnings.length > 0 ? JSON.stringify(warnings) : null,
    title: texts.close(matter.title, 'cases.title', caseNumber),
    description: texts.close(matter.description, 'cases.description', caseNumber),
    address: closed(told.address, 'cases.address'),
    namedOfficial: closed(told.namedOfficial, 'cases.namedOfficial'),
  };
}

const isSealed = ({ state }: Life): boolean => state.status === 'sealed';
const inkOf = (life: Life, ink: Ink): Pick<Ink, 'identities' | 'texts'> => (isSealed(life) ? ink.sealed : ink);

/** The rows beside a case, as table and rows; encrypted in the places where the live system reads them. */
function besides(
  life: Life,
  { identities, texts }: Pick<Ink, 'identities' | 'texts'>,
  { tree }: Reference,
): Record<string, readonly object[]> {
  const { state, matter, arrival } = life;
  const { caseNumber } = state;
  const { anonymous, given } = arrival.complainant;
  const words = (text: unknown, field: 'call_backs.words' | 'ratings.comment', id: string) =>
    typeof text === 'string' && text !== '' ? texts.close(text, field, id) : null;
  const identified = <T extends object>(rows: readonly T[], columns: (row: T, id: string) => Row) =>
    rows.map((row) => {
      const id = randomUUID();
      return { id, caseNumber, ...columns(row, id) };
    });
  return {
    complainants: [identities.rowOf(caseNumber, anonymous, given)],
    assignments: state.assignments,
    case_limits: state.limits,
    case_facts: factColumnsOf(state, tree),
    penalties: isSealed(life) ? [] : life.penalties,
    case_terms: [
      ...texts.termRows(`${matter.title}\n${matter.description}`, isSealed(life) ? 's' : 'o', caseNumber),
      ...texts.tailRows(given.phone, isSealed(life) ? 's' : 'o', caseNumber),
      ...(state.summary === null || isSealed(life) ? [] : texts.termRows(state.summary, 'd', caseNumber)),
    ],
    case_messages: identified(life.messages, ({ text, ...row }, id) => ({ ...row, text: texts.close(text, 'case_messages.text', id) })),
    call_backs: identified(life.callBacks, ({ round, attempt, at, username, body }, id) => {
      const { reached, contacted, solved, satisfiedResult, satisfiedProcess } = body;
      const said = { reached, contacted, solved, satisfiedResult, satisfiedProcess, words: words(body.words, 'call_backs.words', id) };
      return { at, round, attempt, ...said, username };
    }),
    ratings: identified(life.ratings, ({ round, at, body }, id) => {
      const { solved, satisfied, contacted } = body;
      return { at, round, solved, satisfied, contacted, comment: words(body.comment, 'ratings.comment', id) };
    }),
  };
}

async function writeSome(tx: Tx, lives: readonly Life[], codes: readonly Row[], ink: Ink): Promise<void> {
  const cases = lives.map((life, index) => ({ ...columnsOf(life.state), ...wordsOf(life, inkOf(life, ink).texts), ...codes[index] }));
  await insertRows(tx, 'cases', cases);
  const parts = lives.map((life) => besides(life, inkOf(life, ink), ink.reference));
  for (const table of Object.keys(parts[0] ?? {})) {
    const rows = parts.flatMap((part) => part[table]!);
    await insertRows(tx, table, table === 'case_terms' ? inOrderOfKey(rows as { term: string }[]) : rows);
  }
  const duty = await tx.query<{ username: string }[]>('SELECT username FROM accounts WHERE duty = 1');
  const sealed = lives.filter(isSealed);
  await insertRows(
    tx,
    'case_readers',
    sealed.flatMap(({ state }) => duty.map(({ username }) => ({ username, caseNumber: state.caseNumber }))),
  );
}

/** An index grows faster when its keys come in order. */
const inOrderOfKey = <T extends { term: string }>(rows: T[]): T[] => rows.sort((a, b) => (a.term < b.term ? -1 : 1));

/** Writes cases and all that stands beside them. */
export async function writeCases(
  lives: readonly Life[],
  codes: readonly Promise<Row>[],
  ink: Ink,
  progress: (done: number) => void,
): Promise<void> {
  for (let from = 0; from < lives.length; from += CASES_A_TIME) {
    const some = await Promise.all(codes.slice(from, from + CASES_A_TIME));
    await ink.db.write((tx) => writeSome(tx, lives.slice(from, from + CASES_A_TIME), some, ink));
    progress(Math.min(lives.length, from + CASES_A_TIME));
  }
}

/** Chains the history to the log as it stands, in the order of time; the counters come last and say that all is there. */
export async function writeLog(db: Db, events: readonly ToldEvent[], counters: ReadonlyMap<string, number>): Promise<void> {
  for (let from = 0; from < events.length; from += EVENTS_A_TIME) {
    await db.write(async (tx) => {
      const [head] = await tx.query<Head[]>(`SELECT number, hash FROM event_head WHERE id = 'head'${db.forUpdate}`);
      const rows = chained({ number: Number(head!.number), hash: head!.hash }, events.slice(from, from + EVENTS_A_TIME));
      await insertRows(tx, 'events', rows);
      const last = rows.at(-1)!;
      await tx.query("UPDATE event_head SET number = ?, hash = ? WHERE id = 'head'", [last.number, last.hash]);
    });
  }
  const rows = [...counters].map(([day, value]) => ({ name: `cases:${day}`, value }));
  await db.write((tx) => insertRows(tx, 'counters', rows));
}
