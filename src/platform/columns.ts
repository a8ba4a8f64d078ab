import { Column, PrimaryColumn } from 'typeorm';

/** Columns as both engines take them: instants are epoch milliseconds, flags 0 or 1, JSON is text. ADR 0003. */
interface Options {
  nullable?: boolean;
  default?: string;
}
const whole = { from: (value: unknown) => (value === null ? null : Number(value)), to: (value: unknown) => value };

export const KeyColumn = (length = 64) => PrimaryColumn({ type: 'varchar', length });
export const NumberKeyColumn = () => PrimaryColumn({ type: 'bigint', transformer: whole });
export const CountKeyColumn = () => PrimaryColumn({ type: 'integer' });
export const WordColumn = (length = 64, options: Options = {}) => Column({ type: 'varchar', length, ...options });
export const TextColumn = (options: Options = {}) => Column({ type: 'text', ...options });
export const InstantColumn = (options: Options = {}) => Column({ type: 'bigint', transformer: whole, ...options });
export const CountColumn = (options: Options = {}) => Column({ type: 'integer', ...options });
export const FlagColumn = () => Column({ type: 'tinyint' });
/** Money in fen, so that sums are exact. */
export const FenColumn = (options: Options = {}) => Column({ type: 'bigint', transformer: whole, ...options });
