import type { TelephoneSettings } from '../../calls/settings.js';
import { CALLER, type CarrierFact, LEG_RESULTS } from '../../domain/call-facts.js';
import type { Instant } from '../../domain/time.js';
import type { Parameters } from './parameters.js';

/** What a webhook says, in our words. `now` stands for the time where the carrier names none; `ofWorld` turns its clock into ours. */
export interface Reading {
  parameters: Parameters;
  query: Parameters;
  now: Instant;
  ofWorld: (instant: Instant) => Instant;
  settings: TelephoneSettings;
}
export type Reader = (reading: Reading) => CarrierFact[];

const atOf = ({ parameters, now, ofWorld }: Reading): Instant => (parameters.Timestamp ? ofWorld(Date.parse(parameters.Timestamp)) : now);

export const incoming: Reader = ({ now }) => [{ kind: 'incoming', key: 'incoming', at: now }];

export const chose: Reader = ({ parameters, now, settings }) => [
  { kind: 'chose', key: 'chose', at: now, skill: settings.menuKeys[parameters.Digits ?? ''] ?? 'general' },
];

export const leftQueue: Reader = ({ parameters, now }) => {
  const result = parameters.QueueResult ?? 'error';
  return [{ kind: 'left-queue', key: `left-queue:${result}`, at: now, result }];
};

/** The end of a line; all that came before it says nothing the record needs. */
export const status: Reader = (reading) => {
  const { CallSid: leg, CallStatus, CallDuration } = reading.parameters;
  const result = LEG_RESULTS.find((one) => one === CallStatus);
  if (!leg || !result) return [];
  const label = reading.query.label ?? CALLER;
  return [{ kind: 'leg-ended', key: `ended:${leg}`, at: atOf(reading), leg, label, result, seconds: Number(CallDuration ?? 0) }];
};

export const conference: Reader = (reading) => {
  const { CallSid: leg, ParticipantLabel: label, StatusCallbackEvent: event } = reading.parameters;
  if (!leg || !label) return [];
  if (event === 'participant-join') return [{ kind: 'joined', key: `joined:${leg}`, at: atOf(reading), leg, label }];
  if (event === 'participant-leave') return [{ kind: 'left', key: `left:${leg}`, at: atOf(reading), leg, label }];
  return [];
};

/** Seconds of a recording; an absent one has none. */
export const recording: Reader = (reading) => {
  const { RecordingSid: ref, RecordingStatus, RecordingDuration, RecordingChannels } = reading.parameters;
  const seconds = Math.max(0, Number(RecordingDuration ?? 0));
  if (!ref || seconds === 0 || (RecordingStatus !== undefined && RecordingStatus !== 'completed')) return [];
  const at = atOf(reading);
  if (reading.query.kind === 'voicemail') return [{ kind: 'voicemail', key: `voicemail:${ref}`, at, recording: ref, seconds }];
  return [{ kind: 'recorded', key: `recorded:${ref}`, at, recording: ref, seconds, channels: Number(RecordingChannels ?? 1) }];
};

/** The answer to a voicemail's `Record`: the same recording as the callback tells of. */
export const voicemail: Reader = (reading) => recording({ ...reading, query: { ...reading.query, kind: 'voicemail' } });
