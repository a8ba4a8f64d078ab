import type { Router } from 'vue-router';
import { ask, isCut } from './connection.js';
import { windowMemory } from './memory.js';

/** Which address was loaded anew last, so that one whose file is really missing is not loaded for ever. */
const TRIED = 'loaded-anew';

/**
 * Pages are fetched when they are first opened. After an update their old files are gone from the server: the address is then loaded anew, and
 * with it the new version. While the line is cut the page that is open stays, and the strip says why nothing came.
 */
export function loadAnewAfterUpdate(router: Router): void {
  let isMissing = false;
  window.addEventListener('vite:preloadError', () => (isMissing = true));
  router.afterEach((_to, _from, failure) => void (failure ?? windowMemory.set(TRIED, null)));
  router.onError((_error, to) => {
    if (!isMissing) return;
    isMissing = false;
    const { href } = router.resolve(to);
    void ask().then(() => {
      if (isCut.value || windowMemory.get(TRIED) === href) return;
      windowMemory.set(TRIED, href);
      location.assign(href);
    });
  });
}
