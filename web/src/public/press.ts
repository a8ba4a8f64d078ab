/** A word that comes or goes while a button is pressed moves the button away from under the pointer, and the press is lost. */
let pressed = false;
window.addEventListener('pointerdown', () => (pressed = true), true);
const released = () => window.setTimeout(() => (pressed = false));
window.addEventListener('pointerup', released, true);
window.addEventListener('pointercancel', released, true);

/** Does it at once, or as soon as the button that is down was let go and did what it is there for. */
export function whenReleased(work: () => void): void {
  if (!pressed) return work();
  const end = () => {
    window.removeEventListener('pointerup', end);
    window.removeEventListener('pointercancel', end);
    window.setTimeout(work);
  };
  window.addEventListener('pointerup', end);
  window.addEventListener('pointercancel', end);
}
