import { targetOf } from './addresses.js';
import type { Exchange } from './exchange.js';
import { Interrupted, pause, unlessInterrupted } from './interruption.js';
import type { Leg } from './leg.js';
import type { Markup } from './markup.js';
import type { QueuePlace, QueueResult } from './queues.js';
import type { Ending, Perform, Scene, Source } from './script.js';

/** Enqueue: waits in the queue with the waiting document going round, then goes to the action with the reason it ended. */
export const enqueue: Perform = async (verb, scene) => {
  const largest = verb.attributes.maxQueueSize === undefined ? undefined : Number(verb.attributes.maxQueueSize);
  const queue = scene.exchange.queueNamed(verb.text.trim());
  const place = queue.enter(scene.leg, largest);
  if (!place) return after(verb, scene, { QueueResult: 'queue-full', QueueSid: queue.sid, QueueTime: '0' });
  void place.left.then((result) => tellActionOfLoss(verb, scene, place, result));
  try {
    const ending = await wait(verb, scene, place, largest);
    if (ending === 'hang-up') return 'hang-up';
    place.leave('leave');
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    place.leave('error');
    if (verb.attributes.action === undefined) throw error;
    scene.exchange.noteFault(error, scene.leg, undefined);
  }
  return after(verb, scene, resultOf(place, await place.left));
};

const resultOf = (place: QueuePlace, result: QueueResult) => ({
  QueueResult: result,
  QueueSid: place.queue.sid,
  QueueTime: String(place.seconds),
});

function after({ attributes }: Markup, scene: Scene, parameters: Record<string, string>): Source | 'next' {
  if (attributes.action === undefined) return 'next';
  return { ...targetOf(attributes.action, attributes.method, scene.base), parameters };
}

/** Who hung up or was taken elsewhere follows no action any more, but the application hears of it there. */
async function tellActionOfLoss({ attributes }: Markup, scene: Scene, place: QueuePlace, result: QueueResult): Promise<void> {
  if (attributes.action === undefined || (result !== 'hangup' && result !== 'redirected')) return;
  const { exchange, leg } = scene;
  if (exchange.closed) return;
  const target = targetOf(attributes.action, attributes.method, scene.base);
  await exchange.deliveries
    .ask(target, { ...leg.parameters(), ...resultOf(place, result) })
    .catch((error: unknown) => exchange.noteFault(error, leg, target));
}

async function wait({ attributes }: Markup, scene: Scene, place: QueuePlace, largest: number | undefined): Promise<Ending> {
  const { exchange, leg, signal } = scene;
  if (attributes.waitUrl === undefined) {
    leg.phone?.note('music', { url: '' });
    await unlessInterrupted(place.left, signal);
    throw new Interrupted();
  }
  const first: Source = targetOf(attributes.waitUrl, attributes.waitUrlMethod, scene.base);
  let source: Source = first;
  for (;;) {
    const begun = Date.now();
    const parameters = { ...source.parameters, ...place.queue.parametersFor(place, largest) };
    const ending = await scene.play({ ...source, parameters }, 'queue', signal);
    if (ending === 'hang-up' || ending === 'leave') return ending;
    source = ending === 'end' ? first : ending;
    if (ending === 'end') await pause(exchange.settings.waitLoopMs - (Date.now() - begun), signal);
  }
}

/** Plays what is heard while waiting in a conference or on hold, round and round, until it is stopped. */
export async function playRound(
  exchange: Exchange,
  leg: Leg,
  target: Source | undefined,
  play: Scene['play'],
  signal: AbortSignal,
): Promise<void> {
  if (target === undefined || ('url' in target && isStockMusic(target.url))) return void leg.phone?.note('music', { url: '' });
  let source = target;
  for (;;) {
    const begun = Date.now();
    const ending = await play(source, 'conference', signal);
    source = typeof ending === 'string' ? target : ending;
    if (ending === 'end') await pause(exchange.settings.waitLoopMs - (Date.now() - begun), signal);
  }
}

/** Twilio's own music is not asked for: it lies outside the simulation. */
const isStockMusic = (url: string): boolean => /(^|\.)(twimlets\.com|twilio\.com)$/.test(new URL(url).hostname);
