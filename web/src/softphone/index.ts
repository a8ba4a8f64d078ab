import { serverNow } from '../api/catalogue.js';
import { api } from '../api/client.js';
import type { SoftphoneTicket } from '../api/types.js';
import { simulatedPhone } from './simulator.js';
import { isTyped, phoneProblem, phoneState, transcript, type PhoneHooks, type PhoneState, type Softphone } from './softphone.js';
import { twilioPhone } from './twilio.js';

const EARLY_MS = 60_000;
const LEAST_MS = 30_000;
const MOST_MS = 30 * 60_000;
const AGAIN_MS = 3_000;

let phone: Softphone | undefined;
let opening: Promise<void> | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let wanted = false;

export const say = (text: string): Promise<void> => phone?.say?.(text) ?? Promise.resolve();
/** Presses keys in the call that runs; false when the line did not take them. */
export const pressKeys = (keys: string): Promise<boolean> => phone?.press(keys) ?? Promise.resolve(false);
export const hangUpPhone = (): void => phone?.hangUp();

const setState = (state: PhoneState, problem = ''): void => {
  phoneState.value = state;
  phoneProblem.value = problem;
};

const ticketOf = (): Promise<SoftphoneTicket> => api.get<SoftphoneTicket>('/agents/me/softphone');

/** Asks for a new token a minute before the old one ends. */
const plan = ({ expiresAt }: SoftphoneTicket): void => {
  clearTimeout(timer);
  const lasts = Date.parse(expiresAt) - serverNow() - EARLY_MS;
  timer = setTimeout(() => void renew(), Math.min(MOST_MS, Math.max(LEAST_MS, lasts)));
};

async function renew(): Promise<void> {
  if (!wanted) return;
  try {
    const ticket = await ticketOf();
    phone?.refresh(ticket.token);
    plan(ticket);
  } catch {
    timer = setTimeout(() => void renew(), AGAIN_MS);
  }
}

const hooks: PhoneHooks = {
  state: (state, problem) => wanted && setState(state, problem),
  began: () => (transcript.value = []),
  heard: (line) => (transcript.value = [...transcript.value, line]),
  needsToken: () => void renew(),
  lost: () => {
    phone = undefined;
    setTimeout(() => wanted && void openPhone(), AGAIN_MS);
  },
};

async function open(): Promise<void> {
  setState('registering');
  try {
    const ticket = await ticketOf();
    const made = await (ticket.provider === 'twilio' ? twilioPhone : simulatedPhone)(ticket, hooks);
    if (!wanted) return made.close();
    phone = made;
    isTyped.value = made.say !== undefined;
    plan(ticket);
  } catch (error) {
    setState('failed', error instanceof Error && error.message === 'token' ? 'token' : 'network');
    setTimeout(() => wanted && !phone && void openPhone(), AGAIN_MS);
  }
}

/** Registers this page as the reader's telephone; asked twice it is done once. */
export function openPhone(): Promise<void> {
  wanted = true;
  if (phone) return Promise.resolve();
  return (opening ??= open().finally(() => (opening = undefined)));
}

export function closePhone(): void {
  wanted = false;
  clearTimeout(timer);
  phone?.close();
  phone = undefined;
  transcript.value = [];
  setState('off');
}
