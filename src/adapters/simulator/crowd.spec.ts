import { Handset, RehearsedApplication, rehearsedClient } from './rehearsal.js';
import { startCarrier } from './start-carrier.js';

const ACCOUNT = `AC${'1'.repeat(32)}`;
const HOTLINE = '+8602312345';
const CALLS = 60;

const DOCUMENTS = {
  '/voice': '<Response><Enqueue waitUrl="/wait" action="/queued">q</Enqueue></Response>',
  '/wait': '<Response><Say language="cmn-CN">请稍候</Say><Play>/music.wav</Play></Response>',
  '/queued': '<Response><Hangup/></Response>',
};
const EVENTS = 'start end join leave';
const roomFor = (call: string) =>
  `<Response><Dial><Conference endConferenceOnExit="true" statusCallback="/conference" statusCallbackEvent="${EVENTS}">${call}</Conference></Dial></Response>`;

it(`brings ${CALLS} calls at once to their end, whoever hangs up and whatever is lost, doubled or late`, async () => {
  const application = await new RehearsedApplication().start();
  const [voiceUrl, statusUrl, smsUrl] = ['voice', 'status', 'sms'].map((path) => `${application.url}/${path}`) as [string, string, string];
  const faults = { loss: 0.1, doubling: 0.2, reordering: 0.2, delayMs: 50, seed: 3 };
  const account = { accountSid: ACCOUNT, authToken: 'token', number: HOTLINE, waitLoopMs: 500, silent: true, faults };
  const running = await startCarrier({ ...account, voiceUrl, statusUrl, smsUrl });
  const client = rehearsedClient(running.url, ACCOUNT, 'token');
  for (const [path, document] of Object.entries(DOCUMENTS)) application.on(path, document);
  application.on('/room', ({ parameters }) => roomFor(String(parameters.CallSid)));
  const life = async (_: unknown, i: number) => {
    const [caller, operator] = [await Handset.register(running.url), await Handset.register(running.url)];
    const sid = await caller.dial(HOTLINE);
    await caller.until('music');
    const { conferenceSid } = await client.conferences(sid).participants.create({
      ...{ from: HOTLINE, to: operator.number },
      ...{ conferenceStatusCallback: `${application.url}/conference`, conferenceStatusCallbackEvent: EVENTS.split(' ') },
    });
    await operator.until('incoming');
    await operator.answer();
    await client.calls(sid).update({ url: `${application.url}/room` });
    await caller.until('joined');
    await operator.say('您好');
    await caller.until('heard');
    if (i % 3 === 0) await caller.hangUp();
    else if (i % 3 === 1) await client.conferences(conferenceSid).update({ status: 'completed' });
    else await operator.hangUp().then(() => client.calls(sid).update({ status: 'completed' }));
    await Promise.all([caller.until('ended'), operator.until('ended')]);
  };
  try {
    await Promise.all(Array.from({ length: CALLS }, life));
    await running.carrier.settled();
    const states = (all: readonly { status: string }[]) => new Set(all.map(({ status }) => status));
    const [calls, rooms] = [await client.calls.list({ pageSize: 1000 }), await client.conferences.list({ pageSize: 1000 })];
    expect([calls.length, rooms.length]).toEqual([2 * CALLS, CALLS]);
    expect([states(calls), states(rooms)]).toEqual([new Set(['completed']), new Set(['completed'])]);
    expect(running.carrier.alerts).toEqual([]);
    const told = application.at('/conference').map(({ parameters }) => `${parameters.ConferenceSid} ${parameters.SequenceNumber}`);
    expect(told.length).toBeGreaterThan(new Set(told).size);
    expect(new Set(told).size).toBeLessThan(6 * CALLS);
  } finally {
    await running.close();
    await application.close();
  }
});
