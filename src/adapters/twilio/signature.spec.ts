import twilio from 'twilio';
import { readConfig } from '../../platform/config.js';
import { parametersOf } from './parameters.js';

const hex = (digit: string): string => digit.repeat(32);

describe('the signature of a webhook', () => {
  it('is the one the carrier documents for its own example', () => {
    const body = 'CallSid=CA1234567890ABCDE&Caller=%2B14158675310&Digits=1234&From=%2B14158675310&To=%2B18005551212';
    const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
    const { signed } = parametersOf(body);
    expect(twilio.validateRequest('12345', 'GvWf1cFY/Q7PnoempGyD5oXAezc=', url, signed)).toBe(true);
    expect(twilio.validateRequest('12346', 'GvWf1cFY/Q7PnoempGyD5oXAezc=', url, signed)).toBe(false);
    expect(twilio.validateRequest('12345', 'GvWf1cFY/Q7PnoempGyD5oXAezc=', url, { ...signed, Digits: '1235' })).toBe(false);
  });

  const good = {
    TELEPHONY: 'twilio',
    TWILIO_ACCOUNT_SID: `AC${hex('a')}`,
    TWILIO_AUTH_TOKEN: hex('b'),
    TWILIO_API_KEY: `SK${hex('c')}`,
    TWILIO_API_SECRET: hex('d'),
    TWILIO_NUMBER: '+8612345',
    PUBLIC_URL: 'https://12345.example.cn',
  };
  it('needs a whole token, and names what is missing before the server starts', () => {
    expect(readConfig(good).carrier?.authTokens).toEqual([hex('b')]);
    expect(readConfig({ ...good, TWILIO_AUTH_TOKEN_NEXT: hex('e') }).carrier?.authTokens).toEqual([hex('b'), hex('e')]);
    for (const token of ['', ' ', 'short', hex('b').slice(1), `${hex('b')} `])
      expect(() => readConfig({ ...good, TWILIO_AUTH_TOKEN: token })).toThrow('TWILIO_AUTH_TOKEN');
    expect(() => readConfig({ ...good, TWILIO_AUTH_TOKEN_NEXT: 'half' })).toThrow('TWILIO_AUTH_TOKEN_NEXT');
    for (const name of ['TWILIO_ACCOUNT_SID', 'TWILIO_API_KEY', 'TWILIO_API_SECRET', 'TWILIO_NUMBER', 'PUBLIC_URL'])
      expect(() => readConfig({ ...good, [name]: '' })).toThrow(name);
    expect(() => readConfig({ ...good, PUBLIC_URL: 'http://12345.example.cn' })).toThrow('PUBLIC_URL');
  });
});
