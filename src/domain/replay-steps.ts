import type { Body } from './case-life.js';
import type { CaseState } from './case-state.js';
import type { Action } from './case-steps.js';

type Facts = Record<string, unknown>;
/** How an action of the table is read back from the log: the types it tells, and what its body was where the facts say it otherwise. */
interface Retelling {
  types: readonly string[];
  body?: (facts: Facts) => Body;
  /** Where two actions tell the same, or something else than an action does: whether it was this one; `version` is the event's. */
  when?: (one: CaseState, facts: Facts, version: number | null) => boolean;
}

const answeredPart = (one: CaseState, facts: Facts) =>
  one.assignments.filter(({ departmentCode }) => departmentCode === facts.departmentCode).at(-1);
const wasDrafted = (one: CaseState, facts: Facts): boolean => answeredPart(one, facts)?.status === 'pending_sign_off';
const told = (type: string, body?: Retelling['body']): Retelling => ({ types: [type], ...(body ? { body } : {}) });

/** What the office does beside a case it tells on the case, too, when it is no action of the case: only an action raises the version. */
const raised = (one: CaseState, _facts: Facts, version: number | null): boolean => version === one.version + 1;

/** Every action of the table has its row: whoever adds a step says here how the log tells it. */
const RETELLINGS: Record<Action, Retelling> = {
  accept: told('case.accepted'),
  reject: told('case.rejected'),
  'answer-directly': told('case.answered-directly'),
  'transfer-out': told('case.transferred'),
  seal: { types: ['case.sealed'], when: (_one, facts) => facts.why !== 'category' },
  merge: told('case.merged'),
  'mark-project': told('case.project-marked'),
  dispatch: told('case.dispatched'),
  sign: told('assignment.signed'),
  'request-return': told('assignment.return-requested'),
  'grant-return': told('assignment.return-granted'),
  'refuse-return': told('assignment.return-refused'),
  'request-extension': told('assignment.extension-requested'),
  'grant-extension': told('assignment.extension-granted'),
  'refuse-extension': told('assignment.extension-refused'),
  suspend: told('case.suspended', ({ until }) => ({ until: typeof until === 'number' ? new Date(until).toISOString() : undefined })),
  resume: told('case.resumed'),
  'log-progress': told('assignment.progress-logged'),
  'add-assignment': told('assignment.added'),
  'recall-assignment': told('assignment.recalled'),
  answer: { types: ['assignment.answer-drafted', 'assignment.answered'], when: (one, facts) => !wasDrafted(one, facts) },
  'sign-off': { types: ['assignment.answered'], when: wasDrafted },
  'decline-sign-off': told('assignment.sign-off-declined'),
  'send-back': told('assignment.sent-back'),
  pass: told('case.review-passed'),
  'call-back': told('case.called-back'),
  close: told('case.closed'),
  're-handle': told('case.re-handled'),
  reopen: told('case.reopened'),
  withdraw: told('case.withdrawn'),
  terminate: told('case.terminated'),
  archive: told('case.archived'),
  urge: told('case.urged'),
  supervise: {
    types: ['case.supervised'],
    when: raised,
    body: ({ dueAt }) => ({ dueAt: new Date(Number(dueAt)).toISOString() }),
  },
  card: { types: ['card.issued'], when: raised },
  explain: { types: ['explanation.demanded'], when: raised },
  'request-exclusion': told('case.exclusion-requested'),
  'grant-exclusion': told('case.exclusion-granted'),
  'refuse-exclusion': told('case.exclusion-refused'),
  ask: told('case.asked'),
  message: told('case.message-received'),
  rate: told('case.rated'),
  unmask: { types: [] }, // a read: it changes nothing
};

/** The actions an event type may stand for. */
export const BY_TYPE: ReadonlyMap<string, readonly ({ action: Action } & Retelling)[]> = (() => {
  const found = new Map<string, ({ action: Action } & Retelling)[]>();
  for (const [action, retelling] of Object.entries(RETELLINGS) as [Action, Retelling][]) {
    for (const type of retelling.types) found.set(type, [...(found.get(type) ?? []), { action, ...retelling }]);
  }
  return found;
})();
