import type { Actor } from './case-state.js';
import type { CallStatus } from './call-facts.js';
import type { CallRecord } from './call-life.js';
import { DomainError } from './errors.js';
import type { Instant } from './time.js';

export const CALL_ACTIONS = [
  'accept',
  'decline',
  'hold',
  'resume',
  'mute',
  'unmute',
  'transfer',
  'add-party',
  'remove-party',
  'request-help',
  'listen',
  'whisper',
  'barge',
  'pause-recording',
  'resume-recording',
  'add-case',
  'hang-up',
  'wrap-up',
] as const;
export type CallAction = (typeof CALL_ACTIONS)[number];

/** Who a row speaks of: the operator it rings at, the one who has the call (or had it last), or a supervisor. */
type Who = 'offered' | 'holder' | 'supervisor';
interface CallStep {
  who: Who;
  from: readonly CallStatus[];
}
const IN_TALK = ['talking', 'held'] as const;

/** The table of call life: who may do what in which status. Buttons, permissions and refusals come from it. Source: domain text, section 10. */
export const CALL_STEPS: Readonly<Record<CallAction, CallStep>> = {
  accept: { who: 'offered', from: ['offered'] },
  decline: { who: 'offered', from: ['offered'] },
  hold: { who: 'holder', from: ['talking'] },
  resume: { who: 'holder', from: ['held'] },
  mute: { who: 'holder', from: IN_TALK },
  unmute: { who: 'holder', from: IN_TALK },
  transfer: { who: 'holder', from: IN_TALK },
  'add-party': { who: 'holder', from: IN_TALK },
  'remove-party': { who: 'holder', from: IN_TALK },
  'request-help': { who: 'holder', from: IN_TALK },
  listen: { who: 'supervisor', from: IN_TALK },
  whisper: { who: 'supervisor', from: IN_TALK },
  barge: { who: 'supervisor', from: IN_TALK },
  'pause-recording': { who: 'holder', from: IN_TALK },
  'resume-recording': { who: 'holder', from: IN_TALK },
  'add-case': { who: 'holder', from: [...IN_TALK, 'wrap-up', 'ended'] },
  'hang-up': { who: 'holder', from: IN_TALK },
  'wrap-up': { who: 'holder', from: ['wrap-up'] },
};

const IS: Record<Who, (call: CallRecord, by: Actor) => boolean> = {
  offered: (call, by) => call.offer?.agent === by.username,
  holder: (call, by) => call.agent === by.username && call.status !== 'offered' && call.status !== 'queued',
  supervisor: (_call, by) => by.roles.includes('supervisor'),
};

/** The actions open to this reader now, in the table's order. */
export function openCallActions(call: CallRecord, by: Actor): CallAction[] {
  return CALL_ACTIONS.filter((action) => CALL_STEPS[action].from.includes(call.status) && IS[CALL_STEPS[action].who](call, by));
}

/**
 * Whether a step is open. Throws `call.taken` (409, naming who was faster), `call.offer-over` (409), `call.action-not-open` (409)
 * or `call.not-yours` (403).
 */
export function checkCallStep(call: CallRecord, action: CallAction, by: Actor, now: Instant): void {
  const step = CALL_STEPS[action];
  if (action === 'accept' && call.offer?.agent !== by.username) {
    throw call.agent !== null && call.status !== 'queued'
      ? new DomainError('call.taken', 409, { agent: call.agent })
      : new DomainError('call.offer-over', 409, { status: call.status });
  }
  if (action === 'accept' && call.offer && call.offer.until < now) throw new DomainError('call.offer-over', 409, { status: call.status });
  if (!step.from.includes(call.status)) throw new DomainError('call.action-not-open', 409, { action, status: call.status });
  if (!IS[step.who](call, by)) throw new DomainError('call.not-yours', 403, { action });
}
