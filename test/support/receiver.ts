/** Another system of the city, as a real HTTP server: notes what it is told, checks the signature by hand, answers as the story wants. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Json } from './client.js';

export interface Heard {
  path: string;
  id: string;
  event: string;
  /** Seconds of the signature. */
  at: number;
  signature: string;
  raw: string;
  body: Json;
}

export class Receiver {
  readonly heard: Heard[] = [];
  /** Answers still to give, by path; a number is a status, `hang` answers nothing. Then 200. */
  readonly script = new Map<string, (number | 'hang')[]>();
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async open(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on('request', (request, response) => {
      void receiver.take(request).then((answer) => {
        if (answer === 'hang') return;
        response.writeHead(answer, { 'content-type': 'text/plain' }).end('words of the receiver, which nobody keeps: Serinus');
      });
    });
    server.on('connection', (socket) => {
      receiver.sockets.add(socket);
      socket.on('close', () => receiver.sockets.delete(socket));
    });
    server.listen(0, '127.0.0.1');
    await new Promise((ready) => server.once('listening', ready));
    return receiver;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  url(path: string): string {
    return `http://${this.host}/${path}`;
  }

  private async take(request: IncomingMessage): Promise<number | 'hang'> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString('utf8');
    const path = (request.url ?? '').slice(1);
    const signature = String(request.headers['hotline-signature']);
    const at = Number(/^t=(\d+),/.exec(signature)?.[1]);
    const body: Json = JSON.parse(raw);
    this.heard.push({
      path,
      id: String(request.headers['hotline-delivery']),
      event: String(request.headers['hotline-event']),
      at,
      signature,
      raw,
      body,
    });
    return this.script.get(path)?.shift() ?? 200;
  }

  /** What was heard at a path, once it is as many; at most half a minute. */
  async of(path: string, many = 1): Promise<Heard[]> {
    for (const end = Date.now() + 30_000; Date.now() < end; await sleep(50)) {
      const found = this.heard.filter((one) => one.path === path);
      if (found.length >= many) return found;
    }
    throw new Error(`${path} heard ${this.heard.filter((one) => one.path === path).length}, not ${many}`);
  }

  async close(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy());
    await new Promise((done) => this.server.close(done));
  }
}

/** What docs/operations.md tells a receiver to do, with nothing of ours. */
export function isSigned({ signature, raw }: Heard, secret: string): boolean {
  const [, seconds, given] = /^t=(\d{10}),v1=([0-9a-f]{64})$/.exec(signature) ?? [];
  if (!seconds || !given) return false;
  const wanted = createHmac('sha256', secret).update(`${seconds}.${raw}`).digest();
  return timingSafeEqual(wanted, Buffer.from(given, 'hex'));
}
