import { tagged } from './similarity.js';
import { folded, looksLikeName, shapesIn, type Span, type TraceKind } from './trace-patterns.js';

/** A value that the case itself knows. */
export interface KnownValue {
  kind: TraceKind;
  value: string;
  /** May never stand in public: it leads to the complainant. Otherwise a person may decide that it stays. */
  mustGo: boolean;
}

/** What is known beforehand: of the case, of the city, and what is public anyway. */
export interface Surroundings {
  known: readonly KnownValue[];
  /** Districts and streets of the city. */
  places: readonly string[];
  /** Names of authorities, which are named on purpose. */
  authorities: readonly string[];
}

/** One trace in a text, in UTF-16 units; `n` counts equal ones of the field from 1. */
export interface Trace extends Span {
  text: string;
  n: number;
  mustGo: boolean;
}

/** Kinds of which none may stay, whoever is meant. */
const NEVER: readonly TraceKind[] = ['phone', 'id-number', 'email', 'account', 'case-number'];
/** Made of digits themselves. */
const CODES: readonly TraceKind[] = ['uscc', 'plate', 'date', 'amount'];
/** What counts when two traces overlap and are equally long. */
const RANK: readonly TraceKind[] = [
  'email',
  'id-number',
  'uscc',
  'case-number',
  'plate',
  'phone',
  'account',
  'amount',
  'date',
  'company',
  'place',
  'name',
  'job-title',
];

type Found = Span & { mustGo: boolean };

const escaped = (sign: string): string => sign.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** The value however it is spaced, in whatever case; undefined for one that is too short to say anything. */
function patternOf(value: string): RegExp | undefined {
  const signs = [...folded(value.normalize('NFC'))].filter((sign) => !/[\s\p{Cf}\-.·()（）]/u.test(sign));
  return signs.length < 2 ? undefined : new RegExp(signs.map(escaped).join('[\\s\\p{Cf}\\-.·()（）]{0,3}'), 'giu');
}

/** The value and the pieces of it by which people would still know it: a given name, a firm without its legal form. */
function piecesOf({ kind, value, mustGo }: KnownValue): KnownValue[] {
  const plain = value.trim();
  const whole = { kind, value: plain, mustGo };
  if (kind === 'name' && /^\p{Script=Han}{3,4}$/u.test(plain))
    return [whole, { kind, value: [...plain].slice(-2).join(''), mustGo: false }];
  if (kind === 'company') {
    const core = plain
      .replace(/(?:股份)?(?:有限)?(?:责任)?(?:公司|集团|厂|店|商行|合作社|经营部|服务部)$/u, '')
      .replace(/^.{0,6}?[省市区县]/u, '');
    return core.length >= 2 && core !== plain ? [whole, { kind, value: core, mustGo }] : [whole];
  }
  if (kind === 'place') {
    const parts = plain.split(/[\p{N}\p{P}\s]+|号|栋|楼|室|单元/u).filter((part) => part.length >= 3 && part !== plain);
    return [whole, ...parts.map((part) => ({ kind, value: part, mustGo: false }))];
  }
  return [whole];
}

function knownIn(text: string, known: readonly KnownValue[]): Found[] {
  return known.flatMap(piecesOf).flatMap(({ kind, value, mustGo }) => {
    const pattern = patternOf(value);
    return pattern
      ? [...text.matchAll(pattern)].map(({ 0: whole, index }) => ({ kind, from: index, to: index + whole.length, mustGo }))
      : [];
  });
}

function namesIn(text: string): Span[] {
  const found: Span[] = [];
  let at = 0;
  for (const { word, tag } of tagged(text)) {
    at = text.indexOf(word, at);
    if (looksLikeName(word, tag)) found.push({ kind: 'name', from: at, to: at + word.length });
    at += word.length;
  }
  return found;
}

const overlap = (a: Span, b: Span): boolean => a.from < b.to && b.from < a.to;
const within = (inner: Span, outer: Span): boolean => outer.from <= inner.from && inner.to <= outer.to;

/** The longest first, then by kind. */
const order = (a: Found, b: Found): number => b.to - b.from - (a.to - a.from) || RANK.indexOf(a.kind) - RANK.indexOf(b.kind);

/**
 * Everything in a text that may lead to a person, a business or a place, none overlapping, in the order of the text: by shape, by the
 * case's own particulars, by the city's dictionary. It finds rather too much: a person decides on each. Source: domain text, section 2
 * (typical cases) and 6.1; rules on handling accusations, article 47 (domain sources 4.3).
 */
export function tracesIn(text: string, { known, places, authorities }: Surroundings): Trace[] {
  const plain = folded(text);
  const authoritySpans = authorities.flatMap((name) => spansOf(plain, name));
  const byShape = [...shapesIn(plain), ...namesIn(plain), ...places.flatMap((name) => spansOf(plain, name))]
    .filter((span) => !authoritySpans.some((authority) => within(span, authority) || (span.kind !== 'phone' && overlap(span, authority))))
    .map((span) => ({ ...span, mustGo: NEVER.includes(span.kind) }));
  const chosen: Found[] = [];
  for (const one of [...knownIn(plain, known).sort(order), ...byShape.sort(order)]) {
    const covered = chosen.filter((other) => overlap(one, other));
    if (covered.length === 0) chosen.push(one);
    // a telephone number inside a longer trace goes with it; the digits of a code of an enterprise are none
    else if (one.mustGo) for (const other of covered) other.mustGo ||= !CODES.includes(other.kind);
  }
  const counts = new Map<string, number>();
  return chosen
    .sort((a, b) => a.from - b.from)
    .map((span) => {
      const words = text.slice(span.from, span.to);
      const n = (counts.get(`${span.kind}|${words}`) ?? 0) + 1;
      counts.set(`${span.kind}|${words}`, n);
      return { ...span, text: words, n };
    });
}

function spansOf(text: string, name: string): Span[] {
  const found: Span[] = [];
  for (let at = text.indexOf(name); name.length > 1 && at >= 0; at = text.indexOf(name, at + name.length)) {
    found.push({ kind: 'place', from: at, to: at + name.length });
  }
  return found;
}

/** A person's decision that a trace of a field is harmless and stays. */
export interface Confirmed {
  field: string;
  kind: TraceKind;
  text: string;
  n: number;
}

/** Whether that very trace was decided on; one that must go cannot be. */
export const isConfirmed = (field: string, trace: Trace, confirmed: readonly Confirmed[]): boolean =>
  !trace.mustGo && confirmed.some((one) => one.field === field && one.kind === trace.kind && one.text === trace.text && one.n === trace.n);

/** How many traces still wait for a decision, over all fields. Nothing is submitted while there is one. */
export const unresolved = (fields: Readonly<Record<string, readonly Trace[]>>, confirmed: readonly Confirmed[]): number =>
  Object.entries(fields).reduce((sum, [field, traces]) => sum + traces.filter((one) => !isConfirmed(field, one, confirmed)).length, 0);

/** What a trace is replaced by unless somebody writes something better; `{rest}` keeps what follows a family name. */
export type Replacements = Readonly<Record<TraceKind, string>>;

/** The words proposed for a trace: 王科长 becomes 某科长, everything else what the city's settings say. */
export function replacementFor({ kind, text }: Pick<Trace, 'kind' | 'text'>, replacements: Replacements): string {
  const rest = kind === 'name' ? /(?:副?\p{Script=Han}{1,2}[长任记理员]|先生|女士)$/u.exec(text.slice(1))?.[0] : undefined;
  return rest ? `某${rest}` : replacements[kind];
}
