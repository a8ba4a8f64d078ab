import type { FeeRule, ListedFee } from '../domain/fee-check.js';
import type { FeeEntryState, FeeKind } from '../domain/fee-register.js';
import { isoOf, type Day } from '../domain/time.js';
import { type BrokenField, invalid } from '../platform/http/problem.js';
import type { FeeRuleInput, FeeView, PublishedFee } from './fee.dto.js';

/** A row of `approved_fees` as it comes from the database. */
export interface FeeRow extends FeeEntryState {
  code: string;
  item: string;
  itemEn: string;
  kind: FeeKind;
  basis: string;
  payer: string;
  payerEn: string;
  standard: string;
  standardEn: string;
  rule: string;
  keywords: string;
  replaces: string | null;
  why: string | null;
  proposedAt: number;
  proposedName?: string | null;
  decidedName?: string | null;
  decidedBy: string | null;
  decidedAt: number | null;
  reason: string | null;
}

/** The entry as the check reads it. */
export const listedOf = ({ code, item, departmentCode, keywords, rule, validFrom, validTo }: FeeRow): ListedFee => ({
  code,
  item,
  departmentCode,
  validFrom,
  validTo,
  keywords: JSON.parse(keywords) as string[],
  rule: JSON.parse(rule) as FeeRule,
});

/** What everybody may read of it. */
export function publishedOf(row: FeeRow, today: Day, nameOf: (code: string) => string): PublishedFee {
  const { code, item, itemEn, kind, departmentCode, basis, payer, payerEn, standard, standardEn, validFrom, validTo } = row;
  return {
    code,
    item,
    itemEn,
    kind,
    departmentCode,
    departmentName: nameOf(departmentCode),
    basis,
    payer,
    payerEn,
    standard,
    standardEn,
    validFrom,
    ...(validTo ? { validTo } : {}),
    standing: validFrom > today ? 'to-come' : validTo !== null && validTo < today ? 'ended' : 'in-force',
  };
}

/** What staff read of it, with what this reader may do. */
export function feeViewOf(row: FeeRow, actions: string[], today: Day, nameOf: (code: string) => string): FeeView {
  const { state, replaces, why, proposedBy, proposedAt, decidedBy, decidedAt, reason } = row;
  return {
    ...publishedOf(row, today, nameOf),
    state,
    rule: JSON.parse(row.rule) as FeeRuleInput,
    keywords: JSON.parse(row.keywords) as string[],
    ...(replaces ? { replaces } : {}),
    ...(why ? { why } : {}),
    proposedBy: row.proposedName ?? proposedBy,
    proposedAt: isoOf(Number(proposedAt)),
    ...(decidedBy ? { decidedBy: row.decidedName ?? decidedBy } : {}),
    ...(decidedAt === null ? {} : { decidedAt: isoOf(Number(decidedAt)) }),
    ...(reason ? { reason } : {}),
    actions,
  };
}

const NEEDED: Record<FeeRule['kind'], readonly (keyof FeeRuleInput)[]> = {
  free: [],
  fixed: ['yuan', 'unit'],
  range: ['fromYuan', 'toYuan', 'unit'],
  share: ['percent', 'of'],
  quoted: [],
};

/** The rule of a form: what its kind needs and nothing else; throws `input.invalid` (422). */
export function ruleOf(given: FeeRuleInput): FeeRule {
  const broken: BrokenField[] = NEEDED[given.kind]
    .filter((name) => given[name] === undefined)
    .map((name) => ({ field: `rule.${name}`, code: 'required' }));
  if (given.kind === 'range' && (given.fromYuan ?? 0) > (given.toYuan ?? Infinity))
    broken.push({ field: 'rule.toYuan', code: 'too-small' });
  if (broken.length > 0) throw invalid(broken);
  return Object.fromEntries([['kind', given.kind], ...NEEDED[given.kind].map((name) => [name, given[name]])]) as FeeRule;
}
