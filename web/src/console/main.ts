import { createApp } from 'vue';
import '../styles/tokens.css';
import '../styles/base.css';
import './element.js';
import './theme.css';
import { whenFactorNeeded, whenSignedOut } from '../api/client.js';
import { forgetSession, reader } from '../api/session.js';
import { stopLive } from '../live.js';
import App from './App.vue';
import { router } from './router.js';

whenFactorNeeded(() => void router.replace({ name: 'me' }));
whenSignedOut(() => {
  if (!reader.value) return;
  stopLive();
  forgetSession();
  void router.push({ name: 'sign-in', query: { why: 'ended', next: router.currentRoute.value.fullPath } });
});

createApp(App).use(router).mount('#app');
