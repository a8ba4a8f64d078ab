/** What stories of the telephone do over and over: operators come, callers ring, somebody talks, everybody goes home. */
import { type Client, type Json, succeeded } from './client.js';
import { eventually } from './eventually.js';
import { type Hall, Operator, Phone } from './hall.js';

export const CALLER = '+8613912345678';

export class HallFloor {
  constructor(private readonly hall: Hall) {}

  async arrives(username: string, onCall?: (frame: Json, operator: Operator) => void): Promise<Operator> {
    const operator = new Operator(await this.hall.app.signIn(username), username, this.hall.carrier.url, onCall);
    await operator.arrive();
    return operator;
  }

  async ring(number = CALLER): Promise<Phone> {
    const phone = await Phone.open(this.hall.carrier.url, { number });
    await phone.dial();
    return phone;
  }

  /** The call that rings at an operator. */
  offeredTo(operator: Operator): Promise<string> {
    return eventually(async () => {
      const { state, callId } = succeeded(await operator.client.get('/agents/me'));
      return state === 'offered' ? (callId as string) : undefined;
    }, 'an offer');
  }

  async call(client: Client, callId: string): Promise<Json> {
    return succeeded(await client.get(`/calls/${callId}`));
  }

  untilCall(client: Client, callId: string, fits: (call: Json) => boolean): Promise<Json> {
    return eventually(async () => {
      const found = await this.call(client, callId);
      return fits(found) ? found : undefined;
    }, 'such a call');
  }

  /** Caller and operator in conversation. */
  async talking(operator: Operator, number = CALLER): Promise<{ phone: Phone; callId: string }> {
    const phone = await this.ring(number);
    const callId = await this.offeredTo(operator);
    succeeded(await operator.does(callId, 'accept'));
    await this.untilCall(operator.client, callId, ({ answeredAt }) => answeredAt !== undefined);
    return { phone, callId };
  }

  /** Goes home once his call lets him. */
  async leave(operator: Operator): Promise<void> {
    const { state, callId } = succeeded(await operator.client.get('/agents/me'));
    if (state === 'wrap-up') await operator.does(callId as string, 'wrap-up', { code: 'other' });
    await eventually(async () => ((await operator.choose('off')).status === 200 ? true : undefined), 'the way home');
    operator.vanish();
  }
}
