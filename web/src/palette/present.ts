import { onBeforeUnmount, shallowRef } from 'vue';

/** What can be done on the page that is open, said by the page itself. */
export interface PresentAction {
  name: string;
  label: string;
  run: () => void;
}

export const present = shallowRef<(() => PresentAction[]) | null>(null);

/** Offers the actions of a page as long as it stands. */
export function offerActions(actions: () => PresentAction[]): void {
  present.value = actions;
  onBeforeUnmount(() => present.value === actions && (present.value = null));
}
