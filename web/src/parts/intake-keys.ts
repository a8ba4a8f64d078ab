import { shallowRef } from 'vue';

/** What the keyboard may do on the page of registration: take the next suggestion, and send. */
export interface IntakeKeys {
  category: () => void;
  lead: () => void;
  submit: () => void;
}

/** Null while the page is not open. */
export const intakeKeys = shallowRef<IntakeKeys | null>(null);
