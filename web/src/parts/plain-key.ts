/** Whether a key is a command of the page: without a modifier, and outside of fields and dialogs, where it is typing. */
export const isPlainKey = (event: KeyboardEvent): boolean =>
  !event.ctrlKey &&
  !event.metaKey &&
  !event.altKey &&
  !(event.target as HTMLElement).closest('input, textarea, [role="dialog"], [contenteditable]');
