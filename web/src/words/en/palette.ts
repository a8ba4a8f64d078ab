import type { palette as chinese } from '../zh-CN/palette.js';
import { counted } from './counted.js';

export const palette: typeof chinese = {
  title: 'Command palette',
  placeholder: 'Go somewhere, find a case, do something…',
  placeholderPlain: 'Go somewhere, do something…',
  groups: {
    recent: 'Cases opened last',
    actions: 'Open on this case',
    cases: 'Cases',
    places: 'Pages',
    desk: 'State at the desk',
    settings: 'Settings',
    search: 'Search',
  },
  search: (question) => `Search the cases for “${question}”`,
  theme: (name) => `Appearance: ${name}`,
  also: {
    language: '语言 language 中文 english',
    theme: '主题 外观 theme',
    type: '字号 大字 type size',
    keys: '快捷键 键盘 keys',
    tour: '导览 帮助 tour help',
  },
  help: '↑ ↓ choose, Enter does it, Esc closes',
  looking: 'Looking for cases…',
  none: 'Nothing fits.',
  count: (n) => counted(n, 'entry', 'entries'),
  open: 'Open the command palette',
  keys: {
    'Ctrl K': 'Command palette (⌘ K on a Mac)',
    '/': 'Search the cases',
    'j k': 'At home and in the case list: next line, line before',
    Enter: 'Open',
    a: 'On a case: what is to be done',
    d: 'At home: suggestion, and dispatch as suggested',
    u: 'At home: recall what was just dispatched',
    '?': 'This sheet',
  },
};
