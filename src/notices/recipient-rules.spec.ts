import { smsNumber } from '../domain/phone-numbers.js';
import { wayTo } from './recipient-rules.js';

describe('a number for short messages', () => {
  it.each([
    ['13800138000', '+8613800138000'],
    ['138 0013-8000', '+8613800138000'],
    ['+86 138 0013 8000', '+8613800138000'],
    ['008613800138000', '+8613800138000'],
    ['8613800138000', '+8613800138000'],
    ['１３８００１３８０００', '+8613800138000'],
    ['+852 9123 4567', '+85291234567'],
    ['+1 (415) 867-5310', '+14158675310'],
  ])('%s is %s', (phone, number) => {
    expect(smsNumber(phone)).toBe(number);
  });

  it.each(['0431-82300045', '82300045', '12345', '+86 431 8230 0045', '10800138000', '138001380001', 'unknown', ''])(
    '%s takes none',
    (phone) => {
      expect(smsNumber(phone)).toBeUndefined();
    },
  );
});

describe('the way to a complainant', () => {
  const [phone, email] = ['13800138000', 'someone@example.org'];
  const all = () => true;
  const none = () => false;

  it('is the phone, and mail where there is no mobile', () => {
    expect(wayTo({ phone, email, optedOut: false, serves: all })).toEqual({ channel: 'sms', to: '+8613800138000' });
    expect(wayTo({ email, optedOut: false, serves: all })).toEqual({ channel: 'mail', to: email });
    expect(wayTo({ phone: '0431-82300045', email, optedOut: false, serves: all })).toEqual({ channel: 'mail', to: email });
  });

  it('is mail when the phone wants nothing, or nobody carries short messages', () => {
    expect(wayTo({ phone, email, optedOut: true, serves: all })).toEqual({ channel: 'mail', to: email });
    expect(wayTo({ phone, email, optedOut: false, serves: (channel) => channel === 'mail' })).toEqual({ channel: 'mail', to: email });
  });

  it('is kept, with the reason, when nobody carries it or nothing is wanted', () => {
    expect(wayTo({ phone, optedOut: false, serves: none })).toEqual({ channel: 'sms', to: '+8613800138000', unsent: 'not-configured' });
    expect(wayTo({ phone, email, optedOut: false, serves: none })).toMatchObject({ channel: 'sms', unsent: 'not-configured' });
    expect(wayTo({ phone, optedOut: true, serves: all })).toMatchObject({ channel: 'sms', unsent: 'opted-out' });
  });

  it('is none for who left neither mobile nor mail', () => {
    expect(wayTo({ optedOut: false, serves: all })).toBeUndefined();
    expect(wayTo({ phone: '0431-82300045', optedOut: false, serves: all })).toBeUndefined();
  });
});
