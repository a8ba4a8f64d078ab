import { randomBytes } from 'node:crypto';
import twilio from 'twilio';
import type { CarrierAccount, Config } from '../../platform/config.js';

export const ACCOUNT = Symbol('Account');

/** The account in use, where its API answers, and the address it reaches us at. */
export interface Account extends CarrierAccount {
  apiBase: string;
  webhookBase: string;
}

const CARRIER = 'https://api.twilio.com';
const hex = (): string => randomBytes(16).toString('hex');

/** Of the configuration; without one, the simulator's, made up anew at every start. */
export function accountOf(config: Config): Account {
  const local = `http://127.0.0.1:${config.port}`;
  if (config.carrier) {
    const webhookBase = config.telephony === 'twilio' ? config.publicUrl! : local;
    return { ...config.carrier, apiBase: config.carrier.apiBase ?? CARRIER, webhookBase };
  }
  return {
    accountSid: `AC${hex()}`,
    authTokens: [hex()],
    apiKey: `SK${hex()}`,
    apiSecret: hex(),
    number: '+8612345',
    apiBase: `${local}/simulator`,
    webhookBase: local,
  };
}

/** The carrier's own client, its requests sent to where the account's API answers. */
export function clientOf({ accountSid, apiKey, apiSecret, apiBase }: Account): twilio.Twilio {
  class Rebased extends twilio.RequestClient {
    override request<T>(options: Parameters<twilio.RequestClient['request']>[0]) {
      return super.request<T>({ ...options, uri: options.uri.replace(/^https:\/\/api(\.\w+)*\.twilio\.com/, apiBase) } as never);
    }
  }
  const httpClient = new Rebased({ timeout: 8_000, keepAlive: true, maxSockets: 20, autoRetry: true });
  return twilio(apiKey, apiSecret, { accountSid, httpClient });
}
