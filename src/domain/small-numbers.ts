/** A count as it may be told: the number itself, or only that it is smaller than something. */
export type Disclosed = { value: number } | { fewerThan: number };

/** Small counts point at single matters and people: below `least` they are told as "fewer", zero among them. Source: domain text 6.4. */
export const disclosed = (count: number, least: number): Disclosed => (count < least ? { fewerThan: least } : { value: count });
