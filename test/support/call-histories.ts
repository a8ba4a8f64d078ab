/** Random calls as the carrier and our own people would tell them, from the first ring to the last report. */
import type { Fact } from '../../src/domain/call-facts.js';
import { CALLER, labelOf } from '../../src/domain/call-facts.js';
import { Random } from '../../src/demo/random.js';

/** One message of the carrier: where it is sent, and with what. `call`: it names our number of the call in its address. */
export interface Message {
  path: string;
  call?: true;
  query?: Record<string, string>;
  parameters: Record<string, string>;
}
/** What happens, in its true order: told by the carrier or done here. */
export type Step = { message: Message } | { own: Fact };
export interface History {
  leg: string;
  steps: Step[];
}

const hex = (random: Random): string => Array.from({ length: 32 }, () => Math.floor(random.next() * 16).toString(16)).join('');
const BEGAN = Date.parse('2026-11-02T02:00:00Z');

/** Writes a history step by step; its clock goes on by whole seconds, as the carrier's does. */
class Writer {
  readonly steps: Step[] = [];
  private now: number;
  private readonly startedAt: number;
  private owns = 0;
  /** Consultations so far. */
  consults = 0;

  constructor(
    readonly random: Random,
    readonly leg: string,
    readonly account: string,
  ) {
    this.now = BEGAN + Math.floor(random.next() * 1e6) * 1000;
    this.startedAt = this.now;
  }

  pass(most: number): void {
    this.now += (1 + Math.floor(this.random.next() * most)) * 1000;
  }

  tell(path: string, parameters: Record<string, string>, more: Pick<Message, 'call' | 'query'> = {}): void {
    const timed: Record<string, string> = /^(status|conference|recording)$/.test(path)
      ? { Timestamp: new Date(this.now).toUTCString().replace('GMT', '+0000') }
      : {};
    this.steps.push({ message: { path, parameters: { AccountSid: this.account, ...timed, ...parameters }, ...more } });
  }

  voice(path: string, more: Record<string, string> = {}): void {
    this.tell(path, {
      CallSid: this.leg,
      From: '+8613912345678',
      To: '+8612345',
      CallStatus: 'in-progress',
      Direction: 'inbound',
      ...more,
    });
  }

  own(fact: Record<string, unknown> & { kind: Fact['kind'] }): void {
    const key = fact.kind === 'queued' ? 'queued' : `own:told-${String(this.owns++).padStart(4, '0')}:${fact.kind}`;
    this.steps.push({ own: { ...fact, key, at: this.now } as unknown as Fact });
  }

  room(event: 'join' | 'leave', leg: string, label: string, room: string): void {
    const parameters = { ConferenceSid: room, CallSid: leg, ParticipantLabel: label, StatusCallbackEvent: `participant-${event}` };
    this.tell('conference', parameters, { call: true });
  }

  ended(leg = this.leg, label?: string, result = 'completed'): void {
    const seconds = String(Math.max(0, Math.round((this.now - this.startedAt) / 1000)));
    const parameters = { CallSid: leg, CallStatus: result, CallDuration: seconds };
    if (label) this.tell('status', parameters, { call: true, query: { label } });
    else this.tell('status', { From: '+8613912345678', To: '+8612345', ...parameters });
  }
}

function voicemail(writer: Writer): void {
  writer.voice('voice/queued', { QueueResult: 'leave', QueueTime: '300' });
  writer.pass(90);
  const RecordingSid = `RE${hex(writer.random)}`;
  const seconds = writer.random.next() < 0.2 ? '0' : String(1 + Math.floor(writer.random.next() * 60));
  writer.voice('voice/voicemail', { RecordingSid, RecordingDuration: seconds });
  const parameters = {
    CallSid: writer.leg,
    RecordingSid,
    RecordingStatus: 'completed',
    RecordingDuration: seconds,
    RecordingChannels: '1',
  };
  writer.tell('recording', parameters, { query: { kind: 'voicemail' } });
}

/** How a conversation goes on: somebody ends it, or an operator is lost or hands over by the queue. `agent`: who has the call then. */
interface Ending {
  how: 'hung-up' | 'caller' | 'lost' | 'transfer';
  agent: string;
}
interface Speaking {
  agent: string;
  line: string;
  room: string;
}

/** Somebody's line is gone: out of the room, and at its end. */
function goes(writer: Writer, line: string, agent: string, room: string): void {
  writer.room('leave', line, labelOf('agent', agent), room);
  writer.ended(line, labelOf('agent', agent));
}

/** An operator asks a colleague, who does not come, goes again, or has the call. Gives who speaks to the caller then; nothing when he hung up. */
function consults(writer: Writer, { agent, line, room }: Speaking): Speaking | undefined {
  const { random } = writer;
  const [to, consult, other] = [`operator${6 + (writer.consults % 3)}`, ++writer.consults, `CA${hex(random)}`];
  const over = (why: string, isBack = true): void => {
    writer.own({ kind: 'consult-ended', agent: to, consult, why });
    if (isBack) writer.own({ kind: 'resume', agent });
  };
  writer.own({ kind: 'hold', agent });
  writer.own({ kind: 'consult-asked', agent, to, until: BEGAN, consult });
  writer.pass(15);
  if (random.next() < 0.1) return undefined;
  if (random.next() < 0.3) {
    over((['declined', 'no-answer', 'vanished', 'taken-back'] as const)[Math.floor(random.next() * 4)]!);
    return { agent, line, room };
  }
  writer.own({ kind: 'consult-accepted', agent: to, consult });
  if (random.next() < 0.1) {
    writer.ended(other, labelOf('agent', to), 'no-answer');
    over('not-connected');
    return { agent, line, room };
  }
  writer.room('join', other, labelOf('agent', to), room);
  writer.pass(60);
  const how = random.next();
  if (how < 0.15) {
    goes(writer, other, to, room);
    return undefined;
  }
  if (how < 0.4) {
    if (how < 0.3) over('taken-back');
    goes(writer, other, to, room);
    if (how >= 0.3) over('left');
    return { agent, line, room };
  }
  const why = how < 0.85 ? 'completed' : 'agent-lost';
  if (why === 'agent-lost') goes(writer, line, agent, room);
  writer.own({ kind: 'handed-over', agent, to, consult, why });
  if (why === 'completed') {
    goes(writer, line, agent, room);
    writer.pass(40);
    if (random.next() < 0.8) writer.own({ kind: 'wrapped-up', agent, code: 'other' });
  }
  writer.pass(60);
  return { agent: to, line: other, room };
}

/** A conversation with one operator, and with whom he hands it to. */
function talk(writer: Writer, agent: string, offer: number): Ending {
  const { random } = writer;
  let now: Speaking = { agent, line: `CA${hex(random)}`, room: `CF${hex(random)}` };
  writer.own({ kind: 'accepted', agent, offer });
  writer.own({ kind: 'connected', agent });
  writer.room('join', now.line, labelOf('agent', agent), now.room);
  writer.room('join', writer.leg, CALLER, now.room);
  writer.pass(120);
  if (random.next() < 0.4) holds(writer, agent);
  if (random.next() < 0.3) third(writer, now);
  let isThere = true;
  while (isThere && writer.consults < 6 && random.next() < 0.4) {
    const next = consults(writer, now);
    isThere = next !== undefined;
    now = next ?? now;
  }
  const how = isThere ? (['hung-up', 'caller', 'lost', 'transfer'] as const)[Math.floor(random.next() * 4)]! : 'caller';
  if (how === 'hung-up') writer.own({ kind: 'hung-up', agent: now.agent });
  if (how === 'transfer') writer.own({ kind: 'requeued', why: 'transfer', to: 'operator9' });
  goes(writer, now.line, now.agent, now.room);
  if (how === 'lost') {
    writer.pass(20);
    writer.own({ kind: 'requeued', why: 'agent-lost' });
  }
  if (random.next() < 0.8) {
    const RecordingSid = `RE${hex(random)}`;
    const parameters = { CallSid: writer.leg, RecordingSid, RecordingStatus: 'completed', RecordingDuration: '7', RecordingChannels: '2' };
    writer.tell('recording', parameters, { call: true, query: { kind: 'call' } });
  }
  return { how, agent: now.agent };
}

function holds(writer: Writer, agent: string): void {
  writer.own({ kind: 'hold', agent });
  writer.pass(60);
  if (writer.random.next() < 0.8) writer.own({ kind: 'resume', agent });
  writer.pass(30);
}

function third(writer: Writer, { agent, room }: Speaking): void {
  const [line, label] = [`CA${hex(writer.random)}`, labelOf('party', 'market')];
  writer.own({ kind: 'added', agent, label });
  writer.room('join', line, label, room);
  writer.pass(60);
  writer.room('leave', line, label, room);
  writer.ended(line, label);
}

/** A call from ring to end, of any kind this hotline knows. */
export function historyOf(random: Random, account: string): History {
  const writer = new Writer(random, `CA${hex(random)}`, account);
  writer.voice('voice');
  writer.pass(8);
  if (random.next() < 0.1) writer.ended();
  else {
    writer.voice('voice/menu', { Digits: ['', '1', '2', '9'][Math.floor(random.next() * 4)]! });
    waiting(writer);
    writer.pass(5);
    writer.ended(undefined, undefined, random.next() < 0.9 ? 'completed' : 'failed');
  }
  return { leg: writer.leg, steps: writer.steps };
}

function waiting(writer: Writer): void {
  const { random } = writer;
  if (random.next() < 0.1) return voicemail(writer);
  writer.own({ kind: 'queued', skill: 'general' });
  let end: Ending | undefined;
  for (let offer = 1; offer <= 3 && (!end || end.how === 'lost' || end.how === 'transfer'); offer++) {
    const agent = `operator${1 + Math.floor(random.next() * 5)}`;
    writer.pass(40);
    if (random.next() < 0.15) return offer === 1 && random.next() < 0.5 ? voicemail(writer) : undefined;
    writer.own({ kind: 'offered', agent, until: BEGAN, offer });
    if (random.next() < 0.25) writer.own({ kind: 'missed', agent, offer, why: 'no-answer' });
    else end = talk(writer, agent, offer);
  }
  if (end?.how === 'hung-up' || end?.how === 'caller') writer.own({ kind: 'wrapped-up', agent: end.agent, code: 'other' });
}

/** The messages one to three times each, in any order; the first names the caller's line, for a room cannot come before its call. */
export function shuffled(random: Random, messages: readonly Message[]): Message[] {
  const many = messages.flatMap((one) => Array.from({ length: 1 + Math.floor(random.next() * 3) }, () => one));
  for (let index = many.length - 1; index > 0; index--) {
    const other = Math.floor(random.next() * (index + 1));
    [many[index], many[other]] = [many[other]!, many[index]!];
  }
  const first = many.findIndex(({ call, path }) => !call && path !== 'recording' && path !== 'voice/voicemail');
  return [many[first]!, ...many.slice(0, first), ...many.slice(first + 1)];
}
