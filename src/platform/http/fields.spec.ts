import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { fromInstant, toInstant } from '../../domain/time.js';
import { DayOrInstant } from './fields.js';

class Span {
  @DayOrInstant() from!: string;
}
const broken = async (from: string) => (await validate(plainToInstance(Span, { from }))).length;

describe('a day or an instant', () => {
  it.each(['2026-03-02', '2024-02-29', '2026-03-02T10:00:00Z', '2026-03-02T10:00:00.250+08:00', '2026-03-02T10:00+0800'])(
    'takes %s, and it begins and ends somewhere',
    async (from) => {
      expect(await broken(from)).toBe(0);
      expect([fromInstant(from), toInstant(from)].every(Number.isFinite)).toBe(true);
    },
  );

  it.each([
    ['a week', '2026-W10'],
    ['a day of a week, as long as a day', '2026-W10-1'],
    ['a day of the year', '2026-060'],
    ['a month', '2026-03'],
    ['a year', '2026'],
    ['a day without dashes', '20260302'],
    ['a day that is not', '2026-02-30'],
    ['an instant of whatever clock the machine has', '2026-03-02T10:00:00'],
    ['an instant of a week', '2026-W10-1T10:00:00Z'],
  ])('refuses %s', async (_, from) => {
    expect(await broken(from)).toBe(1);
  });
});
