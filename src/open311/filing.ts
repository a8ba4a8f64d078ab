import { known } from '../domain/known.js';
import type { BrokenField } from '../platform/http/problem.js';
import { invalid } from '../platform/http/problem.js';
import { type AttributeCode, ATTRIBUTES } from './settings.js';

/** The fields of a form, each once or several times. */
export type Fields = Readonly<Record<string, unknown>>;

const ATTRIBUTE = /^attribute\[([^\]]*)\](\[\])?$/;
const YES_NO: readonly AttributeCode[] = ['aboutCommissionHead', 'basisShown', 'receiptGiven', 'consentToBeNamed'];
const NUMBERS: readonly AttributeCode[] = ['amountInvolved', 'visits'];
const OF_THE_PERSON: readonly AttributeCode[] = ['organisation', 'uscc'];

/** A field as text; empty is the same as not sent. Throws `input.invalid` (422) when it was sent more than once. Source: GeoReport v2. */
export function textOf(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' && typeof value !== 'number') throw invalid([{ field: name, code: 'not-a-text' }]);
  return String(value).trim() || undefined;
}

/** `attribute[code]=value` by code; a JSON body may hold them as an object. Throws `input.invalid` (422) for one that nobody asks for. */
function attributesIn(fields: Fields): Map<AttributeCode, string> {
  const nested = typeof fields.attribute === 'object' && fields.attribute !== null ? (fields.attribute as Fields) : {};
  const flat = Object.keys(fields).flatMap((name) => {
    const code = ATTRIBUTE.exec(name)?.[1];
    return code === undefined ? [] : [{ code, value: textOf(fields, name) }];
  });
  const given = [...flat, ...Object.keys(nested).map((code) => ({ code, value: textOf(nested, code) }))];
  const asked = (code: string): code is AttributeCode => (ATTRIBUTES as readonly string[]).includes(code);
  const unknown = given
    .filter(({ code }) => !asked(code))
    .map(({ code }): BrokenField => ({ field: `attribute[${code}]`, code: 'not-allowed' }));
  if (unknown.length > 0) throw invalid(unknown);
  return new Map(given.flatMap(({ code, value }) => (asked(code) && value !== undefined ? [[code, value] as const] : [])));
}

function valueOf(code: AttributeCode, value: string): unknown {
  if (NUMBERS.includes(code)) return /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (YES_NO.includes(code)) return value === 'yes' ? true : value === 'no' ? false : value;
  return value;
}

const HAN = /\p{Script=Han}/u;

/** Family and given name as one; Chinese ones without a space and the family name first. */
function nameOf(fields: Fields): string | undefined {
  const [first, last] = [textOf(fields, 'first_name'), textOf(fields, 'last_name')];
  if (!first || !last) return first ?? last;
  return HAN.test(first + last) ? last + first : `${first} ${last}`;
}

/** The standard wants a place in one of three ways; we take any of them and none, for what a counter did has no place on a map. */
function placeOf(fields: Fields): string | undefined {
  const [lat, long] = [textOf(fields, 'lat'), textOf(fields, 'long')];
  return textOf(fields, 'address_string') ?? (lat && long ? `WGS84 ${lat}, ${long}` : textOf(fields, 'address_id'));
}

/**
 * What a client of the standard sent, as the public form would have sent it; unchecked, for the form's own class checks it. `device_id`
 * and `account_id` are not kept. Throws `input.invalid` (422) for attributes that no service has and fields sent twice.
 */
export function complaintIn(fields: Fields, categoryCode: string): object {
  const attributes = attributesIn(fields);
  const asked = (codes: readonly AttributeCode[]) =>
    Object.fromEntries(codes.flatMap((code) => (attributes.has(code) ? [[code, valueOf(code, attributes.get(code)!)]] : [])));
  const person = known({
    name: nameOf(fields),
    phone: textOf(fields, 'phone'),
    email: textOf(fields, 'email'),
    ...asked(OF_THE_PERSON),
  });
  const media = textOf(fields, 'media_url');
  const description = textOf(fields, 'description');
  return known({
    kind: 'complaint',
    ...asked(ATTRIBUTES.filter((code) => !OF_THE_PERSON.includes(code))),
    categoryCode,
    // a link is kept as words and never followed
    description: media && description ? `${description}\n${media}` : description,
    address: placeOf(fields),
    ...(Object.keys(person).length > 0 ? { complainant: person } : {}),
  });
}
