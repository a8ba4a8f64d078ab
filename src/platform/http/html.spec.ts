import { escaped, html } from './html.js';

describe('markup made from values', () => {
  it.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    [`" onfocus='x' &amp;`, '&quot; onfocus=&#39;x&#39; &amp;amp;'],
    ['办事慢，来回跑', '办事慢，来回跑'],
    [3, '3'],
  ])('writes %s as text', (given, expected) => expect(escaped(given)).toBe(expected));

  it('escapes what is put in, keeps what is markup, joins lists and leaves out what is not there', () => {
    const items = ['a<b', 'c'].map((one) => html`<li>${one}</li>`);
    const made = html`<ul title="${'"x"'}">
        ${items}${undefined}${false}${null}
      </ul>
      ${0}`;
    expect(made.text.replaceAll(/\s*\n\s*/g, '')).toBe('<ul title="&quot;x&quot;"><li>a&lt;b</li><li>c</li></ul>0');
  });
});
