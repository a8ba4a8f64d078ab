import { createRouter, createWebHistory } from 'vue-router';
import { hasRole, loadSession, reader } from '../api/session.js';
import { PLACES } from './navigation.js';

export const router = createRouter({
  history: createWebHistory('/console/'),
  routes: [
    { path: '/sign-in', name: 'sign-in', component: () => import('../pages/SignIn.vue') },
    { path: '/set-password', name: 'set-password', component: () => import('../pages/SetPassword.vue') },
    { path: '/screen', name: 'screen', component: () => import('../pages/Screen.vue') },
    { path: '/wall', name: 'wall', component: () => import('../pages/Wall.vue') },
    {
      path: '/',
      component: () => import('./Frame.vue'),
      children: [
        { path: '', redirect: { name: 'home' } },
        { path: 'home', name: 'home', component: () => import('../pages/Home.vue') },
        {
          path: 'cases',
          name: 'cases',
          component: () => import('../pages/Cases.vue'),
          children: [{ path: ':number', name: 'case', component: () => import('../pages/CasePage.vue'), props: true }],
        },
        {
          path: 'supervision',
          children: [
            { path: '', name: 'supervision', component: () => import('../pages/Supervision.vue') },
            { path: 'orders/:number', name: 'supervision-order', component: () => import('../pages/OrderPage.vue'), props: true },
          ],
        },
        {
          path: 'duties',
          children: [
            { path: '', name: 'duties', component: () => import('../pages/Supervision.vue'), props: { own: true } },
            { path: 'orders/:number', name: 'duty-order', component: () => import('../pages/OrderPage.vue'), props: true },
          ],
        },
        { path: 'register', name: 'register', component: () => import('../pages/Register.vue') },
        { path: 'calls', name: 'calls', component: () => import('../pages/Calls.vue') },
        { path: 'tasks', name: 'tasks', component: () => import('../pages/Tasks.vue') },
        { path: 'floor', name: 'floor', component: () => import('../pages/Floor.vue') },
        { path: 'investigations', name: 'investigations', component: () => import('../pages/Investigations.vue') },
        { path: 'investigations/:number', name: 'investigation', component: () => import('../pages/InvestigationPage.vue'), props: true },
        { path: 'overview', name: 'overview', component: () => import('../pages/Overview.vue') },
        { path: 'knowledge', name: 'knowledge', component: () => import('../pages/Knowledge.vue') },
        { path: 'audit', name: 'audit', component: () => import('../pages/Audit.vue') },
        { path: 'notices', name: 'notices', component: () => import('../pages/Notices.vue') },
        { path: 'settings', name: 'settings', component: () => import('../pages/Settings.vue') },
        { path: 'recusals', name: 'recusals', component: () => import('../investigations/RecusalList.vue') },
        { path: 'health', name: 'health', component: () => import('../pages/Health.vue') },
        { path: 'departments', name: 'departments', component: () => import('../pages/Departments.vue') },
        { path: 'rules', name: 'rules', component: () => import('../pages/Rules.vue') },
        { path: 'rules/:kind', name: 'rule', component: () => import('../pages/RulePage.vue'), props: true },
        { path: 'behaviours', name: 'behaviours', component: () => import('../pages/Behaviours.vue') },
        { path: 'reports', name: 'reports', component: () => import('../pages/Reports.vue') },
        { path: 'typical-cases', name: 'typical-cases', component: () => import('../pages/TypicalCases.vue') },
        { path: 'typical-cases/:id', name: 'typical-case', component: () => import('../pages/TypicalCasePage.vue'), props: true },
        { path: 'exports', name: 'exports', component: () => import('../pages/Exports.vue') },
        { path: 'accounts', name: 'accounts', component: () => import('../pages/Accounts.vue') },
        { path: 'imports', name: 'imports', component: () => import('../pages/Imports.vue') },
        { path: 'imports/:id', name: 'import', component: () => import('../pages/ImportPage.vue'), props: true },
        { path: 'webhooks', name: 'webhooks', component: () => import('../pages/Webhooks.vue') },
        { path: 'fees', name: 'fees', component: () => import('../pages/Fees.vue') },
        { path: 'assessment', name: 'assessment', component: () => import('../pages/Assessment.vue') },
        { path: 'enterprises', name: 'enterprises', component: () => import('../pages/Enterprises.vue') },
        { path: 'projects', name: 'projects', component: () => import('../pages/Projects.vue') },
        { path: 'visits', name: 'visits', component: () => import('../pages/Visits.vue') },
        { path: 'questionnaires', name: 'questionnaires', component: () => import('../pages/Questionnaires.vue') },
        { path: 'watchers', name: 'watchers', component: () => import('../pages/Watchers.vue') },
        { path: 'me', name: 'me', component: () => import('../pages/MyAccount.vue') },
        { path: 'forbidden', name: 'forbidden', component: () => import('../pages/Lost.vue'), props: { kind: 'forbidden' } },
        { path: ':rest(.*)*', name: 'lost', component: () => import('../pages/Lost.vue'), props: { kind: 'notFound' } },
      ],
    },
  ],
});

router.beforeEach(async (to) => {
  // whoever sets his first password has no session yet
  if (to.name === 'set-password') return true;
  await loadSession();
  if (to.name === 'sign-in') return reader.value && !to.query['why'] ? { name: 'home' } : true;
  if (!reader.value) return { name: 'sign-in', query: to.redirectedFrom?.fullPath === '/' ? {} : { next: to.fullPath } };
  const place = PLACES.find(({ name }) => to.matched.some((record) => record.name === name || record.path.startsWith(`/${name}/`)));
  return !place || hasRole(...place.roles) ? true : { name: 'forbidden' };
});
