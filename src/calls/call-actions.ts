import { factsOf, labelOf, type WrapUpCode } from '../domain/call-facts.js';
import type { CallAction } from '../domain/call-steps.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError } from '../domain/errors.js';
import type { Instant } from '../domain/time.js';
import type { CallState } from './call.store.js';
import type { CallActionBody } from './call.dto.js';
import { asked, completed, ended, joined } from './consult-effects.js';
import { type Effect, own } from './effects.js';

interface Doing {
  current: CallState;
  body: CallActionBody;
  by: Actor;
  now: Instant;
  /** The number of a department, where the body names one. */
  numberOf: (departmentCode: string) => string | undefined;
  /** Until when it rings at a colleague who is asked. */
  ringsUntil: Instant;
}
const needed = <T>(value: T | undefined, field: string): T => {
  if (value === undefined) throw new DomainError('input.invalid', 422, { fields: [{ field, code: 'required' }] });
  return value;
};

function added({ current, body, by, now, numberOf }: Doing): Effect {
  const { departmentCode, number } = body;
  const dialled = departmentCode ? numberOf(departmentCode) : needed(number, 'departmentCode');
  if (!dialled) throw new DomainError('call.department-has-no-number', 422, { fields: [{ field: 'departmentCode', code: 'no-number' }] });
  const label = labelOf('party', departmentCode ?? `number-${current.facts.length}`);
  const facts = own(current, now, { kind: 'added', label, agent: by.username });
  return { facts, command: { do: 'add', callId: current.callId, label, to: { number: dialled } } };
}

function removed({ current, body, by, now }: Doing): Effect {
  const label = needed(body.leg, 'leg');
  const isThere = label.startsWith('party:') && factsOf(current.facts, 'added').some((fact) => fact.label === label);
  if (!isThere) throw new DomainError('input.invalid', 422, { fields: [{ field: 'leg', code: 'unknown-leg' }] });
  const { callId, carrierRoom: room } = current;
  return { facts: own(current, now, { kind: 'removed', label, agent: by.username }), command: { do: 'remove', callId, room, label } };
}

function supervised(mode: 'listen' | 'whisper' | 'barge') {
  return ({ current, by, now }: Doing): Effect => {
    const { callId, carrierRoom: room, record } = current;
    const facts = own(current, now, { kind: 'supervised', mode, supervisor: by.username });
    return { facts, command: { do: 'supervise', callId, room, supervisor: by.username, agent: record.agent!, mode } };
  };
}

const held =
  (on: boolean) =>
  ({ current, by, now }: Doing): Effect => ({
    facts: own(current, now, { kind: on ? 'hold' : 'resume', agent: by.username }),
    command: { do: 'hold', callId: current.callId, room: current.carrierRoom, on },
  });

const muted =
  (on: boolean) =>
  ({ current, by, now }: Doing): Effect => ({
    facts: own(current, now, { kind: on ? 'mute' : 'unmute', agent: by.username }),
    command: { do: 'mute', callId: current.callId, room: current.carrierRoom, label: labelOf('agent', by.username), on },
  });

const recordingPaused =
  (paused: boolean) =>
  ({ current, by, now }: Doing): Effect => ({
    facts: own(current, now, { kind: paused ? 'recording-paused' : 'recording-resumed', agent: by.username }),
    ...(current.carrierLeg ? { command: { do: 'pause-recording', callerLeg: current.carrierLeg, paused } } : {}),
  });

function transferred({ current, body, by, now, ringsUntil }: Doing): Effect {
  const to = needed(body.to, 'to');
  if (to === by.username) throw new DomainError('input.invalid', 422, { fields: [{ field: 'to', code: 'self' }] });
  if (body.warm) return asked(current, now, { agent: by.username, to, until: ringsUntil });
  const { callId, carrierLeg: callerLeg, carrierRoom: room } = current;
  if (!callerLeg) throw new DomainError('call.action-not-open', 409, { action: 'transfer' });
  return { facts: own(current, now, { kind: 'requeued', why: 'transfer', to }), command: { do: 'requeue', callId, callerLeg, room } };
}

/** What each action does; whether it is open was asked before. Throws `input.invalid` (422) where the body lacks what it needs. */
export const CALL_EFFECTS: Readonly<Record<Exclude<CallAction, 'add-case'>, (doing: Doing) => Effect>> = {
  accept: ({ current, by, now }) => {
    const { callId, carrierLeg, record } = current;
    if (!record.offer) return joined(current, now);
    const facts = own(current, now, { kind: 'accepted', agent: by.username, offer: record.offer.offer });
    return { facts, command: { do: 'connect', callId, callerLeg: carrierLeg!, agent: by.username } };
  },
  decline: ({ current, by, now }) => {
    const { offer } = current.record;
    if (!offer) return ended(current, now, 'declined');
    return { facts: own(current, now, { kind: 'missed', agent: by.username, offer: offer.offer, why: 'declined' }) };
  },
  hold: held(true),
  resume: held(false),
  mute: muted(true),
  unmute: muted(false),
  transfer: transferred,
  'complete-transfer': ({ current, now }) => completed(current, now),
  'take-back': ({ current, now }) => ended(current, now, 'taken-back'),
  'add-party': added,
  'remove-party': removed,
  'request-help': ({ current, by, now }) => ({ facts: own(current, now, { kind: 'asked-for-help', agent: by.username }) }),
  listen: supervised('listen'),
  whisper: supervised('whisper'),
  barge: supervised('barge'),
  'pause-recording': recordingPaused(true),
  'resume-recording': recordingPaused(false),
  'hang-up': ({ current, by, now }) => {
    if (current.record.consult) return ended(current, now, 'left');
    const { callId, carrierLeg: callerLeg, carrierRoom: room } = current;
    return { facts: own(current, now, { kind: 'hung-up', agent: by.username }), command: { do: 'end', callId, callerLeg, room } };
  },
  'wrap-up': ({ current, body, by, now }) => ({
    facts: own(current, now, { kind: 'wrapped-up', agent: by.username, code: needed(body.code, 'code') as WrapUpCode }),
    ...(body.note ? { note: body.note } : {}),
  }),
};
