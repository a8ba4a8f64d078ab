import { createApp } from 'vue';
import '../styles/tokens.css';
import '../styles/base.css';
import './frame.css';
import './controls.css';
import './choices.css';
import './pages.css';
import './case.css';
import './figures.css';
import './registers.css';
import './publicity.css';
import { loadAnewAfterUpdate } from '../new-version';
import App from './app.vue';
import { language, speak } from './look';
import { router } from './router';

async function start(): Promise<void> {
  if (language.value === 'en') await speak('en').catch(() => undefined);
  loadAnewAfterUpdate(router);
  createApp(App).use(router).mount('#app');
}

void start();
