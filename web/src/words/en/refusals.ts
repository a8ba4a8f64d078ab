import type { refusals as chinese } from '../zh-CN/refusals.js';

export const refusals: typeof chinese = {
  codes: {
    'behaviour.draft-open': 'A draft of this entry waits already; release, refuse or withdraw it first.',
    'behaviour.not-draft': 'This draft has been dealt with already.',
    'behaviour.same-person': 'Who drafted it may not release or refuse it.',
    'behaviour.not-yours': 'Only who drafted it may withdraw it.',
    'behaviour.code-taken': 'This code is taken.',
    'fee.not-proposed': 'This request has been dealt with already.',
    'fee.not-approved': 'Only an entry of the register can be ended.',
    'fee.same-person': 'Who asked for it may not decide on it.',
    'fee.not-yours': 'Only who asked for it may withdraw it.',
  },
  fields: {
    'unknown-category': 'No such category',
    'unknown-behaviour': 'Not in the catalogue',
    'unknown-measure': 'No such measure',
    'unknown-fee': 'Not in the register',
    'in-the-past': 'May not lie before today',
    'before-start': 'May not lie before the first day',
    'before-last-version': 'Must be later than the first day of the present version',
    taken: 'Taken already',
    malformed: 'Not in the right form',
    'too-small': 'Too small',
    'too-large': 'Too large',
    'too-many': 'Too many',
    'not-in-list': 'Choose from the list',
  },
};
