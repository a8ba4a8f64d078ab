import { targetOf } from './addresses.js';
import type { Parameters } from './deliveries.js';
import { Interrupted } from './interruption.js';
import type { Markup } from './markup.js';
import type { Perform, Scene } from './script.js';

const SILENCE_SECONDS = 5;
const CONFIDENCE = '0.93452811';

/** Gather: says its prompts, which a key or a word cuts short, and goes to the action with what came in; silence falls through. */
export const gather: Perform = async (verb, scene) => {
  const { leg } = scene;
  const input = (verb.attributes.input ?? 'dtmf').split(' ');
  leg.input.clear();
  leg.phone?.note('gather', { input, numDigits: numberOf(verb.attributes.numDigits), finishOnKey: verb.attributes.finishOnKey ?? '#' });
  await promptUntilInput(verb, scene);
  const result = await collect(verb, scene, input);
  if (result === undefined && verb.attributes.actionOnEmptyResult !== 'true') return 'next';
  const target = targetOf(verb.attributes.action ?? scene.base, verb.attributes.method, scene.base);
  return { ...target, parameters: { msg: 'Gather End', ...(result ?? { Digits: '' }) } };
};

const numberOf = (value: string | undefined): number | undefined => (value === undefined ? undefined : Number(value));

async function promptUntilInput(verb: Markup, { leg, performAll, signal }: Scene): Promise<void> {
  const cut = new AbortController();
  const deaf = leg.input.onArrival(() => {
    if (verb.attributes.bargeIn !== 'false') cut.abort();
  });
  try {
    await performAll(verb.children, AbortSignal.any([signal, cut.signal]));
  } catch (error) {
    if (!(error instanceof Interrupted) || signal.aborted) throw error;
  } finally {
    deaf();
  }
}

async function collect({ attributes }: Markup, scene: Scene, input: readonly string[]): Promise<Parameters | undefined> {
  const { numDigits, finishOnKey = '#' } = attributes;
  const silence = (attributes.timeout === undefined || attributes.timeout === 'auto' ? SILENCE_SECONDS : Number(attributes.timeout)) || 1;
  let digits = '';
  for (;;) {
    const came = await scene.leg.input.take(silence * scene.exchange.settings.secondMs, scene.signal);
    if (came === undefined) return digits === '' ? undefined : { Digits: digits, FinishedOnKey: '' };
    if (came.kind === 'speech') {
      if (input.includes('speech') && came.text !== '') return { SpeechResult: came.text, Confidence: CONFIDENCE };
      continue;
    }
    if (!input.includes('dtmf')) continue;
    if (finishOnKey !== '' && came.key === finishOnKey) return digits === '' ? undefined : { Digits: digits, FinishedOnKey: came.key };
    digits += came.key;
    if (digits.length === Number(numDigits ?? Infinity)) return { Digits: digits, FinishedOnKey: '' };
  }
}
