import { nextTick } from 'vue';
import { createRouter, createWebHistory } from 'vue-router';
import Home from './pages/home.vue';

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'home', component: Home },
    { path: '/file', name: 'file', component: () => import('./pages/file.vue') },
    { path: '/track', name: 'track', component: () => import('./pages/track.vue') },
    { path: '/survey', name: 'survey', component: () => import('./pages/survey.vue') },
    { path: '/figures', name: 'figures', component: () => import('./pages/figures.vue') },
    { path: '/fees', name: 'fees', component: () => import('./pages/fees.vue') },
    { path: '/cases', name: 'cases', component: () => import('./pages/cases.vue') },
    { path: '/cases/:number', name: 'case', component: () => import('./pages/one-case.vue'), props: true },
    { path: '/knowledge', name: 'knowledge', component: () => import('./pages/knowledge.vue') },
    { path: '/knowledge/:id', name: 'article', component: () => import('./pages/article.vue'), props: true },
    { path: '/cards', name: 'cards', component: () => import('./pages/cards.vue') },
    { path: '/questionnaire', name: 'questionnaire', component: () => import('./pages/questionnaire.vue') },
    { path: '/watch', name: 'watch', component: () => import('./pages/watch.vue') },
    // Only in the demo, and in no navigation: a telephone for those who try the hotline.
    { path: '/phone', name: 'phone', component: () => import('./pages/phone.vue') },
    { path: '/:rest(.*)*', name: 'missing', component: () => import('./pages/missing.vue') },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

/** Moves the reader's place to the new heading, so that a screen reader says where it is. */
export async function focusHeading(): Promise<void> {
  await nextTick();
  document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
}

router.afterEach((to, from) => {
  // Not at the first page: there the browser starts at the top by itself.
  if (from.matched.length && to.name !== from.name) void focusHeading();
});
