import { createRouter, createWebHistory } from 'vue-router';
import { hasRole, loadSession, reader } from '../api/session.js';
import { wordsOfChoice } from '../words/index.js';
import { firstValues } from './kept.js';
import { PLACES } from './navigation.js';
import { ROUTES } from './routes.js';

export const router = createRouter({
  history: createWebHistory('/console/'),
  routes: ROUTES,
});

router.beforeEach(async (to) => {
  // whoever sets his first password has no session yet
  if (to.name === 'set-password') return true;
  await loadSession();
  if (to.name === 'sign-in') return reader.value && !to.query['why'] ? { name: 'home' } : true;
  if (!reader.value) return { name: 'sign-in', query: to.redirectedFrom?.fullPath === '/' ? {} : { next: to.fullPath } };
  await firstValues();
  await wordsOfChoice();
  const place = PLACES.find(({ name }) => to.matched.some((record) => record.name === name || record.path.startsWith(`/${name}/`)));
  return !place || hasRole(...place.roles) ? true : { name: 'forbidden' };
});
