// What people wait for: pages of the built server in Chromium under a slow line and a slow processor, beside a page without a script.
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';

const BROWSER = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
/** The line and processor of Lighthouse's mobile runs, a worse line, and an office's own line with a slow machine. */
const LINES = {
  'slow 4G, CPU ÷ 4': { latency: 150, downloadThroughput: 1_638_400 / 8, uploadThroughput: 768_000 / 8, cpu: 4 },
  'slow 3G, CPU ÷ 4': { latency: 400, downloadThroughput: 400_000 / 8, uploadThroughput: 400_000 / 8, cpu: 4 },
  'office 10 Mbit/s, CPU ÷ 2': { latency: 20, downloadThroughput: 10_000_000 / 8, uploadThroughput: 5_000_000 / 8, cpu: 2 },
};
/** Runs inside a page before anything else: paints and long tasks, from the very first. */
const WATCH = `window.longTasks = [];
new PerformanceObserver((list) => list.getEntries().forEach(({ startTime, duration }) => window.longTasks.push([startTime, duration])))
  .observe({ type: 'longtask', buffered: true })`;

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const rounded = (n) => Math.round(n);

/** A fresh browser profile each time: nothing is cached, as on a first visit. */
async function visit(browser, { url, path, line, ready, cookie }) {
  const context = await browser.newContext({
    baseURL: url,
    locale: 'zh-CN',
    viewport: cookie ? { width: 1440, height: 900 } : { width: 390, height: 844 },
  });
  if (cookie) await context.addCookies([{ name: cookie.split('=')[0], value: cookie.split('=')[1], url }]);
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  const { cpu, ...network } = LINES[line];
  await cdp.send('Network.emulateNetworkConditions', { offline: false, ...network });
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpu });
  let bytes = 0;
  cdp.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await page.addInitScript(WATCH);
  await page.addInitScript("localStorage.setItem('tour:*', '1000')");
  await page.goto(path, { waitUntil: 'commit' });
  await page.locator(ready).first().waitFor({ timeout: 120_000 });
  const shown = await page.evaluate('performance.now()');
  const upTo = bytes;
  await sleep(1_000);
  const fcp = await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0");
  const tasks = await page.evaluate('window.longTasks');
  // interactive: what one came for is there and the last long task is over
  const interactive = Math.max(shown, ...tasks.map(([start, duration]) => start + duration));
  return { page, context, fcp, shown, interactive, bytes: upTo };
}

async function measured(browser, job) {
  const rounds = [];
  for (let n = 0; n < ROUNDS; n++) {
    const { context, ...seen } = await visit(browser, job);
    await context.close();
    rounds.push(seen);
  }
  const of = (name) => median(rounds.map((one) => one[name]));
  return { fcp: of('fcp'), shown: of('shown'), interactive: of('interactive'), bytes: of('bytes') };
}

/** Every page of a list of 1,000 cases, scrolled to its end by the wheel: the longest the page was deaf. */
async function scrolled(browser, url, cookie) {
  const line = 'office 10 Mbit/s, CPU ÷ 2';
  const job = { url, path: '/console/cases?status=', line, ready: '.line', cookie };
  const { page, context } = await visit(browser, job);
  await page.evaluate('window.longTasks.length = 0');
  let rows = 0;
  for (let n = 1; rows < 1_000; n++) {
    rows += await page.locator('.scroll .line').count();
    await page.locator('.scroll').hover();
    for (let step = 0; step < 12; step++) {
      await page.mouse.wheel(0, 400);
      await sleep(30);
    }
    const next = page.locator('.scroll .btn-next');
    if (!(await next.isEnabled())) break;
    const first = await page.locator('.scroll .line').first().innerText();
    await next.click();
    for (let tries = 0; tries < 200 && (await page.locator('.scroll .line').first().innerText()) === first; tries++) await sleep(25);
  }
  const tasks = (await page.evaluate('window.longTasks')).map(([, duration]) => duration);
  await context.close();
  return { what: 'list of cases, scrolled', line, rows, 'long tasks': tasks.length, 'longest task ms': rounded(Math.max(0, ...tasks)) };
}

async function signedIn(url, username) {
  const body = JSON.stringify({ username, password: 'demo-12345' });
  const response = await fetch(`${url}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return String(response.headers.get('set-cookie')).split(';')[0];
}

/** Rows of the public pages and of the console, and the scrolling; empty when there is no Chromium. */
export async function measurePages(engine, startServer) {
  if (!existsSync(BROWSER)) {
    console.log('No Chromium: pages are not measured.');
    return { pages: [], lists: [] };
  }
  const database = await engine.fresh('pages');
  const server = await startServer(database.env);
  const browser = await chromium.launch({
    executablePath: BROWSER,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic'],
  });
  const dispatcher = await signedIn(server.url, 'dispatcher1');
  const operator = await signedIn(server.url, 'operator1');
  const pages = [];
  const jobs = [
    ...['slow 4G, CPU ÷ 4', 'slow 3G, CPU ÷ 4'].flatMap((line) => [
      { what: 'plain form, no script', path: '/plain/file', ready: 'h1', line, baseline: true },
      { what: 'public home', path: '/', ready: 'main h1', line },
      { what: 'public form', path: '/file', ready: 'form textarea', line },
      { what: 'public tracking', path: '/track', ready: '#trackingCode', line },
    ]),
    ...['office 10 Mbit/s, CPU ÷ 2', 'slow 4G, CPU ÷ 4'].flatMap((line) => [
      { what: 'plain form, no script', path: '/plain/file', ready: 'h1', line, baseline: true },
      { what: 'sign-in', path: '/console/sign-in', ready: '#username', line },
      { what: 'list of cases', path: '/console/cases?status=', ready: '.line', line, cookie: dispatcher },
      { what: 'register', path: '/console/register', ready: 'form textarea', line, cookie: operator },
    ]),
  ];
  let baseline = 1;
  for (const { what, baseline: isBaseline, ...job } of jobs) {
    const { fcp, shown, interactive, bytes } = await measured(browser, { url: server.url, ...job });
    if (isBaseline) baseline = fcp;
    const row = {
      what,
      line: job.line,
      'first paint ms': rounded(fcp),
      'shown ms': rounded(shown),
      'interactive ms': rounded(interactive),
    };
    pages.push({ ...row, kB: Number((bytes / 1000).toFixed(1)), 'first paint to plain': Number((fcp / baseline).toFixed(2)) });
  }
  const lists = [await scrolled(browser, server.url, dispatcher)];
  await browser.close();
  await server.stop();
  await database.drop();
  return { pages, lists };
}
