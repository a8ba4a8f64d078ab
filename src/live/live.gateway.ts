import type { Server as HttpServer } from 'node:http';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Server, type Socket } from 'socket.io';
import { Agents } from '../calls/agents.js';
import { Feed } from '../cases/events.controller.js';
import { scopeOf, scopeKey, type Scope } from '../domain/visibility.js';
import { Tail, type TailedEvent } from '../events/tail.js';
import { CONFIG, type Config } from '../platform/config.js';
import { tokenHash } from '../platform/crypto.js';
import { isOwnOrigin } from '../platform/http/origin.js';
import { Log } from '../platform/log.js';
import { cookieName } from '../staff/session-cookie.js';
import { Sessions } from '../staff/sessions.js';
import { deskFrameOf } from './desk-frames.js';

const REVOCATION_MS = 2_000;
/** A page shows that it is there by answering a ping; half a minute of the library's own patience would leave phantoms at the desk. */
const PING_MS = 1_500;
const PRESENCE_MS = 2_000;

interface Seen {
  sessionHash: string;
  username: string;
  scope?: Scope;
}
const SUPERVISORS = 'role:supervisor';
const roomOf = (username: string): string => `user:${username}`;
type LiveSocket = Socket<Record<string, never>, Record<string, (...data: unknown[]) => void>, Record<string, never>, Seen>;

/** Hears the event log and decides nothing: each room is a scope, and the one visibility rule says which frames it gets. */
@Injectable()
export class LiveGateway implements BeforeApplicationShutdown {
  private io: Server | undefined;
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly answered = new Set<string>();

  constructor(
    private readonly sessions: Sessions,
    private readonly feed: Feed,
    private readonly agents: Agents,
    private readonly tail: Tail,
    private readonly log: Log,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Attaches to the HTTP server; call after it exists. */
  attach(server: HttpServer): void {
    this.io = new Server(server, {
      path: '/socket.io',
      serveClient: false,
      maxHttpBufferSize: 10_000,
      pingInterval: PING_MS,
      pingTimeout: 20_000,
      allowRequest: (request, decide) => decide(null, isOwnOrigin(request.headers, this.config)),
    });
    this.io.use((socket, next) => {
      this.admit(socket as LiveSocket).then(
        () => next(),
        (error: unknown) => next(error instanceof Error ? error : new Error('refused')),
      );
    });
    this.tail.listen((events) => this.tell(events));
    this.every(REVOCATION_MS, 'revocation check', () => this.cutRevoked());
    this.every(PRESENCE_MS, 'presence of operators', () => this.tellPresence());
  }

  private every(ms: number, name: string, job: () => Promise<void>): void {
    this.timers.push(setInterval(() => void job().catch((error: unknown) => this.log.warn(`${name} failed`, error)), ms));
  }

  /** Who has answered since the last time. */
  private async tellPresence(): Promise<void> {
    const there = [...this.answered];
    this.answered.clear();
    await this.agents.seen(there);
  }

  private get people(): LiveSocket[] {
    return [...(this.io?.sockets.sockets.values() ?? [])] as LiveSocket[];
  }

  get connections(): number {
    return this.io?.engine.clientsCount ?? 0;
  }

  /** Authenticates in the handshake; guards do not run on sockets. */
  private async admit(socket: LiveSocket): Promise<void> {
    const token = cookieOf(socket.handshake.headers.cookie, cookieName(this.config));
    const sessionHash = token ? tokenHash(token) : undefined;
    const reader = sessionHash ? await this.sessions.reader(sessionHash) : undefined;
    if (!reader) throw new Error('session.needed');
    socket.data = { sessionHash: sessionHash!, username: reader.username };
    await socket.join([roomOf(reader.username), ...(reader.roles.includes('supervisor') ? [SUPERVISORS] : [])]);
    socket.conn.on('packet', ({ type }: { type: string }) => {
      if (type === 'pong') this.answered.add(reader.username);
    });
    this.answered.add(reader.username);
    await this.place(socket, scopeOf(reader));
  }

  private async tell(events: readonly TailedEvent[]): Promise<void> {
    if (!this.io) return;
    if (events.some(({ type }) => type === 'session.closed')) await this.cutRevoked();
    this.tellDesk(events.filter(({ audience }) => audience === 'desk'));
    const cases = events.filter(({ audience }) => audience === 'case');
    const [first, last] = [cases[0], cases.at(-1)];
    if (!first || !last) return;
    const scopes = new Map(this.people.flatMap(({ data: { scope } }) => (scope ? [[scopeKey(scope), scope]] : [])));
    for (const [room, scope] of scopes) {
      const frames = await this.feed.after(scope, Number(first.number) - 1, cases.length, Number(last.number));
      for (const frame of frames) this.io.to(room).emit('event', frame);
    }
  }

  /** Calls and operators' states go to those they name and to the hall's supervisors, without numbers or names of callers. */
  private tellDesk(events: readonly TailedEvent[]): void {
    for (const event of events) {
      const { frame, agents } = deskFrameOf(event);
      this.io?.to([SUPERVISORS, ...agents.map(roomOf)]).emit('calls', frame);
    }
  }

  /** Tells and cuts sockets whose session ended, and moves those whose reader may see more or less, at the latest two seconds after. */
  private async cutRevoked(): Promise<void> {
    const sockets = this.people;
    const alive = await this.sessions.alive([...new Set(sockets.map(({ data }) => data.sessionHash))]);
    for (const socket of sockets) {
      const reader = alive.get(socket.data.sessionHash);
      if (reader) await this.place(socket, scopeOf(reader));
      else {
        socket.emit('session.ended', {});
        setTimeout(() => socket.disconnect(true), 50);
      }
    }
  }

  /** Into the room of its scope, which changes with roles, department and recusals. */
  private async place(socket: LiveSocket, scope: Scope): Promise<void> {
    const [before, now] = [socket.data.scope && scopeKey(socket.data.scope), scopeKey(scope)];
    if (before === now) return;
    if (before) await socket.leave(before);
    socket.data.scope = scope;
    await socket.join(now);
  }

  /** Before the HTTP server closes, which waits for its connections. */
  async beforeApplicationShutdown(): Promise<void> {
    this.timers.forEach((timer) => clearInterval(timer));
    this.io?.disconnectSockets(true);
    await this.io?.close();
  }
}

function cookieOf(header: string | undefined, name: string): string | undefined {
  const pair = header?.split(';').map((one) => one.trim().split('=')) ?? [];
  return pair.find(([key]) => key === name)?.[1];
}
