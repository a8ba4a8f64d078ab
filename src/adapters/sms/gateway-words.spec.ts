import { checkGatewayWords, gatewayWords, type GatewayWords, itemsOf, messageOf, reportOf } from './gateway-words.js';

const usual = gatewayWords();
/** As a provider writes it whose reports come in lists. */
const listed: GatewayWords = {
  items: 'data.list',
  report: { id: 'biz_id', ref: 'out_id', state: 'success', code: 'err.code' },
  states: { sent: [], delivered: ['true'], undelivered: ['false'], failed: [] },
  message: { id: '', from: 'mobile', text: 'content' },
  answer: { code: 0, msg: '成功' },
};

describe('what a gateway tells', () => {
  it.each<[string, GatewayWords, object, object | undefined]>([
    ['our own words', usual, { id: 'g-1', ref: 'r-1', state: 'delivered' }, { id: 'g-1', ref: 'r-1', state: 'delivered', code: undefined }],
    ['words in another case, an id that is a number', usual, { id: 7, state: 'DelivRD' }, { id: '7', state: 'delivered' }],
    [
      'what did not arrive, with its code',
      usual,
      { id: 'g', state: 'UNDELIV', code: 'MK:0001' },
      { state: 'undelivered', code: 'MK:0001' },
    ],
    [
      'a code that names a number, without it',
      usual,
      { id: 'g', state: 'failed', code: '13800138000' },
      { state: 'failed', code: undefined },
    ],
    ['a word nobody knows', usual, { id: 'g', state: 'lost in the mail' }, undefined],
    ['no message at all', usual, { state: 'delivered' }, undefined],
    [
      'truths, and names that lead into an object',
      listed,
      { biz_id: 'b', out_id: 'r', success: false, err: { code: 'X1' } },
      { id: 'b', ref: 'r', state: 'undelivered', code: 'X1' },
    ],
  ])('is read in %s', (_what, words, item, expected) => {
    const found = reportOf(item as Record<string, unknown>, words);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected);
  });

  it('is a list, or one thing, of a measure', () => {
    expect(itemsOf({ id: 1 }, usual)).toEqual([{ id: 1 }]);
    expect(itemsOf([{ id: 1 }, { id: 2 }], usual)).toHaveLength(2);
    expect(itemsOf({ data: { list: [{ biz_id: 1 }] } }, listed)).toEqual([{ biz_id: 1 }]);
    for (const body of [null, 'text', [1], undefined, Array.from({ length: 501 }, () => ({}))])
      expect(itemsOf(body, usual)).toBeUndefined();
    expect(itemsOf({ data: {} }, listed)).toBeUndefined();
  });

  it.each<[string, GatewayWords, object, object | undefined]>([
    ['a message', usual, { id: 'm-1', from: '+8613800138000', text: '谢谢' }, { from: '+8613800138000', text: '谢谢', providerRef: 'm-1' }],
    [
      'one without an id by all it says',
      listed,
      { mobile: '13800138000', content: '谢谢', at: 1 },
      { providerRef: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ],
    ['none without a number', usual, { id: 'm', from: '张三', text: '谢谢' }, undefined],
    ['none without a word', usual, { id: 'm', from: '13800138000', text: '  ' }, undefined],
  ])('brings %s', (_what, words, item, expected) => {
    const found = messageOf(item as Record<string, unknown>, words);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected);
  });

  it('tells the same message without an id from another by any field', () => {
    const ref = (at: number) => messageOf({ mobile: '13800138000', content: '谢谢', at }, listed)?.providerRef;
    expect(ref(1)).toBe(ref(1));
    expect(ref(1)).not.toBe(ref(2));
  });

  it.each<[string, object, string]>([
    ['a field without a name', { report: { ...usual.report, id: '' } }, 'report.id'],
    ['a word with two meanings', { states: { ...usual.states, failed: ['DELIVRD'] } }, 'states'],
    ['states left out', { states: { delivered: [] } }, 'states.sent'],
    ['a field of its own', { replies: 'x' }, 'replies'],
  ])('is refused %s when the file is read', (_what, change, path) => {
    expect(() => checkGatewayWords({ ...usual, ...change })).toThrow(path);
  });
});
