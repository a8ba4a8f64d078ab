import type { cases as zh } from './public-cases.zh-CN';

/** Typical cases on the public site. */
export const cases: typeof zh = {
  title: 'Published cases',
  lead: 'All of these were found true and settled. We publish what happened and what was done about it, so that everybody can watch and every department can learn.',
  privacy: 'Whatever could show who complained has been left out.',
  none: 'No case has been published yet. Published cases will be listed here.',
  number: (number) => `No. ${number}`,
  department: 'Department',
  category: 'Matter',
  published: 'Published',
  happened: 'What happened',
  dealt: 'What was done',
  all: 'All departments',
  read: 'Read it',
  back: 'Back to the list',
  more: 'Show more',
  count: (total) => `${total} ${total === 1 ? 'case' : 'cases'}`,
  failed: 'The cases could not be loaded just now.',
  withdrawn: 'This case has been taken down',
  withdrawnHelp: 'Something in it changed; it is no longer shown.',
  missing: 'There is no such case',
  missingHelp: 'The number may be mistyped.',
  language: 'The text is in Chinese.',
  same: 'Has something like this happened to you?',
  file: 'File a case',
};
