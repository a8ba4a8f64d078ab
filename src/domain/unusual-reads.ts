/** One entry of the audit: who read what; `night` outside duty hours. */
export interface ReadEntry {
  username: string;
  type: string;
  caseNumber: string | null;
  night: boolean;
}

/** From how many on in a day something is unusual: different cases opened, plain views of personal data, reads outside duty hours. */
export interface UnusualFrom {
  cases: number;
  unmaskings: number;
  nights: number;
}

export type Habit = keyof UnusualFrom;
export interface UnusualRead {
  username: string;
  habit: Habit;
  count: number;
}

const READS = ['case.viewed', 'case.unmasked'];

/** Who read unusually much in the entries of a day, the most striking first. Source: domain text 6.3. */
export function unusualReads(entries: readonly ReadEntry[], from: UnusualFrom): UnusualRead[] {
  const reads = entries.filter(({ type }) => READS.includes(type));
  const people = [...new Set(reads.map(({ username }) => username))];
  const found = people.flatMap((username): UnusualRead[] => {
    const own = reads.filter((one) => one.username === username);
    const counts: Record<Habit, number> = {
      cases: new Set(own.map(({ caseNumber }) => caseNumber)).size,
      unmaskings: own.filter(({ type }) => type === 'case.unmasked').length,
      nights: own.filter(({ night }) => night).length,
    };
    return (Object.keys(counts) as Habit[])
      .filter((habit) => counts[habit] >= from[habit])
      .map((habit) => ({ username, habit, count: counts[habit] }));
  });
  return found.sort(
    (one, other) => other.count / from[other.habit] - one.count / from[one.habit] || (one.username < other.username ? -1 : 1),
  );
}
