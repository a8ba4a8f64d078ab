import fc from 'fast-check';
import { maskAddress, maskEmail, maskId, maskName, maskPhone, maskText } from './masking.js';

const digits = (least: number, most = least) => fc.array(fc.nat(9), { minLength: least, maxLength: most }).map((list) => list.join(''));
const shown = (mask: string): number => [...mask].filter((character) => character !== '*').length;

describe('a mask', () => {
  it.each<[(text: string) => string, string, string]>([
    [maskPhone, '13812341234', '138****1234'],
    [maskPhone, '+86 138-1234-1234', '138****1234'],
    [maskPhone, '0431-88991234', '043******234'],
    [maskPhone, '88991234', '88****34'],
    [maskPhone, '12345', '1***5'],
    [maskPhone, '110', '***'],
    [maskPhone, '', ''],
    [maskName, '张三', '张*'],
    [maskName, '欧阳骉犇', '欧***'],
    [maskName, '𠮷野', '𠮷*'],
    [maskName, '张', '*'],
    [maskName, '', ''],
    [maskEmail, 'zhangsan@example.com', 'z***@***.com'],
    [maskEmail, 'a@b.info', '***@***'],
    [maskId, '22010119900101123X', '2201**********123X'],
    [maskId, 'E12345678', 'E1*****78'],
    [maskAddress, '吉林省长春市朝阳区人民大街1234号3栋402室', '吉林省长春市朝阳区人民大街***'],
    [maskAddress, '长春市二道区东盛大街88号', '长春市二道区东盛大街***'],
    [maskAddress, '88号人民路', '***'],
    [maskAddress, '长春市十二号院人民路', '长春市***'],
    [maskAddress, '幸福村三组', '幸福***'],
    [maskAddress, '惠民路', '惠民路'],
    [maskAddress, '', ''],
  ])('%p of %s is %s', (mask, plain, masked) => {
    expect(mask(plain)).toBe(masked);
  });

  it('shows at most half of whatever is not a mobile number', () => {
    const half = (mask: (text: string) => string) => (text: string) =>
      expect(shown(mask(text)) * 2 <= [...text].length || mask(text) === '***@***').toBe(true);
    fc.assert(fc.property(fc.oneof(digits(0, 10), digits(12, 15)), half(maskPhone)));
    fc.assert(fc.property(digits(0, 20), half(maskId)));
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...'张李欧阳骉犇ab')).map((list) => list.join('')),
        half(maskName),
      ),
    );
    fc.assert(fc.property(fc.emailAddress(), (mail) => expect(shown(maskEmail(mail).replace(/[@.]/g, '')) * 2 <= mail.length).toBe(true)));
  });

  it('never shows the house or what comes after the street', () => {
    const street = fc.constantFrom('人民大街', '惠民路', '清风街', '南湖大路', '春城巷', '九台街道', '解放胡同');
    const house = fc.constantFrom('12号', '3栋402室', '八号楼', '8-1', '#7', '十五号');
    const where = fc.constantFrom('', '长春市', '长春市二道区', '九台区');
    fc.assert(
      fc.property(where, fc.boolean(), street, house, (place, houseFirst, name, number) => {
        const masked = maskAddress(houseFirst ? `${place}${number}${name}张三家` : `${place}${name}${number}张三家`);
        expect(masked).not.toMatch(/\d|号|张三|栋|室/);
      }),
    );
  });
});

describe('masked free text', () => {
  it.each([
    ['打我电话13812341234,谢谢', '打我电话***,谢谢'],
    ['138 1234 1234 或 0431-88991234', '*** 或 ***'],
    ['电话(0431)88991234。', '电话(***。'],
    ['微信wx13812341234号', '微信wx***号'],
    ['身份证22010119900101123X。', '身份证***。'],
    ['卡号6222 0210 0100 1234 567,', '卡号***,'],
    ['１３８１２３４１２３４', '***'],
    ['幺三八一二三四一二三四', '***'],
    ['138\u200b1234\u200b1234', '***'],
    ['邮箱zhang.san@example.com.cn!', '邮箱***!'],
    ['2026-11-23 罚款5000元,共1234567元', '2026-11-23 罚款5000元,共1234567元'],
    ['企业91350100M000100Y43被罚', '企业91350100M000100Y43被罚'],
    ['请拨12345或12388', '请拨12345或12388'],
  ])('%s reads %s', (plain, masked) => {
    expect(maskText(plain)).toBe(masked);
  });

  it('holds no number of seven digits or more, wherever it stands and however it is broken', () => {
    const gap = fc.constantFrom('', ' ', '-', '.', ' - ');
    fc.assert(
      fc.property(
        fc.constantFrom('我', 'a', '', '。', 'wx'),
        fc.constantFrom(...'3456789'),
        digits(9),
        gap,
        fc.integer({ min: 1, max: 10 }),
        (before, second, rest, between, cut) => {
          const mobile = `1${second}${rest}`;
          const masked = maskText(`${before}${mobile.slice(0, cut)}${between}${mobile.slice(cut)}投诉`);
          expect(masked.replace(/\D/g, '')).toBe('');
        },
      ),
    );
  });

  it('is done with ten thousand characters at once', () => {
    const started = performance.now();
    for (const part of ['1', 'a', 'a.', '1 ', '.', '一', 'a@', '1-2 x']) maskText(part.repeat(10_000));
    expect(performance.now() - started).toBeLessThan(1_500);
  });
});
