import type { PreviewCategory } from './rules.dto.js';

/** One thing that would be different for one case: a limit or its department; empty where there would be none. */
interface Change {
  key: string;
  before: string;
  after: string;
}

/** Gathers by category what rules would change: of how many cases, and from what to what. */
export class PreviewCategories {
  private readonly looked = new Map<string, Set<string>>();
  private readonly changes = new Map<string, Map<string, Change & { cases: Set<string> }>>();

  /** A case that was looked at, with what would be different for it, if anything. Cases without a category stand under the empty code. */
  add(caseNumber: string, categoryCode: string | null, change?: Change): void {
    const code = categoryCode ?? '';
    this.looked.set(code, (this.looked.get(code) ?? new Set()).add(caseNumber));
    if (!change) return;
    const own = this.changes.get(code) ?? new Map<string, Change & { cases: Set<string> }>();
    this.changes.set(code, own);
    const name = [change.key, change.before, change.after].join(' > ');
    const same = own.get(name) ?? { ...change, cases: new Set<string>() };
    own.set(name, same);
    same.cases.add(caseNumber);
  }

  /** The categories with a change, most cases first, then by code; in each the changes, most cases first. Counts are cases, each once. */
  list(): PreviewCategory[] {
    return [...this.changes]
      .map(([code, changes]): PreviewCategory => {
        const rows = [...changes.values()];
        return {
          ...(code ? { code } : {}),
          looked: this.looked.get(code)!.size,
          changed: new Set(rows.flatMap(({ cases }) => [...cases])).size,
          changes: rows
            .map(({ cases, ...change }) => ({ ...change, cases: cases.size }))
            .sort((a, b) => b.cases - a.cases || a.key.localeCompare(b.key)),
        };
      })
      .sort((a, b) => b.changed - a.changed || (a.code ?? '').localeCompare(b.code ?? ''));
  }
}
