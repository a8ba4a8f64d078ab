import { DAY, type Instant, MINUTE } from './time.js';

/** When somebody looked at the first page: `lookedAt` the last time, `sinceAt` the end of the visit before this one. */
export interface Look {
  sinceAt: Instant;
  lookedAt: Instant;
}

/**
 * From when on something is news to a reader: what came after the visit before this one. A pause of `visitMinutes` ends a visit, so that
 * reading the page anew takes nothing from the list; whoever never looked is told of the last day.
 */
export function newsSince(last: Look | undefined, now: Instant, visitMinutes: number): Instant {
  if (!last) return now - DAY;
  return now - last.lookedAt > visitMinutes * MINUTE ? last.lookedAt : last.sinceAt;
}

/** The look to keep at `now`; with `all`, everything so far counts as seen. */
export const looked = (last: Look | undefined, now: Instant, { visitMinutes, all }: { visitMinutes: number; all: boolean }): Look => ({
  sinceAt: all ? now : newsSince(last, now, visitMinutes),
  lookedAt: now,
});
