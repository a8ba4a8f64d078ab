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
  joined: ['call.joined', 'label'],
  left: ['call.left', 'label'],
  'consult-asked': ['call.consult-asked', 'agent', 'to'],
  'consult-accepted': ['call.consult-accepted', 'agent'],
  'consult-ended': ['call.consult-ended', 'agent', 'why'],
  'handed-over': ['call.handed-over', 'agent', 'to', 'why'],
  hold: ['call.held', 'agent'],
  resume: ['call.resumed', 'agent'],
  mute: ['call.muted', 'agent'],
  unmute: ['call.unmuted', 'agent'],
  'asked-for-help': ['call.help-asked', 'agent'],
  added: ['call.party-added', 'agent', 'label'],
  removed: ['call.party-removed', 'agent', 'label'],
  supervised: ['call.supervised', 'supervisor', 'mode'],
  'recording-paused': ['call.recording-paused', 'agent'],
  'recording-resumed': ['call.recording-resumed', 'agent'],
  'wrapped-up': ['call.wrapped-up', 'agent', 'code'],
};

/** Who else has to know of what happens in a call, besides whom it names: the operator who has it, and the colleague he asks. */
function concerned(before: CallRecord | null, now: CallRecord, named: unknown): { with?: string[] } {
  const talking = [before, now].filter((call) => call?.status === 'talking' || call?.status === 'held');
  const people = talking.flatMap((call) => [call?.agent, call?.consult?.to]).filter((one): one is string => one != null && one !== named);
  return people.length > 0 ? { with: [...new Set(people)] } : {};
}

/** What the event log is told of a call's new facts; the end with the record's figures. Numbers and words never stand in it. */
export function eventsOf(callId: string, fresh: readonly Fact[], before: CallRecord | null, now: CallRecord): NewEvent[] {
  const isOver = before?.endedAt != null;
  const kinds = (Object.keys(TOLD) as Fact['kind'][]).filter((kind) => !isOver || (kind !== 'joined' && kind !== 'left'));
  const events = factsOf(fresh, ...kinds).map((fact): NewEvent => {
    const [type, ...names] = TOLD[fact.kind]!;
    const told = Object.fromEntries(
      names.flatMap((name) => {
        const value = (fact as unknown as Record<string, unknown>)[name];
        return value === undefined ? [] : [[name, value]];
      }),
    ) as Record<string, unknown>;
    return { type, facts: { callId, ...told, ...concerned(before, now, told.agent) } };
  });
  if (now.endedAt === null || isOver) return events;
  const { outcome, waitedSeconds, talkSeconds, agent, endedBy, cutOff } = now;
  const facts = { callId, outcome, waitedSeconds, talkSeconds, endedBy, ...(agent ? { agent } : {}), ...(cutOff ? { cutOff } : {}) };
  return [...events, { type: 'call.ended', facts: { ...facts, ...concerned(before, now, agent) } }];
}
