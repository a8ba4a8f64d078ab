import { ref } from 'vue';

/** A telephone in the page: it takes what rings here, for the operator has pressed accept before. */
export interface Softphone {
  hangUp(): void;
  /** Only where words are typed instead of spoken. */
  say?(text: string): Promise<void>;
  /** Presses keys (0 to 9, star, hash) for a voice menu at the other end. False when the line did not take them. */
  press(keys: string): Promise<boolean>;
  refresh(token: string): void;
  close(): void;
}

/** What a softphone tells; `failed` with a code that has a word in `words/…/desk.ts`. */
export interface PhoneHooks {
  state(state: PhoneState, problem?: string): void;
  /** A new call begins: what was heard belongs to the one before. */
  began(): void;
  heard(line: Line): void;
  /** The token is about to end, or is refused. */
  needsToken(): void;
  /** The carrier forgot this telephone, or was started anew: it needs another. */
  lost(): void;
}

export type PhoneState = 'off' | 'registering' | 'ready' | 'in-call' | 'failed';

/** One thing that was said: `who` is the label of a leg, or `me`. */
export interface Line {
  who: string;
  text: string;
  at: string;
}

export const phoneState = ref<PhoneState>('off');
export const phoneProblem = ref('');
export const transcript = ref<Line[]>([]);
/** Words are typed instead of spoken: the demo's telephone. */
export const isTyped = ref(false);
