import { today } from './dates';
import { details, what, who } from './form';
import { words } from './look';
import { usccValid } from '../../../src/domain/codes';
import { fieldProblem as problemOf, labelsOf } from '../../../src/plain/field-words';

/** What keeps a step from going on, by field. The server has the last word; this spares the reader the trip. */

export type Problems = Record<string, string>;

/** The most characters the server takes for each answer. */
export const MOST = { title: 120, description: 10_000, namedOfficial: 60, region: 64, address: 200, name: 60, organisation: 120, uscc: 18 };
/** Yuan, and errands: above these it is a slip of the finger. */
const AMOUNT_MAX = 1e12;
const VISITS_MAX = 1000;

export const labels = (): Record<string, string> => labelsOf(words.value);

const numberProblem = (label: string, text: string, max: number, whole: boolean): string | undefined => {
  if (!text.trim()) return undefined;
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 && value <= max && (!whole || Number.isInteger(value))
    ? undefined
    : words.value.errors.number(label);
};

const drop = (problems: Record<string, string | undefined>): Problems =>
  Object.fromEntries(Object.entries(problems).filter((entry): entry is [string, string] => !!entry[1]));

export function problemsOfWhat(): Problems {
  const { errors, file } = words.value;
  const asked = new Set<string>(details.value);
  const long = (field: 'title' | 'description' | 'region' | 'address' | 'namedOfficial', label: string) =>
    what[field].trim().length > MOST[field] ? errors.tooLong(label) : undefined;
  return drop({
    title: long('title', file.subject),
    description: what.description.trim() ? long('description', file.description) : errors.required(file.description),
    occurredAt: asked.has('occurredAt') && what.occurredAt > today() ? errors.future : undefined,
    region: long('region', file.region),
    address: long('address', file.address),
    namedOfficial: long('namedOfficial', file.official),
    amountInvolved: asked.has('amountInvolved') ? numberProblem(file.amount, what.amountInvolved, AMOUNT_MAX, false) : undefined,
    visits: asked.has('visits') ? numberProblem(file.visits, what.visits, VISITS_MAX, true) : undefined,
  });
}

export function problemsOfWho(): Problems {
  const { errors, file } = words.value;
  if (who.anonymous === undefined) return { anonymous: errors.choose(file.who) };
  if (who.anonymous) return {};
  const phone = who.phone.replace(/[\s-]/g, '');
  const reachable = phone || who.email.trim();
  return drop({
    name: who.name.trim() ? (who.name.trim().length > MOST.name ? errors.tooLong(file.name) : undefined) : errors.required(file.name),
    phone: !reachable ? errors.contact : phone && !/^\+?\d{7,15}$/.test(phone) ? errors.phone : undefined,
    email: who.email.trim() && !/^\S+@\S+\.\S+$/.test(who.email.trim()) ? errors.email : undefined,
    organisation: who.organisation.trim().length > MOST.organisation ? errors.tooLong(file.organisation) : undefined,
    uscc: who.uscc.replace(/[\s-]/g, '').length > MOST.uscc ? errors.tooLong(file.uscc) : undefined,
  });
}

/** A warning beside the code, never a hindrance: licences with faulty codes exist. */
export const usccWarning = (): string | undefined =>
  who.uscc.trim() && !usccValid(who.uscc.replace(/[\s-]/g, '')) ? words.value.errors.uscc : undefined;

/** The server's refusal of a field in our words. */
export const fieldProblem = (field: string, code: string): string => problemOf(words.value, field, code);
