import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import type { AuditType } from '../domain/audit.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { dayOf, type Instant } from '../domain/time.js';
import { admitTypical, approved, refuseTraces, TYPICAL_ACTIONS, type TypicalAction } from '../domain/typical-case-life.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, type Tx } from '../platform/db.js';
import { checked, versionIn } from '../platform/http/checked.js';
import { invalid } from '../platform/http/problem.js';
import { type Original, Originals } from './originals.js';
import { RunningNumbers } from '../events/running-numbers.js';
import { PUBLICITY } from './settings.js';
import { undecidedIn } from './tracing.js';
import { type NewTypicalCase, TypicalEditBody, TypicalReasonBody, TypicalStepBody } from './typical-case.dto.js';
import { type Decision, type StoredTypicalCase, TypicalCaseStore } from './typical-case.store.js';

const RULES = PUBLICITY.typicalCases;
const ENDED = ['closed', 'archived'];
const BODIES: Record<TypicalAction, new () => TypicalStepBody> = {
  edit: TypicalEditBody,
  propose: TypicalStepBody,
  approve: TypicalStepBody,
  return: TypicalReasonBody,
  withdraw: TypicalReasonBody,
  discard: TypicalStepBody,
};
const TOLD: Record<TypicalAction, AuditType> = {
  edit: 'typical-case.edited',
  propose: 'typical-case.proposed',
  approve: 'typical-case.approved',
  return: 'typical-case.returned',
  withdraw: 'typical-case.withdrawn',
  discard: 'typical-case.discarded',
};

/** A step with all that it may look at. */
interface Doing {
  current: StoredTypicalCase;
  original: Original | undefined;
  body: TypicalStepBody;
  by: Actor;
  at: Instant;
}

/** Writes typical cases: from the draft over two approvals of other people to the public, and back. Source: domain text, section 2. */
@Injectable()
export class TypicalCases {
  constructor(
    private readonly db: Db,
    private readonly store: TypicalCaseStore,
    private readonly originals: Originals,
    private readonly reference: Reference,
    private readonly numbers: RunningNumbers,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  /**
   * A draft from a closed case or in words of one's own. Throws `not-found` (404) for a case that may not be seen,
   * `typical-case.case-open`, `typical-case.exists` (409), `input.invalid` (422).
   */
  async create(given: NewTypicalCase, by: Actor): Promise<string> {
    const original = given.caseNumber ? await this.originals.read(given.caseNumber, by) : undefined;
    refuseOpen(original);
    const fresh = this.fresh(given, original, by);
    if (by.recusedFrom?.includes(fresh.departmentCode)) throw notFound();
    await this.db.write(async (tx) => {
      if (fresh.caseNumber) await this.refuseSecond(tx, fresh.caseNumber);
      await this.store.insert(tx, fresh);
      await this.store.keepVersion(tx, fresh, 'create', by.username);
      await this.tell(tx, 'typical-case.drafted', fresh, by, fresh.createdAt);
    });
    return fresh.id;
  }

  private fresh(given: NewTypicalCase, original: Original | undefined, by: Actor): StoredTypicalCase {
    const textOf = (part: string) => original?.parts.filter((one) => one.part === part).map(({ text }) => text);
    const lead = original?.current.assignments.filter(({ role, status }) => role === 'lead' && status === 'accepted').at(-1);
    const departmentCode = given.departmentCode ?? lead?.departmentCode ?? '';
    const categoryCode = given.categoryCode ?? original?.current.categoryCode ?? null;
    this.refuseUnknown(departmentCode, categoryCode);
    const at = this.clock.now();
    const texts = {
      title: given.title ?? textOf('title')?.[0]?.slice(0, 60) ?? '',
      happened: given.happened ?? (textOf('summary')?.[0] ?? textOf('description')?.[0] ?? '').slice(0, 3_000),
      dealt: given.dealt ?? (lead?.publicReply ?? textOf('reply')?.[0] ?? '').slice(0, 3_000),
    };
    return {
      id: randomUUID(),
      number: null,
      state: 'draft',
      version: 1,
      caseNumber: given.caseNumber ?? null,
      departmentCode,
      categoryCode,
      authors: [by.username],
      approvals: [],
      unresolved: undecidedIn(texts, [], this.originals.surroundings(original, null)),
      texts,
      confirmed: [],
      consentNote: null,
      returnReason: null,
      withdrawReason: null,
      createdAt: at,
      updatedAt: at,
      publishedAt: null,
      withdrawnAt: null,
    };
  }

  private refuseUnknown(departmentCode: string, categoryCode: string | null): void {
    const broken = [
      ...(this.reference.department(departmentCode)
        ? []
        : [{ field: 'departmentCode', code: departmentCode ? 'unknown-department' : 'required' }]),
      ...(categoryCode === null || this.reference.category(categoryCode) ? [] : [{ field: 'categoryCode', code: 'unknown-category' }]),
    ];
    if (broken.length > 0) throw invalid(broken);
  }

  /** One case is told once: the case's row keeps a second draft waiting until the first is seen. */
  private async refuseSecond(tx: Tx, caseNumber: string): Promise<void> {
    await tx.query(`SELECT caseNumber FROM cases WHERE caseNumber = ?${this.db.forUpdate}`, [caseNumber]);
    const [other] = await tx.query<unknown[]>(
      "SELECT id FROM typical_cases WHERE caseNumber = ? AND state IN ('draft','proposed','published')",
      [caseNumber],
    );
    if (other) throw new DomainError('typical-case.exists', 409);
  }

  /**
   * Does a step. Throws `not-found` (404), what `admitTypical` throws, `typical-case.case-open` (409), and `input.invalid` (422). What is
   * proposed, approved or published is looked through for traces again each time.
   */
  async act(id: string, name: string, raw: unknown, by: Actor): Promise<void> {
    const { caseNumber } = await this.store.read(id, by);
    const action = TYPICAL_ACTIONS.find((one) => one === name);
    if (!action) throw new DomainError('typical-case.action-not-open', 409, { action: name });
    const original = caseNumber ? await this.originals.read(caseNumber, by) : undefined;
    const investigated =
      action === 'approve' &&
      caseNumber !== null &&
      by.roles.includes('commissioner') &&
      (await this.originals.isBeingInvestigated(caseNumber));
    await this.db.write(async (tx) => {
      const stored = await this.store.lock(tx, id, by);
      const current = { ...stored, unresolved: this.undecided(stored, original) };
      admitTypical(current, action, versionIn(raw), by, RULES);
      const body = await checked(BODIES[action], raw);
      if (action !== 'withdraw' && action !== 'discard') refuseOpen(original);
      if (investigated) throw new DomainError('typical-case.investigation-open', 409);
      const next = await this.next(tx, action, { current, original, body, by, at: this.clock.now() });
      await this.store.change(tx, next);
      await this.store.keepVersion(tx, next, action, by.username);
      await this.tell(
        tx,
        next.state === 'published' && action === 'approve' ? 'typical-case.published' : TOLD[action],
        next,
        by,
        next.updatedAt,
      );
    });
  }

  private undecided({ texts, confirmed, consentNote }: StoredTypicalCase, original: Original | undefined): number {
    return undecidedIn(texts, confirmed, this.originals.surroundings(original, consentNote));
  }

  private async next(tx: Tx, action: TypicalAction, doing: Doing): Promise<StoredTypicalCase> {
    const { current, body, by, at } = doing;
    const moved = { ...current, version: current.version + 1, updatedAt: at };
    if (action === 'edit') return this.edited(moved, body as TypicalEditBody, doing);
    if (action === 'propose') return refuseEmpty({ ...moved, state: 'proposed', returnReason: null });
    if (action === 'discard') return { ...moved, state: 'discarded' };
    const { reason } = body as TypicalReasonBody;
    if (action === 'return') return { ...moved, state: 'draft', approvals: [], returnReason: reason };
    if (action === 'withdraw') return { ...moved, state: 'withdrawn', withdrawReason: reason, withdrawnAt: at };
    const { state, approvals } = approved(current, by, at, RULES);
    if (state !== 'published') return { ...moved, state, approvals };
    const year = dayOf(at).slice(0, 4);
    const number = `${year}-${String(await this.numbers.next(tx, `typical:${year}`)).padStart(3, '0')}`;
    return { ...moved, state, approvals, number, publishedAt: at };
  }

  private edited(moved: StoredTypicalCase, body: TypicalEditBody, { by, at, original }: Doing): StoredTypicalCase {
    const departmentCode = body.departmentCode ?? moved.departmentCode;
    const categoryCode = body.categoryCode ?? moved.categoryCode;
    this.refuseUnknown(departmentCode, categoryCode);
    const before = (one: { field: string; kind: string; text: string; n: number }) =>
      moved.confirmed.find((old) => old.field === one.field && old.kind === one.kind && old.text === one.text && old.n === one.n);
    const confirmed = (body.confirmed ?? []).map((one): Decision => before(one) ?? { ...one, by: by.username, at });
    const next = {
      ...moved,
      departmentCode,
      categoryCode,
      texts: { title: body.title, happened: body.happened, dealt: body.dealt },
      confirmed,
      consentNote: body.consentNote?.trim() || null,
      authors: [...new Set([...moved.authors, by.username])],
    };
    return { ...next, unresolved: this.undecided(next, original) };
  }

  private async tell(tx: Tx, type: AuditType, one: StoredTypicalCase, by: Actor, at: Instant): Promise<void> {
    const { id, departmentCode, number, version, caseNumber } = one;
    const facts = { typicalCase: id, departmentCode, ...(number ? { number } : {}), version };
    await this.events.append(tx, [{ type, facts, by, at, ...(caseNumber ? { caseNumber } : {}), audience: 'audit' }]);
  }
}

/** Only what has come to its end is told. */
function refuseOpen(original: Original | undefined): void {
  if (original && !ENDED.includes(original.current.status))
    throw new DomainError('typical-case.case-open', 409, { status: original.current.status });
}

function refuseEmpty(next: StoredTypicalCase): StoredTypicalCase {
  const empty = Object.entries(next.texts).filter(([, text]) => text.trim() === '');
  if (empty.length > 0) throw invalid(empty.map(([field]) => ({ field, code: 'required' })));
  refuseTraces(next.unresolved);
  return next;
}
