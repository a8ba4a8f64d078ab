import { importedState, type ImportedCase, type ImportStatus } from './case-import.js';
import type { Policy } from './case-life.js';
import type { Particulars } from './case-opening.js';
import { DomainError } from './errors.js';
import { type ImportField, type ImportMapping, KNOWN_WORDS, NEEDED_FIELDS, type ValueField } from './import-columns.js';
import { namedIn } from './named-in.js';
import { phoneNumber } from './phone-numbers.js';
import { dayOf, type Instant, instantOf, MINUTE } from './time.js';
import type { Channel, Kind } from './vocabulary.js';

/** A line of a table, its cells in the order of the headings; `line` as a spreadsheet counts, the headings being line 1. */
export interface SheetLine {
  line: number;
  cells: readonly string[];
}
/** Why a line is not taken: which field of it, by a code that the screen has a sentence for. */
export interface LineFault {
  line: number;
  field: ImportField;
  code: string;
}
/** What a complainant told of himself. */
export type Person = Partial<Record<'name' | 'phone' | 'email' | 'idNumber' | 'address' | 'organisation' | 'uscc', string>>;

/** A line that can be taken over. */
export interface ReadLine {
  line: number;
  foreignNumber: string;
  case: Omit<ImportedCase, 'caseNumber' | 'registeredBy'>;
  particulars: Particulars;
  title: string | null;
  description: string;
  address: string | null;
  person: Person;
}
/** What the reading has to know of the city. */
export interface LineContext {
  now: Instant;
  /** Categories and departments by name and by code. */
  categories: ReadonlyMap<string, { code: string; flags: ImportedCase['flags'] }>;
  departments: ReadonlyMap<string, { code: string; active: boolean }>;
  policyAt(receivedAt: Instant): Policy;
}

const MOST: Partial<Record<ImportField, number>> = {
  foreignNumber: 64,
  title: 120,
  description: 10_000,
  summary: 4_000,
  reply: 4_000,
  region: 64,
  address: 200,
  name: 60,
  phone: 30,
  email: 200,
  idNumber: 20,
  complainantAddress: 200,
  organisation: 120,
  uscc: 18,
};
/** The first day a spreadsheet counts from, as city time; and the span in which a bare number is taken for a day. */
const SHEET_EPOCH = instantOf('1899-12-30');
const SHEET_DAYS = [20_000, 80_000] as const;
const DATED = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[T\s]*(\d{1,2})[:时]?(\d{2})(?:[:分]?(\d{2})(?:\.\d+)?)?[分秒]?)?$/;
const OLDEST = instantOf('2000-01-01');

/** An instant as lists write it: `2024-03-05 14:20`, `2024/3/5`, `2024年3月5日`, `20240305142000`, or a spreadsheet's number; city time. */
export function instantIn(text: string): Instant | undefined {
  const plain = text.normalize('NFKC').trim();
  if (/T.*(Z|[+-]\d{2}:?\d{2})$/.test(plain)) return Number.isNaN(Date.parse(plain)) ? undefined : Date.parse(plain);
  if (/^\d{5}(\.\d+)?$/.test(plain)) {
    const days = Number(plain);
    return days >= SHEET_DAYS[0] && days <= SHEET_DAYS[1] ? SHEET_EPOCH + Math.round(days * 1440) * MINUTE : undefined;
  }
  const found = DATED.exec(plain);
  if (!found) return undefined;
  const [year, month, day, hour = 0, minute = 0, second = 0] = found
    .slice(1)
    .map((part) => (part === undefined ? undefined : Number(part)));
  const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const start = Date.parse(`${date}T00:00:00Z`);
  const isDay = !Number.isNaN(start) && new Date(start).toISOString().startsWith(date);
  return isDay && hour < 24 && minute < 60 && second < 60 ? instantOf(date, hour * 60 + minute) + second * 1000 : undefined;
}

const numberIn = (cell: string): string => cell.normalize('NFKC');

/** Whether one of the complainant's particulars stands in a text that departments read. Source: domain text 6.1. */
/** The enterprise may stand in what another system told its departments long ago. */
const namesPerson = (text: string | null, { organisation: _told, ...person }: Person): boolean =>
  text !== null && namedIn(text, person).length > 0;

/** Reads the lines of one file by its mapping. Pure; keeps only which numbers it has met. */
export class LineReader {
  private readonly places: ReadonlyMap<ImportField, number>;
  private readonly seen = new Set<string>();
  /** Words of the other system that nobody has given a meaning yet, with how often they stand there. */
  readonly unknown = new Map<ValueField, Map<string, number>>();

  constructor(
    heads: readonly string[],
    private readonly mapping: ImportMapping,
    private readonly context: LineContext,
  ) {
    const chosen = Object.entries(mapping.columns) as [ImportField, string][];
    this.places = new Map(chosen.map(([field, head]) => [field, heads.indexOf(head)] as const).filter(([, place]) => place >= 0));
  }

  /** Notes the number of a line that was done before, so that its double is known. */
  pass({ cells }: SheetLine): void {
    this.seen.add(numberIn(this.cell(cells, 'foreignNumber')));
  }

  /** The line to be taken over, or every reason why it is not. */
  read(one: SheetLine): ReadLine | LineFault[] {
    return new Reading(one, this.context, (field) => this.cell(one.cells, field), this.mapping, this).done(this.seen);
  }

  note(field: ValueField, word: string): void {
    const words = this.unknown.get(field) ?? new Map<string, number>();
    words.set(word, (words.get(word) ?? 0) + 1);
    this.unknown.set(field, words);
  }

  private cell(cells: readonly string[], field: ImportField): string {
    const place = this.places.get(field);
    return place === undefined ? '' : (cells[place] ?? '').trim();
  }
}

/** One line on its way to being a case. */
class Reading {
  private readonly faults: LineFault[] = [];

  constructor(
    private readonly one: SheetLine,
    private readonly context: LineContext,
    private readonly cell: (field: ImportField) => string,
    private readonly mapping: ImportMapping,
    private readonly reader: Pick<LineReader, 'note'>,
  ) {}

  done(seen: Set<string>): ReadLine | LineFault[] {
    for (const [field, most] of Object.entries(MOST) as [ImportField, number][])
      if (this.cell(field).length > most) this.wrong(field, 'too-long');
    for (const field of NEEDED_FIELDS) if (this.cell(field) === '') this.wrong(field, 'required');
    const foreignNumber = numberIn(this.cell('foreignNumber'));
    if (seen.has(foreignNumber) && foreignNumber !== '') this.wrong('foreignNumber', 'twice-in-file');
    seen.add(foreignNumber);
    const person = this.person();
    const taken = this.matter();
    if (namesPerson(taken.summary, person)) this.wrong('summary', 'names-complainant');
    if (namesPerson(taken.reply, person)) this.wrong('reply', 'names-complainant');
    const particulars = this.particulars();
    if (this.faults.length === 0) this.admit(taken);
    if (this.faults.length > 0) return this.faults;
    const told = { title: this.text('title'), description: this.cell('description'), address: this.text('address') };
    return { line: this.one.line, foreignNumber, case: taken, particulars, ...told, person };
  }

  private wrong(field: ImportField, code: string): void {
    if (!this.faults.some((known) => known.field === field)) this.faults.push({ line: this.one.line, field, code });
  }

  private text(field: ImportField): string | null {
    return this.cell(field) || null;
  }

  private matter(): ReadLine['case'] {
    const receivedAt = this.instant('receivedAt') ?? 0;
    const closedAt = this.instant('closedAt');
    const category = this.known('category', this.context.categories);
    const status = (this.word('status') ?? (closedAt === null ? 'open' : 'closed')) as ImportStatus;
    if (status !== 'open' && closedAt === null) this.wrong('closedAt', 'required');
    // a list that tells the day alone means some hour of it
    const isSameDay = closedAt !== null && dayOf(closedAt) === dayOf(receivedAt);
    if (closedAt !== null && closedAt < receivedAt && !isSameDay) this.wrong('closedAt', 'before-receipt');
    const department = this.known('department', this.context.departments);
    if (department && !department.active && status === 'open') this.wrong('department', 'not-in-service');
    return {
      kind: (this.word('kind') ?? 'complaint') as Kind,
      urgency: 'normal',
      channel: (this.word('channel') ?? 'transfer') as Channel,
      categoryCode: category?.code ?? null,
      accusedDepartmentCode: this.known('accusedDepartment', this.context.departments)?.code ?? null,
      flags: category?.flags ?? {},
      receivedAt,
      status,
      closedAt: status === 'open' || closedAt === null ? null : Math.max(closedAt, receivedAt),
      lead: department?.code ?? null,
      summary: this.text('summary'),
      reply: status === 'open' ? null : this.text('reply'),
    };
  }

  private instant(field: 'receivedAt' | 'closedAt'): Instant | null {
    const text = this.cell(field);
    if (text === '') return null;
    const at = instantIn(text);
    if (at === undefined || at < OLDEST) this.wrong(field, 'malformed');
    else if (at > this.context.now) this.wrong(field, 'in-future');
    return at ?? null;
  }

  private meant(field: ValueField): string {
    const word = this.cell(field);
    return this.mapping.values[field]?.[word] ?? word.normalize('NFKC').toLowerCase();
  }

  private word(field: 'status' | 'kind' | 'channel'): string | undefined {
    if (this.cell(field) === '') return undefined;
    const code = KNOWN_WORDS[field].get(this.meant(field));
    if (code === undefined) this.strange(field);
    return code;
  }

  private known<T>(field: 'category' | 'department' | 'accusedDepartment', all: ReadonlyMap<string, T>): T | undefined {
    if (this.cell(field) === '') return undefined;
    const found = all.get(this.meant(field));
    if (found === undefined) this.strange(field);
    return found;
  }

  private strange(field: ValueField): void {
    this.wrong(field, 'unknown-value');
    this.reader.note(field, this.cell(field));
  }

  private person(): Person {
    const phone = this.cell('phone');
    if (phone !== '' && !phoneNumber(phone)) this.wrong('phone', 'malformed');
    const email = this.cell('email');
    if (email !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) this.wrong('email', 'malformed');
    const address = this.cell('complainantAddress');
    const plain = Object.fromEntries((['name', 'idNumber', 'organisation', 'uscc'] as const).map((field) => [field, this.cell(field)]));
    return Object.fromEntries(Object.entries({ ...plain, phone, email, address }).filter(([, value]) => value !== ''));
  }

  private particulars(): Particulars {
    const yuan = this.number('amount', 1e12);
    const visits = this.number('visits', 1000);
    if (visits !== null && !Number.isInteger(visits)) this.wrong('visits', 'malformed');
    const unasked = { size: null, origin: null, basisShown: null, receiptGiven: null };
    return { region: this.text('region'), amountFen: yuan === null ? null : Math.round(yuan * 100), visits, ...unasked };
  }

  private number(field: 'amount' | 'visits', most: number): number | null {
    const text = this.cell(field)
      .normalize('NFKC')
      .replace(/[,\s元¥次]/g, '');
    if (text === '') return null;
    const value = Number(text);
    if (!(value >= 0 && value <= most)) this.wrong(field, 'malformed');
    return value;
  }

  /** Whether the rules let the case stand as it is told. */
  private admit(taken: ReadLine['case']): void {
    try {
      importedState({ ...taken, caseNumber: '', registeredBy: '' }, this.context.policyAt(taken.receivedAt));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.wrong('department', error.code.replace(/^case\./, ''));
    }
  }
}
