import { known } from './known.js';

it('keeps what holds something, zero, no and the empty text among it, and drops the rest', () => {
  const given = { zero: 0, no: false, empty: '', list: [], nothing: null, never: undefined };
  expect(known(given)).toStrictEqual({ zero: 0, no: false, empty: '', list: [] });
});
