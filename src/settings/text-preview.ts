import { Inject, Injectable } from '@nestjs/common';
import { CaseStore } from '../cases/case.store.js';
import { eventWords, statusWords, type ToldFacts } from '../cases/tracked-words.js';
import { all, visible } from '../cases/visible.js';
import { Reference } from '../departments/reference.js';
import { type Actor, type CaseState, SYSTEM } from '../domain/case-state.js';
import { NOTICE_SLOTS, type NoticeText, type NoticeTexts, TRACKING_SLOTS, type TrackingTexts } from '../domain/complainant-texts.js';
import { DomainError } from '../domain/errors.js';
import type { RuleKind } from '../domain/rule-proposals.js';
import { sentence, type Words } from '../domain/sentences.js';
import { filled } from '../domain/template.js';
import { segmentsOf, textAt } from '../domain/text-checks.js';
import { DAY, dayOf, isoOf } from '../domain/time.js';
import { scopeOf } from '../domain/visibility.js';
import { mayRead } from '../notices/notice.queries.js';
import { samplesAt } from '../notices/templates.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Db } from '../platform/db.js';
import { LOOKS_BACK_DAYS } from './limit-preview.js';
import type { PreviewText, RulePreview, TextSlotView } from './rules.dto.js';

const MOST_LOOKED_AT = 2_000;
/** Of each text so many of the newest, and so many of all. */
const MOST_OF_ONE = 20;
const MOST_SHOWN = 100;

interface Told {
  path: string;
  caseNumber: string;
  at: number;
  type?: string;
  facts?: string;
}
type Documents<T> = { standing: T; fresh: T };

/** What other texts would have made of messages that were sent, and of sentences that complainants read. No link, no name, no address. */
@Injectable()
export class TextPreview {
  private readonly address: string;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly cases: CaseStore,
    @Inject(CONFIG) config: Config,
  ) {
    this.address = config.publicUrl ?? `http://${config.host}:${config.port}`;
  }

  /** Facts of the usual length, as texts fill them in. */
  get samples(): Record<string, string> {
    return samplesAt(this.address);
  }

  /** The facts a text of that kind is shown with; of tracking in both languages. */
  samplesOf(kind: RuleKind): Record<string, string> {
    if (kind === 'notices') return this.samples;
    const [department] = this.reference.departments;
    const { zh, en } = sentence({ zh: '{department}|{date}', en: '{department}|{date}' }, { department, day: dayOf(this.clock.now()) });
    const [[name = '', date = ''], [nameEn = '', dateEn = '']] = [zh.split('|'), en.split('|')];
    return { department: name, date, departmentEn: nameEn, dateEn };
  }

  /** The places of texts of a kind and what each may name; none for rules that are no texts. */
  slotsOf(kind: RuleKind): TextSlotView[] | undefined {
    const slots = { notices: NOTICE_SLOTS, messages: TRACKING_SLOTS }[kind as string];
    return slots?.map(({ path, known, needed }) => ({ path, known: [...known], needed: [...needed] }));
  }

  /** The newest messages of the last 90 days whose text would be another, rendered before and after; before and after count their segments. */
  async ofNotices(fresh: NoticeTexts, by: Actor): Promise<RulePreview> {
    const standing = this.reference.rulesAt('notices', this.clock.now());
    const may = mayRead(by);
    const rows = await this.db.read<{ template: string; caseNumber: string | null; createdAt: number }>(
      `SELECT n.template, n.caseNumber, n.createdAt FROM notices n WHERE n.createdAt >= ? AND n.state IN ('sent','delivered') AND ${may.sql}
       ORDER BY n.createdAt DESC, n.id DESC LIMIT ${MOST_LOOKED_AT}`,
      [this.clock.now() - LOOKS_BACK_DAYS * DAY, ...may.params],
    );
    const changed = changedPaths({ standing, fresh });
    const open = scopeOf(by).ordinary;
    const found = new Preview(rows.length);
    for (const { template, caseNumber, createdAt } of rows) {
      const path = `templates.${template}`;
      if (!changed.has(path)) continue;
      const number = open ? caseNumber : caseNumber && `${caseNumber.slice(0, 8)}…`;
      const facts = { ...this.samples, link: `${this.address}/survey#…`, ...(number ? { caseNumber: number } : {}) };
      const sent = (texts: NoticeTexts) => filled((textAt(texts, path) as NoticeText).text, facts);
      const [before, after] = [sent(standing), sent(fresh)];
      const real = (texts: NoticeTexts) => segmentsOf(filled((textAt(texts, path) as NoticeText).text, this.samples));
      found.add({ key: path, before, after, at: isoOf(Number(createdAt)), ...(open && caseNumber ? { caseNumber } : {}) }, [
        real(standing),
        real(fresh),
      ]);
    }
    return found.told;
  }

  /** Cases of the last 90 days that stand in a status, or were told of an event, whose sentence would be another; who reads cases gets some. */
  async ofTracking(fresh: TrackingTexts, by: Actor): Promise<RulePreview> {
    const standing = this.reference.rulesAt('messages', this.clock.now());
    const changed = changedPaths({ standing, fresh });
    const rows = [...(await this.standing()), ...(await this.events())].filter(({ path }) => changed.has(path));
    const found = new Preview(rows.length);
    const read = new Map<string, CaseState | undefined>();
    for (const row of rows) {
      found.count(row.path);
      if (!scopeOf(by).ordinary || !found.hasRoom(row.path)) continue;
      if (!read.has(row.caseNumber)) read.set(row.caseNumber, await this.cases.read(row.caseNumber, scopeOf(by)).catch(hidden));
      const current = read.get(row.caseNumber);
      if (!current) continue;
      const [before, after] = [this.wordsOf(standing, row, current), this.wordsOf(fresh, row, current)];
      const language = before.zh === after.zh ? 'en' : 'zh';
      const { path: key, caseNumber } = row;
      found.show({ key, before: before[language], after: after[language], at: isoOf(row.at), caseNumber });
    }
    return found.told;
  }

  private wordsOf(texts: TrackingTexts, { type, facts }: Told, current: CaseState): Words {
    if (type === undefined) return statusWords(texts, current, this.reference);
    return eventWords(texts, type, JSON.parse(facts ?? '{}') as ToldFacts, current, this.reference) ?? { zh: '', en: '' };
  }

  private async standing(): Promise<Told[]> {
    const seen = all(visible(scopeOf(SYSTEM)), { sql: 'c.receivedAt >= ?', params: [this.clock.now() - LOOKS_BACK_DAYS * DAY] });
    const rows = await this.db.read<{ caseNumber: string; status: string; receivedAt: number }>(
      `SELECT c.caseNumber, c.status, c.receivedAt FROM cases c WHERE ${seen.sql} ORDER BY c.receivedAt DESC LIMIT ${MOST_LOOKED_AT}`,
      seen.params,
    );
    return rows.map(({ caseNumber, status, receivedAt }) => ({ path: `statusText.${status}`, caseNumber, at: Number(receivedAt) }));
  }

  private async events(): Promise<Told[]> {
    const seen = visible(scopeOf(SYSTEM));
    const rows = await this.db.read<{ type: string; at: number; caseNumber: string; facts: string }>(
      `SELECT e.type, e.at, e.caseNumber, e.facts FROM events e JOIN cases c ON c.caseNumber = e.caseNumber
       WHERE e.audience = 'case' AND ${seen.sql} ORDER BY e.number DESC LIMIT ${MOST_LOOKED_AT}`,
      seen.params,
    );
    return rows.map((row) => ({ ...row, path: `timeline.${row.type}`, at: Number(row.at) }));
  }
}

const hidden = (error: unknown): undefined => {
  if (error instanceof DomainError && error.status === 404) return undefined;
  throw error;
};

const changedPaths = ({ standing, fresh }: Documents<NoticeTexts> | Documents<TrackingTexts>): Set<string> => {
  const slots = 'templates' in fresh ? NOTICE_SLOTS : TRACKING_SLOTS;
  const told = (texts: NoticeTexts | TrackingTexts, path: string) => JSON.stringify(Object.entries(textAt(texts, path)).sort());
  return new Set(slots.map(({ path }) => path).filter((path) => told(standing, path) !== told(fresh, path)));
};

/** Gathers what a preview tells: a line for each text, and of each the newest examples. */
class Preview {
  private readonly lines = new Map<string, RulePreview['lines'][number]>();
  private readonly texts: PreviewText[] = [];

  constructor(private readonly looked: number) {}

  count(key: string, [before, after]: readonly [number, number] = [0, 0]): void {
    const line = this.lines.get(key) ?? { key, looked: 0, changed: 0, before: 0, after: 0 };
    this.lines.set(key, {
      key,
      looked: line.looked + 1,
      changed: line.changed + 1,
      before: line.before + before,
      after: line.after + after,
    });
  }

  hasRoom(key: string): boolean {
    return this.texts.length < MOST_SHOWN && this.texts.filter((one) => one.key === key).length < MOST_OF_ONE;
  }

  show(text: PreviewText): void {
    if (this.hasRoom(text.key)) this.texts.push(text);
  }

  add(text: PreviewText, segments: readonly [number, number]): void {
    this.count(text.key, segments);
    this.show(text);
  }

  get told(): RulePreview {
    return { days: LOOKS_BACK_DAYS, cases: this.looked, leftOut: 0, lines: [...this.lines.values()], items: [], texts: this.texts };
  }
}
