import { Injectable } from '@nestjs/common';
import {
  BEHAVIOUR_ACTIONS,
  type BehaviourAction,
  type BehaviourState,
  type BehaviourVersionState,
  decide,
  inForceOn,
  mayPropose,
} from '../domain/behaviours.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { dayOf, isoOf, type Day } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, isDuplicate, type Tx, updateRow } from '../platform/db.js';
import { pageOf } from '../platform/http/paging.js';
import { type BrokenField, invalid } from '../platform/http/problem.js';
import type {
  BehaviourEntry,
  BehaviourHistory,
  BehaviourInput,
  BehaviourListQuery,
  BehaviourPage,
  BehaviourView,
  NewBehaviourInput,
} from './behaviour.dto.js';
import { MEASURES, measureOf } from './measures.js';
import { Reference } from './reference.js';

interface Row extends BehaviourVersionState {
  code: string;
  name: string;
  nameEn: string;
  categories: string;
  measures: string;
  article: string | null;
  penaltyRange: string | null;
  proposedAt: number;
  proposedName?: string | null;
  decidedName?: string | null;
  decidedBy: string | null;
  decidedAt: number | null;
  reason: string | null;
}
/** Versions with the names of who wrote and decided. */
const NAMED = `SELECT b.*, p.name AS proposedName, d.name AS decidedName FROM behaviour_versions b
  LEFT JOIN accounts p ON p.username = b.proposedBy LEFT JOIN accounts d ON d.username = b.decidedBy`;
const whole = (row: Row): Row => ({ ...row, version: Number(row.version) });

/** The behaviour catalogue 行为目录: proposed by the supervisor, released by the commissioner, kept in versions. Source: domain text, section 2. */
@Injectable()
export class Behaviours {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly events: EventLog,
  ) {}

  /** Entries as they stand on a day, today unless asked otherwise; drafts for those who write and release them. */
  async list(query: BehaviourListQuery, by: Actor): Promise<BehaviourPage> {
    const today = dayOf(this.clock.now());
    const day = query.on?.slice(0, 10) ?? today;
    const rows = (await this.db.read<Row>(`${NAMED} ORDER BY b.code, b.version`)).map(whole);
    const codes = [...new Set(rows.map(({ code }) => code))];
    const entries = codes.flatMap((code) =>
      entryOf(
        rows.filter((row) => row.code === code),
        day,
        by,
      ),
    );
    return pageOf(
      entries.filter((entry) => fits(entry, query)),
      query,
    );
  }

  /** All versions of an entry, the newest first; throws `not-found` (404). */
  async history(code: string, by: Actor): Promise<BehaviourHistory> {
    const rows = await this.db.readPrimary<Row>(`${NAMED} WHERE b.code = ? ORDER BY b.version DESC`, [code]);
    const versions = rows.map(whole).filter((row) => seesDrafts(by) || row.state === 'released');
    if (versions.length === 0) throw notFound();
    return { code, versions: versions.map((row) => viewOf(row, by)) };
  }

  /** A new entry, as a draft; throws `behaviour.code-taken` (409) and `input.invalid` (422). */
  async create({ code, ...given }: NewBehaviourInput, by: Actor): Promise<BehaviourHistory> {
    this.check(given);
    mayPropose([], given.validFrom, given.validTo ?? null, dayOf(this.clock.now()));
    await this.db
      .write((tx) => this.draft(tx, { ...given, code, version: 1 }, by))
      .catch((error: unknown) => {
        throw isDuplicate(error) ? new DomainError('behaviour.code-taken', 409, { fields: [{ field: 'code', code: 'taken' }] }) : error;
      });
    return this.history(code, by);
  }

  /** A further version, as a draft; throws `not-found` (404), `behaviour.draft-open` (409), `input.invalid` (422). */
  async revise(code: string, given: BehaviourInput, by: Actor): Promise<BehaviourHistory> {
    await this.db.write(async (tx) => {
      const versions = await this.lock(tx, code);
      mayPropose(versions, given.validFrom, given.validTo ?? null, dayOf(this.clock.now()));
      this.check(given);
      await this.draft(tx, { ...given, code, version: versions.at(-1)!.version + 1 }, by);
    });
    return this.history(code, by);
  }

  /** Releases, refuses or withdraws a draft. Throws `not-found` (404) and as `decide` does; a refusal needs its reason (422). */
  async act(code: string, version: number, action: BehaviourAction, reason: string | undefined, by: Actor): Promise<BehaviourHistory> {
    if (!mayAct(action, by)) throw new DomainError('behaviour.role-may-not', 403, { action });
    await this.db.write(async (tx) => {
      const versions = await this.lock(tx, code);
      const now = this.clock.now();
      const { state, ends } = decide(versions, version, action, { username: by.username, today: dayOf(now) });
      if (action === 'refuse' && !reason) throw invalid([{ field: 'reason', code: 'required' }]);
      const decided = { state, decidedBy: by.username, decidedAt: now, reason: reason ?? null };
      await updateRow(tx, 'behaviour_versions', { code, version }, decided);
      if (ends) await updateRow(tx, 'behaviour_versions', { code, version: ends.version }, { validTo: ends.validTo });
      const facts = { code, version, ...(reason ? { reason } : {}) };
      await this.events.append(tx, [{ type: `behaviour.${state}` as const, facts, by, at: now, audience: 'audit' }]);
    });
    return this.history(code, by);
  }

  private async lock(tx: Tx, code: string): Promise<Row[]> {
    const sql = `SELECT * FROM behaviour_versions WHERE code = ? ORDER BY version${this.db.forUpdate}`;
    const rows = (await tx.query<Row[]>(sql, [code])).map(whole);
    if (rows.length === 0) throw notFound();
    return rows;
  }

  private async draft(tx: Tx, given: BehaviourInput & { code: string; version: number }, by: Actor): Promise<void> {
    const { code, version, name, nameEn, categories, measures, article, range, validFrom, validTo } = given;
    const at = this.clock.now();
    const said = { name, nameEn, categories, measures, article: article ?? null, penaltyRange: range ?? null };
    const row = { code, version, ...said, state: 'draft', validFrom, validTo: validTo ?? null, proposedBy: by.username, proposedAt: at };
    await insertRows(tx, 'behaviour_versions', [row]);
    await this.events.append(tx, [{ type: 'behaviour.proposed', facts: { code, version }, by, at, audience: 'audit' }]);
  }

  private check({ categories, measures }: BehaviourInput): void {
    const broken: BrokenField[] = [];
    if (categories.length === 0) broken.push({ field: 'categories', code: 'required' });
    else if (categories.some((code) => !this.reference.category(code))) broken.push({ field: 'categories', code: 'unknown-category' });
    if (measures.length === 0) broken.push({ field: 'measures', code: 'required' });
    else if (measures.some((code) => !MEASURES.some((one) => one.code === code)))
      broken.push({ field: 'measures', code: 'unknown-measure' });
    if (broken.length > 0) throw invalid(broken);
  }
}

const seesDrafts = (by: Actor): boolean => by.roles.some((role) => role === 'supervisor' || role === 'commissioner');
const mayAct = (action: BehaviourAction, by: Actor): boolean => by.roles.includes(action === 'withdraw' ? 'supervisor' : 'commissioner');

function openActions(row: Row, by: Actor): BehaviourAction[] {
  if (row.state !== 'draft') return [];
  return BEHAVIOUR_ACTIONS.filter((action) => mayAct(action, by) && (row.proposedBy === by.username) === (action === 'withdraw'));
}

function viewOf(row: Row, by: Actor): BehaviourView {
  const { code, version, name, nameEn, article, penaltyRange, state, validFrom, validTo, proposedBy, decidedBy, decidedAt, reason } = row;
  return {
    code,
    version,
    name,
    nameEn,
    categories: JSON.parse(row.categories) as string[],
    measures: (JSON.parse(row.measures) as string[]).map(measureOf),
    ...(article ? { article } : {}),
    ...(penaltyRange ? { range: penaltyRange } : {}),
    state: state satisfies BehaviourState,
    validFrom,
    ...(validTo ? { validTo } : {}),
    proposedBy: row.proposedName ?? proposedBy,
    proposedAt: isoOf(Number(row.proposedAt)),
    ...(decidedBy ? { decidedBy: row.decidedName ?? decidedBy } : {}),
    ...(decidedAt === null ? {} : { decidedAt: isoOf(Number(decidedAt)) }),
    ...(reason ? { reason } : {}),
    actions: openActions(row, by),
  };
}

/** The version that speaks for an entry: the one in force, else the last that was or will be, else its first draft. */
function entryOf(versions: readonly Row[], day: Day, by: Actor): BehaviourEntry[] {
  const valid = inForceOn(versions, day);
  const draft = seesDrafts(by) ? versions.find(({ state }) => state === 'draft') : undefined;
  const speaks = valid ?? versions.filter(({ state }) => state === 'released').at(-1) ?? draft;
  if (!speaks) return [];
  const known = versions.filter(({ state }) => state === 'released' || seesDrafts(by));
  const waiting = draft && draft !== speaks ? { draft: viewOf(draft, by) } : {};
  return [{ ...viewOf(speaks, by), inForce: valid !== undefined, versions: known.length, ...waiting }];
}

function fits(entry: BehaviourEntry, { q, categoryCode, measureKind, standing }: BehaviourListQuery): boolean {
  const words = (q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const text = [entry.code, entry.name, entry.nameEn, entry.article, entry.range, ...entry.measures.map(({ name }) => name)]
    .join(' ')
    .toLowerCase();
  const waits = entry.state === 'draft' || entry.draft !== undefined;
  return (
    words.every((word) => text.includes(word)) &&
    (!categoryCode || entry.categories.some((code) => code.startsWith(categoryCode))) &&
    (!measureKind || entry.measures.some(({ kind }) => kind === measureKind)) &&
    (!standing || (standing === 'in-force' ? entry.inForce : standing === 'waiting' ? waits : !entry.inForce && entry.state === 'released'))
  );
}
