import twilio from 'twilio';
import type { Prompt } from '../../calls/telephony.js';
import type { TelephoneSettings } from '../../calls/settings.js';

const { VoiceResponse } = twilio.twiml;
type Response = InstanceType<typeof VoiceResponse>;

/** One voice that speaks Mandarin, as the verb that speaks names it; the verb that listens has other codes. */
const SPOKEN = { language: 'cmn-CN', voice: 'Polly.Zhiyu-Neural' } as const;

/** Absolute addresses of our webhooks. */
export type AddressOf = (path: string, query?: Record<string, string>) => string;

/** What a document is written with. */
export interface Writing {
  settings: TelephoneSettings;
  addressOf: AddressOf;
}

const say = (to: { say: Response['say'] }, text: string): void => void to.say(SPOKEN, text);

const DOCUMENTS: Readonly<Record<Prompt['say'], (response: Response, writing: Writing, callId: string) => void>> = {
  menu: (response, { settings, addressOf }) => {
    say(response, settings.greeting);
    const { menuSeconds: timeout } = settings;
    const action = addressOf('voice/menu');
    const gather = response.gather({ input: ['dtmf'], numDigits: 1, timeout, action, method: 'POST', actionOnEmptyResult: true });
    say(gather, settings.menu);
  },
  queue: (response, { addressOf }) => {
    const waitUrl = addressOf('voice/wait');
    response.enqueue({ waitUrl, waitUrlMethod: 'POST', action: addressOf('voice/queued'), method: 'POST' }, 'hotline');
  },
  room: (response, { addressOf }, callId) => {
    response.dial().conference(
      {
        startConferenceOnEnter: true,
        endConferenceOnExit: true,
        participantLabel: 'caller',
        beep: 'false',
        waitUrl: addressOf('voice/hold'),
        waitMethod: 'POST',
        statusCallback: addressOf('conference', { call: callId }),
        statusCallbackMethod: 'POST',
        statusCallbackEvent: ['join', 'leave'],
      },
      callId,
    );
  },
  voicemail: (response, { settings, addressOf }) => {
    say(response, settings.voicemail);
    const [action, recordingStatusCallback] = [addressOf('voice/voicemail'), addressOf('recording', { kind: 'voicemail' })];
    const { voicemailSeconds: maxLength } = settings;
    response.record({
      ...{ action, method: 'POST', maxLength, finishOnKey: '#', playBeep: true, timeout: 10 },
      ...{ recordingStatusCallback, recordingStatusCallbackMethod: 'POST', recordingStatusCallbackEvent: ['completed', 'absent'] },
    });
  },
  goodbye: (response, { settings }) => {
    say(response, settings.goodbye);
    response.hangup();
  },
  'hang-up': (response) => void response.hangup(),
  nothing: () => undefined,
};

/** The document for what the caller hears next. */
export function documentOf(prompt: Prompt, writing: Writing, callId: string): string {
  const response = new VoiceResponse();
  DOCUMENTS[prompt.say](response, writing, callId);
  return response.toString();
}

/** What one hears while waiting, loop by loop; after the longest wait, or when everybody went home, the caller is led to the voicemail. */
export function waitingDocument(
  { settings, addressOf }: Writing,
  { position, seconds, isStaffed }: { position: number; seconds: number; isStaffed: boolean },
): string {
  const response = new VoiceResponse();
  if (seconds >= settings.longestWaitSeconds || !isStaffed) response.leave();
  else {
    say(response, position > 1 ? settings.waiting.replace('{position}', String(position - 1)) : settings.next);
    // three rounds of the music: who waits hears on while a server is being restarted
    response.play({ loop: 3 }, addressOf('music.wav'));
  }
  return response.toString();
}

/** What one hears on hold, and alone in a room. */
export function holdDocument({ settings, addressOf }: Writing): string {
  const response = new VoiceResponse();
  say(response, settings.holding);
  response.play({ loop: 0 }, addressOf('music.wav'));
  return response.toString();
}

/** Said when nothing else can be: static, asks nothing of anybody. */
export function apologyDocument({ settings }: Writing): string {
  const response = new VoiceResponse();
  say(response, settings.apology);
  response.hangup();
  return response.toString();
}
