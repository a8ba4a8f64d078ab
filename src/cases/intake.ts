import { Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import type { Actor, CaseState } from '../domain/case-state.js';
import { opened, type Particulars, registeredFacts } from '../domain/case-opening.js';
import { caseNumberOf, usccValid } from '../domain/codes.js';
import { maskText } from '../domain/masking.js';
import { dayOf, type Instant } from '../domain/time.js';
import type { Channel, Urgency } from '../domain/vocabulary.js';
import { EventLog } from '../events/event-log.js';
import { randomDigits, Keys } from '../platform/crypto.js';
import { nextCount } from '../platform/counting.js';
import { Db, insertRows, type Tx } from '../platform/db.js';
import { type BrokenField, invalid } from '../platform/http/problem.js';
import { Idempotency } from '../platform/idempotency.js';
import { CallLinks } from './call-links.js';
import { behaviourRows } from './case-behaviours.js';
import { GreenChannel } from './green-channel.js';
import { CaseStore, columnsOf } from './case.store.js';
import type { ComplaintInput, IntakeReceipt, RegistrationInput, Warning } from './intake.dto.js';
import { Policies } from './policies.js';
import { Seals } from './seals.js';

/** How a matter came in, beside what it says. */
export interface Arrival {
  channel: Channel;
  urgency: Urgency;
  by: Actor;
  idempotencyKey?: string | undefined;
  /** Rows of whoever registers that belong to the same moment; what it throws undoes the whole registration. */
  beside?: (tx: Tx, current: CaseState) => Promise<void>;
  /** Everything is done and then undone: the system tests its own form. ADR 0023. */
  isRehearsal?: boolean;
}

/** Takes complaints in: one transaction for number, case, identity, terms, clocks and event. */
@Injectable()
export class Intake {
  constructor(
    private readonly db: Db,
    private readonly keys: Keys,
    private readonly events: EventLog,
    private readonly idempotency: Idempotency,
    private readonly seals: Seals,
    private readonly reference: Reference,
    private readonly policies: Policies,
    private readonly store: CaseStore,
    private readonly calls: CallLinks,
    private readonly channel: GreenChannel,
  ) {}

  /**
   * Registers a case. Throws `input.invalid` (422) for an unknown category or department, and `idempotency.mismatch` (422)
   * when the key was used with another body; the same key and body answer again what was answered first.
   */
  async register(input: ComplaintInput | RegistrationInput, arrival: Arrival): Promise<IntakeReceipt> {
    this.check(input);
    const [handle, secret] = [randomDigits(10), randomDigits(10)];
    const trackingHash = await this.keys.hashCode(secret);
    const project = await this.channel.projectOf(projectQuestion(input, this.policies.now()));
    const door = arrival.isRehearsal ? 'rehearse' : 'write';
    return this.idempotency.once(arrival.idempotencyKey, `intake:${arrival.by.username}`, input, () =>
      this.db[door](async (tx) => {
        const current = await this.insert(tx, input, arrival, { handle, trackingHash, project });
        const warnings = warningsOf(input);
        const receipt: IntakeReceipt = {
          caseNumber: current.caseNumber,
          trackingCode: handle + secret,
          ...(warnings.length > 0 ? { warnings } : {}),
        };
        await this.idempotency.keep(tx, arrival.idempotencyKey, `intake:${arrival.by.username}`, input, receipt);
        await arrival.beside?.(tx, current);
        await this.announce(tx, current, input, arrival);
        return receipt;
      }),
    );
  }

  private check(input: ComplaintInput | RegistrationInput): void {
    const fields: BrokenField[] = [];
    if (input.categoryCode && !this.reference.isOffered(input.categoryCode))
      fields.push({ field: 'categoryCode', code: 'unknown-category' });
    if (input.accusedDepartmentCode && !this.reference.department(input.accusedDepartmentCode)) {
      fields.push({ field: 'accusedDepartmentCode', code: 'unknown-department' });
    }
    const behaviours = behavioursIn(input);
    const known = behaviours.length > 0 ? this.reference.behavioursOn(dayOf(this.policies.now())) : [];
    if (behaviours.some((given) => !known.some(({ code }) => code === given)))
      fields.push({ field: 'behaviourCodes', code: 'unknown-behaviour' });
    if (fields.length > 0) throw invalid(fields);
  }

  /** The running number of the city's day; its row is locked until commit, so a day has no gaps. */
  private async nextNumber(tx: Tx, day: string): Promise<string> {
    return caseNumberOf(day, await nextCount(tx, this.db, `cases:${day}`));
  }

  private async insert(
    tx: Tx,
    input: ComplaintInput | RegistrationInput,
    arrival: Arrival,
    code: { handle: string; trackingHash: string; project: ProjectOf },
  ): Promise<CaseState> {
    const policy = this.policies.at(this.policies.now());
    const flags = this.reference.category(input.categoryCode)?.flags ?? {};
    const caseNumber = await this.nextNumber(tx, dayOf(policy.now));
    const current = opened(
      {
        caseNumber,
        kind: input.kind,
        urgency: arrival.urgency,
        channel: arrival.channel,
        categoryCode: input.categoryCode ?? null,
        accusedDepartmentCode: input.accusedDepartmentCode ?? null,
        namesOfficial: input.namedOfficial !== undefined,
        project: code.project !== undefined || ('project' in input && input.project === true),
        registeredBy: arrival.by.username,
        flags,
      },
      policy,
    );
    await insertRows(tx, 'cases', [{ ...columnsOf(current), ...this.wordsOf(input, current), ...code2columns(code) }]);
    const { texts, identities } = this.seals.of(current);
    const given = await this.complainantOf(tx, input, arrival.by);
    await insertRows(tx, 'complainants', [
      identities.rowOf(caseNumber, given.anonymous === true || !(given.name ?? given.phone ?? given.organisation), given),
    ]);
    await insertRows(tx, 'case_limits', current.limits);
    await this.store.insertFacts(tx, current);
    const scope = current.status === 'sealed' ? 's' : 'o';
    await insertRows(tx, 'case_terms', [
      ...texts.termRows(`${input.title ?? ''}\n${input.description}`, scope, caseNumber),
      ...texts.tailRows(given.phone, scope, caseNumber),
    ]);
    await insertRows(tx, 'case_behaviours', behaviourRows(this.reference, behavioursIn(input), current, arrival.by));
    if (current.status === 'sealed') await this.store.nameDutyReaders(tx, caseNumber);
    else if (code.project) await this.channel.link(tx, caseNumber, code.project, arrival.by, current.receivedAt);
    return current;
  }

  /** Whoever rings and withholds nothing can be reached at the number he rings from, though nobody typed it. */
  private async complainantOf(
    tx: Tx,
    input: ComplaintInput | RegistrationInput,
    by: Actor,
  ): Promise<NonNullable<ComplaintInput['complainant']>> {
    const given = input.complainant ?? {};
    const callId = 'callId' in input ? input.callId : undefined;
    if (callId === undefined || given.phone !== undefined || given.anonymous === true) return given;
    const phone = await this.calls.numberOf(tx, callId, by);
    return phone === undefined ? given : { ...given, phone };
  }

  private wordsOf(input: ComplaintInput, current: CaseState): Record<string, unknown> {
    const { caseNumber } = current;
    const { texts } = this.seals.of(current);
    const title = input.title ?? headingOf(input.description);
    const warnings = warningsOf(input);
    return {
      ...particularsOf(input),
      occurredAt: input.occurredAt ? Date.parse(input.occurredAt) : null,
      consentToBeNamed: input.consentToBeNamed === true,
      warnings: warnings.length > 0 ? JSON.stringify(warnings) : null,
      title: texts.close(title, 'cases.title', caseNumber),
      description: texts.close(input.description, 'cases.description', caseNumber),
      address: input.address ? texts.close(input.address, 'cases.address', caseNumber) : null,
      namedOfficial: input.namedOfficial ? texts.close(input.namedOfficial, 'cases.namedOfficial', caseNumber) : null,
    };
  }

  private async announce(tx: Tx, current: CaseState, input: ComplaintInput | RegistrationInput, { by }: Arrival): Promise<void> {
    const about = { by, at: current.receivedAt, caseNumber: current.caseNumber, version: current.version };
    const { callId, dispatch } = 'channel' in input ? input : { callId: undefined, dispatch: undefined };
    const told = registeredFacts(current, particularsOf(input));
    const facts = { ...told, ...(callId ? { callId } : {}), ...(dispatch ? { suggested: dispatch.lead } : {}) };
    const sealed = current.status === 'sealed' ? [{ type: 'case.sealed', facts: { why: 'category' }, ...about }] : [];
    if (callId) await this.calls.link(tx, callId, current.caseNumber, by);
    await this.events.append(tx, [{ type: 'case.registered', facts, ...about }, ...sealed]);
  }
}

type ProjectOf = Awaited<ReturnType<GreenChannel['projectOf']>>;
const projectQuestion = (input: ComplaintInput | RegistrationInput, at: Instant) => ({
  text: `${input.title ?? ''}\n${input.description}`,
  uscc: input.complainant?.uscc,
  chosen: 'projectCode' in input ? input.projectCode : undefined,
  at,
});

const behavioursIn = (input: ComplaintInput | RegistrationInput): string[] =>
  'behaviourCodes' in input ? [...new Set(input.behaviourCodes ?? [])] : [];

const code2columns = ({ handle, trackingHash }: { handle: string; trackingHash: string }) => ({ trackingHandle: handle, trackingHash });

const particularsOf = (input: ComplaintInput): Particulars => ({
  region: input.region === undefined ? null : maskText(input.region), // it is told to the log, which forgets nothing
  size: input.size ?? null,
  origin: input.origin ?? null,
  amountFen: input.amountInvolved === undefined ? null : Math.round(input.amountInvolved * 100),
  visits: input.visits ?? null,
  basisShown: input.basisShown ?? null,
  receiptGiven: input.receiptGiven ?? null,
});

function warningsOf({ complainant }: ComplaintInput): Warning[] {
  return complainant?.uscc && !usccValid(complainant.uscc) ? [{ field: 'complainant.uscc', code: 'check-digit' }] : [];
}

const LONGEST_HEADING = 30;
const CLAUSE_END = /[,，。；;！!？?\n]/;

/** A heading for a matter that came without one: its first clauses, whole where they fit. */
function headingOf(description: string): string {
  const text = [...description.trim().replace(/\s+/g, ' ')];
  if (text.length <= LONGEST_HEADING) return text.join('');
  const start = text.slice(0, LONGEST_HEADING);
  const cut = start.findLastIndex((sign) => CLAUSE_END.test(sign));
  return cut >= 8 ? start.slice(0, cut).join('') : `${start.join('')}…`;
}
