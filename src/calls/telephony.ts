import type { LegLabel, LegResult } from '../domain/call-facts.js';
import type { Instant } from '../domain/time.js';

/** What the desk asks of the carrier. A room is named by its call; people in it by their labels. */
export type Command =
  /** Brings the caller and an operator together, and records both. */
  | { do: 'connect'; callId: string; callerLeg: string; agent: string }
  /** Rings at a number for an operator who waits in the room. */
  | { do: 'dial'; callId: string; agent: string; number: string }
  /** Back into the queue, with music. */
  | { do: 'requeue'; callId: string; callerLeg: string; room: string | null }
  | { do: 'hold'; callId: string; room: string | null; on: boolean }
  | { do: 'mute'; callId: string; room: string | null; label: LegLabel; on: boolean }
  | { do: 'add'; callId: string; label: LegLabel; to: { number: string } | { agent: string } }
  | { do: 'remove'; callId: string; room: string | null; label: LegLabel }
  | { do: 'supervise'; callId: string; room: string | null; supervisor: string; agent: string; mode: 'listen' | 'whisper' | 'barge' }
  | { do: 'pause-recording'; callerLeg: string; paused: boolean }
  /** Ends the call for everybody. */
  | { do: 'end'; callId: string; callerLeg: string | null; room: string | null };

/** `gone`: what it was about has ended already. `recording` and `callerLeg` where the command made one. */
export interface Ack {
  state: 'done' | 'gone';
  recording?: string;
  callerLeg?: string;
}

/** How the carrier says a line stands. */
export type LineState = { ended: false } | { ended: true; at: Instant; seconds: number; result: LegResult };

/** How a recording stands at the carrier. */
export type RecordingState = { isReady: false } | { isReady: true; seconds: number; channels: number };

/** What a page needs to become a telephone. */
export interface Softphone {
  provider: 'twilio' | 'simulator';
  token: string;
  expiresAt: Instant;
  identity: string;
}

/** What the caller hears next, for carriers that ask for it. */
export type Prompt =
  | { say: 'menu' }
  | { say: 'queue' }
  | { say: 'room' }
  | { say: 'voicemail' }
  | { say: 'goodbye' }
  | { say: 'nothing' }
  | { say: 'hang-up' };

/** The carrier. It rents us lines; queue, choice of operators and records are ours. Extended by an adapter; also the token to ask for one. */
export abstract class Telephony {
  /** Throws TelephonyError when the carrier refuses or its answer is unknown. Repeating a command does no harm. */
  abstract execute(command: Command): Promise<Ack>;
  /** How a line stands; undefined when the carrier does not know it. */
  abstract lineState(leg: string): Promise<LineState | undefined>;
  /** Who is in the room of a call now. */
  abstract whoIsIn(callId: string, room: string | null): Promise<{ leg: string; label: LegLabel }[]>;
  /** Whether a recording is ready; undefined when there is none. */
  abstract recordingState(ref: string): Promise<RecordingState | undefined>;
  abstract fetchRecording(ref: string): Promise<Buffer>;
  /** Forgets the sound at the carrier; one that is gone already is no error. */
  abstract deleteRecording(ref: string): Promise<void>;
  abstract softphone(username: string): Softphone;
}

/** The carrier refused, or nobody knows whether it did what was asked. */
export class TelephonyError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
