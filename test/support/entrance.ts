/** An entrance before the server, as a reverse proxy is; the story decides what it breaks. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export class Entrance {
  breaks: (request: IncomingMessage) => 'nothing' | 'status-502' | 'strip' = () => 'nothing';
  private to = '';

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async open(): Promise<Entrance> {
    const server = createServer((request, response) => void entrance.pass(request, response));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const entrance: Entrance = new Entrance(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return entrance;
  }

  leadsTo(url: string): void {
    this.to = url;
  }

  private async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const broken = this.breaks(request);
    if (broken === 'status-502') return void response.writeHead(502).end();
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const headers = Object.fromEntries(
      ['accept', 'content-type', 'x-self-test'].flatMap((name) => {
        const value = request.headers[name];
        return typeof value === 'string' && !(broken === 'strip' && name === 'x-self-test') ? [[name, value]] : [];
      }),
    );
    const body = request.method === 'GET' ? undefined : Buffer.concat(parts);
    const answer = await fetch(this.to + request.url, { method: request.method!, headers, ...(body ? { body } : {}) });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(Buffer.from(await answer.arrayBuffer()));
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((done) => void this.server.close(() => done()));
  }
}
