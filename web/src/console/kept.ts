import { shallowRef, watch } from 'vue';
import { isPreference } from '../../../src/domain/preferences.js';
import { api, Problem } from '../api/client.js';
import { reader } from '../api/session.js';
import { onBack } from '../connection.js';
import { memory } from '../memory.js';

/**
 * What a reader keeps goes with the person: the server has it. A copy on this machine, one per person, paints the first frame and holds what
 * the server has not heard of yet; what comes last counts. Names and values are those of `src/domain/preferences.ts`.
 */
type Values = Readonly<Record<string, unknown>>;
interface Copy {
  values: Values;
  unsent: readonly string[];
}

/** How the console looked last on this machine, and to whom: it holds until somebody signs in. Nobody's holds for whoever comes. */
const LOOK = ['theme', 'type', 'language'];
const LOOK_OF = 'look-of';
/** A second change within this time goes with the first. */
const PAUSE_MS = 400;
/** The first page waits so long for the answer where this machine has no copy, and a sign-out for what was not sent. */
const PATIENCE_MS = 800;
const AGAIN_MS = { first: 5_000, most: 60_000 };
/** These the server will not have the next time either. */
const REFUSALS = [400, 404, 409, 413, 422];

const copyKey = (username: string): string => `preferences:${username}`;
const valid = (values: Values): Values => Object.fromEntries(Object.entries(values).filter(([name, value]) => isPreference(name, value)));
const without = (values: Values, names: readonly string[]): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
const only = (values: Values, names: readonly string[]): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const readCopy = (username: string): Copy | undefined => {
  try {
    const { values, unsent } = JSON.parse(memory.get(copyKey(username)) ?? 'null') as Copy;
    return { values: valid(values), unsent: unsent.filter((name) => typeof name === 'string') };
  } catch {
    return undefined;
  }
};

const look = shallowRef<Values>(valid(Object.fromEntries(LOOK.map((name) => [name, memory.get(name)]))));
const own = shallowRef<Values>({});
let unsent: readonly string[] = [];
let isRead = false;
let timer: ReturnType<typeof setTimeout> | undefined;
let againMs = AGAIN_MS.first;
let running: Promise<void> = Promise.resolve();
let first: Promise<void> = Promise.resolve();

const who = (): string | undefined => reader.value?.username;

/** What the reader keeps under a name, else how this machine looked last; undefined is the usual. */
export const valueOf = (name: string): unknown => own.value[name] ?? look.value[name];

/** Keeps a value, here at once and at the server after a pause; null is back to the usual. What is no preference is not kept. */
export function keep(name: string, value: unknown): void {
  if (value !== null && !isPreference(name, value)) return;
  const given = value === null ? {} : { [name]: value };
  const username = who();
  if (LOOK.includes(name)) show({ ...without(look.value, [name]), ...given }, username);
  if (!username) return;
  save(username, { values: { ...without(own.value, [name]), ...given }, unsent: [...unsent.filter((one) => one !== name), name] });
  clearTimeout(timer);
  timer = setTimeout(() => void agree(), PAUSE_MS);
}

/** Brings here and server together as far as the line allows. Never throws. */
export const agree = (): Promise<void> => (running = running.then(meet));

/** For whoever signs out: what was not sent goes first, if it can. */
export const agreeBeforeLeaving = (): Promise<void> => Promise.race([agree(), pause(PATIENCE_MS)]);

/** For the first page: at once where this machine has a copy, else with the answer of the server, if that comes soon. */
export const firstValues = (): Promise<void> => first;

/** Whether the server has told what the reader keeps; asks it if it has not. */
export const areRead = async (): Promise<boolean> => {
  if (!isRead) await agree();
  return isRead;
};

function save(username: string, copy: Copy): void {
  own.value = copy.values;
  unsent = copy.unsent;
  memory.set(copyKey(username), JSON.stringify(copy));
}

function show(next: Values, username: string | undefined): void {
  look.value = next;
  for (const name of LOOK) memory.set(name, (next[name] as string | undefined) ?? null);
  memory.set(LOOK_OF, username ?? null);
}

async function meet(): Promise<void> {
  clearTimeout(timer);
  const username = who();
  if (!username) return;
  try {
    if (!isRead) await read(username);
    for (const name of unsent) await send(username, name);
    againMs = AGAIN_MS.first;
  } catch {
    if (who() !== username) return;
    timer = setTimeout(() => void agree(), againMs);
    againMs = Math.min(againMs * 2, AGAIN_MS.most);
  }
}

async function read(username: string): Promise<void> {
  const found = valid(await api.get<Values>('/account/preferences'));
  if (who() !== username) return;
  // what was the reader's look and is not kept any more goes back to the usual
  const left = without(look.value, Object.keys(own.value));
  save(username, { values: { ...without(found, unsent), ...only(own.value, unsent) }, unsent });
  show({ ...left, ...only(own.value, LOOK) }, username);
  isRead = true;
}

async function send(username: string, name: string): Promise<void> {
  if (who() !== username) return;
  const value = own.value[name];
  const path = `/account/preferences/${name}`;
  try {
    await (value === undefined ? api.delete(path) : api.put(path, { value }));
  } catch (error) {
    if (!(error instanceof Problem && REFUSALS.includes(error.status))) throw error;
  }
  if (who() === username && own.value[name] === value) save(username, { values: own.value, unsent: unsent.filter((one) => one !== name) });
}

function arrive(username: string): void {
  const copy = readCopy(username);
  const lookOf = memory.get(LOOK_OF);
  const left = lookOf === null || lookOf === username ? look.value : {};
  [own.value, unsent] = [copy?.values ?? {}, copy?.unsent ?? []];
  show({ ...left, ...only(own.value, LOOK) }, username);
  const reading = agree();
  first = copy ? Promise.resolve() : Promise.race([reading, pause(PATIENCE_MS)]);
}

// sync: nothing of the one before may be painted for the one who comes
watch(
  who,
  (username) => {
    clearTimeout(timer);
    [own.value, unsent, isRead, againMs, running] = [{}, [], false, AGAIN_MS.first, Promise.resolve()];
    if (username) arrive(username);
  },
  { flush: 'sync' },
);
onBack(() => void agree());
document.addEventListener('visibilitychange', () => {
  if (document.hidden && unsent.length) void agree();
});
/** Another window of the same person on this machine. */
window.addEventListener('storage', ({ key }) => {
  const username = who();
  const copy = username && key === copyKey(username) ? readCopy(username) : undefined;
  if (!copy) return;
  look.value = { ...without(look.value, Object.keys(own.value)), ...only(copy.values, LOOK) };
  [own.value, unsent] = [copy.values, copy.unsent];
});
