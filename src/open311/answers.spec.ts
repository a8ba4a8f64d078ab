import { written } from './answers.js';

describe('an answer', () => {
  it('is the same in JSON, and has an element for each of a list in XML', () => {
    const body = [
      { service_code: '0102', description: null, metadata: true },
      { service_code: '0103', description: 'a < b & c', metadata: true },
    ];
    expect(JSON.parse(written('json', 'services', body))).toEqual(body);
    expect(written('xml', 'services', body).replace(/\n\s*/g, '')).toBe(
      '<?xml version="1.0" encoding="utf-8"?><services>' +
        '<service><service_code>0102</service_code><description></description><metadata>true</metadata></service>' +
        '<service><service_code>0103</service_code><description>a &lt; b &amp; c</description><metadata>true</metadata></service></services>',
    );
  });

  it('names lists within lists', () => {
    const body = {
      service_code: '0102',
      attributes: [
        { code: 'kind', values: [{ key: 'help', name: '求助' }] },
        { code: 'region', values: null },
      ],
    };
    expect(written('xml', 'service_definition', body).replace(/\n\s*/g, '')).toContain(
      '<attributes><attribute><code>kind</code><values><value><key>help</key><name>求助</name></value></values></attribute>' +
        '<attribute><code>region</code><values></values></attribute></attributes>',
    );
    expect(written('xml', 'discovery', { endpoints: [{ formats: ['text/xml'] }] }).replace(/\n\s*/g, '')).toContain(
      '<endpoints><endpoint><formats><format>text/xml</format></formats></endpoint></endpoints>',
    );
  });

  it('is an empty list in both', () => {
    expect(written('json', 'service_requests', [])).toBe('[]');
    expect(written('xml', 'service_requests', []).trim()).toMatch(/<service_requests>\s*<\/service_requests>$/);
  });

  it('leaves out what XML cannot hold', () => {
    expect(written('xml', 'errors', [{ description: 'a\u0000b\u000bc]]>\ud800d😀' }])).toContain('<description>abc]]&gt;d😀</description>');
  });
});
