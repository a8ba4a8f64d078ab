import { reactive, watch } from 'vue';
import { ownKeys } from '../console/preferences.js';
import { COMMANDS, type CommandName } from './commands.js';

/** A second press within this time is a slip of the finger. */
const APART_MS = 500;
const MODIFIERS = ['Control', 'Shift', 'Alt', 'Meta'];

const usual = (): Record<CommandName, string> =>
  Object.fromEntries(COMMANDS.map(({ name, keys }) => [name, keys])) as Record<CommandName, string>;

/** The keys as this reader has them: the usual ones, but for those he changed. */
export const bindings = reactive<Record<CommandName, string>>(usual());
watch(ownKeys, (own) => Object.assign(bindings, usual(), own ?? {}), { immediate: true, flush: 'sync' });

/** A combination by its places on the keyboard, the same on every layout; empty while only modifiers are down. */
export function combinationOf(event: KeyboardEvent): string {
  if (MODIFIERS.includes(event.key)) return '';
  const held = [event.ctrlKey && 'Ctrl', event.altKey && 'Alt', event.shiftKey && 'Shift', event.metaKey && 'Meta'];
  return [...held, event.code].filter(Boolean).join('+');
}

/** Without Ctrl or Alt a combination would meet typing. */
export const isSafe = (combination: string): boolean => /(^|\+)(Ctrl|Alt)\+/.test(combination);

export const takenBy = (combination: string, but: CommandName): CommandName | undefined =>
  COMMANDS.map(({ name }) => name).find((name) => name !== but && bindings[name] === combination);

export const bind = (name: CommandName, combination: string): void => {
  const changed = Object.entries({ ...ownKeys.value, [name]: combination }).filter(([one, keys]) => usual()[one as CommandName] !== keys);
  ownKeys.value = changed.length ? Object.fromEntries(changed) : null;
};
export const resetBindings = (): void => {
  ownKeys.value = null;
};

/** `Ctrl + Shift + 1`. */
export const shownKeys = (combination: string): string[] =>
  combination.split('+').map((part) => part.replace(/^(Key|Digit)/, '').replace('Slash', '/'));

/** Hears the desk's keys. Gives the way to stop. */
export function listenToKeys(): () => void {
  let last = { name: '', at: 0 };
  const hear = (event: KeyboardEvent): void => {
    if (event.isComposing || event.repeat || event.defaultPrevented) return;
    const combination = combinationOf(event);
    const command = COMMANDS.find(({ name }) => bindings[name] === combination);
    if (!command || !command.open()) return;
    event.preventDefault();
    if (last.name === command.name && event.timeStamp - last.at < APART_MS) return;
    last = { name: command.name, at: event.timeStamp };
    command.run();
  };
  window.addEventListener('keydown', hear);
  return () => window.removeEventListener('keydown', hear);
}
