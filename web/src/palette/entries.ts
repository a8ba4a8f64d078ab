import { shallowRef } from 'vue';
import type { Router } from 'vue-router';
import { hasRole } from '../api/session.js';
import type { CaseRow } from '../api/types.js';
import { ownPlaces } from '../console/navigation.js';
import { theme, typeSize } from '../console/preferences.js';
import { agent, choose, hasDesk } from '../desk.js';
import { attempt, isSheetOpen } from '../desk/commands.js';
import { locale, w, wordOf } from '../words/index.js';
import { LOCALES, type Words, wordsIn } from '../words/languages.js';
import { askForTour } from '../tour/tour.js';
import { present } from './present.js';

export type Group = 'recent' | 'actions' | 'cases' | 'places' | 'desk' | 'settings' | 'search';

/** One line of the palette. `also` are further words it is found by. */
export interface Entry {
  id: string;
  group: Group;
  label: string;
  note?: string;
  also?: string;
  run: () => void;
}

export const seesCases = (): boolean => !hasRole('administrator', 'auditor');

/** A place is found by its name in every language, once their words are here. */
const languages = shallowRef<readonly Words[]>([]);
export const readLanguages = async (): Promise<void> => {
  languages.value = await Promise.all(LOCALES.map(wordsIn)).catch(() => []);
};

const placeEntries = (router: Router): Entry[] =>
  ownPlaces().map(({ name }) => ({
    ...{ id: `place-${name}`, group: 'places', label: w.value.frame.nav[name], run: () => void router.push({ name }) },
    also: [name, ...languages.value.map(({ frame }) => frame.nav[name])].join(' '),
  }));

const deskEntries = (): Entry[] => {
  if (!hasDesk.value) return [];
  const state = agent.value?.state ?? 'off';
  const { desk } = w.value;
  const entry = (id: string, label: string, to: 'ready' | 'busy' | 'off', why?: string): Entry => ({
    ...{ id: `desk-${id}`, group: 'desk', label, note: wordOf(desk.states, state), run: () => void attempt(choose(to, why)) },
  });
  const on = ['ready', 'busy', 'wrap-up'].includes(state);
  return [
    ...(state === 'off' ? [entry('ready', desk.signIn, 'ready')] : []),
    ...(on && state !== 'ready' ? [entry('ready', desk.goReady, 'ready')] : []),
    ...(on ? Object.entries(desk.busyReasons).map(([why, word]) => entry(why, desk.goBusy(word), 'busy', why)) : []),
    ...(on ? [entry('off', desk.signOut, 'off')] : []),
  ];
};

const settingEntries = (): Entry[] => {
  const { frame, desk, palette } = w.value;
  const entry = (id: string, label: string, run: () => void, also = ''): Entry => ({
    id: `set-${id}`,
    group: 'settings',
    label,
    run,
    also,
  });
  return [
    entry('language', frame.language, () => (locale.value = locale.value === 'en' ? 'zh-CN' : 'en'), palette.also.language),
    ...(['light', 'dark', 'system'] as const)
      .filter((one) => one !== theme.value)
      .map((one) => entry(one, palette.theme(frame.theme[one]), () => (theme.value = one), palette.also.theme)),
    entry(
      'type',
      typeSize.value === 'large' ? frame.normalType : frame.largeType,
      () => (typeSize.value = typeSize.value === 'large' ? 'normal' : 'large'),
      palette.also.type,
    ),
    entry('keys', desk.keys.title, () => (isSheetOpen.value = true), palette.also.keys),
    entry('tour', w.value.tour.again, () => void askForTour(), palette.also.tour),
  ];
};

const caseEntry = (row: CaseRow, group: Group, router: Router): Entry => ({
  ...{ id: `${group}-${row.caseNumber}`, group, label: row.title || row.summary || w.value.cases.untitled },
  ...{ note: `${row.caseNumber} · ${wordOf(w.value.vocabulary.status, row.status)}`, also: row.caseNumber },
  run: () => void router.push({ name: 'case', params: { number: row.caseNumber } }),
});

const said = ({ label, note, also }: Entry): string => `${label} ${note ?? ''} ${also ?? ''}`.toLowerCase();
/** Every word of the question stands in the entry. */
const answers = (entry: Entry, question: string): boolean =>
  question
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said(entry).includes(word));

interface Known {
  question: string;
  recent: CaseRow[];
  found: CaseRow[];
  router: Router;
}

/** All lines for a question, group by group: without one what was open last, what can be done here and all pages. */
export function entriesFor({ question, recent, found, router }: Known): Entry[] {
  const actions = (present.value?.() ?? []).map(({ name, label, run }): Entry => ({
    id: `action-${name}`,
    group: 'actions',
    label,
    also: name,
    run,
  }));
  const kept = recent.map((row) => caseEntry(row, 'recent', router));
  const others = [...placeEntries(router), ...deskEntries(), ...settingEntries()];
  if (!question) return [...kept, ...actions, ...others];
  const known = new Set(recent.map(({ caseNumber }) => caseNumber));
  const fits = (list: Entry[]) => list.filter((entry) => answers(entry, question));
  const cases = found
    .filter(({ caseNumber }) => !known.has(caseNumber) || !fits(kept).length)
    .map((row) => caseEntry(row, 'cases', router));
  const search: Entry[] = seesCases()
    ? [
        {
          ...{ id: 'search', group: 'search', label: w.value.palette.search(question) },
          run: () => void router.push({ name: 'cases', query: { q: question } }),
        },
      ]
    : [];
  return [...fits(kept), ...fits(actions), ...cases, ...fits(others), ...search];
}
