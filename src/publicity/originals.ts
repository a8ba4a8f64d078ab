import { Injectable } from '@nestjs/common';
import { CaseStore } from '../cases/case.store.js';
import { type Ink, Seals } from '../cases/seals.js';
import type { ComplainantRow, Identities } from '../complainants/identities.js';
import { Reference } from '../departments/reference.js';
import type { Actor, CaseState } from '../domain/case-state.js';
import type { KnownValue, Surroundings } from '../domain/de-identification.js';
import type { TraceKind } from '../domain/trace-patterns.js';
import { scopeOf } from '../domain/visibility.js';
import { SealedRecords } from '../investigations/sealed-records.js';
import { Db } from '../platform/db.js';
import { PLACES } from './settings.js';

/** A text of the case, by the name of its place in it. */
export interface OriginalPart {
  part: 'title' | 'description' | 'summary' | 'reply';
  text: string;
}

/** The case a typical case is made from, and all that must not be known from it. */
export interface Original {
  current: CaseState;
  /** The complainant agreed to be named. */
  consents: boolean;
  parts: OriginalPart[];
  known: (KnownValue & { byConsent: boolean })[];
}
interface Words {
  title: string;
  description: string;
  address: string | null;
  namedOfficial: string | null;
  consentToBeNamed: number;
}

const PARTICULARS: [field: 'name' | 'phone' | 'email' | 'idNumber' | 'address' | 'organisation' | 'uscc', kind: TraceKind][] = [
  ['name', 'name'],
  ['phone', 'phone'],
  ['email', 'email'],
  ['idNumber', 'id-number'],
  ['address', 'place'],
  ['organisation', 'company'],
  ['uscc', 'uscc'],
];
/** Of someone who agreed to be named these may be told, if a person decides so; the rest never. */
const NAMED_BY_CONSENT: readonly TraceKind[] = ['name', 'company', 'uscc'];

/** Reads the case behind a typical case, under the one visibility rule. */
@Injectable()
export class Originals {
  constructor(
    private readonly cases: CaseStore,
    private readonly seals: Seals,
    private readonly reference: Reference,
    private readonly records: SealedRecords,
    private readonly db: Db,
  ) {}

  /** Whether an investigation that the case is part of has not come to its conclusion. Told to commissioners alone: others may not know of it. */
  async isBeingInvestigated(caseNumber: string): Promise<boolean> {
    const rows = await this.db.readPrimary(
      `SELECT i.investigationNumber FROM investigation_cases k JOIN investigations i ON i.investigationNumber = k.investigationNumber
       WHERE k.caseIndex = ? AND i.concludedAt IS NULL AND i.status NOT IN ('held','archived') LIMIT 1`,
      [this.records.caseIndex(caseNumber)],
    );
    return rows.length > 0;
  }

  /** Throws `not-found` (404) alike for absent and hidden. */
  async read(caseNumber: string, by: Actor): Promise<Original> {
    const sql = 'SELECT * FROM complainants WHERE caseNumber = ?';
    const { current, row, beside } = await this.cases.readWith<Words>(caseNumber, scopeOf(by), { beside: [{ sql, params: [caseNumber] }] });
    const consents = Number(row.consentToBeNamed) === 1;
    const ink = this.seals.of(current);
    const [complainant] = (beside[0] ?? []) as unknown as ComplainantRow[];
    return { current, consents, parts: partsOf(current, row, ink), known: knownOf(caseNumber, row, complainant, ink) };
  }

  /**
   * What is looked for in a text: the case's own particulars where there is a case, and always the city. A complainant may be named only
   * if he agreed, on the case and, as somebody noted, to this publication. Source: rules on handling accusations, article 47.
   */
  surroundings(original: Original | undefined, consentNote: string | null): Surroundings {
    const named = original?.consents === true && (consentNote ?? '').trim() !== '';
    const known = (original?.known ?? []).map(({ byConsent, ...one }) => ({ ...one, mustGo: one.mustGo && !(named && byConsent) }));
    return { known, places: PLACES, authorities: this.reference.departments.map(({ name }) => name) };
  }
}

function partsOf(current: CaseState, row: Words, { texts }: Ink): OriginalPart[] {
  const { caseNumber, summary, assignments } = current;
  const replies = assignments.flatMap(({ publicReply }) => (publicReply ? [{ part: 'reply' as const, text: publicReply }] : []));
  return [
    { part: 'title', text: texts.open(row.title, 'cases.title', caseNumber) },
    { part: 'description', text: texts.open(row.description, 'cases.description', caseNumber) },
    ...(summary ? [{ part: 'summary' as const, text: summary }] : []),
    ...replies,
  ];
}

/** The particulars of a complainant as what must not be found in a public text. */
export const particularsKnown = (complainant: ComplainantRow, identities: Identities): KnownValue[] =>
  PARTICULARS.flatMap(([field, kind]) => {
    const value = identities.open(complainant, field);
    return value ? [{ kind, value, mustGo: true }] : [];
  });

function knownOf(caseNumber: string, row: Words, complainant: ComplainantRow | undefined, { texts, identities }: Ink): Original['known'] {
  const known: Original['known'] = [{ kind: 'case-number', value: caseNumber, mustGo: true, byConsent: false }];
  for (const one of complainant ? particularsKnown(complainant, identities) : [])
    known.push({ ...one, byConsent: NAMED_BY_CONSENT.includes(one.kind) });
  const address = texts.maybe(row.address, 'cases.address', caseNumber);
  if (address) known.push({ kind: 'place', value: address, mustGo: true, byConsent: false });
  const official = texts.maybe(row.namedOfficial, 'cases.namedOfficial', caseNumber);
  if (official) known.push({ kind: 'name', value: official, mustGo: false, byConsent: false });
  return known;
}
