import type { Call, Device as TwilioDevice } from '@twilio/voice-sdk';
import type { SoftphoneTicket } from '../api/types.js';
import type { PhoneHooks, Softphone } from './softphone.js';

const REFRESH_MS = 30_000;

/** The carrier's error codes, by what an operator can do about them. Source: voice-sdk 2.18, `errors`. */
const PROBLEMS: Record<string, readonly number[]> = {
  token: [20101, 20104, 31202, 31204, 31205, 31207, 51007],
  microphoneRefused: [31401],
  microphoneMissing: [31402],
  network: [31000, 31003, 31005, 31009, 53000, 53001, 53405],
  busy: [31480, 31486, 31603],
  rate: [31206],
};
const problemOf = (code: number): string => Object.entries(PROBLEMS).find(([, codes]) => codes.includes(code))?.[0] ?? 'other';

/** The softphone of a real line. Call it after a click: a browser gives no sound to a page that nobody touched. */
export async function twilioPhone({ token }: SoftphoneTicket, hooks: PhoneHooks): Promise<Softphone> {
  const { Call, Device } = await import('@twilio/voice-sdk');
  const device: TwilioDevice = new Device(token, {
    closeProtection: true,
    codecPreferences: [Call.Codec.Opus, Call.Codec.PCMU],
    enableImprovedSignalingErrorPrecision: true,
    logLevel: 'error',
    tokenRefreshMs: REFRESH_MS,
  });
  // The page rings by itself, before the operator accepts; the carrier's own sounds come from elsewhere.
  device.audio?.incoming(false);
  device.audio?.outgoing(false);
  device.audio?.disconnect(false);

  const refused = ({ code }: { code: number }): void => {
    const problem = problemOf(code);
    hooks.state('failed', problem);
    if (problem === 'token') hooks.needsToken();
  };
  let current: Call | undefined;
  const over = (call: Call): void => {
    if (current === call) current = undefined;
    hooks.state('ready');
  };
  const take = (call: Call): void => {
    current = call;
    hooks.began();
    call.on('accept', () => hooks.state('in-call'));
    call.on('disconnect', () => over(call));
    call.on('cancel', () => over(call));
    call.on('error', refused);
    call.accept();
  };
  device.on('registering', () => hooks.state('registering'));
  device.on('registered', () => hooks.state(device.isBusy ? 'in-call' : 'ready'));
  device.on('unregistered', () => hooks.state('failed', 'network'));
  device.on('incoming', take);
  device.on('error', refused);
  device.on('tokenWillExpire', () => hooks.needsToken());
  await device.register();
  return {
    hangUp: () => device.disconnectAll(),
    press: (keys) => {
      current?.sendDigits(keys);
      return Promise.resolve(current !== undefined);
    },
    refresh: (fresh) => {
      device.updateToken(fresh);
      if (device.state === 'unregistered') void device.register().catch(() => undefined);
    },
    close: () => {
      device.removeAllListeners();
      device.destroy();
    },
  };
}
