import { createApp } from 'vue';
import '../styles/tokens.css';
import '../styles/base.css';
import './element.js';
import './theme.css';
import { loadMeta } from '../api/catalogue.js';
import { whenFactorNeeded, whenSignedOut } from '../api/client.js';
import { forgetSession, reader } from '../api/session.js';
import './drafts.js';
import './preferences.js';
import { stopLive } from '../live.js';
import { loadAnewAfterUpdate } from '../new-version.js';
import { firstWords } from '../words/index.js';
import App from './App.vue';
import { router } from './router.js';

/** The city and the server's clock, told anew every two minutes. */
const META_MS = 120_000;
const readMeta = (): void => void loadMeta().catch(() => undefined);
readMeta();
setInterval(readMeta, META_MS);

whenFactorNeeded(() => void router.replace({ name: 'me' }));
whenSignedOut(() => {
  if (!reader.value) return;
  stopLive();
  forgetSession();
  void router.push({ name: 'sign-in', query: { why: 'ended', next: router.currentRoute.value.fullPath } });
});

loadAnewAfterUpdate(router);
void firstWords.then(() => createApp(App).use(router).mount('#app'));
