import type { Actor } from './case-state.js';
import { CALL_STATUSES, type CallStatus } from './call-facts.js';
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
  'complete-transfer',
  'take-back',
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

/**
 * Who a row speaks of: the operator it rings at, the one who has the call (or had it last), the colleague he asks (while it rings there,
 * and in the room), whoever handed the call over and has to finish with it, or a supervisor.
 */
type Who = 'offered' | 'holder' | 'asked' | 'consulted' | 'wrapping-up' | 'supervisor';
interface CallStep {
  who: Who;
  from: readonly CallStatus[];
  /** What it needs of a consultation: none, one in the room, any. Left out: it does not matter. */
  consult?: 'none' | 'joined' | 'open';
}
const IN_TALK = ['talking', 'held'] as const;
const alone = (who: Who, ...from: CallStatus[]): CallStep => ({ who, from, consult: 'none' });
const inTalk = (who: Who): CallStep => ({ who, from: IN_TALK });

/**
 * The table of call life: who may do what in which status. Buttons, permissions and refusals come from it. While a colleague is asked the
 * caller is on hold, and nothing happens to him but by ending the consultation. Source: domain text, section 10.
 */
export const CALL_STEPS: Readonly<Record<CallAction, readonly CallStep[]>> = {
  accept: [{ who: 'offered', from: ['offered'] }, inTalk('asked')],
  decline: [{ who: 'offered', from: ['offered'] }, inTalk('asked')],
  hold: [alone('holder', 'talking')],
  resume: [alone('holder', 'held')],
  mute: [inTalk('holder')],
  unmute: [inTalk('holder')],
  transfer: [alone('holder', ...IN_TALK)],
  'complete-transfer': [{ who: 'holder', from: IN_TALK, consult: 'joined' }],
  'take-back': [{ who: 'holder', from: IN_TALK, consult: 'open' }],
  'add-party': [alone('holder', ...IN_TALK)],
  'remove-party': [inTalk('holder')],
  'request-help': [inTalk('holder')],
  listen: [inTalk('supervisor')],
  whisper: [inTalk('supervisor')],
  barge: [inTalk('supervisor')],
  'pause-recording': [inTalk('holder')],
  'resume-recording': [inTalk('holder')],
  'add-case': [
    { who: 'holder', from: [...IN_TALK, 'wrap-up', 'ended'] },
    { who: 'wrapping-up', from: CALL_STATUSES },
  ],
  'hang-up': [alone('holder', ...IN_TALK), inTalk('consulted')],
  'wrap-up': [
    { who: 'holder', from: ['wrap-up'] },
    { who: 'wrapping-up', from: CALL_STATUSES },
  ],
};

const IS: Record<Who, (call: CallRecord, username: string) => boolean> = {
  offered: (call, username) => call.offer?.agent === username,
  holder: (call, username) => call.agent === username && call.status !== 'offered' && call.status !== 'queued',
  asked: ({ consult }, username) => consult?.to === username && consult.acceptedAt === null,
  consulted: ({ consult }, username) => consult?.to === username && consult.acceptedAt !== null,
  'wrapping-up': ({ wrappingUp }, username) => wrappingUp.includes(username),
  supervisor: () => true,
};
const isOf = ({ who }: CallStep, call: CallRecord, by: Actor): boolean =>
  IS[who](call, by.username) && (who !== 'supervisor' || by.roles.includes('supervisor'));
const isIn = ({ from, consult }: CallStep, call: CallRecord): boolean =>
  from.includes(call.status) &&
  (consult === undefined || (consult === 'none' ? !call.consult : call.consult !== null && (consult === 'open' || call.consult.isJoined)));

/** The actions open to this reader now, in the table's order. */
export function openCallActions(call: CallRecord, by: Actor): CallAction[] {
  return CALL_ACTIONS.filter((action) => CALL_STEPS[action].some((step) => isIn(step, call) && isOf(step, call, by)));
}

/** What rings at this operator until when: a call of the queue, or a colleague who asks. */
export function ringsAt({ offer, consult }: CallRecord, username: string): { until: Instant } | undefined {
  if (offer?.agent === username) return offer;
  return consult?.to === username && consult.acceptedAt === null ? consult : undefined;
}

/**
 * Whether a step is open. Throws `call.taken` (409, naming who was faster), `call.offer-over` (409), `call.action-not-open` (409)
 * or `call.not-yours` (403).
 */
export function checkCallStep(call: CallRecord, action: CallAction, by: Actor, now: Instant): void {
  const steps = CALL_STEPS[action];
  const ring = ringsAt(call, by.username);
  if (action === 'accept' && !ring) {
    throw call.agent !== null && call.status !== 'queued'
      ? new DomainError('call.taken', 409, { agent: call.agent })
      : new DomainError('call.offer-over', 409, { status: call.status });
  }
  if (action === 'accept' && ring && ring.until < now) throw new DomainError('call.offer-over', 409, { status: call.status });
  if (steps.some((step) => isIn(step, call) && isOf(step, call, by))) return;
  if (steps.some((step) => isIn(step, call)) && !steps.some((step) => isOf(step, call, by)))
    throw new DomainError('call.not-yours', 403, { action });
  throw new DomainError('call.action-not-open', 409, { action, status: call.status });
}
