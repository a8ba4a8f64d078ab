import type { offline as chinese } from '../zh-CN/offline.js';

export const offline: typeof chinese = {
  cut: (time) => `Offline: you see how things stood at ${time}. What you write stays on this machine; updates follow by themselves.`,
  again: 'Try again',
  asking: 'Trying…',
  fold: 'Put this notice away',
  back: 'Connected again, and up to date.',
  unsure:
    'No answer came, so it is not known whether this was done. What you wrote is still here; once connected, look whether it took effect before you send it again.',
  unsureKeyed:
    'No answer came, so it is not known whether this was registered. Nothing is lost, send it again: the same form becomes one case only.',
  sendAgain: 'Send again',
  mismatch: 'This form was received before with other content. Look in the list of cases before you register another one.',
};
