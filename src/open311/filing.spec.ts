import { DomainError } from '../domain/errors.js';
import { complaintIn } from './filing.js';

const brokenIn = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return (error as DomainError).facts.fields;
  }
};

describe('what a client of the standard sends', () => {
  it.each<[string, Record<string, unknown>, object]>([
    ['as a complaint without a name', { description: '窗口没人' }, { kind: 'complaint', categoryCode: '0102', description: '窗口没人' }],
    [
      'with a Chinese name, family name first',
      { description: '窗口没人', first_name: '三', last_name: '张', phone: '13800138000', email: 'a@b.cn' },
      { complainant: { name: '张三', phone: '13800138000', email: 'a@b.cn' } },
    ],
    ['with another name', { first_name: 'John', last_name: 'Smith' }, { complainant: { name: 'John Smith' } }],
    ['with one name', { last_name: '张' }, { complainant: { name: '张' } }],
    ['with an address', { address_string: '民生路 3 号', lat: '43.1', long: '125.8' }, { address: '民生路 3 号' }],
    ['with a point on the map', { lat: '43.1', long: '125.8' }, { address: 'WGS84 43.1, 125.8' }],
    ['with half a point, which is none', { lat: '43.1' }, { categoryCode: '0102' }],
    ['with a link, kept as words', { description: '见图', media_url: 'https://x.cn/1.jpg' }, { description: '见图\nhttps://x.cn/1.jpg' }],
    [
      'with attributes',
      {
        'attribute[kind]': 'report',
        'attribute[accusedDepartmentCode]': 'market',
        'attribute[amountInvolved]': '120.50',
        'attribute[basisShown]': 'no',
        'attribute[organisation]': '盛源粮油',
      },
      {
        kind: 'report',
        accusedDepartmentCode: 'market',
        amountInvolved: 120.5,
        basisShown: false,
        complainant: { organisation: '盛源粮油' },
      },
    ],
    ['with attributes in an object', { attribute: { visits: 3 } }, { visits: 3 }],
    ['with empty fields, which are none', { phone: '', 'attribute[visits]': ' ' }, { kind: 'complaint' }],
    ['without what is not kept', { device_id: 'd', account_id: 'a', api_key: 'k' }, { kind: 'complaint' }],
  ])('is read %s', (_, fields, expected) => {
    const found = complaintIn(fields, '0102') as Record<string, unknown>;
    expect(found).toMatchObject(expected);
    for (const name of ['device_id', 'account_id', 'api_key', 'phone', 'attribute']) expect(found).not.toHaveProperty(name);
    if (!('complainant' in expected)) expect(found).not.toHaveProperty('complainant');
  });

  it.each<[string, Record<string, unknown>, unknown]>([
    ['an attribute nobody asks for', { 'attribute[colour]': 'red' }, [{ field: 'attribute[colour]', code: 'not-allowed' }]],
    ['one that reaches for a status', { 'attribute[status]': 'closed' }, [{ field: 'attribute[status]', code: 'not-allowed' }]],
    ['a field sent twice', { phone: ['1', '2'] }, [{ field: 'phone', code: 'not-a-text' }]],
    ['a single choice made twice', { 'attribute[kind]': ['help', 'report'] }, [{ field: 'attribute[kind]', code: 'not-a-text' }]],
  ])('is refused for %s', (_, fields, expected) => expect(brokenIn(() => complaintIn(fields, '0102'))).toEqual(expected));

  it('leaves what cannot be understood for the form to name', () => {
    expect(complaintIn({ 'attribute[visits]': 'often', 'attribute[basisShown]': 'maybe' }, '0102')).toMatchObject({
      visits: 'often',
      basisShown: 'maybe',
    });
  });
});
