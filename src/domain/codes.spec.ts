import fc from 'fast-check';
import { caseNumberOf, isCaseNumber, residentIdValid, splitTrackingCode, trackingCodeOf, usccValid } from './codes.js';

describe('a unified social credit code', () => {
  it.each(['91350100M000100Y43', '91512081MA62K0260E', '91350100m000100y43', '91350211M0000XUF4R', '91350100M0001TGQX1'])(
    '%s is right',
    (code) => {
      expect(usccValid(code)).toBe(true);
    },
  );
  it.each(['91350211M0000XUF46', '91350100M0001TGQXM', '91350100M000100Y4', '91350100M000100Y433', '91350100I000100Y43', '', '九135010'])(
    '%s is wrong',
    (code) => {
      expect(usccValid(code)).toBe(false);
    },
  );
  it('notices every single wrong character', () => {
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
    fc.assert(
      fc.property(fc.nat(17), fc.constantFrom(...alphabet), (place, other) => {
        const code = '91350100M000100Y43';
        const spoilt = code.slice(0, place) + other + code.slice(place + 1);
        expect(usccValid(spoilt)).toBe(spoilt === code);
      }),
    );
  });
});

describe('a resident identity number', () => {
  it.each(['11010519491231002X', '11010519491231002x', '440524188001010014'])('%s is right', (id) => {
    expect(residentIdValid(id)).toBe(true);
  });
  it.each(['110105194912310021', '11010519490231002X', '01010519491231002X', '110105491231002', ''])('%s is wrong', (id) => {
    expect(residentIdValid(id)).toBe(false);
  });
});

describe('a case number', () => {
  it('is the day and six digits', () => {
    expect(caseNumberOf('2026-11-23', 42)).toBe('20261123000042');
    for (const n of [0, -1, 1.5, 1_000_000]) expect(() => caseNumberOf('2026-11-23', n)).toThrow('case.numbers-exhausted');
  });
  it('is told from other numbers', () => {
    for (const text of ['20261123000042', '20240229999999']) expect(isCaseNumber(text)).toBe(true);
    for (const text of ['20261323000042', '20250229000001', '20261123000000', '2026112300004', '202611230000421', '20261123OOOO42'])
      expect(isCaseNumber(text)).toBe(false);
  });
});

describe('a tracking code', () => {
  const ten = fc.array(fc.nat(9), { minLength: 10, maxLength: 10 }).map((digits) => digits.join(''));
  it('comes apart as it was put together, however people copy it', () => {
    fc.assert(
      fc.property(ten, ten, (handle, secret) => {
        const code = trackingCodeOf(handle, secret);
        const copied = code.replace(/(.{4})/g, '$1 - ').replace('0', '０');
        expect([splitTrackingCode(code), splitTrackingCode(copied)]).toEqual([
          { handle, secret },
          { handle, secret },
        ]);
      }),
    );
  });
  it('is refused when it is too short, too long or no number', () => {
    for (const code of ['', '1234567890123456789', '123456789012345678901', '1234567890123456789a', ' '.repeat(1_000_000)])
      expect(splitTrackingCode(code)).toBeUndefined();
    expect(() => trackingCodeOf('123', '1234567890')).toThrow('tracking.code-invalid');
  });
});
