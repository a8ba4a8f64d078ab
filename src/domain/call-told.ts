import type { NewEvent } from './case-state.js';
import { type Fact, factsOf } from './call-facts.js';
import type { CallRecord } from './call-life.js';

/** Facts worth a line in the event log, with the event's type and what of the fact it tells. */
const TOLD: Partial<Record<Fact['kind'], readonly [type: string, ...facts: string[]]>> = {
  placed: ['call.placed', 'agent'],
  queued: ['call.queued', 'skill'],
  requeued: ['call.requeued', 'why', 'to'],
  offered: ['call.offered', 'agent', 'offer'],
  missed: ['call.missed', 'agent', 'why'],
  accepted: ['call.accepted', 'agent'],
  connected: ['call.connected', 'agent'],
  hold: ['call.held', 'agent'],
  resume: ['call.resumed', 'agent'],
  'asked-for-help': ['call.help-asked', 'agent'],
  added: ['call.party-added', 'agent', 'label'],
  removed: ['call.party-removed', 'agent', 'label'],
  supervised: ['call.supervised', 'supervisor', 'mode'],
  'recording-paused': ['call.recording-paused', 'agent'],
  'recording-resumed': ['call.recording-resumed', 'agent'],
  'wrapped-up': ['call.wrapped-up', 'agent', 'code'],
};

/** What the event log is told of a call's new facts; the end with the record's figures. Numbers and words never stand in it. */
export function eventsOf(callId: string, fresh: readonly Fact[], before: CallRecord | null, now: CallRecord): NewEvent[] {
  const events = factsOf(fresh, ...(Object.keys(TOLD) as Fact['kind'][])).map((fact): NewEvent => {
    const [type, ...names] = TOLD[fact.kind]!;
    const told = names.flatMap((name) => {
      const value = (fact as unknown as Record<string, unknown>)[name];
      return value === undefined ? [] : [[name, value]];
    });
    return { type, facts: { callId, ...(Object.fromEntries(told) as object) } };
  });
  if (now.endedAt === null || before?.endedAt != null) return events;
  const { outcome, waitedSeconds, talkSeconds, agent, endedBy, cutOff } = now;
  const facts = { callId, outcome, waitedSeconds, talkSeconds, endedBy, ...(agent ? { agent } : {}), ...(cutOff ? { cutOff } : {}) };
  return [...events, { type: 'call.ended', facts }];
}
