import { signedTokens } from './softphone-tokens.js';
import type { SoftphoneTokens } from './softphone-tokens.js';

/** How status callbacks suffer on their way. Chances from 0 to 1; the same seed gives the same fate to the same sequence. */
export interface Faults {
  /** Chance that a status callback never arrives. Voice and message requests always do. */
  readonly loss: number;
  /** Chance that a request arrives twice, voice requests included. */
  readonly doubling: number;
  /** Chance that a status callback is overtaken by later ones. */
  readonly reordering: number;
  /** The longest delay of a status callback, in milliseconds. */
  readonly delayMs: number;
  readonly seed: number;
}

/** What a simulated account looks like, and how fast its world goes. */
export interface CarrierOptions {
  readonly accountSid: string;
  readonly authToken: string;
  /** The hotline's number, E.164. */
  readonly number: string;
  /** Further numbers that the account may send and call from. */
  readonly furtherNumbers?: readonly string[];
  /** The number's voice URL, its status callback and its message URL. */
  readonly voiceUrl: string;
  readonly statusUrl: string;
  readonly smsUrl: string;
  readonly fallbackUrl?: string;
  /** The voice URL of the softphones' application; without it theirs is the number's. */
  readonly applicationUrl?: string;
  /** Secrets of API keys by their SID (SK…), good for REST and for access tokens. */
  readonly apiKeys?: Readonly<Record<string, string>>;
  readonly faults?: Partial<Faults>;
  /** How long an answer to a webhook may take. */
  readonly answerTimeoutMs?: number;
  /** How long one second of the carrier's own waiting (Gather, ringing, silence) lasts. */
  readonly secondMs?: number;
  /** Characters said in a second; 0 says everything at once, and pauses and sounds take no time either. */
  readonly speechRate?: number;
  /** How long one round of a waiting document and its music takes. */
  readonly waitLoopMs?: number;
  /** A softphone that did not poll for so long is gone. */
  readonly softphoneLapseMs?: number;
  /** A telephone on a page that polled once and then not for so long has hung up. */
  readonly telephoneLapseMs?: number;
  readonly softphone?: SoftphoneTokens;
  /** Where `handle` is mounted, for addresses told to phones. */
  readonly mountPath?: string;
  /** Alerts go to standard error unless this is set. */
  readonly silent?: boolean;
}

/** The same with every gap filled. */
export type CarrierSettings = Required<Omit<CarrierOptions, 'fallbackUrl' | 'faults'>> & {
  readonly fallbackUrl: string | undefined;
  readonly faults: Faults;
};

const NO_FAULTS: Faults = { loss: 0, doubling: 0, reordering: 0, delayMs: 0, seed: 1 };

/** Options with the defaults of a quick test: nothing is lost and nothing takes time. */
export function settingsOf(options: CarrierOptions): CarrierSettings {
  if (!options.authToken) throw new Error('a simulated account needs an auth token');
  return {
    furtherNumbers: [],
    applicationUrl: options.voiceUrl,
    apiKeys: {},
    answerTimeoutMs: 15_000,
    secondMs: 1000,
    speechRate: 0,
    softphoneLapseMs: 6000,
    telephoneLapseMs: 60_000,
    softphone: signedTokens(options.accountSid, options.authToken, options.apiKeys ?? {}),
    mountPath: '',
    silent: false,
    ...withoutGaps(options),
    waitLoopMs: Math.max(10, options.waitLoopMs ?? 5000),
    fallbackUrl: options.fallbackUrl,
    faults: { ...NO_FAULTS, ...options.faults },
  };
}

/** An option passed as `undefined` is an option not given. */
const withoutGaps = (options: CarrierOptions): CarrierOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as unknown as CarrierOptions;
