import { Injectable } from '@nestjs/common';
import { published } from '../cases/published.js';
import { Texts } from '../cases/texts.js';
import { all, type Sql } from '../cases/visible.js';
import { type ComplainantRow, Identities } from '../complainants/identities.js';
import { Reference } from '../departments/reference.js';
import { REGION_NAMES, regionOf } from '../departments/regions.js';
import type { AssignmentState, CaseState, LimitState } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { answerBy, isFitForAll, isPublished, OPEN_STATUSES, replyOf } from '../domain/public-reply.js';
import { isoOf } from '../domain/time.js';
import { Keys } from '../platform/crypto.js';
import { Db } from '../platform/db.js';
import { Log } from '../platform/log.js';
import { particularsKnown } from '../publicity/originals.js';
import { PLACES } from '../publicity/settings.js';
import { idOf, numberOfId, numberOfToken } from './names.js';
import { OPEN311 } from './settings.js';
import type { OpenStatus, RequestQuery } from './window.js';

/** A request as everybody reads it; what the complainant wrote or is called is not in it. Source: GeoReport v2, GET Service Requests. */
export interface ServiceRequest {
  service_request_id: string;
  status: OpenStatus;
  /** The public reply, where nothing in it leads to anybody; else the status in words. */
  status_notes: string;
  service_name: string;
  service_code: string;
  description: null;
  agency_responsible: string | null;
  service_notice: null;
  requested_datetime: string;
  updated_datetime: string;
  expected_datetime: string | null;
  /** The district, never more. */
  address: string | null;
  address_id: null;
  zipcode: null;
  lat: null;
  long: null;
  media_url: null;
}

type Row = Pick<CaseState, 'caseNumber' | 'status' | 'receivedAt' | 'updatedAt' | 'closedAt' | 'outcomeText'> & {
  categoryCode: string;
  region: string | null;
  address: string | null;
};
type Part = Pick<AssignmentState, 'caseNumber' | 'departmentCode' | 'role' | 'status' | 'publicReply'>;
type Limit = Pick<LimitState, 'caseNumber' | 'name' | 'state' | 'dueAt'>;
interface Whole {
  row: Row;
  complainant: ComplainantRow;
  parts: Part[];
  limits: Limit[];
}

const COLUMNS = ['caseNumber', 'status', 'receivedAt', 'updatedAt', 'closedAt', 'outcomeText', 'categoryCode', 'region', 'address'];
const SELECTED = COLUMNS.map((column) => `c.${column}`).join(', ');
/** The name of a region or street that the city itself knows: never what somebody else wrote there. */
const placeOf = (region: string | null): string | null =>
  region === null ? null : (REGION_NAMES.get(regionOf(region)) ?? (PLACES.includes(region) ? region : null));

const FROM = 'FROM cases c JOIN complainants p ON p.caseNumber = c.caseNumber';
/** How many replies it is remembered of whether they are fit for all. */
const MOST_JUDGED = 10_000;
const marks = (list: readonly unknown[]): string => list.map(() => '?').join(',');
const NOTHING = {
  description: null,
  service_notice: null,
  address_id: null,
  zipcode: null,
  lat: null,
  long: null,
  media_url: null,
} as const;

/** Reads what everybody may know of cases, asked of the primary, so that what was sealed a moment ago is gone. */
@Injectable()
export class Requests {
  /** By case and moment of its last change: to look a reply through costs milliseconds, and anybody may ask. */
  private readonly judged = new Map<string, boolean>();

  constructor(
    private readonly db: Db,
    private readonly keys: Keys,
    private readonly reference: Reference,
    private readonly identities: Identities,
    private readonly texts: Texts,
    private readonly log: Log,
  ) {}

  async list(query: RequestQuery): Promise<ServiceRequest[]> {
    if (query.ids) {
      const numbers = query.ids.flatMap((id) => numberOfId(this.keys, id) ?? []);
      return numbers.length === 0 ? [] : this.find({ sql: `c.caseNumber IN (${marks(numbers)})`, params: numbers });
    }
    if (query.limit === 0) return [];
    const { from, to, services, statuses, limit, offset } = query;
    const within: Sql = { sql: 'c.receivedAt >= ? AND c.receivedAt <= ?', params: [from, to] };
    const of: Sql[] = services.length > 0 ? [{ sql: `c.categoryCode IN (${marks(services)})`, params: services }] : [];
    return this.find(all(within, ...of), statuses, `LIMIT ${limit} OFFSET ${offset}`);
  }

  /** Throws `not-found` (404) alike for a name nobody gave, and for a case that is not public, whatever the reason. */
  async item(id: string): Promise<ServiceRequest> {
    const found = await this.ofNumber(numberOfId(this.keys, id));
    if (!found) throw notFound();
    return found;
  }

  /** What a token has become: an id once the reply is public, none before. Throws `not-found` (404) for a token nobody gave. */
  async ofToken(token: string): Promise<{ token: string; service_request_id: string | null }> {
    const number = numberOfToken(this.keys, token);
    if (number === undefined) throw notFound();
    return { token, service_request_id: (await this.ofNumber(number))?.service_request_id ?? null };
  }

  private async ofNumber(number: string | undefined): Promise<ServiceRequest | undefined> {
    return number === undefined ? undefined : (await this.find({ sql: 'c.caseNumber = ?', params: [number] }))[0];
  }

  private async find(condition: Sql, statuses?: OpenStatus[], limit = ''): Promise<ServiceRequest[]> {
    const where = all(condition, published(statuses));
    const sql = `SELECT ${SELECTED} ${FROM} WHERE ${where.sql} ORDER BY c.receivedAt DESC, c.caseNumber DESC ${limit}`;
    const rows = await this.db.readPrimary<Row>(sql, where.params);
    if (rows.length === 0) return [];
    const numbers = rows.map(({ caseNumber }) => caseNumber);
    const own = (columns: string, table: string) => ({
      sql: `SELECT ${columns} FROM ${table} WHERE caseNumber IN (${marks(numbers)})`,
      params: numbers,
    });
    const [complainants, parts, limits] = (await this.db.readAllPrimary([
      own('*', 'complainants'),
      own('caseNumber, departmentCode, role, status, publicReply', 'assignments'),
      own('caseNumber, name, state, dueAt', 'case_limits'),
    ])) as unknown as [ComplainantRow[], Part[], Limit[]];
    return rows.flatMap((row) => {
      const mine = <T extends { caseNumber: string }>(list: readonly T[]) => list.filter((one) => one.caseNumber === row.caseNumber);
      const [complainant] = mine(complainants);
      return complainant ? this.viewOf({ row, complainant, parts: mine(parts), limits: mine(limits) }) : [];
    });
  }

  /** Nothing for a case that changed between the two questions. */
  private viewOf(one: Whole): ServiceRequest[] {
    const { row, complainant, parts, limits } = one;
    const current = { ...row, accusation: false, assignments: parts };
    if (!isPublished(current, { anonymous: Number(complainant.anonymous) === 1 })) return [];
    const status = OPEN_STATUSES[row.status as keyof typeof OPEN_STATUSES];
    const due = status === 'open' ? answerBy(limits) : undefined;
    const lead = parts.find(({ role, status: state }) => role === 'lead' && state === 'accepted');
    return [
      {
        ...NOTHING,
        service_request_id: idOf(this.keys, row.caseNumber),
        status,
        status_notes: this.replyFor(one) ?? OPEN311.statusNotes[status],
        service_name: this.reference.category(row.categoryCode)?.name ?? row.categoryCode,
        service_code: row.categoryCode,
        agency_responsible: lead ? (this.reference.department(lead.departmentCode)?.name ?? null) : null,
        requested_datetime: isoOf(Number(row.receivedAt)),
        updated_datetime: isoOf(Number(status === 'closed' ? (row.closedAt ?? row.updatedAt) : row.updatedAt)),
        expected_datetime: due === undefined ? null : isoOf(Number(due)),
        address: placeOf(row.region),
      },
    ];
  }

  /** The reply, if it may be read by all; a record that was tampered with is told by its status alone. */
  private replyFor(one: Whole): string | undefined {
    const reply = replyOf({ ...one.row, assignments: one.parts });
    if (reply === undefined) return undefined;
    const key = `${one.row.caseNumber}:${one.row.updatedAt}`;
    const known = this.judged.get(key) ?? this.isFit(one, reply);
    if (this.judged.size >= MOST_JUDGED) this.judged.clear();
    this.judged.set(key, known);
    return known ? reply : undefined;
  }

  private isFit({ row, complainant }: Whole, reply: string): boolean {
    if (complainant.forgottenAt) return false; // nobody knows any more what must not stand in it
    try {
      const place = this.texts.maybe(row.address, 'cases.address', row.caseNumber);
      const known = particularsKnown(complainant, this.identities);
      if (place) known.push({ kind: 'place', value: place, mustGo: true });
      const authorities = this.reference.departments.map(({ name }) => name);
      return isFitForAll(reply, { known, places: PLACES, authorities });
    } catch (error) {
      this.log.error(`the reply of case ${row.caseNumber} is not shown: its complainant cannot be read`, error);
      return false;
    }
  }
}
