import type { Day } from './time.js';

/** What may be asked: nothing, an amount a unit, a span a unit, a share of something, or what a list or a wage decides case by case. */
export type FeeRule =
  | { kind: 'free' }
  | { kind: 'fixed'; yuan: number; unit: string }
  | { kind: 'range'; fromYuan: number; toYuan: number; unit: string }
  | { kind: 'share'; percent: number; of: string }
  | { kind: 'quoted' };

/** An approved entry of the register, as far as the check looks at it. Days of the city, both ends included. */
export interface ListedFee {
  code: string;
  item: string;
  departmentCode: string;
  keywords: readonly string[];
  rule: FeeRule;
  validFrom: Day;
  validTo: Day | null;
}

/** What is known of a fee that was asked for; `amountFen` in fen. */
export interface AskedFee {
  text: string;
  /** The department that asked and those above it; empty when nobody knows. */
  departments: readonly string[];
  amountFen?: number | null;
  on: Day;
}

/** 目录内 / 超标准 / 已失效 / 目录外. Source: domain text, section 2 (new fees on enterprises need approval). */
export const FEE_VERDICTS = ['listed', 'over-standard', 'expired', 'unlisted'] as const;
export type FeeVerdict = (typeof FEE_VERDICTS)[number];

/** Why: `other-department` may ask for it, it is `not-yet` or `no-longer` valid, `free`, `above`, `within`, or the amount says nothing. */
export const FEE_REASONS = ['other-department', 'not-yet', 'no-longer', 'free', 'above', 'within', 'amount-unknown'] as const;
export type FeeReason = (typeof FEE_REASONS)[number];

export interface FeeMatch {
  code: string;
  verdict: FeeVerdict;
  reason: FeeReason;
  /** The longest word of the fee that stands in the text. */
  word: string;
  /** The most that may be asked in this matter, in fen, where it can be said. */
  mostFen?: number;
}
export interface FeeCheck {
  verdict: FeeVerdict;
  /** Entries the text may be about, the likeliest first. */
  matches: FeeMatch[];
}

/** Units that come one at a time: without a number in the text there is one of them. */
const SINGLE = ['件', '证', '本', '副', '户', '台', '次'];
const MOST_MATCHES = 5;
const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '');
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
const ZH = '一二两三四五六七八九十';

/** How many units the text speaks of: `3台`, `1,200平方米`, `两本`; undefined when it does not say. */
export function quantityIn(text: string, unit: string): number | undefined {
  const measure = unit === '平方米' ? '(?:平方米|平米|㎡|m2)' : escaped(unit);
  const found = new RegExp(`(\\d[\\d,]*(?:\\.\\d+)?|[${ZH}])(?:多|余)?个?${measure}`).exec(plain(text));
  if (!found?.[1]) return undefined;
  const digit = ZH.indexOf(found[1]);
  if (digit >= 0) return [1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10][digit];
  return Number(found[1].replaceAll(',', ''));
}

/** The most the rule allows in this matter, in fen; undefined where the text does not tell how much of what. */
function mostOf(rule: FeeRule, text: string): number | undefined {
  if (rule.kind === 'free') return 0;
  if (rule.kind !== 'fixed' && rule.kind !== 'range') return undefined;
  const many = quantityIn(text, rule.unit) ?? (SINGLE.includes(rule.unit) ? 1 : undefined);
  return many === undefined ? undefined : Math.round((rule.kind === 'fixed' ? rule.yuan : rule.toYuan) * 100 * many);
}

function judged(fee: ListedFee, asked: AskedFee, word: string): FeeMatch {
  const as = (verdict: FeeVerdict, reason: FeeReason, mostFen?: number): FeeMatch => ({
    code: fee.code,
    verdict,
    reason,
    word,
    ...(mostFen === undefined ? {} : { mostFen }),
  });
  if (asked.departments.length > 0 && !asked.departments.includes(fee.departmentCode)) return as('unlisted', 'other-department');
  if (fee.validTo !== null && fee.validTo < asked.on) return as('expired', 'no-longer');
  if (fee.validFrom > asked.on) return as('unlisted', 'not-yet');
  const most = mostOf(fee.rule, asked.text);
  if (most === undefined || asked.amountFen === null || asked.amountFen === undefined) return as('listed', 'amount-unknown', most);
  if (asked.amountFen <= most) return as('listed', 'within', most);
  return as('over-standard', fee.rule.kind === 'free' ? 'free' : 'above', most);
}

/** One's own entry speaks before another department's, one in force before an old one, and the longer word before the shorter. */
const rank = ({ reason, word }: FeeMatch): number =>
  (reason === 'other-department' ? 0 : reason === 'no-longer' || reason === 'not-yet' ? 1_000 : 2_000) + Math.min(word.length, 100);

/**
 * Looks a fee up by the words of its name: entries whose words stand in the text are judged by department, by day and by amount against
 * the standard; the first says the verdict. A text that names no entry is about a fee outside the register. It is a proposal: people decide.
 */
export function checkFee(asked: AskedFee, fees: readonly ListedFee[]): FeeCheck {
  const text = plain(asked.text);
  const matches = fees.flatMap((fee) => {
    const words = [fee.item.replace(/（.*）$/, ''), ...fee.keywords].map(plain).filter((word) => text.includes(word));
    const [word] = words.sort((a, b) => b.length - a.length);
    return word === undefined ? [] : [judged(fee, { ...asked, text }, word)];
  });
  matches.sort((a, b) => rank(b) - rank(a) || (a.code < b.code ? -1 : 1));
  return { verdict: matches[0]?.verdict ?? 'unlisted', matches: matches.slice(0, MOST_MATCHES) };
}
