import { type Day, dayOf, type Instant } from './time.js';

export const PROVEN = ['proven', 'partly-proven'] as const;
export type Conclusion = (typeof PROVEN)[number] | 'unproven' | 'unverifiable' | 'false-accusation';
/** Partly proven counts as proven. Source: domain sources 3.3. */
export const isProven = (conclusion: string): boolean => (PROVEN as readonly string[]).includes(conclusion);

/** A matter of a conclusion: who, of what kind, by whom or in which document (keyed blind indexes), and when (instants or days). */
export interface ProvenMatter {
  departmentCode: string;
  categoryCode: string;
  person?: string;
  document?: string;
  from: Instant | Day;
  to: Instant | Day;
}

/** A department's own finding, as far as matching looks at it. */
export interface SelfFinding {
  findingNumber: string;
  departmentCode: string;
  categoryCode: string;
  person: string | null;
  document: string | null;
  from: Day;
  to: Day;
  /** When the server took it in. */
  openedAt: Instant;
}

const asDay = (at: Instant | Day): Day => (typeof at === 'number' ? dayOf(at) : at);
/** A leaf and its group are the same kind of matter. */
const alike = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);
/** Equal, different, or not to be compared because one side does not say. */
const compared = (a: string | null | undefined, b: string | null | undefined): boolean | undefined => (a && b ? a === b : undefined);

/**
 * Whether a matter the commission proved may be one the department had opened itself: same department and category, times that touch, and
 * the same person or document where both sides name one. Gives what it was matched by, or undefined. The system proposes, the supervisor
 * decides. Source: domain text, section 9.
 */
export function sameMatter(matter: ProvenMatter, finding: SelfFinding): string[] | undefined {
  if (matter.departmentCode !== finding.departmentCode || !alike(matter.categoryCode, finding.categoryCode)) return undefined;
  if (asDay(matter.from) > finding.to || asDay(matter.to) < finding.from) return undefined;
  const [person, document] = [compared(matter.person, finding.person), compared(matter.document, finding.document)];
  const isKnownOther = (person === false && document !== true) || (document === false && person !== true);
  if (isKnownOther) return undefined;
  return ['department', 'category', 'period', ...(person ? ['person'] : []), ...(document ? ['document'] : [])];
}
