// Closed-loop clients: each begins its next story when the last has been answered. What falls into the window is counted.
import { Agent, request } from 'node:http';

/** Plays stories with so many clients for so many seconds after a warm-up; gives requests a second and their times in milliseconds. */
export async function closedLoop({ concurrency, seconds, warmUp }, play) {
  const times = [];
  const from = performance.now() + warmUp * 1000;
  const until = from + seconds * 1000;
  let turn = 0;
  const timed = async (name, ask) => {
    const began = performance.now();
    const answer = await ask();
    const now = performance.now();
    if (now >= from && now < until) times.push(now - began);
    return answer;
  };
  const client = async () => {
    while (performance.now() < until) await play(timed, turn++);
  };
  await Promise.all(Array.from({ length: concurrency }, client));
  return { times, seconds };
}

/** A sender of JSON requests over kept-alive connections, at most one for each client. */
export function httpSender(url, cookies, maxSockets) {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets });
  const send = (path, body, { headers = {}, as } = {}) =>
    new Promise((resolve, reject) => {
      const payload = Buffer.from(JSON.stringify(body));
      const all = { 'content-type': 'application/json', 'content-length': payload.length, ...headers };
      if (as) all.cookie = cookies[as];
      const asked = request({ agent, hostname, port, method: 'POST', path: `/api/v1${path}`, headers: all }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode < 300) resolve(JSON.parse(text));
          else reject(new Error(`${path} answered ${response.statusCode}: ${text}`));
        });
      });
      asked.on('error', reject);
      asked.end(payload);
    });
  return { send, end: () => agent.destroy() };
}

/** Sums several windows up: stories a second, and the median and 99th percentile of their requests in milliseconds. */
export function figures(windows, writes) {
  const times = windows.flatMap((window) => window.times).sort((a, b) => a - b);
  const seconds = windows.reduce((sum, window) => sum + window.seconds, 0);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN;
  return { perSecond: times.length / writes / seconds, p50: at(0.5), p99: at(0.99) };
}
