import { namedIn } from './named-in.js';

const person = {
  name: '欧阳文博',
  phone: '138 4567 1234',
  email: 'Ouyang@Example.com',
  idNumber: '22010219800101123X',
  organisation: '长春市文博餐饮有限公司',
  address: '卡伦湖街道 民生路3号',
};

describe('the particulars of a complainant in a text for others', () => {
  it.each<[string, string[]]>([
    ['反映窗口收费，请核实', []],
    ['欧阳 文博反映收费', ['name']],
    ['欧\u200b阳文博反映收费', ['name']],
    ['请联系 138-4567-1234', ['phone']],
    ['请联系 138–4567–1234', ['phone']],
    ['请联系 １３８４５６７１２３４', ['phone']],
    ['写信到 OUYANG@example.COM', ['email']],
    ['证件 22010219800101123x', ['idNumber']],
    ['长春市文博餐饮有限公司被多次检查', ['organisation']],
    ['住卡伦湖街道民生路３号', ['address']],
    ['欧阳文博13845671234', ['name', 'phone']],
  ])('%s', (text, found) => {
    expect(namedIn(text, person)).toEqual(found);
  });

  it('are none where nothing was told, and one character names nobody', () => {
    expect(namedIn('王先生反映', { name: '王', phone: '', email: null })).toEqual([]);
  });
});
