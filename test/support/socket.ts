/** A live connection as the console holds one, collecting all that the server says. */
import { io } from 'socket.io-client';
import type { Client, Json } from './client.js';

export interface Frame {
  /** `event`, `calls`, `session.ended` … */
  readonly name: string;
  readonly body: Json;
}

export interface Feed {
  readonly frames: readonly Frame[];
  readonly isConnected: boolean;
  /** The first frame that fits, already here or still to come within the time, in milliseconds. */
  until(fits: (frame: Frame) => boolean, within?: number): Promise<Frame>;
  /** Resolves once the server has cut the connection. */
  ended(within?: number): Promise<void>;
  close(): void;
}

/** Connects with the client's session; fails with the server's words when the server does not let it in. */
export async function listen(client: Client, headers: Record<string, string> = {}): Promise<Feed> {
  const frames: Frame[] = [];
  const waiting = new Set<() => void>();
  const changed = () => waiting.forEach((look) => look());
  const socket = io(client.url, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: { cookie: client.cookie, origin: client.url, ...headers },
  });
  socket.onAny((name: string, body: unknown) => {
    frames.push({ name, body });
    changed();
  });
  socket.on('disconnect', changed);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', (error) => {
      socket.close();
      reject(new Error(`The live connection was refused: ${error.message}`));
    });
  });
  const eventually = <T>(find: () => T | undefined, within: number, words: () => string) =>
    new Promise<T>((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        waiting.delete(look);
      };
      const look = () => {
        const found = find();
        if (found === undefined) return;
        settle();
        resolve(found);
      };
      const timer = setTimeout(() => {
        settle();
        reject(new Error(words()));
      }, within);
      waiting.add(look);
      look();
    });
  return {
    frames,
    get isConnected() {
      return socket.connected;
    },
    until: (fits, within = 5_000) =>
      eventually(
        () => frames.find(fits),
        within,
        () => `No such frame within ${within} ms; there were ${JSON.stringify(frames)}`,
      ),
    ended: async (within = 5_000) => {
      await eventually(
        () => (socket.connected ? undefined : true),
        within,
        () => `The server did not cut the connection within ${within} ms.`,
      );
    },
    close: () => socket.close(),
  };
}
