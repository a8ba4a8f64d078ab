import type { Reference } from '../departments/reference.js';
import type { AuditType } from '../domain/audit.js';
import type { Actor } from '../domain/case-state.js';
import type { KnownValue, Surroundings } from '../domain/de-identification.js';
import { addDays, DAY, dayOf, HOUR, instantOf, type Instant } from '../domain/time.js';
import { approved, type TypicalAction, type TypicalState } from '../domain/typical-case-life.js';
import type { ToldEvent } from '../events/event-log.js';
import { configJson } from '../platform/settings.js';
import { PLACES, PUBLICITY } from '../publicity/settings.js';
import { tracesOf, undecidedIn } from '../publicity/tracing.js';
import { type StoredTypicalCase, TEXT_FIELDS, type TypicalTexts } from '../publicity/typical-case.store.js';
import type { Life } from './life.js';
import type { Random } from './random.js';
import { idAt } from './telling.js';

/** A typical case of the demo: its words, and how far it has come. */
interface Written extends TypicalTexts {
  department: string;
  category: string;
  monthsAgo: number;
  state: 'draft' | 'proposed' | 'approved-once' | 'published' | 'withdrawn';
  reason?: string;
}
/** A step of its life, as the versions keep it. */
export interface TypicalStep {
  after: StoredTypicalCase;
  step: TypicalAction | 'create';
  by: Actor;
}

const AUTHOR: Actor = { username: 'supervisor1', name: '邱正华', roles: ['supervisor'] };
const FIRST: Actor = { username: 'inspector1', name: '严守诚', roles: ['inspector'] };
const SECOND: Actor = { username: 'commissioner1', name: '项国栋', roles: ['commissioner'] };
/** How far each gets: the number of steps after the draft. */
const STEPS = { draft: 0, proposed: 2, 'approved-once': 3, published: 4, withdrawn: 5 } as const;
const TOLD: Record<TypicalStep['step'], AuditType> = {
  create: 'typical-case.drafted',
  edit: 'typical-case.edited',
  propose: 'typical-case.proposed',
  approve: 'typical-case.approved',
  return: 'typical-case.returned',
  withdraw: 'typical-case.withdrawn',
  discard: 'typical-case.discarded',
};

/** What the case knows of its complainant, as the live system gathers it. */
function knownOf({ state, arrival, told }: Life): KnownValue[] {
  const { given } = arrival.complainant;
  const values: [KnownValue['kind'], string | undefined][] = [
    ['case-number', state.caseNumber],
    ['name', given.name],
    ['phone', given.phone],
    ['email', given.email],
    ['company', given.organisation],
    ['uscc', given.uscc],
    ['place', told.address],
  ];
  return values.flatMap(([kind, value]) => (value ? [{ kind, value, mustGo: true }] : []));
}

/** Plays the typical cases of the demo through the rules: each from a closed case of its department where there is one. */
export class TypicalHistory {
  readonly steps: TypicalStep[][] = [];
  readonly events: ToldEvent[] = [];
  readonly counters = new Map<string, number>();
  private readonly taken = new Set<string>();

  constructor(
    private readonly lives: readonly Life[],
    private readonly reference: Reference,
    private readonly until: Instant,
    private readonly random: Random,
  ) {
    const all = configJson<Written[]>('demo/typical-cases.json');
    for (const written of [...all].sort((a, b) => b.monthsAgo - a.monthsAgo)) this.play(written);
    this.events.sort((a, b) => a.at - b.at);
  }

  /** The newest closed case of the department and matter that had come to its end by then, not told twice. */
  private caseFor({ department, category }: Written, at: Instant): Life | undefined {
    const fits = this.lives.filter(
      ({ state, arrival }) =>
        (state.status === 'closed' || state.status === 'archived') &&
        (state.closedAt ?? Infinity) < at - 5 * DAY &&
        state.categoryCode === category &&
        arrival.department === department &&
        !this.taken.has(state.caseNumber),
    );
    const found = fits.at(-1);
    if (found) this.taken.add(found.state.caseNumber);
    return found;
  }

  private play(written: Written): void {
    const today = dayOf(this.until);
    const at = written.monthsAgo < 2 ? this.until - 3 * DAY + 9 * HOUR : instantOf(addDays(today, -30 * written.monthsAgo), 9 * 60);
    const life = this.caseFor(written, at);
    const around: Surroundings = {
      known: life ? knownOf(life) : [],
      places: PLACES,
      authorities: this.reference.departments.map(({ name }) => name),
    };
    let current = this.fresh(written, life?.state.caseNumber ?? null, at, around);
    const steps: TypicalStep[] = [{ after: current, step: 'create', by: AUTHOR }];
    const moves: [step: TypicalAction, by: Actor, days: number][] = [
      ['edit', AUTHOR, 0.1],
      ['propose', AUTHOR, 0.2],
      ['approve', FIRST, 1],
      ['approve', SECOND, 2],
      ['withdraw', SECOND, 30],
    ];
    for (const [step, by, days] of moves.slice(0, STEPS[written.state])) {
      current = this.moved(current, step, by, at + days * DAY, written, around);
      steps.push({ after: current, step, by });
    }
    this.steps.push(steps);
    for (const { after, step, by } of steps) this.tell(after, step, by);
  }

  private fresh(written: Written, caseNumber: string | null, at: Instant, around: Surroundings): StoredTypicalCase {
    const texts = Object.fromEntries(TEXT_FIELDS.map((field) => [field, written[field]])) as TypicalTexts;
    return {
      id: idAt(at, this.random),
      number: null,
      state: 'draft',
      version: 1,
      caseNumber,
      departmentCode: written.department,
      categoryCode: written.category,
      authors: [AUTHOR.username],
      approvals: [],
      unresolved: undecidedIn(texts, [], around),
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

  private moved(
    before: StoredTypicalCase,
    step: TypicalAction,
    by: Actor,
    at: Instant,
    { reason }: Written,
    around: Surroundings,
  ): StoredTypicalCase {
    const next = { ...before, version: before.version + 1, updatedAt: at };
    if (step === 'edit') return decided(next, by, at, around);
    if (step === 'propose') return { ...next, state: 'proposed' };
    if (step === 'withdraw') return { ...next, state: 'withdrawn', withdrawReason: reason ?? '', withdrawnAt: at };
    const { state, approvals }: { state: TypicalState; approvals: StoredTypicalCase['approvals'] } = approved(
      before,
      by,
      at,
      PUBLICITY.typicalCases,
    );
    if (state !== 'published') return { ...next, state, approvals };
    const year = dayOf(at).slice(0, 4);
    const count = (this.counters.get(`typical:${year}`) ?? 0) + 1;
    this.counters.set(`typical:${year}`, count);
    return { ...next, state, approvals, number: `${year}-${String(count).padStart(3, '0')}`, publishedAt: at };
  }

  private tell(
    { id, departmentCode, number, version, caseNumber, updatedAt, state }: StoredTypicalCase,
    step: TypicalStep['step'],
    by: Actor,
  ): void {
    const type = step === 'approve' && state === 'published' ? 'typical-case.published' : TOLD[step];
    const facts = { typicalCase: id, departmentCode, ...(number ? { number } : {}), version };
    this.events.push({ type, facts, by, at: updatedAt, ...(caseNumber ? { caseNumber } : {}), audience: 'audit' });
  }
}

/** The author has looked at every trace: what is harmless stays. A text that still leads to somebody is a mistake in the demo's file. */
function decided(next: StoredTypicalCase, by: Actor, at: Instant, around: Surroundings): StoredTypicalCase {
  const traces = tracesOf(next.texts, around);
  const confirmed = TEXT_FIELDS.flatMap((field) =>
    traces[field].filter(({ mustGo }) => !mustGo).map(({ kind, text, n }) => ({ field, kind, text, n, by: by.username, at })),
  );
  const unresolved = undecidedIn(next.texts, confirmed, around);
  if (unresolved > 0) throw new Error(`config/demo/typical-cases.json: “${next.texts.title}” still leads to somebody`);
  return { ...next, confirmed, unresolved };
}
