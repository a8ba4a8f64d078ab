import { type ArticleAction, checkDays, desksAt, mayEdit, mayRevise, VERDICTS, type Verdict } from '../domain/articles.js';
import type { AuditType } from '../domain/audit.js';
import type { Actor } from '../domain/case-state.js';
import { addDays, dayOf, type Instant, instantOf } from '../domain/time.js';
import { workingDaysBefore } from '../domain/work-calendar.js';
import type { ToldEvent } from '../events/event-log.js';
import type { ArticleInput } from '../knowledge/article.dto.js';
import { columnsOf, type OpinionRow, type VersionRow } from '../knowledge/article-rows.js';
import type { ArticleRow } from '../knowledge/article-search.js';
import { changesOf, newArticle, newVersion, rewritten } from '../knowledge/article-steps.js';
import { firstArticles, firstVersion, termRows } from '../knowledge/first-articles.js';
import { configJson } from '../platform/settings.js';
import type { Period } from './arrivals.js';
import { idOf } from './office.js';
import type { Staff } from './people.js';
import { Random } from './random.js';
import type { Story } from './story.js';

/** Something somebody of the city did with an article: working days before today, and days from today to the next review. */
interface Deed {
  do: 'draft' | 'edit' | ArticleAction | Verdict;
  by: string;
  ago: number;
  at: string;
  text?: Partial<Omit<ArticleInput, 'reviewAt'>> & { review: number };
  reason?: string;
  remark?: string;
  review?: number;
}
interface Plot {
  id?: string;
  department?: string;
  steps: Deed[];
}
interface Moment {
  by: Actor;
  at: Instant;
}
type Opinion = Omit<OpinionRow, 'name'> & { articleId: string };

const SEED = 54_321;
/** How many citizens said yes and no of a text that everybody reads. */
const YES = [4, 61] as const;
const NO = [0, 7] as const;

/** One article of the demo city, from what the city began with to today, by the rules of the live one. */
class ArticleLife {
  readonly versions: VersionRow[] = [];
  readonly opinions: Opinion[] = [];
  readonly events: ToldEvent[] = [];
  /** When each version came into force. */
  private readonly releases: Instant[] = [];

  constructor(
    public head: ArticleRow,
    private readonly until: Instant,
    private readonly isFirst: boolean,
  ) {
    if (!isFirst) return;
    this.versions.push(firstVersion(head, instantOf(head.validFrom)));
    this.releases.push(instantOf(head.validFrom));
  }

  live(deed: Deed, moment: Moment): void {
    const { do: what } = deed;
    if (what === 'draft') this.draft(deed, moment);
    else if (what === 'edit') this.edit(deed, moment);
    else if (isVerdict(what)) this.opine(what, deed.remark ?? null, moment);
    else this.step(what, deed, moment);
  }

  private tell(type: AuditType, more: Record<string, unknown>, { by, at }: Moment): void {
    const { id, departmentCode } = this.head;
    this.events.push({ type, facts: { id, version: this.last.version, departmentCode, ...more }, by, at, audience: 'audit' });
  }

  private get last(): VersionRow {
    return this.versions.at(-1)!;
  }

  private reviewAt(days: number): string {
    return addDays(dayOf(this.until), days);
  }

  /** The text before with what is new in it. */
  private written({ text }: Deed, at: Instant): ArticleInput {
    const { title, body, legalBasis, validFrom, validTo, tags, categories, open } = this.last ?? this.head;
    const { review, ...more } = text!;
    const before = { title, body, validFrom, tags: JSON.parse(tags) as string[], categories: JSON.parse(categories) as string[] };
    const rest = { ...(legalBasis ? { legalBasis } : {}), ...(validTo ? { validTo } : {}), open: Boolean(Number(open)) };
    const given = { ...before, ...rest, ...more, reviewAt: this.reviewAt(review) };
    checkDays(given, dayOf(at));
    return given;
  }

  private draft(deed: Deed, moment: Moment): void {
    const { by, at } = moment;
    const { id, departmentCode } = this.head;
    mayRevise(this.versions, desksAt(departmentCode, by));
    const given = this.written(deed, at);
    this.head = this.versions.length === 0 ? newArticle(id, departmentCode, given) : { ...this.head, openState: 'draft' };
    this.versions.push(newVersion(id, this.versions.length + 1, given, by, at));
    this.tell('article.drafted', {}, moment);
  }

  private edit(deed: Deed, moment: Moment): void {
    const { by, at } = moment;
    mayEdit(this.last, this.last.revision, desksAt(this.head.departmentCode, by));
    const given = this.written(deed, at);
    Object.assign(this.last, rewritten(this.last, given, by, at));
    if (this.head.state === 'draft') Object.assign(this.head, columnsOf(given));
    this.tell('article.edited', {}, moment);
  }

  private step(action: ArticleAction, { reason, review }: Deed, moment: Moment): void {
    const command = { revision: this.last.revision, reason, reviewAt: review === undefined ? undefined : this.reviewAt(review) };
    const { version, replaces, head, told } = changesOf(this, this.last, action, command, moment);
    Object.assign(this.last, version);
    const replaced = this.versions.find((one) => one.version === replaces);
    if (replaced) replaced.state = 'replaced';
    Object.assign(this.head, head);
    if (action === 'release') this.releases.push(moment.at);
    this.events.push({ ...told, ...moment, audience: 'audit' });
  }

  private opine(verdict: Verdict, remark: string | null, moment: Moment): void {
    const { id, version } = this.head;
    const { by, at } = moment;
    this.opinions.push({ articleId: id, version, username: by.username, verdict, remark, at });
    if (verdict !== 'useful') this.head.doubtedAt ??= at;
    this.tell('article.judged', { verdict }, moment);
  }

  /** Whether its text is another one than that the city began with. */
  get isRenewed(): boolean {
    return this.releases.length > (this.isFirst ? 1 : 0);
  }

  /** The version that was in force then; 0 before there was one. */
  versionAt(at: Instant): number {
    return this.releases.filter((one) => one <= at).length;
  }
}

const isVerdict = (what: string): what is Verdict => VERDICTS.some((one) => one === what);

/** What became of the knowledge base in those two years: drafts, releases, reviews, and what readers said. */
export class ArticleHistory {
  readonly lives: ArticleLife[];

  constructor({ calendar, until }: Period, staff: Pick<Staff, 'named'>) {
    const plots = configJson<Plot[]>('demo/knowledge.json');
    this.lives = firstArticles().map((head) => new ArticleLife(head, until, true));
    for (const { id, department, steps } of plots) {
      const life = this.lives.find(({ head }) => head.id === id) ?? this.begun(department!, steps[0]!, until);
      for (const deed of steps) {
        const [hour, minute] = deed.at.split(':').map(Number) as [number, number];
        const at = instantOf(workingDaysBefore(calendar, dayOf(until), deed.ago), hour * 60 + minute);
        life.live(deed, { by: staff.named(deed.by), at });
      }
    }
    this.count(new Random(SEED));
  }

  private begun(departmentCode: string, { text }: Deed, until: Instant): ArticleLife {
    const id = `k${idOf(`article ${text!.title}`).replaceAll('-', '').slice(0, 10)}`;
    const nothing = { title: '', body: '', validFrom: dayOf(until), reviewAt: dayOf(until), open: true };
    const life = new ArticleLife(newArticle(id, departmentCode, nothing), until, false);
    this.lives.push(life);
    return life;
  }

  private count(random: Random): void {
    for (const { versions } of this.lives) {
      const read = versions.filter(({ open, state }) => Number(open) === 1 && (state === 'released' || state === 'replaced'));
      for (const one of read) Object.assign(one, { yes: random.whole(YES), no: random.whole(NO) });
    }
  }

  /** What the desk could answer from all the time, by the titles it knew. */
  get citable(): Story['articles'] {
    return this.lives.flatMap((life) => {
      const { articleId: id, title, writtenBy } = life.versions[0]!;
      return writtenBy === 'system' ? [{ id, title, versionAt: (at: Instant) => life.versionAt(at) }] : [];
    });
  }

  get events(): ToldEvent[] {
    return this.lives.flatMap((life) => life.events).sort((a, b) => a.at - b.at);
  }

  /** Rows of the tables, in the order of their writing; words of those whose text is another one now. */
  get tables(): Record<string, object[]> {
    return {
      knowledge_articles: this.lives.map(({ head }) => head),
      knowledge_versions: this.lives.flatMap(({ versions }) => versions),
      knowledge_terms: this.lives.filter(({ isRenewed }) => isRenewed).flatMap(({ head }) => termRows(head.id, head)),
      knowledge_opinions: this.lives.flatMap(({ opinions }) => opinions),
    };
  }
}
