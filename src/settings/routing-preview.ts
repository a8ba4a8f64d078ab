import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Texts } from '../cases/texts.js';
import { all, visible } from '../cases/visible.js';
import { Reference } from '../departments/reference.js';
import type { RoutingSettings } from '../domain/rule-documents.js';
import { SYSTEM } from '../domain/case-state.js';
import { route, type RoutingFacts } from '../domain/routing.js';
import { DAY } from '../domain/time.js';
import type { Channel, EnterpriseSize } from '../domain/vocabulary.js';
import { scopeOf } from '../domain/visibility.js';
import { Clock } from '../platform/clock.js';
import { Db } from '../platform/db.js';
import { LOOKS_BACK_DAYS, MOST_ITEMS } from './limit-preview.js';
import { PreviewCategories } from './preview-categories.js';
import type { PreviewCase, PreviewLine, RoutingTrialInput, RoutingTrialView, RulePreview } from './rules.dto.js';

interface Row {
  caseNumber: string;
  title: string;
  description: string;
  categoryCode: string | null;
  accusedDepartmentCode: string | null;
  region: string | null;
  size: EnterpriseSize | null;
  channel: Channel;
  accusation: number;
  lead: string;
}
const MOST_CASES = 2_000;
const BREATH = 50;
/** Where nobody is proposed. */
const NOBODY = '';

/** What another dispatch catalogue would have made of cases that were dispatched by people. Source: domain text, section 5. */
@Injectable()
export class RoutingPreview {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly texts: Texts,
  ) {}

  /**
   * The newest dispatched cases of the last 90 days: who the rules name first, before and after, and how often that is whom the dispatcher
   * chose. Lines: `first`, the first proposal; `auto`, those that would go by themselves; then each new rule by its id. Categories: those whose cases would be
   * proposed to another department first.
   */
  async of(settings: RoutingSettings): Promise<RulePreview> {
    const { rows, cases } = await this.rows(this.clock.now() - LOOKS_BACK_DAYS * DAY);
    const standing = this.reference.rulesAt('routing', this.clock.now());
    const lines = new Map<string, PreviewLine>();
    const count = (key: string, changed: boolean, before: boolean, after: boolean): void => {
      const line = lines.get(key) ?? { key, looked: 0, changed: 0, before: 0, after: 0 };
      lines.set(key, {
        ...line,
        looked: line.looked + 1,
        changed: line.changed + Number(changed),
        before: line.before + Number(before),
        after: line.after + Number(after),
      });
    };
    for (const key of ['first', 'auto']) lines.set(key, { key, looked: 0, changed: 0, before: 0, after: 0 });
    const items: PreviewCase[] = [];
    const categories = new PreviewCategories();
    for (const [index, row] of rows.entries()) {
      if (index % BREATH === 0) await breathe();
      const [old, fresh] = [this.first(standing, row), this.first(settings, row)];
      count('first', old.lead !== fresh.lead, old.lead === row.lead, fresh.lead === row.lead);
      if (old.auto || fresh.auto)
        count('auto', old.auto !== fresh.auto, old.auto && old.lead === row.lead, fresh.auto && fresh.lead === row.lead);
      if (fresh.rule) count(fresh.rule, old.rule !== fresh.rule, old.lead === row.lead, fresh.lead === row.lead);
      const moved = old.lead !== fresh.lead;
      categories.add(row.caseNumber, row.categoryCode, moved ? { key: 'lead', before: old.lead, after: fresh.lead } : undefined);
      if (moved && items.length < MOST_ITEMS)
        items.push({ caseNumber: row.caseNumber, key: fresh.rule ?? 'first', before: old.lead, after: fresh.lead });
    }
    return {
      days: LOOKS_BACK_DAYS,
      cases: rows.length,
      leftOut: cases - rows.length,
      lines: [...lines.values()],
      items,
      categories: categories.list(),
    };
  }

  /** Who would get a matter that somebody types in, and by which rule. */
  trial({ content, text, categoryCode, accusedDepartmentCode, region }: RoutingTrialInput): RoutingTrialView {
    const settings = content as unknown as RoutingSettings;
    const accusation = this.reference.category(categoryCode)?.flags.accusation === true;
    const facts: RoutingFacts = {
      text,
      channel: 'phone',
      accusation,
      ...(categoryCode ? { categoryCode } : {}),
      ...(accusedDepartmentCode ? { accusedDepartmentCode } : {}),
      ...(region ? { region } : {}),
    };
    const { suggestions, auto } = route(settings.rules, facts, this.reference.tree, [], settings);
    return {
      suggestions: suggestions.map(({ lead, assists, confidence, rule, reason }) => ({
        lead,
        assists,
        confidence,
        ...(rule ? { rule } : {}),
        reason,
        auto: auto?.lead === lead,
      })),
    };
  }

  private first(settings: RoutingSettings, row: Row): { lead: string; rule?: string; auto: boolean } {
    const { categoryCode, accusedDepartmentCode, region, size, channel } = row;
    const open = (column: 'title' | 'description') => this.texts.open(row[column], `cases.${column}`, row.caseNumber);
    const facts: RoutingFacts = {
      text: `${open('title')}\n${open('description')}`,
      channel,
      accusation: Number(row.accusation) === 1,
      ...(categoryCode ? { categoryCode } : {}),
      ...(accusedDepartmentCode ? { accusedDepartmentCode } : {}),
      ...(region ? { region } : {}),
      ...(size ? { size } : {}),
    };
    const { suggestions, auto } = route(settings.rules, facts, this.reference.tree, [], settings);
    const [first] = suggestions.filter(({ source }) => source === 'rule');
    return { lead: first?.lead ?? NOBODY, ...(first?.rule ? { rule: first.rule } : {}), auto: auto !== undefined };
  }

  private async rows(since: number): Promise<{ cases: number; rows: Row[] }> {
    const seen = all(visible(scopeOf(SYSTEM)), {
      sql: `c.receivedAt >= ? AND c.exclusion <> 'imported' AND EXISTS (SELECT 1 FROM assignments e WHERE e.caseNumber = c.caseNumber
        AND e.role = 'lead' AND e.status NOT IN ('recalled','returned'))`,
      params: [since],
    });
    const [count] = await this.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM cases c WHERE ${seen.sql}`, seen.params);
    const rows = await this.db.read<Row>(
      `SELECT c.caseNumber, c.title, c.description, c.categoryCode, c.accusedDepartmentCode, c.region, c.size, c.channel, c.accusation,
         (SELECT MAX(a.departmentCode) FROM assignments a WHERE a.caseNumber = c.caseNumber AND a.role = 'lead'
           AND a.status NOT IN ('recalled','returned')) AS lead_
       FROM cases c WHERE ${seen.sql} ORDER BY c.receivedAt DESC LIMIT ${MOST_CASES}`,
      seen.params,
    );
    return { cases: Number(count?.n ?? 0), rows: rows.map((row) => ({ ...row, lead: (row as unknown as { lead_: string }).lead_ })) };
  }
}
