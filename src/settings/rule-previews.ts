import { Injectable } from '@nestjs/common';
import { all, visible } from '../cases/visible.js';
import { type Actor, OPEN, SYSTEM } from '../domain/case-state.js';
import { nodesOf, type CategorySettings } from '../domain/category-settings.js';
import type { NoticeTexts, TrackingTexts } from '../domain/complainant-texts.js';
import type { LimitSettings } from '../domain/limits.js';
import type { RetentionSettings } from '../domain/retention.js';
import type { RoutingSettings } from '../domain/rule-documents.js';
import type { RuleKind } from '../domain/rule-proposals.js';
import { DAY } from '../domain/time.js';
import { scopeOf } from '../domain/visibility.js';
import { DomainError } from '../domain/errors.js';
import { Db } from '../platform/db.js';
import { LimitPreview, LOOKS_BACK_DAYS } from './limit-preview.js';
import { RetentionPreview } from './retention-preview.js';
import { RoutingPreview } from './routing-preview.js';
import { RuleChecking } from './rule-checking.js';
import { RuleStore } from './rule-store.js';
import { TextPreview } from './text-preview.js';
import type { PreviewLine, RulePreview } from './rules.dto.js';

const MOST_SHOWN = 100;

/** What rules would change on real cases, before anybody proposes or releases them. Nothing is written. */
@Injectable()
export class RulePreviews {
  constructor(
    private readonly db: Db,
    private readonly checking: RuleChecking,
    private readonly store: RuleStore,
    private readonly limits: LimitPreview,
    private readonly routing: RoutingPreview,
    private readonly retention: RetentionPreview,
    private readonly texts: TextPreview,
  ) {}

  /**
   * Counts for everybody who may see rules; of the cases behind them those that the reader may see, at most a hundred. Throws `rule.broken`
   * (422) for rules that could not be proposed.
   */
  async of(kind: RuleKind, content: Record<string, unknown>, by: Actor): Promise<RulePreview> {
    const faults = this.checking.errors(kind, content);
    if (faults.length > 0) throw new DomainError('rule.broken', 422, { faults });
    const found = await this.counted(kind, content, by);
    return { ...found, items: await this.seen(found.items, by) };
  }

  private counted(kind: RuleKind, content: unknown, by: Actor): Promise<RulePreview> {
    if (kind === 'limits') return this.limits.of(content as LimitSettings);
    if (kind === 'routing') return this.routing.of(content as RoutingSettings);
    if (kind === 'retention') return this.retention.of(content as RetentionSettings);
    if (kind === 'categories') return this.retired(content as CategorySettings);
    if (kind === 'notices') return this.texts.ofNotices(content as NoticeTexts, by);
    if (kind === 'messages') return this.texts.ofTracking(content as TrackingTexts, by);
    return Promise.resolve({ days: 0, cases: 0, leftOut: 0, lines: [], items: [] });
  }

  /** Cases of the last 90 days that stand in what would be offered no more; `before` of them are open. */
  private async retired(settings: CategorySettings): Promise<RulePreview> {
    const old = new Set(
      nodesOf(this.store.catalogue())
        .filter(({ retired }) => !retired)
        .map(({ code }) => code),
    );
    const codes = nodesOf(settings)
      .filter(({ code, retired }) => retired && old.has(code))
      .map(({ code }) => code);
    const none = { days: LOOKS_BACK_DAYS, cases: 0, leftOut: 0, lines: [], items: [] };
    if (codes.length === 0) return none;
    const since = this.store.now() - LOOKS_BACK_DAYS * DAY;
    const where = all(visible(scopeOf(SYSTEM)), {
      sql: `c.categoryCode IN (${codes.map(() => '?').join(',')}) AND c.receivedAt >= ?`,
      params: [...codes, since],
    });
    const open = OPEN.map((status) => `'${status}'`).join(',');
    const rows = await this.db.read<{ code: string; n: number; open: number }>(
      `SELECT c.categoryCode AS code, COUNT(*) AS n, SUM(CASE WHEN c.status IN (${open}) THEN 1 ELSE 0 END) AS open
       FROM cases c WHERE ${where.sql} GROUP BY c.categoryCode ORDER BY c.categoryCode`,
      where.params,
    );
    const lines = rows.map(({ code, n, open: still }): PreviewLine => ({
      key: code,
      looked: Number(n),
      changed: Number(n),
      before: Number(still),
      after: 0,
    }));
    return { ...none, cases: lines.reduce((sum, { looked }) => sum + looked, 0), lines };
  }

  private async seen(items: RulePreview['items'], by: Actor): Promise<RulePreview['items']> {
    if (items.length === 0) return [];
    const numbers = [...new Set(items.map(({ caseNumber }) => caseNumber))];
    const { sql, params } = all(visible(scopeOf(by)), { sql: `c.caseNumber IN (${numbers.map(() => '?').join(',')})`, params: numbers });
    const rows = await this.db.read<{ caseNumber: string }>(`SELECT c.caseNumber FROM cases c WHERE ${sql}`, params);
    const open = new Set(rows.map(({ caseNumber }) => caseNumber));
    return items.filter(({ caseNumber }) => open.has(caseNumber)).slice(0, MOST_SHOWN);
  }
}
