import said from '../../../src/plain/words.en.js';
import { cases, figures } from './public-cases.en.js';
import knowledge from './public-knowledge.en.js';
import registers from './public-registers.en.js';
import type { PublicWords } from './public.zh-CN.js';

const en: PublicWords = {
  ...registers,
  knowledge,
  site: {
    name: 'Soft environment complaint hotline',
    skip: 'Skip to content',
    call: (number) => `Call ${number}`,
    nav: 'Main sections',
    home: 'Home',
    file: 'File a case',
    track: 'Track',
    figures: 'Figures',
    cases: 'Published cases',
    display: 'Display settings',
    size: 'Text',
    sizes: { standard: 'Standard', large: 'Large', largest: 'Largest' },
    dark: 'Dark',
    light: 'Light',
    other: '中文',
    demo: said.plain.demo,
    office: 'Soft Environment Office',
    address: (address) => `Address: ${address}`,
    phone: 'Phone: ',
    noAddress: 'You can also come to the complaints window in the government service hall.',
    cut: {
      says: (time) => `Offline: you see how things stood at ${time}. What you write stays on this device; updates follow by themselves.`,
      again: 'Try again',
      asking: 'Trying…',
      unsure:
        'No answer came, so we do not know whether this arrived. What you wrote is still here; once connected, look whether it took effect before you send it again.',
      unsureFiled:
        'No answer came, so we do not know whether this arrived. What you wrote is still here. Send it again: the same form becomes one case only.',
      sendAgain: 'Send again',
    },
    emergency: 'In danger, call 110, 119 or 120 at once.',
    loading: 'Loading…',
    retry: 'Try again',
    optional: 'optional',
    missingTitle: 'There is no such page',
    missing: 'The address may be mistyped, or the page has moved. Go back to the start, or simply call the hotline.',
    toHome: 'Back to the start',
  },
  errors: said.errors,
  home: {
    title: 'Trouble with an office? Tell us',
    lead: 'Slow approvals, being sent back and forth, unlawful fees or fines, rudeness, demands for favours: enterprises and citizens can report them here. We pass the matter to the department in charge, watch over it, and ask you afterwards whether it was solved.',
    fileHint: 'No account, about 5 minutes',
    trackHint: 'With your number and code',
    orCall: (number) => `Or simply call ${number}`,
    monthTitle: (month) => `How we did in ${month}`,
    more: 'See all figures',
    stepsTitle: 'What happens to your case',
    steps: [
      {
        title: 'Received',
        text: 'You get a case number and a tracking code at once, and normally hear within one working day whether we take it up.',
      },
      {
        title: 'Passed on',
        text: 'The department in charge signs for it within two working hours. A report never goes to the office it accuses.',
      },
      { title: 'Handled', text: 'Complaints are normally answered in 5 working days, or 15 when several departments are involved.' },
      {
        title: 'Checked with you',
        text: 'We, not the department, ask whether it was solved and whether you are satisfied. If not, it is done again.',
      },
    ],
    promiseTitle: 'We keep your confidence',
    promise: [
      'The department sees a summary written by us, never your own words, name or number, unless you agree.',
      'You may stay anonymous and still follow the case, add facts and receive the answer.',
      'Every look at your details is recorded. Retaliation goes straight to the discipline commission.',
    ],
  },
  file: said.file,
  done: said.done,
  notKept: said.notKept,
  attach: {
    title: 'Add photos or documents',
    help: 'Photos, PDF, Word, Excel, sound or video, up to 20 MB each.',
    choose: 'Choose files',
    sending: (name, percent) => `Uploading ${name}, ${percent}%`,
    sent: (name) => `${name} uploaded`,
    tooBig: (name) => `${name} is over 20 MB and was not uploaded`,
    wrongType: (name) => `${name} is of a type we cannot take and was not uploaded`,
    unlike: (name) => `${name} is damaged or not what its name says, and was not uploaded`,
    empty: (name) => `${name} is empty and was not uploaded`,
    tooMany: (name) => `Not uploaded, the case is full: ${name}`,
    failed: (name) => `${name} could not be uploaded`,
  },
  track: said.track,
  survey: {
    title: 'How was your case handled?',
    lead: 'Your word decides. It counts directly; the department does not learn who said it and cannot change it.',
    solved: 'Was it solved',
    contacted: 'Did the department contact you',
    result: 'Are you satisfied with the result',
    process: 'Are you satisfied with the way it was handled',
    moreHelp: 'If it was not solved, please say what is still wrong.',
    once: 'You can send this once. After that we normally do not telephone you about it.',
    send: 'Send',
    sending: 'Sending…',
    thanksTitle: 'Thank you for your answer',
    thanks: 'We have it. Where it was not solved we will check, and have it handled again if need be.',
    unknown: 'This link does not work; perhaps it was not copied whole. Please open it again from the message, or call the hotline.',
    closed: {
      used: 'You have answered about this case. Thank you.',
      expired: 'This link has expired. You can see the progress with your number and code, or call the hotline and tell us.',
      'too-late':
        'Your answer is no longer needed here: we have spoken with you, or the case is being handled again. Your number and code show the latest.',
    },
  },
  figures,
  cases,
};

export default en;
