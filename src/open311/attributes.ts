import type { CategoryEntry, CategoryFlags, DepartmentEntry } from '../departments/reference.js';
import { ENTERPRISE_SIZES, KINDS, ORIGINS } from '../domain/vocabulary.js';
import { type AttributeCode, ATTRIBUTES, OPEN311 } from './settings.js';

export type Datatype = 'string' | 'number' | 'datetime' | 'singlevaluelist';

/** An attribute of a service as the standard tells it. */
export interface Attribute {
  variable: boolean;
  code: AttributeCode;
  datatype: Datatype;
  required: boolean;
  datatype_description: string | null;
  order: number;
  description: string;
  values: { key: string; name: string }[] | null;
}

const YES_NO = ['yes', 'no'];
/** Those not named here are short texts. */
const SHAPES: Partial<Record<AttributeCode, Datatype | readonly string[]>> = {
  kind: KINDS,
  aboutCommissionHead: YES_NO,
  occurredAt: 'datetime',
  amountInvolved: 'number',
  basisShown: YES_NO,
  receiptGiven: YES_NO,
  visits: 'number',
  size: ENTERPRISE_SIZES,
  origin: ORIGINS,
  consentToBeNamed: YES_NO,
};

/** Asked only where the category is marked so, as on the public form; errands belong to slow service, not to money. */
function isAsked(code: AttributeCode, { amount, basis, receipt, accusation }: CategoryFlags): boolean {
  if (code === 'amountInvolved') return amount === true;
  if (code === 'basisShown') return basis === true;
  if (code === 'receiptGiven') return receipt === true;
  if (code === 'visits') return !amount && !basis && !accusation;
  return true;
}

/** The attributes of a service; none is required, for the public form requires none of them. Source: GeoReport v2, GET Service Definition. */
export function attributesOf({ flags }: Pick<CategoryEntry, 'flags'>, departments: readonly DepartmentEntry[]): Attribute[] {
  return ATTRIBUTES.filter((code) => isAsked(code, flags)).map((code, index) => {
    const shape = code === 'accusedDepartmentCode' ? [] : (SHAPES[code] ?? 'string');
    const named = code === 'accusedDepartmentCode' ? departments.filter(({ active }) => active) : undefined;
    const values = named?.map((one) => ({ key: one.code, name: one.name })) ?? choicesOf(shape);
    const { description, hint } = OPEN311.attributes[code];
    return {
      variable: true,
      code,
      datatype: typeof shape === 'string' ? shape : 'singlevaluelist',
      required: false,
      datatype_description: hint === '' ? null : hint,
      order: index + 1,
      description,
      values,
    };
  });
}

const choicesOf = (shape: Datatype | readonly string[]) =>
  typeof shape === 'string' ? null : shape.map((key) => ({ key, name: OPEN311.values[key] ?? key }));
