import { ref } from 'vue';
import { areRead } from '../console/kept.js';
import { tourSeen } from '../console/preferences.js';
import { router } from '../console/router.js';
import { isSheetOpen } from '../desk/commands.js';
import { call } from '../desk.js';
import { VERSION } from './steps.js';

/** Whether the tour is on the screen. */
export const isTourOpen = ref(false);
let asked = false;

/** Whoever was shown around on another machine has been shown around; while nobody knows, nobody is. */
const isNew = async (): Promise<boolean> => tourSeen.value < VERSION && (await areRead()) && tourSeen.value < VERSION;

/** The first page has been read: whoever has not seen this tour, or has asked for it, is shown around; nobody in a call. */
export const offerTour = async (): Promise<void> => {
  if (!asked && !(await isNew())) return;
  if (call.value || router.currentRoute.value.name !== 'home') return;
  asked = false;
  isTourOpen.value = true;
};

/** Once more, by the reader's own wish: it begins on the first page. */
export const askForTour = async (): Promise<void> => {
  isSheetOpen.value = false;
  asked = true;
  if (router.currentRoute.value.name === 'home') await offerTour();
  else await router.push({ name: 'home' });
};

/** Ends the tour; read to its end or skipped it does not come by itself again, interrupted by a call it does. */
export const endTour = ({ seen }: { seen: boolean }): void => {
  isTourOpen.value = false;
  if (seen) tourSeen.value = VERSION;
};
