import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsDefined,
  IsEmail,
  IsIn,
  IsInt,
  IsISO8601,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';

/** Fields of inputs: one decorator says both what is accepted and what the API document tells. */
interface Common {
  optional?: boolean;
  description?: string;
}

const field = (options: Common & ApiPropertyOptions, ...rules: PropertyDecorator[]): PropertyDecorator => {
  const { optional, ...api } = options;
  const property = ApiProperty({ ...api, required: !optional } as ApiPropertyOptions);
  return applyDecorators(property, ...(optional ? [IsOptional()] : []), ...rules);
};

/** A text that is not only white space, at most `most` characters. */
export const Text = (most: number, options: Common = {}) =>
  field({ type: String, minLength: 1, maxLength: most, ...options }, IsString(), MaxLength(most), Matches(/\S/));

/** A text that may be empty. */
export const Words = (most: number, options: Common = {}) =>
  field({ type: String, maxLength: most, ...options }, IsString(), MaxLength(most));

export const Choice = (values: readonly string[], options: Common = {}) =>
  field({ enum: [...values], ...options }, IsString(), IsIn([...values]));

/** A code: letters, digits, dash, dot. */
export const Code = (most: number, options: Common = {}) =>
  field({ type: String, maxLength: most, ...options }, IsString(), MaxLength(most), Matches(/^[\w.@-]+$/));

/** A text of one shape. */
export const Shaped = (shape: RegExp, most: number, options: Common = {}) =>
  field({ type: String, maxLength: most, pattern: shape.source, ...options }, IsString(), MaxLength(most), Matches(shape));

export const Codes = (most: number, options: Common = {}) =>
  field(
    { type: [String], ...options },
    IsArray(),
    ArrayMaxSize(most),
    IsString({ each: true }),
    Matches(/^[\w.@-]{1,64}$/, { each: true }),
  );

export const Choices = (values: readonly string[], options: Common = {}) =>
  field({ enum: [...values], isArray: true, ...options }, IsArray(), ArrayMaxSize(values.length), IsIn([...values], { each: true }));

export const Flag = (options: Common = {}) => field({ type: Boolean, ...options }, IsBoolean());

export const Whole = (least: number, most: number, options: Common = {}) =>
  field({ type: 'integer', minimum: least, maximum: most, ...options }, IsInt(), Min(least), Max(most));

/** Short texts, each of at most `each` characters. */
export const Texts = (most: number, each: number, options: Common = {}) =>
  field(
    { type: [String], ...options },
    IsArray(),
    ArrayMaxSize(most),
    IsString({ each: true }),
    MaxLength(each, { each: true }),
    Matches(/\S/, { each: true }),
  );

/** A number with at most two decimals. */
export const Decimal = (least: number, most: number, options: Common = {}) =>
  field({ type: Number, minimum: least, maximum: most, ...options }, IsNumber({ maxDecimalPlaces: 2 }), Min(least), Max(most));

/** Yuan, at most two decimals. */
export const Yuan = (options: Common = {}) =>
  field({ type: Number, minimum: 0, maximum: 1e12, ...options }, IsNumber({ maxDecimalPlaces: 2 }), Min(0), Max(1e12));

/** An instant with an offset; `2026-03-02T10:00:00+08:00`. */
export const At = (options: Common = {}) =>
  field({ type: String, format: 'date-time', ...options }, IsString(), IsISO8601({ strict: true }), Matches(/T.*(Z|[+-]\d\d:?\d\d)$/));

/** What ISO 8601 knows besides (weeks, days of the year, months, instants of no offset) names no span of the city. */
const DAY_OR_INSTANT = /^\d{4}-\d\d-\d\d(T.*(Z|[+-]\d\d:?\d\d))?$/;
/** A day of the city or an instant with an offset. */
export const DayOrInstant = (options: Common = {}) =>
  field(
    { type: String, example: '2026-03-02', ...options },
    IsString(),
    MaxLength(40),
    IsISO8601({ strict: true }),
    Matches(DAY_OR_INSTANT),
  );

export const Mail = (options: Common = {}) =>
  field({ type: String, format: 'email', maxLength: 200, ...options }, IsString(), MaxLength(200), IsEmail());

export const Nested = (make: () => new () => object, options: Common = {}) =>
  // The document's generator knows a lazy type by its name: it has to be an arrow written at `type:`.
  field({ type: () => make(), ...options }, ValidateNested(), Type(make));

/** A list of objects of one shape. */
export const ListOf = (make: () => new () => object, most: number, options: Common = {}) =>
  field({ type: () => make(), isArray: true, ...options }, IsArray(), ArrayMaxSize(most), ValidateNested({ each: true }), Type(make));

/** An object whose names another rule knows. */
export const Free = (options: Common = {}) => field({ type: Object, additionalProperties: true, ...options }, IsObject());

/** A value that another rule knows; it may not be missing. */
export const Whatever = (options: Common = {}) =>
  field(
    {
      oneOf: ['string', 'number', 'boolean', 'object', 'array'].map((type) => (type === 'array' ? { type, items: {} } : { type })),
      ...options,
    },
    IsDefined(),
  );

/** A list of objects, at most `most`. */
export const NestedList = (make: () => new () => object, most: number, options: Common = {}) =>
  field({ type: () => make(), isArray: true, ...options }, IsArray(), ArrayMaxSize(most), ValidateNested({ each: true }), Type(make));

/** A whole number in a query string. */
export const QueryWhole = (least: number, most: number, otherwise?: number) =>
  field(
    { type: 'integer', minimum: least, maximum: most, optional: true, ...(otherwise === undefined ? {} : { default: otherwise }) },
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' && value !== '' ? Number(value) : (value ?? otherwise))),
    IsInt(),
    Min(least),
    Max(most),
  );

/** `true` or `false` in a query string. */
export const QueryFlag = () =>
  field(
    { type: Boolean, optional: true },
    Transform(({ value }: { value: unknown }) =>
      value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value,
    ),
    IsBoolean(),
  );

/** A property of an output. */
export const Shown = (options: ApiPropertyOptions = {}) => ApiProperty(options);
export const MaybeShown = (options: ApiPropertyOptions = {}) => ApiProperty({ ...options, required: false } as ApiPropertyOptions);
