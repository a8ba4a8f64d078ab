import { type Facts, filled, withoutMissing } from './template.js';
import type { Day } from './time.js';

/** One sentence to people, in both languages of the city. */
export interface Words {
  zh: string;
  en: string;
}

/** What a sentence may name; what is not known is left out of it. */
export interface Named {
  department?: { name: string; nameEn: string } | undefined;
  day?: Day | undefined;
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** A fact that stands outside all brackets and is missing leaves nothing behind. */
const fill = (template: string, facts: Facts): string => filled(withoutMissing(template, facts), facts, () => '');

/**
 * The template with `{department}` and `{date}` (a day of the city) filled in; an unknown department is called the department in charge.
 * Source: domain text, section 11.
 */
export function sentence(template: Words, { department, day }: Named): Words {
  const [year, month, dayOfMonth] = (day ?? '').split('-').map(Number);
  const en = fill(template.en, {
    department: department?.nameEn ?? 'the department',
    date: day && `${dayOfMonth} ${MONTHS[(month ?? 1) - 1]} ${year}`,
  });
  return {
    zh: fill(template.zh, { department: department?.name ?? '承办单位', date: day && `${month}月${dayOfMonth}日` }),
    en: en.charAt(0).toUpperCase() + en.slice(1),
  };
}
