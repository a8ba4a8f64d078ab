import type { Exchange } from './exchange.js';
import { isNumber } from './names.js';
import type { Phone } from './phone.js';
import { json } from './reply.js';
import type { Reply, Request } from './reply.js';
import { press, sound, speak } from './speech.js';
import { soundOf, wavFile } from './wav.js';

/** The longest wait for events; a softphone's is shorter, so that one that polls is never taken for one that is gone. */
const POLL_MS = 20_000;
const CLIPS = 100;
const LONGEST_AUDIO = 8000 * 2 * 60;

class PhoneError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

type Facts = Readonly<Record<string, unknown>>;

/** What the pages with a phone on them talk to: register, dial, press, speak, hang up, write, and the feed of events. */
export class PhoneApi {
  private readonly clips = new Map<string, Buffer>();
  private clipNumber = 0;
  private readonly acts: Readonly<Record<string, (phone: Phone, request: Request) => Reply | Promise<Reply>>> = {
    'GET ': (phone) => this.state(phone),
    'POST calls': (phone, request) => this.dial(phone, factsIn(request)),
    'POST digits': (phone, request) => this.digits(phone, factsIn(request)),
    'POST speech': (phone, request) => this.speech(phone, factsIn(request)),
    'POST answer': (phone) => this.answer(phone),
    'POST hang-up': (phone) => this.hangUp(phone),
    'POST messages': (phone, request) => this.write(phone, factsIn(request)),
    'POST audio': (phone, request) => this.audio(phone, request.body),
    'GET events': (phone, request) => this.events(phone, request.query),
  };

  constructor(private readonly exchange: Exchange) {}

  /** Serves `/phones…` and `/audio…`. */
  async handle(request: Request): Promise<Reply> {
    try {
      return await this.route(request);
    } catch (error) {
      if (error instanceof PhoneError) return json(error.status, { error: error.message });
      throw error;
    }
  }

  private async route(request: Request): Promise<Reply> {
    const [, first, id = '', what = '', ...more] = request.path.split('/');
    if (first === 'audio') return this.clip(id);
    if (id === '' && request.method === 'POST') return this.register(factsIn(request));
    const phone = this.exchange.phones.byId(id);
    if (!phone || more.length > 0) throw new PhoneError(404, 'no such phone');
    if (what === '' && request.method === 'DELETE') {
      this.exchange.phones.remove(phone);
      return { status: 204, headers: {}, body: '' };
    }
    const act = this.acts[`${request.method} ${what}`];
    if (!act) throw new PhoneError(404, 'a phone cannot do that');
    return act(phone, request);
  }

  private register(facts: Facts): Reply {
    if (facts.token !== undefined) {
      const identity = typeof facts.token === 'string' ? this.exchange.settings.softphone.identityOf(facts.token) : undefined;
      if (identity === undefined) throw new PhoneError(401, 'the token is forged or expired');
      return this.registered(this.exchange.phones.softphone(identity));
    }
    if (facts.number !== undefined && !(typeof facts.number === 'string' && isNumber(facts.number))) {
      throw new PhoneError(400, 'a number must be written like +8613800138000');
    }
    return this.registered(this.exchange.phones.telephone(facts.number));
  }

  private registered(phone: Phone): Reply {
    return json(201, { phoneId: phone.id, number: phone.address, head: phone.head });
  }

  private state(phone: Phone): Reply {
    const { id: phoneId, address: number, head, leg } = phone;
    const call = leg && { callSid: leg.sid, from: leg.from, to: leg.to, status: leg.status, room: leg.seat?.room.name };
    return json(200, { phoneId, number, head, call: call ?? null });
  }

  private dial(phone: Phone, facts: Facts): Reply {
    const { settings, numbers, calls } = this.exchange;
    if (phone.leg) throw new PhoneError(409, 'this phone is in a call');
    const to = typeof facts.to === 'string' ? facts.to : '';
    if (phone.isSoftphone) return json(201, { callSid: calls.receive(phone, to, settings.applicationUrl, wordsIn(facts.parameters)).sid });
    if (!numbers.includes(to)) throw new PhoneError(404, 'nobody answers that number here');
    return json(201, { callSid: calls.receive(phone, to, settings.voiceUrl).sid });
  }

  private digits(phone: Phone, facts: Facts): Reply {
    const digits = facts.digits;
    if (typeof digits !== 'string' || !/^[0-9*#]{1,64}$/.test(digits)) throw new PhoneError(400, 'keys are 0 to 9, * and #');
    press(this.exchange, this.inCall(phone), digits);
    return json(200, {});
  }

  private speech(phone: Phone, facts: Facts): Reply {
    if (typeof facts.text !== 'string' || facts.text.trim() === '' || facts.text.length > 2000)
      throw new PhoneError(400, 'nothing was said');
    speak(this.exchange, this.inCall(phone), facts.text.trim());
    return json(200, {});
  }

  private answer(phone: Phone): Reply {
    const { leg } = phone;
    if (!leg || leg.direction === 'inbound' || leg.answeredAt) throw new PhoneError(409, 'nothing rings');
    this.exchange.calls.answer(leg);
    return json(200, { callSid: leg.sid });
  }

  private hangUp(phone: Phone): Reply {
    if (phone.leg) this.exchange.calls.hangUp(phone.leg);
    return json(200, {});
  }

  private write(phone: Phone, facts: Facts): Reply {
    if (typeof facts.to !== 'string' || typeof facts.body !== 'string' || facts.body === '')
      throw new PhoneError(400, 'a message has to and body');
    if (!this.exchange.numbers.includes(facts.to)) throw new PhoneError(404, 'nobody reads messages there');
    return json(201, { messageSid: this.exchange.messages.receive(phone, facts.to, facts.body).sid });
  }

  private audio(phone: Phone, body: Buffer): Reply {
    if (body.length < 2 || body.length > LONGEST_AUDIO) throw new PhoneError(400, 'sound of 16 bit at 8 kHz, at most a minute');
    const samples = soundOf(body);
    const name = `${++this.clipNumber}.wav`;
    this.clips.set(name, wavFile([samples]));
    if (this.clips.size > CLIPS) this.clips.delete([...this.clips.keys()][0] ?? '');
    sound(this.exchange, this.inCall(phone), samples, `${this.exchange.settings.mountPath}/audio/${name}`);
    return json(200, {});
  }

  private clip(name: string): Reply {
    const body = this.clips.get(name);
    if (!body) throw new PhoneError(404, 'no such sound');
    return { status: 200, headers: { 'content-type': 'audio/wav' }, body };
  }

  private async events(phone: Phone, query: URLSearchParams): Promise<Reply> {
    const after = Number(query.get('after') ?? 0);
    if (!Number.isInteger(after) || after < 0) throw new PhoneError(400, 'after is a number');
    phone.polledAt = Date.now();
    const patience = phone.isSoftphone ? Math.min(POLL_MS, this.exchange.settings.softphoneLapseMs / 2) : POLL_MS;
    await phone.newer(after, this.exchange.closed ? 0 : patience);
    return json(200, { items: phone.eventsAfter(after), head: phone.head });
  }

  private inCall(phone: Phone) {
    const { leg } = phone;
    if (!leg || (!leg.answeredAt && leg.direction !== 'inbound')) throw new PhoneError(409, 'this phone is not in a call');
    return leg;
  }
}

function factsIn({ body }: Request): Facts {
  if (body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Facts;
  } catch {
    // falls through to the refusal
  }
  throw new PhoneError(400, 'the body is not a JSON object');
}

/** Custom parameters of a softphone's call, texts only. */
const wordsIn = (value: unknown): Record<string, string> =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
    : {};
