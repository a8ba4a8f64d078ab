import twilio from 'twilio';
import { Handset, RehearsedApplication, rehearsedClient } from './rehearsal.js';
import { startCarrier } from './start-carrier.js';
import type { RunningCarrier } from './start-carrier.js';
import type { CarrierOptions } from './options.js';
import { signedTokens } from './softphone-tokens.js';

const ACCOUNT = `AC${'1'.repeat(32)}`;
const TOKEN = 'simulated-token';
const HOTLINE = '+8602312345';
const CALLER = '+8613800138000';
const CONFERENCE_EVENTS = 'start end join leave mute hold modify announcement';

let application: RehearsedApplication;
let running: RunningCarrier;
let client: twilio.Twilio;

async function open(options: Partial<CarrierOptions> = {}): Promise<void> {
  running = await startCarrier({
    accountSid: ACCOUNT,
    authToken: TOKEN,
    number: HOTLINE,
    voiceUrl: `${application.url}/voice`,
    statusUrl: `${application.url}/status`,
    smsUrl: `${application.url}/sms`,
    secondMs: 20,
    waitLoopMs: 30,
    silent: true,
    ...options,
  });
  client = rehearsedClient(running.url, ACCOUNT, TOKEN);
}

beforeEach(async () => {
  application = await new RehearsedApplication().start();
  await open();
});
afterEach(async () => {
  await running.close();
  await application.close();
});

const voice = (build: (response: twilio.twiml.VoiceResponse) => void): string => {
  const response = new twilio.twiml.VoiceResponse();
  build(response);
  return response.toString();
};
const room = (name: string, attributes: object = {}): string =>
  voice((response) =>
    response
      .dial()
      .conference({ statusCallback: '/conference', statusCallbackEvent: CONFERENCE_EVENTS.split(' ') as never, ...attributes }, name),
  );
const telephone = (number = CALLER) => Handset.register(running.url, { number });
const softphone = (identity: string) => Handset.register(running.url, { token: signedTokens(ACCOUNT, TOKEN, {}).sign(identity, 600) });

async function eventually<T>(look: () => T | undefined | false, what: string): Promise<T> {
  const deadline = Date.now() + 5000;
  while (Date.now() < deadline) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`waited in vain for ${what}: ${JSON.stringify(running.carrier.alerts)}`);
}
const conferenceEvents = () => application.at('/conference').map(({ parameters }) => parameters.StatusCallbackEvent);

/** A caller and an operator in one room, the caller first. */
async function talk(): Promise<{ caller: Handset; callSid: string; operator: Handset; operatorSid: string; conferenceSid: string }> {
  application.on('/voice', room('call-1', { participantLabel: 'caller', endConferenceOnExit: true, waitUrl: '' }));
  const caller = await telephone();
  const operator = await softphone('op42');
  const callSid = await caller.dial(HOTLINE);
  await caller.until('joined');
  const participant = await client.conferences('call-1').participants.create({ from: HOTLINE, to: 'client:op42', label: 'operator' });
  await operator.until('incoming');
  await operator.answer();
  await operator.until('joined');
  await eventually(() => conferenceEvents().includes('conference-start'), 'the start');
  return { caller, callSid, operator, operatorSid: participant.callSid, conferenceSid: participant.conferenceSid };
}

describe('an incoming call', () => {
  it('asks the voice URL as Twilio does: the parameters, the headers, a valid signature', async () => {
    application.on(
      '/voice',
      voice((response) => response.say({ language: 'cmn-CN' }, '您好')),
    );
    const caller = await telephone();
    const callSid = await caller.dial(HOTLINE);
    expect(await caller.until('prompt')).toMatchObject({ text: '您好', language: 'cmn-CN' });
    await caller.until('ended');
    const [asked] = application.at('/voice');
    expect(asked?.parameters).toEqual({
      CallSid: callSid,
      AccountSid: ACCOUNT,
      ApiVersion: '2010-04-01',
      Direction: 'inbound',
      CallStatus: 'ringing',
      From: CALLER,
      To: HOTLINE,
      Caller: CALLER,
      Called: HOTLINE,
      ...Object.fromEntries(
        ['From', 'To', 'Caller', 'Called'].flatMap((side) => ['City', 'State', 'Zip', 'Country'].map((place) => [side + place, ''])),
      ),
    });
    expect(asked?.headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'user-agent': 'TwilioProxy/1.1',
      'i-twilio-idempotency-token': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    const signature = String(asked?.headers['x-twilio-signature']);
    expect(twilio.validateRequest(TOKEN, signature, `${application.url}/voice`, { ...asked?.parameters })).toBe(true);
    expect(twilio.validateRequest(TOKEN, signature, `${application.url}/voice`, { ...asked?.parameters, From: '+1' })).toBe(false);
    const [ended] = await eventually(() => application.at('/status').length > 0 && application.at('/status'), 'the status');
    expect(ended?.parameters).toMatchObject({
      CallSid: callSid,
      CallStatus: 'completed',
      CallDuration: '0',
      Duration: '0',
      CallbackSource: 'call-progress-events',
      SequenceNumber: '0',
      Timestamp: expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/),
    });
    expect(running.carrier.alerts).toEqual([]);
  });

  it('gathers keys until the number is reached, the key that ends them, or silence', async () => {
    const menu = (attributes: object) =>
      voice((response) => {
        response.gather({ action: '/ivr', ...attributes }).say({ language: 'cmn-CN' }, '请按键');
        response.redirect('/silence');
      });
    application.on(
      '/ivr',
      voice((response) => response.hangup()),
    );
    application.on(
      '/silence',
      voice((response) => response.hangup()),
    );
    const caller = await telephone();
    for (const [attributes, keys, result] of [
      [{ numDigits: 1 }, '2', '2'],
      [{}, '135#', '135'],
      [{ finishOnKey: '*' }, '77*', '77'],
      [{ timeout: 2 }, '9', '9'],
    ] as const) {
      application.on('/voice', menu(attributes));
      await caller.dial(HOTLINE);
      expect(await caller.until('gather')).toMatchObject({ input: ['dtmf'] });
      await caller.press(keys);
      await caller.until('ended');
      expect(application.at('/ivr').at(-1)?.parameters).toMatchObject({ Digits: result, CallStatus: 'in-progress' });
    }
    await caller.dial(HOTLINE);
    await caller.until('ended');
    expect(application.at('/silence')).toHaveLength(1);
    expect(running.carrier.alerts).toEqual([]);
  });

  it('gathers words where speech is asked for', async () => {
    application.on(
      '/voice',
      voice((response) => response.gather({ input: ['speech', 'dtmf'], language: 'cmn-Hans-CN', action: '/ivr' })),
    );
    application.on(
      '/ivr',
      voice((response) => response.hangup()),
    );
    const caller = await telephone();
    await caller.dial(HOTLINE);
    await caller.until('gather');
    await caller.say('我要投诉');
    await caller.until('ended');
    expect(application.at('/ivr')[0]?.parameters).toMatchObject({
      SpeechResult: '我要投诉',
      Confidence: expect.stringMatching(/^0\.\d+$/),
    });
  });

  it('waits in a queue, hears its place, and is taken out into a conference', async () => {
    application.on(
      '/voice',
      voice((response) => response.enqueue({ waitUrl: '/wait', action: '/queued' }, '综合')),
    );
    application.on('/wait', ({ parameters }) =>
      voice((response) => {
        response.say({ language: 'cmn-CN' }, `您前面还有${Number(parameters.QueuePosition) - 1}位`);
        response.play('/music.wav');
      }),
    );
    application.on(
      '/queued',
      voice((response) => response.hangup()),
    );
    application.on('/room', room('call-1'));
    const [first, second] = [await telephone(), await telephone('+8613900139000')];
    const callSid = await first.dial(HOTLINE);
    await first.until('music');
    await second.dial(HOTLINE);
    await second.until('prompt', ({ text }) => text === '您前面还有1位');
    expect(application.at('/wait').at(-1)?.parameters).toMatchObject({
      QueueSid: expect.stringMatching(/^QU/),
      CurrentQueueSize: '2',
      MaxQueueSize: '1000',
      QueueTime: '0',
      AvgQueueTime: '0',
    });
    await client.calls(callSid).update({ url: `${application.url}/room` });
    await first.until('joined');
    await second.until('prompt', ({ text }) => text === '您前面还有0位');
    expect(application.at('/queued')[0]?.parameters).toMatchObject({ CallSid: callSid, QueueResult: 'redirected' });
    await second.hangUp();
    await eventually(() => application.at('/queued').length === 2, 'the second result');
    expect(application.at('/queued')[1]?.parameters).toMatchObject({ QueueResult: 'hangup', CallStatus: 'completed' });
    expect(running.carrier.alerts).toEqual([]);
  });

  it('leaves the queue by Leave, by a key while waiting, and never enters a full one', async () => {
    application.on(
      '/voice',
      voice((response) => response.enqueue({ waitUrl: '/wait', action: '/queued', maxQueueSize: 1 } as never, 'q')),
    );
    application.on(
      '/wait',
      voice((response) => response.gather({ numDigits: 1, timeout: 50, action: '/pressed' })),
    );
    application.on(
      '/pressed',
      voice((response) => response.leave()),
    );
    application.on('/queued', ({ parameters }) => voice((response) => response.say(String(parameters.QueueResult))));
    const [first, second] = [await telephone(), await telephone('+8613900139000')];
    await first.dial(HOTLINE);
    await first.until('gather');
    await second.dial(HOTLINE);
    expect(await second.until('prompt')).toMatchObject({ text: 'queue-full' });
    await first.press('1');
    expect(await first.until('prompt')).toMatchObject({ text: 'leave' });
    expect(running.carrier.alerts).toEqual([]);
  });

  it('leaves a message: a beep, words, a recording to fetch and delete', async () => {
    application.on(
      '/voice',
      voice((response) => response.record({ action: '/left', recordingStatusCallback: '/recording', finishOnKey: '#', maxLength: 120 })),
    );
    application.on(
      '/left',
      voice((response) => response.say('thank you')),
    );
    const caller = await telephone();
    const callSid = await caller.dial(HOTLINE);
    await caller.until('beep');
    await caller.say('路灯坏了');
    await caller.press('#');
    expect(await caller.until('prompt')).toMatchObject({ text: 'thank you' });
    const left = application.at('/left')[0]?.parameters;
    expect(left).toMatchObject({
      Digits: '#',
      RecordingSid: expect.stringMatching(/^RE/),
      RecordingUrl: expect.stringMatching(/Recordings\/RE/),
    });
    const told = await eventually(() => application.at('/recording')[0]?.parameters, 'the recording');
    expect(told).toMatchObject({ CallSid: callSid, RecordingStatus: 'completed', RecordingSource: 'RecordVerb', RecordingChannels: '1' });
    const fetched = await client.recordings(String(left?.RecordingSid)).fetch();
    expect(fetched).toMatchObject({ status: 'completed', duration: '1', callSid });
    expect(running.carrier.alerts).toEqual([]);
  });

  it('says nothing after the beep: no recording, and the next verb', async () => {
    application.on(
      '/voice',
      voice((response) => {
        response.record({
          action: '/left',
          recordingStatusCallback: '/recording',
          recordingStatusCallbackEvent: ['completed', 'absent'],
          timeout: 2,
        });
        response.say('nothing heard');
      }),
    );
    const caller = await telephone();
    await caller.dial(HOTLINE);
    await caller.until('prompt', ({ text }) => text === 'nothing heard');
    await eventually(() => application.at('/recording')[0]?.parameters.RecordingStatus === 'absent', 'absence');
    expect(application.at('/left')).toEqual([]);
  });

  it('hangs up in the middle of a message and has left it all the same', async () => {
    application.on(
      '/voice',
      voice((response) => response.record({ action: '/left' })),
    );
    const caller = await telephone();
    await caller.dial(HOTLINE);
    await caller.until('beep');
    await caller.say('喂');
    await caller.hangUp();
    const left = await eventually(() => application.at('/left')[0]?.parameters, 'the action');
    expect(left).toMatchObject({ Digits: 'hangup', CallStatus: 'completed' });
  });
});

describe('a conference', () => {
  it('tells its life in numbered events', async () => {
    const { caller, operator, conferenceSid } = await talk();
    await caller.hangUp();
    await operator.until('ended');
    await eventually(() => conferenceEvents().includes('conference-end'), 'the end');
    const told = application.at('/conference').map(({ parameters }) => parameters);
    expect(told.map(({ StatusCallbackEvent, SequenceNumber }) => `${SequenceNumber} ${StatusCallbackEvent}`)).toEqual([
      '1 participant-join',
      '2 participant-join',
      '3 conference-start',
      '4 participant-leave',
      '5 participant-leave',
      '6 conference-end',
    ]);
    expect(told[0]).toMatchObject({
      ConferenceSid: conferenceSid,
      FriendlyName: 'call-1',
      ParticipantLabel: 'caller',
      Muted: 'false',
      Hold: 'false',
    });
    expect(told[3]).toMatchObject({
      ReasonParticipantLeft: 'participant_hung_up',
      ParticipantCallStatus: 'completed',
      EndConferenceOnExit: 'true',
    });
    expect(told[4]).toMatchObject({ ReasonParticipantLeft: 'moderator_ended_conference', ParticipantLabel: 'operator' });
    expect(told[5]).toMatchObject({
      ReasonConferenceEnded: 'participant-with-end-conference-on-exit-left',
      ParticipantLabelEndingConference: 'caller',
    });
    expect(running.carrier.alerts).toEqual([]);
  });

  it('goes on for the caller when the operator hangs up', async () => {
    const { caller, operator, conferenceSid } = await talk();
    await operator.hangUp();
    await eventually(() => conferenceEvents().includes('participant-leave'), 'the leave');
    expect(await client.conferences(conferenceSid).participants.list()).toMatchObject([{ label: 'caller' }]);
    expect(caller.events.some(({ type }) => type === 'ended')).toBe(false);
    await client.conferences(conferenceSid).update({ status: 'completed' });
    await caller.until('ended');
    expect((await client.conferences(conferenceSid).fetch()).status).toBe('completed');
  });

  it('holds and resumes: who is held hears music and neither hears nor is heard', async () => {
    const { caller, operator, conferenceSid } = await talk();
    application.on(
      '/hold',
      voice((response) => response.say({ language: 'cmn-CN' }, '请稍候')),
    );
    const held = await client
      .conferences(conferenceSid)
      .participants('caller')
      .update({ hold: true, holdUrl: `${application.url}/hold` });
    expect(held.hold).toBe(true);
    await caller.until('held');
    await caller.until('prompt', ({ text }) => text === '请稍候');
    await operator.say('未听见');
    await caller.say('也未听见');
    await client.conferences(conferenceSid).participants('caller').update({ hold: false });
    await caller.until('resumed');
    await operator.say('您好');
    expect(await caller.until('heard')).toMatchObject({ text: '您好', from: 'client:op42', label: 'operator' });
    await caller.say('你好');
    expect(await operator.until('heard')).toMatchObject({ text: '你好', from: CALLER });
    await eventually(() => conferenceEvents().includes('participant-unhold'), 'the unhold');
    expect(conferenceEvents()).toEqual(expect.arrayContaining(['participant-hold', 'participant-unhold']));
    expect(running.carrier.alerts).toEqual([]);
  });

  it('takes a third party in, then the operator goes: a warm transfer', async () => {
    const { caller, operator, operatorSid, conferenceSid } = await talk();
    const department = await telephone('+8602387654321');
    await client.conferences(conferenceSid).participants('caller').update({ hold: true });
    const third = await client
      .conferences(conferenceSid)
      .participants.create({ from: HOTLINE, to: department.number, label: 'department', statusCallback: `${application.url}/third` });
    expect(third.status).toBe('queued');
    expect(await department.until('incoming')).toMatchObject({ from: HOTLINE });
    await department.answer();
    await department.until('joined');
    await operator.say('转给你');
    await department.until('heard', ({ text }) => text === '转给你');
    await client.conferences(conferenceSid).participants('caller').update({ hold: false });
    await client.conferences(conferenceSid).participants(operatorSid).remove();
    await operator.until('ended');
    await department.say('我来处理');
    await caller.until('heard', ({ text }) => text === '我来处理');
    await caller.hangUp();
    await department.until('ended');
    expect(await eventually(() => application.at('/third')[0]?.parameters, 'the status')).toMatchObject({ CallStatus: 'completed' });
  });

  it('lets a supervisor listen, whisper and barge in', async () => {
    const { caller, operator, operatorSid, conferenceSid } = await talk();
    const supervisor = await softphone('sv1');
    const { participants } = client.conferences(conferenceSid);
    const leg = await participants.create({ from: HOTLINE, to: 'client:sv1', label: 'supervisor', muted: true, beep: 'false' });
    await supervisor.until('incoming');
    await supervisor.answer();
    await supervisor.until('joined');
    await caller.say('一');
    await supervisor.until('heard', ({ text }) => text === '一');
    await supervisor.say('听不见');
    await client.conferences(conferenceSid).participants(leg.callSid).update({ muted: false, coaching: true, callSidToCoach: operatorSid });
    await supervisor.say('悄悄话');
    expect(await operator.until('heard', ({ from }) => from === 'client:sv1')).toMatchObject({ text: '悄悄话' });
    await client.conferences(conferenceSid).participants(leg.callSid).update({ coaching: false });
    await supervisor.say('大家好');
    expect(await caller.until('heard', ({ from }) => from === 'client:sv1')).toMatchObject({ text: '大家好' });
    expect(await operator.until('heard', ({ from }) => from === 'client:sv1')).toMatchObject({ text: '大家好' });
    await eventually(() => conferenceEvents().filter((event) => event === 'participant-modify').length === 2, 'modify');
  });

  it('announces to one and to all', async () => {
    const { caller, operator, conferenceSid } = await talk();
    application.on(
      '/announce',
      voice((response) => response.say({ language: 'cmn-CN' }, '本次通话将被录音')),
    );
    await client.conferences(conferenceSid).update({ announceUrl: `${application.url}/announce` });
    await caller.until('prompt');
    await operator.until('prompt');
    await client
      .conferences(conferenceSid)
      .participants('caller')
      .update({ announceUrl: `${application.url}/announce` });
    await caller.until('prompt');
    await eventually(() => conferenceEvents().filter((event) => event === 'announcement-end').length === 2, 'the end of both');
  });

  it('keeps the status callback of the first to enter', async () => {
    application.on('/voice', room('first', { statusCallbackEvent: ['join'] }));
    application.on('/other', room('first', { statusCallback: '/elsewhere' }));
    const [one, two] = [await telephone(), await telephone('+8613900139000')];
    await one.dial(HOTLINE);
    await one.until('joined');
    await client.calls.create({ from: HOTLINE, to: two.number, url: `${application.url}/other` });
    await two.until('incoming');
    await two.answer();
    await two.until('joined');
    await eventually(() => conferenceEvents().length === 2, 'both joins');
    expect(application.at('/elsewhere')).toEqual([]);
  });
});
