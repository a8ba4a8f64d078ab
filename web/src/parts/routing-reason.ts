import { categoryName, departmentName, regionName } from '../api/catalogue.js';
import { w, wordOf } from '../words/index.js';

const departments = (codes: string): string =>
  codes
    .split(',')
    .map((code) => departmentName(code))
    .join(w.value.frame.comma);

/** The thing a part of a reason names, in words. */
const NAMES: Record<string, (value: string) => string> = {
  category: (code) => categoryName(code),
  region: (code) => regionName(code),
  accused: departments,
  'above-accused': departments,
  overlap: departments,
  channel: (code) => wordOf(w.value.vocabulary.channel, code),
  size: (code) => wordOf(w.value.vocabulary.size, code),
};

/** A routing reason such as `rule:r12 category:04 keyword:…` as a sentence; parts the console does not know stay as they are. */
export const reasonText = (reason: string): string =>
  reason
    .split(' ')
    .filter(Boolean)
    .map((part) => {
      const [name = '', ...rest] = part.split(':');
      const value = rest.join(':');
      const say = w.value.actions.because[name];
      return say ? say(NAMES[name]?.(value) ?? value) : part;
    })
    .join(w.value.frame.comma);
