import type { tour as chinese } from '../zh-CN/tour.js';

export const tour: typeof chinese = {
  title: 'Tour',
  again: 'Take the tour again',
  skip: 'Skip',
  previous: 'Back',
  next: 'Next',
  done: 'Start working',
  inMenu: (text) => `In the menu at the top left. ${text}`,
  steps: {
    waiting: {
      title: 'Look here first',
      text: 'What waits for you, what is late and what changed since your last look is on this page, one click away. New things appear by themselves.',
    },
    waitingPlain: { title: 'Look here first', text: 'How the system is doing and what needs your eye is on this page, one click away.' },
    search: { title: 'Find a case', text: 'Type its number or words of its title or summary. From any page / brings you here.' },
    duty: {
      title: 'Sign in for calls',
      text: 'Sign in here when you are ready; only then do calls ring at your desk. Breaks are set here, too.',
    },
    keys: { title: 'Keys are faster', text: 'Ctrl+K opens the command palette: any page, any case. ? shows every shortcut.' },
    keysOnPhone: { title: 'Command palette', text: 'Tap here for any page and any case, and to change language and theme.' },
    person: {
      title: 'Your screen',
      text: 'Language, large type and dark theme, your devices and your password. The tour can be taken again from here.',
    },
  },
  mains: {
    operator: 'Register here while you are on the phone. Half a form is not lost: the draft stays on this machine.',
    dispatcher: 'Cases that wait to be dispatched are here. j and k move, Enter opens, a acts.',
    reviewer: 'Cases to review and to call back about are here, sorted by the tabs above.',
    handler: 'Cases sent to your department are here: sign, handle, answer. The light tells the time left.',
    leader: 'The cases of your department: what falls due soon and what waits for your approval.',
    supervisor: 'What is late, often returned or unsatisfactory is supervised here until it is put right.',
    inspector: 'Clues that came out of cases are registered, examined and closed here.',
    commissioner: 'How the whole city handles its cases. Each figure opens its formula and its list.',
    administrator: 'Open accounts, change roles, switch off. Each step is kept in the audit log.',
    auditor: 'Who looked at what and who changed it, and when. Nobody can alter it.',
  },
};
