import { monthOf, periodFor } from './assessment.js';
import type { CaseState } from './case-state.js';
import type { SelfFinding } from './same-matter.js';
import { type Proposal, type ScoredEvent, scored, type ScoreEntry, type ScoringContext } from './scoring.js';
import type { ScoringSettings } from './scoring-settings.js';
import { type Day, dayOf, type Instant } from './time.js';

/** A closed month: what the log told up to that number is in it, and nothing later. */
export interface ClosedMonth {
  month: string;
  upTo: number;
}

/** The months that are closed for an event of that number. */
export const closedFor = (number: number, closings: readonly ClosedMonth[]): Set<string> =>
  new Set(closings.filter(({ upTo }) => upTo < number).map(({ month }) => month));

/** The entries of one event, with their places in the ledger. */
export function placed(
  event: ScoredEvent,
  context: ScoringContext,
  closings: readonly ClosedMonth[],
): { entries: ScoreEntry[]; proposals: Proposal[] } {
  const { entries, proposals } = scored(event, context);
  const period = periodFor(monthOf(dayOf(event.at)), closedFor(event.number, closings));
  const place = { eventNumber: event.number, ruleVersion: context.settings.version, period, at: event.at };
  return { entries: entries.map((draft, index) => ({ id: `${event.number}-${index + 1}`, ...place, ...draft })), proposals };
}

/** Which entries may bear on an event: those about the same card, case, finding or appealed entry. */
export const subjectsOf = ({ caseNumber, facts }: ScoredEvent): string[] =>
  [caseNumber, facts.cardId, facts.findingNumber, facts.entryId].filter((one): one is string => typeof one === 'string');

/** A self-finding as the log tells of it. */
export const findingOf = ({ facts, at }: ScoredEvent): SelfFinding => ({
  findingNumber: String(facts.findingNumber),
  departmentCode: String(facts.departmentCode),
  categoryCode: String(facts.categoryCode),
  person: (facts.person as string | undefined) ?? null,
  document: (facts.document as string | undefined) ?? null,
  from: facts.from as Day,
  to: facts.to as Day,
  openedAt: at,
});

/** Where a book looks up what stands outside it. */
export interface BookSources {
  settingsAt: (at: Instant) => ScoringSettings;
  /** A case as it stood at that number of the log. */
  caseAt: (caseNumber: string, number: number) => CaseState | undefined;
  closings: readonly ClosedMonth[];
}

/** Cases an event is scored by; only these need to be replayed. */
export function casesNeeded({ type, caseNumber, facts }: ScoredEvent): string[] {
  if (type === 'case.called-back') return caseNumber && facts.satisfiedResult === 'dissatisfied' ? [caseNumber] : [];
  return type === 'investigation.concluded' ? ((facts.caseNumbers as string[] | undefined) ?? []) : [];
}

/** The whole ledger in memory, told event by event from the first: what the log and the rules make of it. */
export class LedgerBook {
  readonly entries: ScoreEntry[] = [];
  readonly proposals: (Proposal & { eventNumber: number; investigationNumber: string })[] = [];
  private readonly bySubject = new Map<string, ScoreEntry[]>();
  private readonly findings = new Map<string, SelfFinding>();

  constructor(private readonly sources: BookSources) {}

  hear(event: ScoredEvent): ScoreEntry[] {
    const { type, facts, number } = event;
    if (type === 'self-finding.opened') this.findings.set(String(facts.findingNumber), findingOf(event));
    if (type === 'self-finding.refused') this.findings.delete(String(facts.findingNumber));
    const { settingsAt, caseAt, closings } = this.sources;
    const cases = casesNeeded(event).flatMap((caseNumber) => caseAt(caseNumber, number) ?? []);
    const { entries, proposals } = placed(
      event,
      {
        settings: settingsAt(event.at),
        current: type === 'case.called-back' ? cases[0] : undefined,
        entries: [...new Set(subjectsOf(event).flatMap((subject) => this.bySubject.get(subject) ?? []))],
        findings: [...this.findings.values()],
        cases,
      },
      closings,
    );
    entries.forEach((entry) => this.keep(entry));
    const investigationNumber = String(facts.investigationNumber);
    this.proposals.push(...proposals.map((one) => ({ ...one, eventNumber: number, investigationNumber })));
    return entries;
  }

  private keep(entry: ScoreEntry): void {
    this.entries.push(entry);
    for (const subject of [entry.id, entry.entryId, entry.caseNumber, entry.cardId, entry.findingNumber]) {
      if (subject === null) continue;
      const list = this.bySubject.get(subject);
      if (list) list.push(entry);
      else this.bySubject.set(subject, [entry]);
    }
  }
}
