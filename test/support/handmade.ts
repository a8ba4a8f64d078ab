/** Cases made by hand, row by row, so that every number can be counted on the fingers. */
import type { Inside } from './inside.js';

type Row = Record<string, unknown>;
const at = (text: string) => Date.parse(`${text}+08:00`);

const PART: Row = {
  departmentCode: 'market',
  status: 'accepted',
  round: 1,
  returnLocked: 0,
  dispatchedAt: at('2026-03-02T10:00:00'),
  signedAt: at('2026-03-02T11:00:00'),
  firstContactAt: at('2026-03-02T12:00:00'),
  returnStatus: 'none',
  extensionStatus: 'none',
  finding: null,
};
const LIMIT: Row = {
  unit: 'working-days',
  amount: 1,
  ruleVersion: 1,
  startedAt: at('2026-03-02T10:00:00'),
  extraWorkingDays: 0,
  pauses: '[]',
  dueAt: at('2026-03-03T17:00:00'),
  amberAt: at('2026-03-03T10:00:00'),
  redAt: at('2026-03-05T17:00:00'),
  provisional: 0,
  endedAt: null,
  level: 0,
  nextAt: null,
};
const CALL: Row = {
  round: 1,
  attempt: 1,
  reached: 1,
  contacted: 1,
  solved: 'solved',
  satisfiedResult: 'satisfied',
  satisfiedProcess: 'satisfied',
  words: null,
  at: at('2026-03-10T10:00:00'),
  username: 'reviewer1',
};
/** The three clocks of a part, each in a state. */
export const clocks = (sign: string, contact: string, answer: string): Row[] => [
  { name: 'sign', state: sign },
  { name: 'first-contact', state: contact },
  { name: 'answer', state: answer },
];

/** Makes a case with its parts, clocks and call-backs; gives its number. */
export type Given = (one: Row, beside?: { parts?: Row[]; calls?: Row[] }) => Promise<string>;

/** A maker of cases; whatever is not said is ordinary. */
export function handmade(city: Inside): Given {
  let serial = 0;
  return async (one, { parts = [], calls = [] } = {}) => {
    const row = city.caseRow(one);
    const caseNumber = row.caseNumber as string;
    await city.insert('cases', [row]);
    for (const [index, { limits, ...part }] of parts.entries()) {
      const id = `${caseNumber}-${index + 1}`;
      await city.insert('assignments', [{ ...PART, id, caseNumber, role: index === 0 ? 'lead' : 'assist', ...part }]);
      for (const limit of (limits ?? []) as Row[]) {
        await city.insert('case_limits', [{ ...LIMIT, id: `${caseNumber}-${++serial}`, caseNumber, assignmentId: id, ...limit }]);
      }
    }
    for (const call of calls) await city.insert('call_backs', [{ ...CALL, id: String(++serial), caseNumber, ...call }]);
    await city.settle(caseNumber);
    return caseNumber;
  };
}
