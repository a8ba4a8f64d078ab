import { ARTICLE_ACTIONS, type ArticleAction, VERDICTS, type Verdict, VERSION_STATES, type VersionState } from '../domain/articles.js';
import { Choice, Code, Codes, Flag, MaybeShown, QueryFlag, Shaped, Shown, Text, Texts, Whole, Words } from '../platform/http/fields.js';
import { type Page, PageQuery } from '../platform/http/paging.js';

const DAY = /^\d{4}-\d\d-\d\d$/;
const RANGES = { type: 'array', items: { type: 'array', items: { type: 'integer' } } } as const;
export const ARTICLE_STANDINGS = ['released', 'draft', 'proposed', 'retired'] as const;

export class KnowledgeQuery extends PageQuery {
  @Words(100, { optional: true, description: 'Words in title, tags or body; the likeliest article first' }) q?: string;
  @Code(16, { optional: true, description: 'Only articles of this category or group' }) categoryCode?: string;
  @Code(16, { optional: true, description: 'Articles of this category come earlier' }) near?: string;
}
export class ArticleListQuery extends PageQuery {
  @Words(100, { optional: true, description: 'Words of the title' }) q?: string;
  @Choice(ARTICLE_STANDINGS, { optional: true }) state?: (typeof ARTICLE_STANDINGS)[number];
  @Code(32, { optional: true }) departmentCode?: string;
  @QueryFlag() overdue?: boolean;
  @QueryFlag() doubted?: boolean;
}

/** What an article says; plain text, an empty line between paragraphs, `- ` before the points of a list. */
export class ArticleInput {
  @Text(200) title!: string;
  @Text(8000) body!: string;
  @Text(500, { optional: true }) legalBasis?: string;
  @Text(300, { optional: true, description: 'Where it is taken from' }) source?: string;
  @Texts(12, 32, { optional: true }) tags?: string[];
  @Codes(20, { optional: true, description: 'Categories it helps with' }) categories?: string[];
  @Shaped(DAY, 10) validFrom!: string;
  @Shaped(DAY, 10, { optional: true }) validTo?: string;
  @Shaped(DAY, 10, { description: 'When the owner looks at it again' }) reviewAt!: string;
  @Flag({ description: 'For everybody, on the public pages' }) open!: boolean;
  @Text(500, { optional: true, description: 'What is new in this version' }) note?: string;
}
export class ArticleEditInput extends ArticleInput {
  @Whole(1, 1_000_000) revision!: number;
}
export class ArticleActionInput {
  @Whole(1, 1_000_000) revision!: number;
  @Text(500, { optional: true, description: 'Needed to refuse and to retire' }) reason?: string;
  @Shaped(DAY, 10, { optional: true, description: 'The next review; needed to confirm' }) reviewAt?: string;
}
export class OpinionInput {
  @Choice(VERDICTS) verdict!: Verdict;
  @Text(500, { optional: true, description: 'What is wrong; needed unless it is useful' }) remark?: string;
}
export class UsefulInput {
  @Flag() useful!: boolean;
}

export class ArticleView {
  @Shown() id!: string;
  @Shown() version!: number;
  @Shown() title!: string;
  @Shown() body!: string;
  @Shown() departmentCode!: string;
  @MaybeShown({ type: String, nullable: true }) legalBasis?: string | null;
  @Shown() validFrom!: string;
  @MaybeShown({ type: String, nullable: true }) validTo?: string | null;
  @Shown({ type: String, isArray: true }) tags!: string[];
  @Shown({ type: String, isArray: true }) categories!: string[];
  @MaybeShown({ description: 'The sentences that answer, when words were asked for' }) passage?: string;
  @MaybeShown({ ...RANGES, description: 'From and to of the words in the passage' }) marks?: [number, number][];
}
export class ArticlePage implements Page<ArticleView> {
  @Shown({ type: ArticleView, isArray: true }) items!: ArticleView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}

export class ArticleRowView {
  @Shown() id!: string;
  @Shown() title!: string;
  @Shown() departmentCode!: string;
  @Shown() departmentName!: string;
  @Shown({ enum: ['draft', 'released', 'retired'] }) state!: 'draft' | 'released' | 'retired';
  @Shown({ enum: ['draft', 'proposed', 'none'] }) openState!: 'draft' | 'proposed' | 'none';
  @Shown({ description: 'In force; 0 before the first release' }) version!: number;
  @Shown() open!: boolean;
  @Shown() validFrom!: string;
  @MaybeShown() validTo?: string;
  @Shown() reviewAt!: string;
  @Shown({ description: 'The day of its review has passed' }) overdue!: boolean;
  @Shown({ description: 'Somebody called it wrong or outdated since the last review' }) doubted!: boolean;
}
export class ArticleRowPage implements Page<ArticleRowView> {
  @Shown({ type: ArticleRowView, isArray: true }) items!: ArticleRowView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}
export class ArticleVersionView {
  @Shown() version!: number;
  @Shown({ enum: VERSION_STATES }) state!: VersionState;
  @Shown() revision!: number;
  @Shown() title!: string;
  @Shown() body!: string;
  @MaybeShown() legalBasis?: string;
  @MaybeShown() source?: string;
  @Shown({ type: String, isArray: true }) tags!: string[];
  @Shown({ type: String, isArray: true }) categories!: string[];
  @Shown() validFrom!: string;
  @MaybeShown() validTo?: string;
  @Shown() reviewAt!: string;
  @Shown() open!: boolean;
  @MaybeShown() note?: string;
  @Shown() writtenBy!: string;
  @Shown({ format: 'date-time' }) writtenAt!: string;
  @MaybeShown() decidedBy?: string;
  @MaybeShown({ format: 'date-time' }) decidedAt?: string;
  @MaybeShown() reason?: string;
  @Shown({ description: 'Citizens who found it useful' }) yes!: number;
  @Shown({ description: 'Citizens who did not' }) no!: number;
  @Shown({ enum: ARTICLE_ACTIONS, isArray: true, description: 'Open to this reader now' }) actions!: ArticleAction[];
  @Shown({ description: 'Whether this reader may change its text' }) editable!: boolean;
}
export class OpinionView {
  @Shown() version!: number;
  @Shown({ enum: VERDICTS }) verdict!: Verdict;
  @MaybeShown() remark?: string;
  @Shown() by!: string;
  @Shown({ format: 'date-time' }) at!: string;
}
export class ArticleDetail extends ArticleRowView {
  @Shown({ type: ArticleVersionView, isArray: true, description: 'The newest first' }) versions!: ArticleVersionView[];
  @Shown({ type: OpinionView, isArray: true, description: 'Of the readers; for the owner and the hotline' }) opinions!: OpinionView[];
  @MaybeShown({ type: OpinionView, description: 'Of this reader on the version in force' }) own?: OpinionView;
  @Shown({ description: 'Whether this reader may begin a further version' }) revisable!: boolean;
}
/** What waits for this reader. */
export class ArticleTasks {
  @Shown({ description: 'Articles of the own department whose review is overdue' }) overdue!: number;
  @Shown({ description: 'Articles of the own department somebody called wrong or outdated' }) doubted!: number;
  @Shown({ description: 'Texts that wait for a release' }) proposed!: number;
}

/** What everybody may read of an article. */
export class PublicArticle {
  @Shown() id!: string;
  @Shown() version!: number;
  @Shown() title!: string;
  @Shown() body!: string;
  @Shown() departmentCode!: string;
  @Shown() departmentName!: string;
  @MaybeShown() phone?: string;
  @MaybeShown() legalBasis?: string;
  @MaybeShown() source?: string;
  @Shown({ type: String, isArray: true }) categories!: string[];
  @Shown() validFrom!: string;
  @MaybeShown() validTo?: string;
  @MaybeShown() passage?: string;
  @MaybeShown(RANGES) marks?: [number, number][];
}
export class PublicArticlePage implements Page<PublicArticle> {
  @Shown({ type: PublicArticle, isArray: true }) items!: PublicArticle[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}
