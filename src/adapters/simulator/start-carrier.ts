import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SimulatedCarrier } from './carrier.js';
import type { CarrierOptions } from './options.js';

/** A carrier that listens. */
export interface RunningCarrier {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  readonly carrier: SimulatedCarrier;
  close(): Promise<void>;
}

/** Starts a carrier on this machine, on a free port unless one is given. */
export async function startCarrier(options: CarrierOptions & { readonly port?: number }): Promise<RunningCarrier> {
  const carrier = new SimulatedCarrier(options);
  const server = createServer((request, response) => void serve(carrier, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    carrier,
    async close() {
      await carrier.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

async function serve(carrier: SimulatedCarrier, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const { method = 'GET', url = '/', headers } = request;
  const reply = await carrier.handle({ method, path: url, headers, body: Buffer.concat(parts) }).catch((error: unknown) => {
    process.stderr.write(`simulated carrier: ${error instanceof Error ? error.stack : String(error)}\n`);
    return { status: 500, headers: {}, body: '' };
  });
  response.writeHead(reply.status, reply.headers).end(reply.body);
}
