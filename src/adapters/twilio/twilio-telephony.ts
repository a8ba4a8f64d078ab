import { Inject, Injectable } from '@nestjs/common';
import twilio from 'twilio';
import {
  type Ack,
  type Command,
  type LineState,
  type RecordingState,
  type Softphone,
  Telephony,
  TelephonyError,
} from '../../calls/telephony.js';
import { CALLER, LEG_RESULTS, labelOf, type LegLabel } from '../../domain/call-facts.js';
import { Clock } from '../../platform/clock.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { ACCOUNT, type Account, clientOf } from './account.js';
import { addressesOf, identityOf } from './addresses.js';

const RINGS_SECONDS = 40;
const SOFTPHONE_LASTS_SECONDS = 900;
/** What an operation was about has ended or is not there any more. */
const GONE = [21220, 20404, 21226];

type Do<K extends Command['do']> = Command & { do: K };
type Participant = { callSid: string; label: string };

/** The telephone by Twilio's programmable voice: one conference a call, named by our number for it. Source: telephony text, 1.1 and 1.4. */
@Injectable()
export class TwilioTelephony extends Telephony {
  private readonly client: twilio.Twilio;
  private readonly addressOf;

  constructor(
    @Inject(ACCOUNT) private readonly account: Account,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {
    super();
    this.client = clientOf(account);
    this.addressOf = addressesOf(account);
  }

  private readonly doing: { [K in Command['do']]: (command: Do<K>) => Promise<Ack> } = {
    connect: (command) => this.connect(command),
    dial: (command) => this.dial(command),
    requeue: ({ callId, callerLeg }) => this.redirect(callerLeg, 'voice/queue', { call: callId }),
    hold: ({ callId, room, on }) =>
      this.change(callId, room, CALLER, { hold: on, ...(on ? { holdUrl: this.addressOf('voice/hold'), holdMethod: 'POST' } : {}) }),
    mute: ({ callId, room, label, on }) => this.change(callId, room, label, { muted: on }),
    add: ({ callId, label, to }) => this.add(callId, label, 'agent' in to ? `client:${identityOf(to.agent)}` : to.number),
    remove: async ({ callId, room, label }) => {
      const found = await this.roomOf(callId, room);
      if (!found) return { state: 'gone' };
      await this.client.conferences(found).participants(label).remove();
      return { state: 'done' };
    },
    supervise: (command) => this.supervise(command),
    'pause-recording': async ({ callerLeg, paused }) => {
      const status = paused ? 'paused' : 'in-progress';
      await this.client
        .calls(callerLeg)
        .recordings('Twilio.CURRENT')
        .update({ status, ...(paused ? { pauseBehavior: 'skip' } : {}) });
      return { state: 'done' };
    },
    end: async ({ callId, callerLeg, room }) => {
      if (callerLeg) await this.client.calls(callerLeg).update({ status: 'completed' }).catch(unlessGone);
      const found = await this.roomOf(callId, room);
      if (found) await this.client.conferences(found).update({ status: 'completed' }).catch(unlessGone);
      return { state: 'done' };
    },
  };

  override async execute(command: Command): Promise<Ack> {
    try {
      return await (this.doing[command.do] as (command: Command) => Promise<Ack>)(command);
    } catch (error) {
      if (isGone(error)) return { state: 'gone' };
      const { code, status, message } = error as { code?: number | string; status?: number; message?: string };
      throw new TelephonyError(String(code ?? status ?? 'unknown'), message ?? 'the carrier did not answer');
    }
  }

  /** First the operator, so that nobody waits in an empty room; then the caller; then both are recorded, each on a channel. */
  private async connect({ callId, callerLeg, agent }: Do<'connect'>): Promise<Ack> {
    const label = labelOf('agent', agent);
    const people = await this.whoIsIn(callId, null);
    if (!people.some((one) => one.label === label)) await this.add(callId, label, `client:${identityOf(agent)}`);
    const { state } = await this.redirect(callerLeg, 'voice/room', { call: callId });
    if (state === 'gone') {
      await this.execute({ do: 'end', callId, callerLeg: null, room: null });
      return { state };
    }
    const recording = await this.client.calls(callerLeg).recordings.create({
      recordingChannels: 'dual',
      recordingStatusCallback: this.addressOf('recording', { call: callId, kind: 'call' }),
      recordingStatusCallbackEvent: ['completed', 'absent'],
    });
    return { state: 'done', recording: recording.sid };
  }

  private async dial({ callId, agent, number }: Do<'dial'>): Promise<Ack> {
    await this.add(callId, labelOf('agent', agent), `client:${identityOf(agent)}`);
    const { callSid: callerLeg } = await this.client.conferences(callId).participants.create({
      ...this.joining(callId, CALLER, number),
      endConferenceOnExit: true,
      timeout: RINGS_SECONDS,
      record: true,
      recordingChannels: 'dual',
      recordingStatusCallback: this.addressOf('recording', { call: callId, kind: 'call' }),
      recordingStatusCallbackEvent: ['completed', 'absent'],
    });
    return { state: 'done', callerLeg };
  }

  private async add(callId: string, label: LegLabel, to: string): Promise<Ack> {
    await this.client.conferences(callId).participants.create(this.joining(callId, label, to));
    return { state: 'done' };
  }

  private joining(callId: string, label: LegLabel, to: string) {
    return {
      from: this.account.number,
      to,
      label,
      beep: 'false',
      startConferenceOnEnter: true,
      endConferenceOnExit: false,
      statusCallback: this.addressOf('status', { call: callId, label }),
      statusCallbackEvent: ['completed'],
      conferenceStatusCallback: this.addressOf('conference', { call: callId }),
      conferenceStatusCallbackEvent: ['join', 'leave'],
    };
  }

  private async supervise({ callId, room, supervisor, agent, mode }: Do<'supervise'>): Promise<Ack> {
    const found = await this.roomOf(callId, room);
    if (!found) return { state: 'gone' };
    const people = await this.whoIsIn(callId, found);
    const coached = people.find(({ label }) => label === labelOf('agent', agent));
    if (!coached) return { state: 'gone' };
    const label = labelOf('supervisor', supervisor);
    const way =
      mode === 'whisper' ? { coaching: true, callSidToCoach: coached.leg, muted: false } : { coaching: false, muted: mode === 'listen' };
    if (people.some((one) => one.label === label)) await this.client.conferences(found).participants(label).update(way);
    else
      await this.client
        .conferences(found)
        .participants.create({ ...this.joining(callId, label, `client:${identityOf(supervisor)}`), ...way });
    return { state: 'done' };
  }

  private async redirect(callerLeg: string, path: string, query: Record<string, string>): Promise<Ack> {
    try {
      await this.client.calls(callerLeg).update({ url: this.addressOf(path, query), method: 'POST' });
      return { state: 'done' };
    } catch (error) {
      return unlessGone(error);
    }
  }

  private async change(callId: string, room: string | null, label: LegLabel, change: Record<string, unknown>): Promise<Ack> {
    const found = await this.roomOf(callId, room);
    if (!found) return { state: 'gone' };
    await this.client.conferences(found).participants(label).update(change);
    return { state: 'done' };
  }

  /** The room as the carrier knows it: the one it told us of while that is open, else by our name for it. */
  private async roomOf(callId: string, room: string | null): Promise<string | undefined> {
    if (room) {
      const known = await this.client.conferences(room).fetch().catch(unlessGone);
      if ('status' in known && known.status !== 'completed') return room;
    }
    // a room with one person in it has not begun, and is there all the same
    const rooms = await this.client.conferences.list({ friendlyName: callId, limit: 5 });
    return rooms.find(({ status }) => status !== 'completed')?.sid;
  }

  override async whoIsIn(callId: string, room: string | null): Promise<{ leg: string; label: LegLabel }[]> {
    const found = await this.roomOf(callId, room);
    if (!found) return [];
    const people: Participant[] = await this.client.conferences(found).participants.list({ limit: 50 });
    return people.map(({ callSid, label }) => ({ leg: callSid, label }));
  }

  override async lineState(leg: string): Promise<LineState | undefined> {
    const call = await this.client.calls(leg).fetch().catch(unlessGone);
    if (!('endTime' in call)) return undefined;
    const result = LEG_RESULTS.find((one) => one === call.status);
    if (!result) return { ended: false };
    return { ended: true, at: this.clock.ofWorld((call.endTime ?? new Date()).getTime()), seconds: Number(call.duration ?? 0), result };
  }

  override async recordingState(ref: string): Promise<RecordingState | undefined> {
    const recording = await this.client.recordings(ref).fetch().catch(unlessGone);
    if (!('duration' in recording)) return undefined;
    if (recording.status !== 'completed') return recording.status === 'absent' ? undefined : { isReady: false };
    return { isReady: true, seconds: Number(recording.duration), channels: recording.channels };
  }

  override async fetchRecording(ref: string): Promise<Buffer> {
    // made from the recording's own name, never an address taken from a message
    const { accountSid, apiKey, apiSecret, apiBase } = this.account;
    const response = await fetch(`${apiBase}/2010-04-01/Accounts/${accountSid}/Recordings/${ref}.wav`, {
      headers: { authorization: `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}` },
      signal: AbortSignal.timeout(60_000),
    });
    if (!response.ok) throw new TelephonyError(String(response.status), 'the recording was not given');
    return Buffer.from(await response.arrayBuffer());
  }

  override async deleteRecording(ref: string): Promise<void> {
    await this.client.recordings(ref).remove().catch(unlessGone);
  }

  override softphone(username: string): Softphone {
    const { accountSid, apiKey, apiSecret } = this.account;
    const identity = identityOf(username);
    const token = new twilio.jwt.AccessToken(accountSid, apiKey, apiSecret, { identity, ttl: SOFTPHONE_LASTS_SECONDS });
    token.addGrant(new twilio.jwt.AccessToken.VoiceGrant({ incomingAllow: true }));
    const expiresAt = this.clock.ofWorld(Date.now() + SOFTPHONE_LASTS_SECONDS * 1000);
    return { provider: this.config.telephony, token: token.toJwt(), expiresAt, identity };
  }
}

const isGone = (error: unknown): boolean => GONE.includes(Number((error as { code?: unknown }).code));
function unlessGone(error: unknown): { state: 'gone' } {
  if (isGone(error)) return { state: 'gone' };
  throw error;
}
