import { Inject, Injectable } from '@nestjs/common';
import { PASS_HEADER } from '../cases/rehearsals.js';
import type { SelfTestStep } from '../domain/self-tests.js';
import type { LineTest } from '../calls/line-check.js';
import { CONFIG, type Config } from '../platform/config.js';
import { step, StepFailed } from './steps.js';

/** Said to whoever ever reads it, which nobody should. */
const WORDS = '系统自检：这是系统对公众入口的自动检查，不是诉求，请勿办理。';
const ASSET = /(?:src|href)="(\/assets\/[\w./-]+)"/g;
const EVERYWHERE = ['0.0.0.0', '::', ''];

/** What the public entrance answered, as far as it is looked at. */
interface Answer {
  status: number;
  type: string;
  text: string;
}

/** Tests the public entrance over HTTP at the public address, as a complainant's browser would come in. Source: domain text, section 12. */
@Injectable()
export class FormCheck {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Page, its files, the catalogue, and a filing that is done and undone. Never throws. */
  async run(test: LineTest): Promise<SelfTestStep[]> {
    let files: string[] = [];
    const page = await step('page', async () => {
      const { text, type } = await this.get('/file', test, 'text/html');
      files = [...text.matchAll(ASSET)].map(([, path]) => path!);
      if (!type.startsWith('text/html') || files.length === 0) throw new StepFailed('not-the-page');
      return { count: files.length };
    });
    const assets =
      files.length === 0
        ? ({ name: 'assets', outcome: 'not-tested', reason: 'no-page' } as const)
        : await step('assets', async () => this.assets(files, test));
    const catalogue = await step('catalogue', async () => {
      const { text } = await this.get('/api/v1/public/categories', test);
      const entries = listIn(text).length;
      if (entries === 0) throw new StepFailed('empty');
      return { count: entries };
    });
    return [page, assets, catalogue, await step('filing', () => this.file(test))];
  }

  private async assets(files: readonly string[], test: LineTest): Promise<{ count: number }> {
    for (const path of files) {
      const { text, type } = await this.get(path, test);
      if (text.length === 0) throw new StepFailed('empty');
      if (!/javascript|css|image|font/.test(type)) throw new StepFailed('not-the-file');
    }
    return { count: files.length };
  }

  /** Files under a pass. Should the pass get lost on the way, a real case was made: it is withdrawn at once, and the step has failed. */
  private async file(test: LineTest): Promise<void> {
    const headers = { [PASS_HEADER]: await test.pass() };
    const { text } = await this.post('/api/v1/public/complaints', { kind: 'consultation', description: WORDS }, test, headers);
    const receipt = JSON.parse(text) as { rehearsed?: boolean; caseNumber?: string; trackingCode?: string };
    if (receipt.rehearsed === true) return;
    const { caseNumber, trackingCode } = receipt;
    await this.post('/api/v1/public/track/withdrawal', { caseNumber, trackingCode, reason: WORDS }, test);
    throw new StepFailed('pass-lost');
  }

  private get(path: string, test: LineTest, accept = '*/*'): Promise<Answer> {
    return this.ask(path, test, { headers: { accept } });
  }

  private post(path: string, body: object, test: LineTest, headers: Record<string, string> = {}): Promise<Answer> {
    const all = { accept: 'application/json', 'content-type': 'application/json', ...headers };
    return this.ask(path, test, { method: 'POST', headers: all, body: JSON.stringify(body) });
  }

  private async ask(path: string, { answerMs, signal }: LineTest, request: RequestInit): Promise<Answer> {
    const both = AbortSignal.any([signal, AbortSignal.timeout(answerMs)]);
    const response = await fetch(this.origin() + path, { ...request, redirect: 'error', signal: both });
    const text = await response.text();
    if (!response.ok) throw new StepFailed(`status-${response.status}`);
    return { status: response.status, type: response.headers.get('content-type') ?? '', text };
  }

  /** The public address; without one, as in the demo, where this process listens. */
  private origin(): string {
    const { publicUrl, host, port } = this.config;
    return publicUrl ?? `http://${EVERYWHERE.includes(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`;
  }
}

function listIn(text: string): unknown[] {
  const value: unknown = JSON.parse(text);
  if (Array.isArray(value)) return value;
  const items = (value as { items?: unknown } | null)?.items;
  return Array.isArray(items) ? items : [];
}
