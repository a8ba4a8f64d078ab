import { ElMessage } from 'element-plus';
import { computed, ref } from 'vue';
import { act, agent, call, choose, isTalking } from '../desk.js';
import { hasRole } from '../api/session.js';
import type { CallAction } from '../api/types.js';
import { router } from '../console/router.js';
import { intakeKeys } from '../parts/intake-keys.js';
import { problemText } from '../parts/problem.js';
import { phoneState } from '../softphone/softphone.js';
import { w } from '../words/index.js';

/** Which small form of the call bar is open, and what else of the desk. */
export const openForm = ref<'transfer' | 'party' | 'keypad' | null>(null);
export const isPopOpen = ref(true);
export const isSheetOpen = ref(false);
export const isKnowledgeOpen = ref(false);

/** Does something at the desk; a refusal is told in words. True when it was done. */
export const attempt = (work: Promise<void>): Promise<boolean> =>
  work.then(
    () => true,
    (error: unknown) => {
      ElMessage.error(problemText(error));
      return false;
    },
  );

export const can = (action: CallAction): boolean => call.value?.actions.includes(action) ?? false;
/** Keys are heard once the other end is there; on hold nobody hears them. */
export const canPressKeys = computed(() => isTalking.value && call.value?.answeredAt !== undefined && phoneState.value === 'in-call');
export const press = (action: CallAction, body: Record<string, unknown> = {}): Promise<boolean> => attempt(act(action, body));

/** The case on the caller's hands that is still open: the newest. */
export const openCase = computed(() => call.value?.caller?.cases.find(({ open }) => open));
export const isJoined = (number: string): boolean => call.value?.caseNumbers.includes(number) ?? false;
/** A case of this call that was not there when it began: it came of it. */
export const isRegisteredHere = (number: string): boolean => {
  const { startedAt = '', caller } = call.value ?? {};
  const known = caller?.cases.find((one) => one.caseNumber === number);
  return isJoined(number) && (!known || Date.parse(known.receivedAt) >= Date.parse(startedAt));
};

export const join = async (caseNumber: string): Promise<void> => {
  if (await press('add-case', { caseNumber })) ElMessage.success(`${w.value.desk.pop.joined} ${caseNumber}`);
};
/** On a phone the form needs the room of the caller's sheet. */
const PHONE = window.matchMedia('(max-width: 767px)');
/** Cases are entered by operators; a reviewer calls back about those that are there. */
export const canRegister = (): boolean => hasRole('operator');

export const register = (): void => {
  if (PHONE.matches) isPopOpen.value = false;
  const callId = call.value?.callId;
  void router.push({ name: 'register', query: callId ? { call: callId } : {} });
};

export type CommandName = keyof typeof w.value.desk.keys.names;
interface Command {
  name: CommandName;
  keys: string;
  open: () => boolean;
  run: () => unknown;
}
const either = (one: CallAction, other: CallAction): CallAction => (can(one) ? one : other);
const idle = (): boolean => ['off', 'ready', 'busy', 'wrap-up'].includes(agent.value?.state ?? '');

/** What the keyboard does. Plain letters are nobody's: they belong to typing. */
export const COMMANDS: readonly Command[] = [
  { name: 'answer', keys: 'Ctrl+Shift+Digit1', open: () => can('accept'), run: () => press('accept') },
  {
    name: 'hold',
    keys: 'Ctrl+Shift+Digit2',
    open: () => can('hold') || can('resume') || can('take-back'),
    run: () => press(can('take-back') ? 'take-back' : either('hold', 'resume')),
  },
  {
    name: 'mute',
    keys: 'Ctrl+Shift+Digit3',
    open: () => can('mute'),
    run: () => press(call.value?.muted ? 'unmute' : 'mute'),
  },
  {
    name: 'transfer',
    keys: 'Ctrl+Shift+Digit4',
    open: () => can('transfer') || can('complete-transfer'),
    run: () => (can('complete-transfer') ? press('complete-transfer') : (openForm.value = 'transfer')),
  },
  { name: 'party', keys: 'Ctrl+Shift+Digit5', open: () => can('add-party'), run: () => (openForm.value = 'party') },
  { name: 'keypad', keys: 'Alt+KeyK', open: () => canPressKeys.value, run: () => (openForm.value = 'keypad') },
  { name: 'help', keys: 'Ctrl+Shift+Digit6', open: () => can('request-help'), run: () => press('request-help') },
  {
    name: 'recording',
    keys: 'Ctrl+Shift+Digit7',
    open: () => can('pause-recording'),
    run: () => press(call.value?.recordingPaused ? 'resume-recording' : 'pause-recording'),
  },
  {
    name: 'join',
    keys: 'Ctrl+Shift+Digit8',
    open: () => can('add-case') && openCase.value !== undefined,
    run: () => openCase.value && join(openCase.value.caseNumber),
  },
  { name: 'register', keys: 'Ctrl+Shift+Digit9', open: canRegister, run: register },
  {
    name: 'hangUp',
    keys: 'Ctrl+Shift+Digit0',
    open: () => can('hang-up') || can('decline'),
    run: () => press(either('hang-up', 'decline')),
  },
  { name: 'category', keys: 'Alt+KeyJ', open: () => intakeKeys.value !== null, run: () => intakeKeys.value?.category() },
  { name: 'lead', keys: 'Alt+KeyL', open: () => intakeKeys.value !== null, run: () => intakeKeys.value?.lead() },
  { name: 'submit', keys: 'Ctrl+Enter', open: () => intakeKeys.value !== null, run: () => intakeKeys.value?.submit() },
  { name: 'ready', keys: 'Alt+KeyR', open: idle, run: () => attempt(choose('ready')) },
  { name: 'busy', keys: 'Alt+KeyB', open: idle, run: () => attempt(choose('busy', 'break')) },
  { name: 'knowledge', keys: 'Alt+KeyI', open: () => true, run: () => (isKnowledgeOpen.value = !isKnowledgeOpen.value) },
  { name: 'sheet', keys: 'Ctrl+Shift+Slash', open: () => true, run: () => (isSheetOpen.value = !isSheetOpen.value) },
];
