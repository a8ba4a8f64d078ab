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
    const heard = [...caller.events, ...operator.events].filter(({ type }) => type === 'heard').map(({ text }) => text);
    expect(heard).toEqual(['您好']);
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

describe('who is called', () => {
  it('rings, answers and is told of each step, with minutes and seconds at the end', async () => {
    application.on(
      '/hello',
      voice((response) => response.say('hello')),
    );
    const callee = await telephone();
    const call = await client.calls.create({
      from: HOTLINE,
      to: CALLER,
      url: `${application.url}/hello`,
      statusCallback: `${application.url}/progress`,
      statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
    });
    expect(call).toMatchObject({ status: 'queued', direction: 'outbound-api', to: CALLER, from: HOTLINE });
    await callee.until('incoming');
    await callee.answer();
    await callee.until('ended');
    await eventually(() => application.at('/progress').length === 4, 'four steps');
    expect(application.at('/progress').map(({ parameters: { SequenceNumber, CallStatus } }) => `${SequenceNumber} ${CallStatus}`)).toEqual([
      '0 initiated',
      '1 ringing',
      '2 in-progress',
      '3 completed',
    ]);
    expect(application.at('/progress')[3]?.parameters).toMatchObject({ CallDuration: '0', Duration: '0', SipResponseCode: '200' });
    const fetched = await client.calls(call.sid).fetch();
    expect(fetched).toMatchObject({ status: 'completed', duration: '0', startTime: expect.any(Date), endTime: expect.any(Date) });
    const since = new Date(Date.now() - 60_000);
    expect(await client.calls.list({ to: CALLER, startTimeAfter: since })).toHaveLength(1);
    expect(await client.calls.list({ to: CALLER, status: 'busy' })).toHaveLength(0);
  });

  it('is busy, does not answer, does not exist, or declines', async () => {
    application.on('/voice', room('elsewhere'));
    const [busy, silent, declining] = [await telephone(), await telephone('+8613900000001'), await telephone('+8613900000002')];
    await busy.dial(HOTLINE);
    await busy.until('joined');
    const outcome = async (to: string) => {
      const { sid } = await client.calls.create({
        from: HOTLINE,
        to,
        twiml: '<Response/>',
        timeout: 3,
        statusCallback: `${application.url}/out`,
      });
      return { to, sid };
    };
    const out = [
      await outcome(busy.number),
      await outcome(silent.number),
      await outcome(declining.number),
      await outcome('+8613900000003'),
    ];
    await declining.until('incoming');
    await declining.hangUp();
    expect(await silent.until('ended')).toMatchObject({ reason: 'no-answer' });
    await eventually(() => application.at('/out').length === 4, 'four ends');
    const told = new Map(application.at('/out').map(({ parameters }) => [parameters.CallSid, parameters]));
    expect(out.map(({ sid }) => [told.get(sid)?.CallStatus, told.get(sid)?.SipResponseCode])).toEqual([
      ['busy', '486'],
      ['no-answer', '487'],
      ['busy', '486'],
      ['failed', '404'],
    ]);
  });

  it('is a softphone that is not registered, or no longer: no answer, and the conference hears of the failure', async () => {
    await running.close();
    await open({ softphoneLapseMs: 300 });
    const create = () =>
      client.conferences('call-9').participants.create({
        from: HOTLINE,
        to: 'client:op42',
        label: 'operator',
        statusCallback: `${application.url}/operator`,
        conferenceStatusCallback: `${application.url}/conference`,
        conferenceStatusCallbackEvent: ['join', 'leave', 'end'],
      });
    await create();
    await eventually(() => conferenceEvents().includes('conference-end'), 'the failure');
    expect(application.at('/operator')[0]?.parameters).toMatchObject({ CallStatus: 'no-answer', SipResponseCode: '480' });
    expect(application.at('/conference')[0]?.parameters).toMatchObject({
      StatusCallbackEvent: 'participant-leave',
      ReasonParticipantLeft: 'participant_add_failed',
      ParticipantCallStatus: 'no-answer',
    });
    const operator = await softphone('op42');
    await new Promise((resolve) => setTimeout(resolve, 700));
    await create();
    await eventually(() => application.at('/operator').length === 2, 'the second failure');
    expect(operator.events).toEqual([]);
  });

  it('vanishes in the middle of a call: it leaves the conference after a while', async () => {
    await running.close();
    await open({ softphoneLapseMs: 400 });
    const { caller, operatorSid } = await talk();
    const left = await eventually(
      () => application.at('/conference').find(({ parameters }) => parameters.StatusCallbackEvent === 'participant-leave'),
      'the leave',
    );
    expect(left.parameters).toMatchObject({ CallSid: operatorSid, ReasonParticipantLeft: 'participant_hung_up' });
    await caller.hangUp();
  });

  it('is a telephone whose page was closed: it hangs up too, later', async () => {
    await running.close();
    await open({ telephoneLapseMs: 300 });
    application.on('/voice', room('alone'));
    const caller = await telephone();
    const sid = await caller.dial(HOTLINE);
    await caller.until('joined');
    await eventually(() => application.at('/status').length === 1, 'the end');
    expect((await client.calls(sid).fetch()).status).toBe('completed');
  });

  it('stays there as long as it polls', async () => {
    await running.close();
    await open({ softphoneLapseMs: 400 });
    const { caller, operator } = await talk();
    const until = Date.now() + 1200;
    while (Date.now() < until) await operator.poll();
    await caller.say('还在吗');
    await operator.until('heard');
    expect(conferenceEvents()).not.toContain('participant-leave');
  });

  it('is rung no more when the room ends first', async () => {
    application.on('/voice', room('call-1', { endConferenceOnExit: true }));
    const [caller, operator] = [await telephone(), await softphone('op42')];
    await caller.dial(HOTLINE);
    await caller.until('joined');
    await client
      .conferences('call-1')
      .participants.create({ from: HOTLINE, to: 'client:op42', statusCallback: `${application.url}/operator` });
    await operator.until('incoming');
    await caller.hangUp();
    await operator.until('ended');
    expect(await eventually(() => application.at('/operator')[0]?.parameters, 'the end')).toMatchObject({ CallStatus: 'canceled' });
  });

  it('registers with the token that Twilio itself would take, and with no other', async () => {
    await running.close();
    await open({ apiKeys: { SK1: 'key-secret' } });
    const { AccessToken } = twilio.jwt;
    const tokenOf = (secret: string, incomingAllow: boolean, ttl = 600) => {
      const token = new AccessToken(ACCOUNT, 'SK1', secret, { identity: 'op42', ttl });
      token.addGrant(new AccessToken.VoiceGrant({ incomingAllow }));
      return token.toJwt();
    };
    const register = async (token: string) => (await Handset.register(running.url, { token })).number;
    expect(await register(tokenOf('key-secret', true))).toBe('client:op42');
    expect(await register(tokenOf('another', true))).toBeUndefined();
    expect(await register(tokenOf('key-secret', false))).toBeUndefined();
    expect(await register(tokenOf('key-secret', true, -5))).toBeUndefined();
    expect(await register(`${tokenOf('key-secret', true)}x`)).toBeUndefined();
    expect(await register('x.y.z')).toBeUndefined();
  });
});

const samplesOf = (wav: Buffer) => ({
  channels: wav.readUInt16LE(22),
  rate: wav.readUInt32LE(24),
  loudest: (channel: number) => {
    const count = wav.readUInt16LE(22);
    let loudest = 0;
    for (let at = 44 + channel * 2; at < wav.length; at += count * 2) loudest = Math.max(loudest, Math.abs(wav.readInt16LE(at)));
    return loudest;
  },
  seconds: (wav.length - 44) / (wav.readUInt16LE(22) * 2 * 8000),
});

describe('a recording', () => {
  const mediaOf = async (sid: string, key = `${ACCOUNT}:${TOKEN}`) =>
    fetch(`${running.url}/2010-04-01/Accounts/${ACCOUNT}/Recordings/${sid}.wav`, {
      headers: { authorization: `Basic ${Buffer.from(key).toString('base64')}` },
    });

  it('of a call has two channels: what the caller says and what the caller hears', async () => {
    const { caller, callSid, operator } = await talk();
    const { sid } = await client.calls(callSid).recordings.create({
      recordingChannels: 'dual',
      recordingStatusCallback: `${application.url}/recording`,
      recordingStatusCallbackEvent: ['in-progress', 'completed'],
    });
    await operator.say('您好');
    await caller.sound(Buffer.from(new Int16Array(1600).fill(20_000).buffer));
    expect(await operator.until('heard-audio')).toMatchObject({ url: '/audio/1.wav', from: CALLER });
    expect((await mediaOf(sid)).status).toBe(404);
    await caller.hangUp();
    await eventually(() => application.at('/recording').length === 2, 'completion');
    expect(application.at('/recording').map(({ parameters }) => parameters.RecordingStatus)).toEqual(['in-progress', 'completed']);
    expect(application.at('/recording')[1]?.parameters).toMatchObject({
      RecordingSid: sid,
      RecordingChannels: '2',
      RecordingTrack: 'both',
    });
    const wav = samplesOf(Buffer.from(await (await mediaOf(sid)).arrayBuffer()));
    expect(wav).toMatchObject({ channels: 2, rate: 8000 });
    expect(wav.loudest(0)).toBe(20_000);
    expect(wav.loudest(1)).toBeGreaterThan(5000);
    expect(wav.loudest(1)).toBeLessThan(6001);
    expect((await mediaOf(sid, `${ACCOUNT}:wrong`)).status).toBe(401);
    expect(await client.recordings(sid).remove()).toBe(true);
    await expect(client.recordings(sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    expect((await mediaOf(sid)).status).toBe(404);
  });

  it('takes nothing while it is paused, and leaves the pause out or silent as asked', async () => {
    const { caller, callSid, operator } = await talk();
    const loud = Buffer.from(new Int16Array(80).fill(30_000).buffer);
    const lengths: number[] = [];
    for (const pauseBehavior of ['skip', 'silence']) {
      const { sid } = await client.calls(callSid).recordings.create({ recordingChannels: 'dual' });
      const current = client.calls(callSid).recordings('Twilio.CURRENT');
      expect((await current.update({ status: 'paused', pauseBehavior })).status).toBe('paused');
      await caller.sound(loud);
      await operator.until('heard-audio');
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect((await current.update({ status: 'in-progress' })).status).toBe('in-progress');
      expect((await current.update({ status: 'stopped' })).status).toBe('completed');
      const wav = samplesOf(Buffer.from(await (await mediaOf(sid)).arrayBuffer()));
      expect(wav.loudest(0)).toBe(0);
      lengths.push(wav.seconds);
    }
    expect(lengths[0]).toBeLessThan(0.2);
    expect(lengths[1]).toBeGreaterThan(0.3);
  });

  it('of a conference is one channel with everybody but the coach', async () => {
    const { caller, conferenceSid } = await talk();
    application.on('/voice', room('call-2', { record: 'record-from-start', recordingStatusCallback: '/recording' }));
    await caller.hangUp();
    const one = await telephone('+8613900000001');
    await one.dial(HOTLINE);
    await one.until('joined');
    const two = await softphone('op43');
    await client.conferences('call-2').participants.create({ from: HOTLINE, to: 'client:op43', endConferenceOnExit: true });
    await two.until('incoming');
    await two.answer();
    await two.until('joined');
    await two.say('录音');
    await two.hangUp();
    const told = await eventually(() => application.at('/recording')[0]?.parameters, 'the recording');
    expect(told).toMatchObject({ RecordingSource: 'Conference', RecordingChannels: '1', ConferenceSid: expect.stringMatching(/^CF/) });
    expect(told.ConferenceSid).not.toBe(conferenceSid);
    expect(told.CallSid).toBeUndefined();
    const wav = samplesOf(Buffer.from(await (await mediaOf(String(told.RecordingSid))).arrayBuffer()));
    expect(wav.loudest(0)).toBeGreaterThan(5000);
  });

  it('begins with a called participant when that is asked for', async () => {
    const callee = await telephone();
    await client.conferences('out').participants.create({
      from: HOTLINE,
      to: CALLER,
      record: true,
      recordingChannels: 'dual',
      recordingStatusCallback: `${application.url}/recording`,
    });
    await callee.until('incoming');
    await callee.answer();
    await callee.until('joined');
    await callee.hangUp();
    expect(await eventually(() => application.at('/recording')[0]?.parameters, 'the recording')).toMatchObject({
      RecordingSource: 'OutboundAPI',
      RecordingChannels: '2',
      RecordingStatus: 'completed',
    });
  });
});

describe('short messages', () => {
  it('go out and are told of until delivery', async () => {
    const phone = await telephone();
    const message = await client.messages.create({
      from: HOTLINE,
      to: CALLER,
      body: '您的诉求已办结',
      statusCallback: `${application.url}/sent`,
    });
    expect(message).toMatchObject({ status: 'queued', direction: 'outbound-api', numSegments: '1' });
    expect(await phone.until('sms')).toMatchObject({ from: HOTLINE, body: '您的诉求已办结' });
    await eventually(() => application.at('/sent').length === 2, 'delivery');
    expect(application.at('/sent').map(({ parameters }) => parameters.MessageStatus)).toEqual(['sent', 'delivered']);
    expect(application.at('/sent')[1]?.parameters).toMatchObject({
      MessageSid: message.sid,
      SmsSid: message.sid,
      SmsStatus: 'delivered',
      RawDlrDoneDate: expect.stringMatching(/^\d{10}$/),
    });
    expect((await client.messages(message.sid).fetch()).status).toBe('delivered');
    expect((await client.messages(message.sid).update({ body: '' })).body).toBe('');
    running.carrier.loseMessagesTo('+8613900000009');
    await client.messages.create({ from: HOTLINE, to: '+8613900000009', body: 'x', statusCallback: `${application.url}/sent` });
    await eventually(() => application.at('/sent').length === 4, 'loss');
    expect(application.at('/sent')[3]?.parameters).toMatchObject({ MessageStatus: 'undelivered', ErrorCode: '30003' });
  });

  it('come in with every parameter, and an answer goes back', async () => {
    const phone = await telephone();
    const reply = new twilio.twiml.MessagingResponse();
    reply.message('已收到');
    application.on('/sms', reply.toString());
    await phone.write(HOTLINE, '5');
    expect(await phone.until('sms')).toMatchObject({ body: '已收到' });
    const [asked] = application.at('/sms');
    expect(asked?.parameters).toMatchObject({
      MessageSid: expect.stringMatching(/^SM/),
      From: CALLER,
      To: HOTLINE,
      Body: '5',
      NumMedia: '0',
      NumSegments: '1',
      SmsStatus: 'received',
      FromCity: '',
    });
    const signature = String(asked?.headers['x-twilio-signature']);
    expect(twilio.validateRequest(TOKEN, signature, `${application.url}/sms`, { ...asked?.parameters })).toBe(true);
    expect(running.carrier.alerts).toEqual([]);
  });

  it('are refused to who opted out, by our word or by theirs, until they want them again', async () => {
    const phone = await telephone();
    const send = () => client.messages.create({ from: HOTLINE, to: CALLER, body: 'x' });
    running.carrier.optOut(CALLER);
    await expect(send()).rejects.toMatchObject({ status: 400, code: 21610 });
    await phone.write(HOTLINE, 'START');
    await eventually(() => application.at('/sms').length === 1, 'the word');
    await send();
    await phone.write(HOTLINE, '退订');
    await eventually(() => application.at('/sms')[1]?.parameters.OptOutType === 'STOP', 'the other word');
    await expect(send()).rejects.toMatchObject({ code: 21610 });
  });
});

describe('the REST interface', () => {
  it('refuses who does not know the token, and takes an API key', async () => {
    const list = (one: twilio.Twilio) => one.calls.list();
    await expect(list(rehearsedClient(running.url, ACCOUNT, 'wrong'))).rejects.toMatchObject({ status: 401, code: 20003 });
    await expect(list(rehearsedClient(running.url, ACCOUNT, TOKEN, 'SK1'))).rejects.toMatchObject({ status: 401, code: 20003 });
    await expect(list(rehearsedClient(running.url, `AC${'2'.repeat(32)}`, TOKEN))).rejects.toMatchObject({ status: 401, code: 20003 });
    await running.close();
    await open({ apiKeys: { SK1: 'secret' } });
    expect(await list(rehearsedClient(running.url, ACCOUNT, 'secret', 'SK1'))).toEqual([]);
  });

  it('refuses too many, what is gone, what has ended, and bad numbers, with the documented codes', async () => {
    const create = (to: string, from = HOTLINE) => client.calls.create({ from, to, twiml: '<Response/>' });
    running.carrier.limitNext(2);
    await expect(create(CALLER)).rejects.toMatchObject({ status: 429, code: 20429 });
    await expect(client.calls.list()).rejects.toMatchObject({ status: 429, code: 20429 });
    await expect(client.calls(`CA${'0'.repeat(32)}`).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    await expect(
      client
        .conferences(`CF${'0'.repeat(32)}`)
        .participants('caller')
        .fetch(),
    ).rejects.toMatchObject({ code: 20404 });
    await expect(create('12345')).rejects.toMatchObject({ status: 400, code: 21211 });
    await expect(create(CALLER, '+8601012345')).rejects.toMatchObject({ status: 400, code: 21210 });
    for (const code of [21211, 21214, 21408]) {
      running.carrier.refuse('+8613900000000', code);
      await expect(client.messages.create({ from: HOTLINE, to: '+8613900000000', body: 'x' })).rejects.toMatchObject({ status: 400, code });
    }
    application.on(
      '/voice',
      voice((response) => response.hangup()),
    );
    const caller = await telephone();
    const sid = await caller.dial(HOTLINE);
    await caller.until('ended');
    await expect(client.calls(sid).update({ twiml: '<Response/>' })).rejects.toMatchObject({ status: 400, code: 21220 });
    await expect(client.calls(sid).update({ status: 'completed' })).rejects.toMatchObject({ status: 400, code: 21220 });
    await expect(client.calls(sid).recordings.create()).rejects.toMatchObject({ code: 21220 });
  });

  it("refuses parameters that Twilio's document does not know, and asks for those it needs", async () => {
    const post = async (path: string, form: Record<string, string>) => {
      const response = await fetch(`${running.url}/2010-04-01/Accounts/${ACCOUNT}${path}`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64')}` },
        body: new URLSearchParams(form),
      });
      return { status: response.status, ...((await response.json()) as { code: number; message: string }) };
    };
    const good = { From: HOTLINE, To: CALLER, Url: `${application.url}/x` };
    expect(await post('/Calls.json', { ...good, StatusCalback: 'x' })).toMatchObject({
      status: 400,
      code: 20001,
      message: expect.stringContaining('StatusCalback'),
    });
    expect(await post('/Calls.json', { From: HOTLINE, Url: 'http://x' })).toMatchObject({
      code: 20001,
      message: expect.stringContaining('To'),
    });
    expect(await post('/Calls.json', { From: HOTLINE, To: CALLER })).toMatchObject({
      code: 20001,
      message: expect.stringContaining('Url'),
    });
    expect(await post('/Calls.json', { ...good, Method: 'PUT' })).toMatchObject({
      code: 20001,
      message: expect.stringContaining('Method'),
    });
    expect(await post('/Calls.json', { ...good, Url: 'no address' })).toMatchObject({ code: 20001 });
    expect(await post('/Nothing.json', {})).toMatchObject({ status: 404, code: 20404 });
    expect(await post('/Calls.json', good)).toMatchObject({ status: 'queued' });
    expect(running.carrier.requests.at(-1)).toEqual({
      method: 'POST',
      path: '/Calls.json',
      operation: 'CreateCall',
      parameters: good,
      status: 201,
    });
  });

  it('lists in pages', async () => {
    for (let i = 0; i < 5; i++) await client.messages.create({ from: HOTLINE, to: CALLER, body: String(i) });
    expect((await client.messages.list({ pageSize: 2 })).map(({ body }) => body)).toEqual(['4', '3', '2', '1', '0']);
  });
});
