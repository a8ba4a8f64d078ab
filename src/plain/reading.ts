import { known } from '../domain/known.js';
import { phoneNumber } from '../domain/phone-numbers.js';
import { fieldProblem } from './field-words.js';
import type { Said } from './words.zh-CN.js';

/** A posted form: each field once, as text. */
export type Posted = Readonly<Record<string, string>>;

/** The fields of a form as text without blanks around it; what came twice or is no text counts as not sent. */
export const postedOf = (body: unknown): Posted =>
  Object.fromEntries(
    Object.entries((body ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
      typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()] as const] : [],
    ),
  );

const flag = (value: string | undefined): boolean | undefined => (value === undefined ? undefined : value === 'yes');
const number = (value: string | undefined): unknown => (value !== undefined && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value);

/** The form as the class of the public intake wants it, unchecked. */
export function complaintOf(posted: Posted): object {
  const { name, phone, email, organisation, uscc } = posted;
  const anonymous = posted.anonymous === 'anonymous';
  const person = { name, phone: phone?.replace(/[\s-]/g, ''), email, organisation, uscc: uscc?.replace(/[\s-]/g, '').toUpperCase() };
  return known({
    kind: posted.kind,
    title: posted.title,
    description: posted.description,
    categoryCode: posted.categoryCode,
    accusedDepartmentCode: posted.accusedDepartmentCode,
    occurredAt: posted.occurredAt && `${posted.occurredAt}T00:00:00+08:00`,
    region: posted.region,
    address: posted.address,
    amountInvolved: number(posted.amountInvolved),
    visits: number(posted.visits),
    basisShown: flag(posted.basisShown),
    receiptGiven: flag(posted.receiptGiven),
    namedOfficial: posted.namedOfficial,
    aboutCommissionHead: flag(posted.aboutCommissionHead),
    complainant: anonymous ? { anonymous } : known({ anonymous, ...person }),
    consentToBeNamed: !anonymous && posted.consentToBeNamed === 'yes',
  });
}

/** What the form asks of a person before the server looks: the same as the page with a script. Empty when nothing is missing. */
export function missingIn(posted: Posted, { errors, file }: Said): Record<string, string> {
  const missing: Record<string, string> = {};
  if (!posted.kind) missing.kind = errors.choose(file.kind);
  if (!posted.description) missing.description = errors.required(file.description);
  if (!posted.anonymous) missing.anonymous = errors.choose(file.who);
  if (posted.anonymous !== 'named') return missing;
  if (!posted.name) missing.name = errors.required(file.name);
  if (!posted.phone && !posted.email) missing.phone = errors.contact;
  else if (posted.phone && !phoneNumber(posted.phone)) missing.phone = errors.phone;
  return missing;
}

/** The server's refusals by the names of the form's fields. */
export const problemsOf = (fields: readonly { field: string; code: string }[], said: Said): Record<string, string> =>
  Object.fromEntries(
    fields.map(({ field, code }) => {
      const name = field.split('.').at(-1)!;
      return [name, fieldProblem(said, name, code)];
    }),
  );
