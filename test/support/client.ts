/** A visitor over HTTP: a cookie jar, JSON both ways, problem+json understood. */

/** What a reply holds is for the story to judge, so nothing is promised about its type. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed when the reply is JSON, text otherwise, undefined when empty. */
  readonly body: Json;
  /** What was asked, for messages: `POST /api/v1/cases`. */
  readonly asked: string;
}

export interface Ask {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Nothing a story asks for takes as long: a server that hangs is named by what it was asked. */
const PATIENCE_MS = 60_000;

export class Client {
  private readonly cookies = new Map<string, string>();

  constructor(readonly url: string) {}

  get(path: string, headers?: Record<string, string>): Promise<Reply> {
    return this.send(path, { headers });
  }

  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply> {
    return this.send(path, { method: 'POST', body, headers });
  }

  put(path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply> {
    return this.send(path, { method: 'PUT', body, headers });
  }

  patch(path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply> {
    return this.send(path, { method: 'PATCH', body, headers });
  }

  delete(path: string, headers?: Record<string, string>): Promise<Reply> {
    return this.send(path, { method: 'DELETE', headers });
  }

  /** Opens the session of an account; demo accounts share one password. */
  async signIn(username: string, password = 'demo-12345'): Promise<Json> {
    return succeeded(await this.post('/session', { username, password }));
  }

  /** One action on a case at the version the case has now, or at the version the body names. Refusals come back as replies. */
  async act(caseNumber: string, action: string, body: Record<string, unknown> = {}): Promise<Reply> {
    const version: unknown = body.version ?? succeeded(await this.get(`/cases/${caseNumber}`)).version;
    return this.post(`/cases/${caseNumber}/actions/${action}`, { ...body, version });
  }

  /** The `Cookie` header this client would send, for sockets and browsers. */
  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Paths are those of the API; `/health/…`, `/api/…`, `/metrics` and `/telephony/…`, `/simulator/…`, `/open311/…`, `/plain/…` stand for themselves. */
  async send(path: string, { method = 'GET', body, headers = {} }: Ask = {}): Promise<Reply> {
    const full = /^\/(health|api|metrics|telephony|simulator|open311\/v2|plain|socket\.io)\b|^\/$|^\/console\b/.test(path)
      ? path
      : `/api/v1${path}`;
    const raw = body instanceof FormData || body instanceof URLSearchParams || typeof body === 'string';
    const response = await fetch(this.url + full, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        ...(this.cookies.size > 0 && { cookie: this.cookie }),
        ...(method !== 'GET' && { origin: this.url }),
        ...(body !== undefined && !raw && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : raw ? body : JSON.stringify(body),
    });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    return { status: response.status, headers: response.headers, body: await content(response), asked: `${method} ${full}` };
  }

  private keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';');
    const name = pair.slice(0, pair.indexOf('=')).trim();
    const value = pair.slice(pair.indexOf('=') + 1).trim();
    const isGone = value === '' || attributes.some((each) => /^\s*(max-age=0|expires=Thu, 01 Jan 1970)/i.test(each));
    if (isGone) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

async function content(response: Response): Promise<Json> {
  const type = response.headers.get('content-type') ?? '';
  if (/^(application\/(octet|vnd|zip|pdf)|image|audio)/.test(type)) return Buffer.from(await response.arrayBuffer());
  const text = await response.text();
  if (text === '') return undefined;
  return /[/+]json/.test(type) ? JSON.parse(text) : text;
}

/** The body of a reply that has to be a success; otherwise the story fails with the problem in words. */
export function succeeded(reply: Reply, status?: number): Json {
  const isRight = status === undefined ? reply.status >= 200 && reply.status < 300 : reply.status === status;
  if (!isRight) throw new Error(`${reply.asked} answered ${reply.status}, not ${status ?? '2xx'}: ${JSON.stringify(reply.body)}`);
  return reply.body;
}

/** The problem of a reply that has to be a refusal with this status and, if named, this code of a rule. */
export function refused(reply: Reply, status: number, code?: string): Json {
  const told = `${reply.asked} answered ${reply.status}: ${JSON.stringify(reply.body)}`;
  if (reply.status !== status) throw new Error(`${told}; expected ${status}${code ? ` ${code}` : ''}`);
  const type = reply.headers.get('content-type') ?? '';
  if (!type.startsWith('application/problem+json')) throw new Error(`${told}; expected application/problem+json, not "${type}"`);
  if (code !== undefined && reply.body.code !== code) throw new Error(`${told}; expected ${code}`);
  return reply.body;
}
