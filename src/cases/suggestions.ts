import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import { regionOf } from '../departments/regions.js';
import type { Actor } from '../domain/case-state.js';
import { mayHandle, type Precedent, route, type Routing, type RoutingFacts } from '../domain/routing.js';
import { words } from '../domain/similarity.js';
import { DAY, dayOf, type Instant } from '../domain/time.js';
import type { EnterpriseSize } from '../domain/vocabulary.js';
import { scopeOf } from '../domain/visibility.js';
import { Db } from '../platform/db.js';
import { CaseQueries } from './case.queries.js';
import { CaseStore } from './case.store.js';
import { Policies } from './policies.js';
import { Candidates, type Found, type Question } from './suggestions.candidates.js';
import type {
  BehaviourProposal,
  CaseSuggestions,
  ConflictView,
  IntakeSuggestions,
  RepeatProposal,
  RoutingProposal,
  SuggestionsInput,
} from './suggestions.dto.js';
import { categoriesOf, repeatsAmong } from './suggestions.ranking.js';
import { Seals } from './seals.js';

/** From this likeness on an earlier case says something about routing and category. */
const ALIKE = 0.3;
const PRECEDENTS = 12;
/** History below this confidence is noise on the dispatcher's screen. */
const WORTH_SAYING = 0.1;

interface Known {
  title: string;
  description: string;
  region: string | null;
  size: EnterpriseSize | null;
  phoneIndex: string | null;
  usccIndex: string | null;
}

/** Proposals with their reasons, for people to decide on: repeats, departments, categories. Nothing here acts. Source: domain text, section 5. */
@Injectable()
export class Suggestions implements OnApplicationBootstrap {
  constructor(
    private readonly db: Db,
    private readonly candidates: Candidates,
    private readonly queries: CaseQueries,
    private readonly store: CaseStore,
    private readonly policies: Policies,
    private readonly reference: Reference,
    private readonly seals: Seals,
  ) {}

  /** Reads the word list now, half a second, and not while the first caller waits. */
  onApplicationBootstrap(): void {
    words('热线');
  }

  /** For the operator, while the case is being typed. */
  async atIntake(input: SuggestionsInput, by: Actor): Promise<IntakeSuggestions> {
    const text = `${input.title ?? ''}\n${input.description}`;
    const { categoryCode, accusedDepartmentCode, size } = input;
    const region = input.region && regionOf(input.region);
    const { identities } = this.seals.of(TYPED);
    const question: Question = {
      text,
      categoryCode: categoryCode ?? null,
      accusedDepartmentCode: accusedDepartmentCode ?? null,
      phoneIndex: identities.phoneIndex(input.phone),
      usccIndex: identities.usccIndex(input.uscc),
    };
    const accusation = input.kind === 'report' || this.reference.category(categoryCode)?.flags.accusation === true;
    const facts: RoutingFacts = {
      text,
      channel: input.channel ?? 'phone',
      accusation,
      ...given({ categoryCode, accusedDepartmentCode, region, size }),
    };
    const { routing, ...found } = await this.propose(question, facts, by);
    return { ...found, routing: this.named(routing) };
  }

  /** For the dispatcher, on a case that is there; throws `not-found` (404) alike for absent and hidden. */
  async forCase(caseNumber: string, by: Actor): Promise<CaseSuggestions> {
    const current = await this.store.read(caseNumber, scopeOf(by));
    const [known] = await this.db.readPrimary<Known>(
      `SELECT c.title, c.description, c.region, c.size, p.phoneIndex, p.usccIndex FROM cases c
       LEFT JOIN complainants p ON p.caseNumber = c.caseNumber WHERE c.caseNumber = ?`,
      [caseNumber],
    );
    const { title, description, size, phoneIndex, usccIndex } = known!;
    const region = known!.region && regionOf(known!.region);
    const { texts } = this.seals.of(current);
    const text = `${texts.open(title, 'cases.title', caseNumber)}\n${texts.open(description, 'cases.description', caseNumber)}`;
    const { categoryCode, accusedDepartmentCode, accusation, channel } = current;
    const facts: RoutingFacts = { text, channel, accusation, ...given({ categoryCode, accusedDepartmentCode, region, size }) };
    const question = { text, categoryCode, accusedDepartmentCode, phoneIndex, usccIndex, caseNumber };
    const { routing, ...found } = await this.propose(question, facts, by);
    const owns = by.roles.includes('dispatcher') || by.roles.includes('supervisor');
    return {
      ...found,
      routing: this.named(routing),
      conflicts: this.conflicts(facts),
      ...(owns ? { broken: routing.broken } : {}),
    };
  }

  private async propose(
    question: Question,
    facts: RoutingFacts,
    by: Actor,
  ): Promise<Omit<IntakeSuggestions, 'routing'> & { routing: Routing }> {
    const now = this.policies.now();
    const { repeats: settings } = this.reference.rulesAt('limits', now);
    const since = now - settings.days * DAY;
    const found = await this.candidates.find(question, scopeOf(by), now, since);
    const alike = found.filter(({ likeness }) => likeness >= ALIKE);
    const { rules, auto } = this.reference.rulesAt('routing', now);
    const categories = categoriesOf(words(question.text), alike, this.reference.categories);
    return {
      behaviours: this.behaviours(question.categoryCode ?? categories[0]?.code, now),
      repeats: await this.repeats(repeatsAmong(found, question, since, settings.similarity), by),
      routing: route(rules, facts, this.reference.tree, await this.precedents(alike), { auto }),
      categories,
    };
  }

  /** What the catalogue holds at a category. */
  private behaviours(categoryCode: string | undefined, now: Instant): BehaviourProposal[] {
    if (!categoryCode) return [];
    const entries = this.reference.behavioursOn(dayOf(now)).filter(({ categories }) => categories.includes(categoryCode));
    return entries.map(({ code, name, nameEn, measures, article }) => ({ code, name, nameEn, measures, ...(article ? { article } : {}) }));
  }

  private async repeats(proposed: ReturnType<typeof repeatsAmong>, by: Actor): Promise<RepeatProposal[]> {
    const lines = await this.queries.rows(
      proposed.map(({ row }) => row),
      by,
    );
    return lines.map((line, i) => ({ ...line, score: proposed[i]!.score, reasons: proposed[i]!.reasons }));
  }

  /** Who led the most alike closed cases, and who gave them back. */
  private async precedents(alike: readonly Found[]): Promise<Precedent[]> {
    const closed = alike.filter(({ row }) => row.status === 'closed' || row.status === 'archived').slice(0, PRECEDENTS);
    if (closed.length === 0) return [];
    const rows = await this.db.read<{ caseNumber: string; departmentCode: string; status: string }>(
      `SELECT caseNumber, departmentCode, status FROM assignments WHERE role = 'lead' AND status <> 'recalled'
       AND caseNumber IN (${closed.map(() => '?').join(',')}) ORDER BY id`,
      closed.map(({ row }) => row.caseNumber),
    );
    const score = new Map(closed.map(({ row, likeness }) => [row.caseNumber, likeness]));
    return rows.map(({ caseNumber, departmentCode: lead, status }) => ({
      lead,
      caseNumber,
      score: score.get(caseNumber)!,
      returned: status === 'returned',
    }));
  }

  private named({ suggestions }: Routing): RoutingProposal[] {
    const heard = suggestions.filter(({ source, confidence }) => source !== 'history' || confidence >= WORTH_SAYING);
    return heard.map(({ facts: _facts, ...one }) => ({ ...one, leadName: this.reference.department(one.lead)?.name ?? one.lead }));
  }

  /** Every department that may not have the case, not only those a rule named. */
  private conflicts({ accusedDepartmentCode: accused, accusation }: RoutingFacts): ConflictView[] {
    const { tree } = this.reference;
    return tree
      .filter(({ code, active }) => active && !mayHandle(code, accused, accusation, tree))
      .map(({ code }) => ({ departmentCode: code, reason: code === accused ? 'accused' : 'below-accused' }));
  }
}

/** What is being typed is no sealed case yet. */
const TYPED = { status: 'pending_dispatch' };

/** Drops what is not known, an empty field of a form among it. */
const given = <T extends object>(facts: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null && value !== undefined && value !== '')) as never;
