import type { CaseView } from '../cases/case.views.js';
import { escaped } from '../platform/http/html.js';
import { configJson } from '../platform/settings.js';

type Words = Record<string, Record<string, string>>;
/** Codes of the border in the words of the office. */
const WORDS = configJson<Words>('reports/words.json');
const wordOf = (table: string, code: string | undefined): string => (code === undefined ? '' : (WORDS[table]?.[code] ?? code));
const minuteOf = (at: string | undefined): string => (at ? at.slice(0, 16).replace('T', ' ') : '');

const STYLE = `body{margin:0 auto;max-width:820px;padding:32px 24px;color:#1f2a37;font:15px/1.7 "Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif}
h1{font-size:22px}h2{margin-top:32px;font-size:17px;border-bottom:1px solid #e3e8ee;padding-bottom:4px}table{width:100%;border-collapse:collapse}
th,td{padding:6px 10px;border-bottom:1px solid #e3e8ee;text-align:left;vertical-align:top}th{width:9em;color:#5b6776;font-weight:400}
p.text{white-space:pre-wrap}.mark{margin-top:40px;color:#5b6776;font-size:13px}`;

const table = (rows: readonly (readonly [string, unknown])[]): string =>
  `<table>${rows
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(value)}</td></tr>`)
    .join('')}</table>`;
const part = (title: string, body: string): string => (body === '' ? '' : `<h2>${escaped(title)}</h2>${body}`);
const text = (words: string | undefined): string => (words ? `<p class="text">${escaped(words)}</p>` : '');

const assignments = (one: CaseView): string =>
  one.assignments
    .map(({ departmentName, role, answer, formerReply, signedAt, answeredAt }) =>
      [
        `<h3>${escaped(departmentName)}（${role === 'lead' ? '主办' : '协办'}）</h3>`,
        table([
          ['签收', minuteOf(signedAt)],
          ['答复', minuteOf(answeredAt)],
          ['认定', answer && { true: '属实', 'partly-true': '部分属实', untrue: '不属实' }[answer.finding as 'true']],
          ['答复内容', answer?.publicReply ?? formerReply],
        ]),
      ].join(''),
    )
    .join('');

const timeline = (one: CaseView): string =>
  `<table>${one.history
    .map(
      ({ number, at, type, by }) =>
        `<tr><th scope="row">${escaped(minuteOf(at))}</th><td>${escaped(wordOf('event', type))}</td><td>${escaped(by.name ?? by.role)}</td><td>${escaped(number)}</td></tr>`,
    )
    .join('')}</table>`;

/** The page of an archive package: readable alone, in any browser, without a script and without anything from outside. */
export function archivePage(one: CaseView, files: readonly { path: string; name: string }[], watermark: string): string {
  const links = files.map(({ path, name }) => `<li><a href="${escaped(encodeURI(path))}">${escaped(name)}</a></li>`).join('');
  const { complainant, directAnswer } = one;
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>工单归档 ${escaped(one.caseNumber)}</title><style>${STYLE}</style></head>
<body><h1>${escaped(one.title ?? one.summary ?? one.caseNumber)}</h1>
${table([
  ['工单号', one.caseNumber],
  ['原平台编号', one.cameFrom && `${one.cameFrom.foreignNumber}（${one.cameFrom.source}）`],
  ['状态', wordOf('status', one.status)],
  ['类型', wordOf('kind', one.kind)],
  ['渠道', wordOf('channel', one.channel)],
  ['事项', one.categoryName],
  ['收到时间', minuteOf(one.receivedAt)],
  ['诉求人', complainant?.anonymous ? '匿名' : complainant?.name],
  ['电话', complainant?.phone],
  ['企业', one.organisation],
])}
${part('诉求内容', text(one.description))}
${part('转办摘要', text(one.summary))}
${part('承办情况', assignments(one))}
${part('直接答复', text(directAnswer?.text))}
${part('办理经过', timeline(one))}
${part('附件', links && `<ul>${links}</ul>`)}
<p class="mark">${escaped(watermark)}</p></body></html>
`;
}
