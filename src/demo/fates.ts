import type { Random } from './random.js';

/** How a department works. `pace` is the share of the answer limit it takes; `fault` multiplies what goes wrong. */
export interface Habit {
  /** Duty minutes until it signs; the ordinary limit is 120. */
  sign: [from: number, to: number];
  pace: [from: number, to: number];
  /** How likely an answer is late, and by how many working days. */
  late: number;
  lateBy: [from: number, to: number];
  contacts: number;
  solves: number;
  pleases: number;
  fault: number;
}

const ORDINARY: Habit = {
  sign: [12, 122],
  pace: [0.35, 0.93],
  late: 0.07,
  lateBy: [0.2, 3],
  contacts: 0.9,
  solves: 0.76,
  pleases: 0.8,
  fault: 1,
};
const EXCELLENT: Habit = {
  sign: [4, 55],
  pace: [0.15, 0.6],
  late: 0.01,
  lateBy: [0.1, 0.6],
  contacts: 0.99,
  solves: 0.91,
  pleases: 0.94,
  fault: 0.3,
};
const POOR: Habit = {
  sign: [25, 175],
  pace: [0.6, 0.99],
  late: 0.24,
  lateBy: [0.4, 9],
  contacts: 0.7,
  solves: 0.55,
  pleases: 0.58,
  fault: 2.3,
};

/** Two do well and two badly; the others lie between, each a little different. */
const HABITS: Record<string, Habit> = {
  tax: EXCELLENT,
  'gov-service': EXCELLENT,
  urban: POOR,
  housing: POOR,
  market: { ...ORDINARY, late: 0.04, solves: 0.8, pleases: 0.84 },
  labour: { ...ORDINARY, pace: [0.25, 0.8], contacts: 0.95 },
  resources: { ...ORDINARY, late: 0.13, lateBy: [0.3, 6], pace: [0.5, 0.97], fault: 1.5 },
  transport: { ...ORDINARY, late: 0.1, pleases: 0.73, fault: 1.3 },
  finance: { ...ORDINARY, sign: [10, 90], late: 0.05 },
  police: { ...ORDINARY, solves: 0.72, pleases: 0.78 },
};
export const habitOf = (departmentCode: string): Habit => HABITS[departmentCode] ?? ORDINARY;

type YesNo = 'yes' | 'no';
/** What will become of a case, drawn before its life begins; each turn of the table of case life stands in some fate. */
export interface Fate {
  /** What the desk does with it before dispatch. */
  desk: 'dispatch' | 'silence' | 'reject' | 'answer' | 'transfer' | 'seal';
  several: YesNo;
  returns: 'none' | 'granted' | 'granted-twice' | 'refused';
  extension: 'none' | 'granted' | 'refused';
  suspension: 'none' | 'until' | 'by-hand';
  assist: 'none' | 'added' | 'recalled';
  declined: YesNo;
  review: 'pass' | 'send-back' | 'terminate';
  reached: 'first' | 'later' | 'never' | 'withdraws';
  /** Re-handled after so many dissatisfied call-backs. */
  again: 'none' | 'once' | 'twice';
  after: 'nothing' | 'rates' | 'reopens' | 'reviewer-reopens' | 'message';
  withdrawn: YesNo;
  urged: YesNo;
  asked: YesNo;
  sealedLater: YesNo;
  unmasked: YesNo;
  /** The desk at which it still lies. */
  stall: 'none' | 'dispatch' | 'sign' | 'return' | 'answer' | 'sign-off' | 'review' | 'call-back';
}

type Chances = { [K in keyof Fate]: Record<Fate[K], number> };
const CHANCES: Chances = {
  desk: { dispatch: 88, silence: 3, reject: 5, answer: 1, transfer: 2, seal: 0.5 },
  several: { yes: 13, no: 87 },
  returns: { none: 925, granted: 40, 'granted-twice': 6, refused: 29 },
  extension: { none: 91, granted: 6.5, refused: 2.5 },
  suspension: { none: 97, until: 2, 'by-hand': 1 },
  assist: { none: 97, added: 2, recalled: 1 },
  declined: { yes: 6, no: 94 },
  review: { pass: 912, 'send-back': 80, terminate: 8 },
  reached: { first: 80, later: 14, never: 5, withdraws: 1 },
  again: { none: 94, once: 5, twice: 1 },
  after: { nothing: 73, rates: 21, reopens: 1.6, 'reviewer-reopens': 0.5, message: 3 },
  withdrawn: { yes: 2.2, no: 97.8 },
  urged: { yes: 5, no: 95 },
  asked: { yes: 6, no: 94 },
  sealedLater: { yes: 0.4, no: 99.6 },
  unmasked: { yes: 8, no: 92 },
  stall: { none: 1, dispatch: 0, sign: 0, return: 0, answer: 0, 'sign-off': 0, review: 0, 'call-back': 0 },
};
/** What is likelier in a poor department. */
const FAULTS: { [K in keyof Fate]?: Fate[K][] } = {
  returns: ['granted', 'granted-twice', 'refused'],
  extension: ['granted', 'refused'],
  declined: ['yes'],
  review: ['send-back'],
  again: ['once', 'twice'],
  urged: ['yes'],
};

/** Draws a fate; `fault` is that of the department whose matter it is. */
export function fateOf(fault: number, random: Random): Fate {
  const draw = (key: keyof Fate): [string, string] => {
    const worse = (FAULTS[key] ?? []) as readonly string[];
    const weights = Object.entries(CHANCES[key]).map(
      ([value, weight]) => [value, worse.includes(value) ? weight * fault : weight] as const,
    );
    return [key, random.among(Object.fromEntries(weights))];
  };
  return Object.fromEntries((Object.keys(CHANCES) as (keyof Fate)[]).map(draw)) as unknown as Fate;
}

/** A fate in which nothing out of the ordinary happens. */
const PLAIN: Fate = {
  desk: 'dispatch',
  several: 'no',
  returns: 'none',
  extension: 'none',
  suspension: 'none',
  assist: 'none',
  declined: 'no',
  review: 'pass',
  reached: 'first',
  again: 'none',
  after: 'nothing',
  withdrawn: 'no',
  urged: 'no',
  asked: 'no',
  sealedLater: 'no',
  unmasked: 'no',
  stall: 'none',
};
const but = (changes: Partial<Fate>): Fate => ({ ...PLAIN, ...changes });

/** Every turn at least once, however small the city: laid over complaints long past. */
export const SET_PIECES: readonly Fate[] = [
  but({ desk: 'reject' }),
  but({ desk: 'silence', after: 'rates' }),
  but({ desk: 'answer' }),
  but({ desk: 'transfer' }),
  but({ desk: 'seal' }),
  but({ returns: 'granted', unmasked: 'yes' }),
  but({ returns: 'granted-twice' }),
  but({ returns: 'refused' }),
  but({ extension: 'granted', asked: 'yes' }),
  but({ extension: 'refused', urged: 'yes' }),
  but({ suspension: 'until' }),
  but({ suspension: 'by-hand', several: 'yes' }),
  but({ assist: 'added' }),
  but({ assist: 'recalled' }),
  but({ declined: 'yes', review: 'send-back' }),
  but({ review: 'terminate' }),
  but({ reached: 'later', after: 'reopens' }),
  but({ reached: 'never', after: 'reviewer-reopens' }),
  but({ reached: 'withdraws' }),
  but({ again: 'twice', after: 'message' }),
  but({ review: 'send-back', again: 'once', several: 'yes' }),
  but({ withdrawn: 'yes' }),
  but({ sealedLater: 'yes' }),
];

/** Where the work of the last weeks still lies: how much of it, and how many working days ago it came in. */
export const BACKLOG: Record<Exclude<Fate['stall'], 'none'>, { cases: number; ago: [least: number, most: number] }> = {
  review: { cases: 10, ago: [3, 6] },
  'call-back': { cases: 12, ago: [4, 6] },
  'sign-off': { cases: 8, ago: [2, 5] },
  return: { cases: 4, ago: [1, 3] },
  sign: { cases: 5, ago: [0, 2] },
  dispatch: { cases: 6, ago: [0, 2] },
  answer: { cases: 22, ago: [1, 16] },
};
export const stalled = (stall: Fate['stall']): Fate => but({ stall, returns: stall === 'return' ? 'granted' : 'none' });
/** The department has done its part, and soon: what lies now lies elsewhere. */
export const isAnswered = ({ stall }: Fate): boolean => ['sign-off', 'review', 'call-back'].includes(stall);
