import { Injectable } from '@nestjs/common';
import type { IntakeReceipt, RegistrationInput } from '../cases/intake.dto.js';
import { Intake } from '../cases/intake.js';
import { Reference } from '../departments/reference.js';
import { type Actor, type CaseState, COMPLAINANT } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { maskName } from '../domain/masking.js';
import { sentence } from '../domain/sentences.js';
import { dayOf, isoOf, type Day } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { Contacts } from './contacts.js';
import { nextNumber } from './numbers.js';
import type {
  InvitedWatcher,
  ObservationInput,
  ObservationView,
  SpecialSupervisorInput,
  SpecialSupervisorPage,
  SpecialSupervisorView,
  WatcherListQuery,
  WatcherPersonal,
} from './watcher.dto.js';
import { type WayInRow, WaysIn } from './ways-in.js';

interface Row {
  number: string;
  kind: SpecialSupervisorView['kind'];
  name: string;
  phone: string | null;
  organisation: string | null;
  termFrom: Day;
  termTo: Day | null;
  active: number;
  codeHash?: string | null;
  setupHash?: string | null;
  setAt?: number | null;
  observations?: number;
}
const NAMED = `SELECT s.*, w.codeHash, w.setupHash, w.setAt, (SELECT COUNT(*) FROM observations o WHERE o.number = s.number) AS observations
  FROM special_supervisors s LEFT JOIN ways_in w ON w.number = s.number`;

/** Deputies, committee members and managers who supervise; each of their observations becomes a case. Source: domain text, section 2. */
@Injectable()
export class SpecialSupervisors {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly contacts: Contacts,
    private readonly ways: WaysIn,
    private readonly intake: Intake,
    private readonly events: EventLog,
    private readonly reference: Reference,
  ) {}

  async list({ active, page, pageSize }: WatcherListQuery): Promise<SpecialSupervisorPage> {
    const where = active === undefined ? '1 = 1' : `s.active = ${active ? 1 : 0}`;
    const [count] = await this.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM special_supervisors s WHERE ${where}`);
    const rows = await this.db.read<Row>(`${NAMED} WHERE ${where} ORDER BY s.number LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`);
    return { items: rows.map((row) => this.view(row)), total: Number(count?.n ?? 0), page, pageSize };
  }

  /** Puts somebody on the register. Throws `input.invalid` (422) for a term that ends before it begins. */
  async add(given: SpecialSupervisorInput, by: Actor): Promise<SpecialSupervisorView> {
    const { kind, name, phone, organisation, termFrom, termTo } = given;
    if (termTo && termTo < termFrom) throw new DomainError('input.invalid', 422, { fields: [{ field: 'termTo', code: 'before-start' }] });
    const number = await this.db.write(async (tx) => {
      const own = await nextNumber(tx, this.db, 'JD');
      const at = this.clock.now();
      const row = {
        number: own,
        kind,
        name: this.contacts.close(name, 'special_supervisors.name', own),
        phone: this.contacts.close(phone, 'special_supervisors.phone', own),
        phoneIndex: this.contacts.phoneIndex(phone, 'special-supervisor'),
        organisation: this.contacts.close(organisation, 'special_supervisors.organisation', own),
        termFrom,
        termTo: termTo ?? null,
        active: true,
        createdAt: at,
      };
      await insertRows(tx, 'special_supervisors', [row]);
      await this.events.append(tx, [{ type: 'special-supervisor.added', facts: { number: own }, by, at, audience: 'office' }]);
      return own;
    });
    return this.view(await this.row(number));
  }

  /** A link for the person to set the access code with; throws `not-found` (404), `special-supervisor.ended` (409). */
  invite(number: string, by: Actor): Promise<InvitedWatcher> {
    return this.db.write(async (tx) => {
      const row = await this.lock(tx, number);
      if (Number(row.active) !== 1) throw new DomainError('special-supervisor.ended', 409);
      const invited = await this.ways.invite(tx, number, 'special-supervisor');
      const at = this.clock.now();
      await this.events.append(tx, [{ type: 'special-supervisor.invited', facts: { number }, by, at, audience: 'office' }]);
      return invited;
    });
  }

  /** Ends the office: the way in is shut at once. */
  async end(number: string, by: Actor): Promise<SpecialSupervisorView> {
    await this.db.write(async (tx) => {
      const row = await this.lock(tx, number);
      if (Number(row.active) !== 1) throw new DomainError('special-supervisor.ended', 409);
      const at = this.clock.now();
      await updateRow(tx, 'special_supervisors', { number }, { active: 0, termTo: dayOf(at) });
      await this.ways.shut(tx, number);
      await this.events.append(tx, [{ type: 'special-supervisor.ended', facts: { number }, by, at, audience: 'office' }]);
    });
    return this.view(await this.row(number));
  }

  /** Particulars in plain for a reason that is logged before they leave. */
  async unmask(number: string, fields: readonly WatcherPersonal[], reason: string, by: Actor): Promise<Record<string, string>> {
    const row = await this.row(number);
    const facts = { number, fields, reason };
    const at = this.clock.now();
    await this.db.write((tx) => this.events.append(tx, [{ type: 'special-supervisor.unmasked', facts, by, at, audience: 'audit' }]));
    const values = fields.flatMap((field) => {
      const plain = this.contacts.open(row[field], `special_supervisors.${field}`, number);
      return plain ? [[field, plain] as const] : [];
    });
    return Object.fromEntries(values);
  }

  /** Files an observation: a case of the channel `special-supervisor`, in the name of who filed it. */
  async file(way: WayInRow, given: ObservationInput): Promise<IntakeReceipt> {
    const { number } = way;
    const row = await this.row(number);
    if (Number(row.active) !== 1 || (row.termTo !== null && row.termTo < dayOf(this.clock.now()))) throw notFound();
    const { number: _number, code: _code, ...matter } = given;
    const name = this.contacts.open(row.name, 'special_supervisors.name', number)!;
    const phone = this.contacts.open(row.phone, 'special_supervisors.phone', number);
    const input: RegistrationInput = {
      channel: 'special-supervisor',
      urgency: 'normal',
      ...matter,
      complainant: { name, ...(phone ? { phone } : {}) },
    };
    const beside = async (tx: Tx, { caseNumber, status }: CaseState): Promise<void> => {
      if (status !== 'sealed') await insertRows(tx, 'observations', [{ caseNumber, number, at: this.clock.now() }]);
    };
    return this.intake.register(input, { channel: 'special-supervisor', urgency: 'normal', by: COMPLAINANT, beside });
  }

  /** What somebody filed and where it stands, in the words the public reads. */
  async observationsOf(number: string): Promise<ObservationView[]> {
    const rows = await this.db.readPrimary<{ caseNumber: string; at: number; status: string }>(
      'SELECT o.caseNumber, o.at, c.status FROM observations o JOIN cases c ON c.caseNumber = o.caseNumber WHERE o.number = ? ORDER BY o.at DESC LIMIT 50',
      [number],
    );
    const { statusText } = this.reference.rulesAt('messages', this.clock.now());
    return rows.map(({ caseNumber, at, status }) => {
      const { zh, en } = sentence(statusText[status] ?? { zh: status, en: status }, {});
      return { caseNumber, status, statusText: zh, statusTextEn: en, at: isoOf(Number(at)) };
    });
  }

  private async row(number: string): Promise<Row> {
    const [row] = await this.db.readPrimary<Row>(`${NAMED} WHERE s.number = ?`, [number]);
    if (!row) throw notFound();
    return row;
  }

  private async lock(tx: Tx, number: string): Promise<Row> {
    const [row] = await tx.query<Row[]>(`SELECT * FROM special_supervisors WHERE number = ?${this.db.forUpdate}`, [number]);
    if (!row) throw notFound();
    return row;
  }

  private view(row: Row): SpecialSupervisorView {
    const { number, kind, termFrom, termTo, active, codeHash, setupHash, setAt, observations } = row;
    const name = this.contacts.open(row.name, 'special_supervisors.name', number) ?? '';
    const phone = this.contacts.maskedPhone(row.phone, 'special_supervisors.phone', number);
    const organisation = this.contacts.open(row.organisation, 'special_supervisors.organisation', number);
    return {
      number,
      kind,
      name: maskName(name),
      ...(phone ? { phone } : {}),
      ...(organisation ? { organisation } : {}),
      termFrom,
      ...(termTo ? { termTo } : {}),
      active: Number(active) === 1,
      wayIn: this.ways.stateOf({ codeHash: codeHash ?? null, setupHash: setupHash ?? null, setAt: setAt ?? null }),
      observations: Number(observations ?? 0),
    };
  }
}
