import fc from 'fast-check';
import { comparableOf, dialledOf, phoneNumber, smsNumber, tailOf } from './phone-numbers.js';

describe('a telephone number', () => {
  it.each<[written: string, kind: string | undefined, plain: string | undefined, dialled: string | undefined]>([
    ['13800138000', 'mobile', '13800138000', '+8613800138000'],
    ['138 0013-8000', 'mobile', '13800138000', '+8613800138000'],
    ['+86 138 0013 8000', 'mobile', '13800138000', '+8613800138000'],
    ['008613800138000', 'mobile', '13800138000', '+8613800138000'],
    ['8613800138000', 'mobile', '13800138000', '+8613800138000'],
    ['（86）138-0013-8000', 'mobile', '13800138000', '+8613800138000'],
    ['１３８００１３８０００', 'mobile', '13800138000', '+8613800138000'],
    ['0431-82301101', 'landline', '043182301101', '+8643182301101'],
    ['+86 431 8230 1101', 'landline', '043182301101', '+8643182301101'],
    ['+86 0431 82301101', 'landline', '043182301101', '+8643182301101'],
    ['0086-431-82301101', 'landline', '043182301101', '+8643182301101'],
    ['010-82301101', 'landline', '01082301101', '+861082301101'],
    ['+861082301101', 'landline', '01082301101', '+861082301101'],
    ['82301101', 'local', '82301101', '+8682301101'],
    ['12345', 'local', '12345', '+8612345'],
    ['+8612345', 'local', '12345', '+8612345'],
    ['+852 9123 4567', 'foreign', '+85291234567', '+85291234567'],
    ['00852 9123 4567', 'foreign', '+85291234567', '+85291234567'],
    ['+1 (415) 867-5310', 'foreign', '+14158675310', '+14158675310'],
    ['14158675310', 'mobile', '14158675310', '+8614158675310'],
    ['10800138000', 'other', '10800138000', '+8610800138000'],
    ['110', undefined, undefined, undefined],
    ['anonymous', undefined, undefined, undefined],
    ['', undefined, undefined, undefined],
    ['13800138000 或 0431-82301101', undefined, undefined, undefined],
  ])('%s', (written, kind, plain, dialled) => {
    expect(phoneNumber(written)).toEqual(kind === undefined ? undefined : { kind, plain });
    expect(dialledOf(written)).toBe(dialled);
  });

  it.each([
    ['13800138000', '0086 138 0013 8000', true],
    ['0431-82301101', '+8643182301101', true],
    ['14158675310', '+14158675310', false],
    ['13800138000', '13800138001', false],
  ])('%s and %s are one: %s', (one, other, same) => {
    expect(comparableOf(one) === comparableOf(other)).toBe(same);
  });

  it('is too short to tell people apart below seven digits', () => {
    expect([comparableOf('12345'), comparableOf('823011'), comparableOf('unknown')]).toEqual([undefined, undefined, undefined]);
  });

  it('is the same in the form carriers dial it, whatever it was written like', () => {
    const digits = (most: number) =>
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: most, maxLength: most }).map((all) => all.join(''));
    const numbers = fc.oneof(
      digits(9).map((rest) => `13${rest}`),
      digits(8).map((rest) => `0431${rest}`),
      digits(8).map((rest) => `+852${rest}`),
    );
    fc.assert(
      fc.property(numbers, (number) => {
        expect(comparableOf(dialledOf(number)!)).toBe(comparableOf(number));
        expect(comparableOf(dialledOf(number)!.replace('+', '00'))).toBe(comparableOf(number));
        expect(smsNumber(number)).toBe(number.startsWith('0') ? undefined : dialledOf(number));
      }),
    );
  });
});

describe('the tail of a number', () => {
  it.each([
    ['138 0013-8000', '8000'],
    ['+86 431 8230 1101', '1101'],
    ['１３８００１３８０００', '8000'],
    ['12345', undefined],
    ['匿名', undefined],
  ])('of %s is %s', (written, tail) => {
    expect(tailOf(written)).toBe(tail);
  });
});
