import type { Server as HttpServer } from 'node:http';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Server, type Socket } from 'socket.io';
import { Agents } from '../calls/agents.js';
import { Feed } from '../cases/events.controller.js';
import type { Actor } from '../domain/case-state.js';
import { scopeOf, scopeKey, type Scope } from '../domain/visibility.js';
import { Tail, type TailedEvent } from '../events/tail.js';
import { CONFIG, type Config } from '../platform/config.js';
import { tokenHash } from '../platform/crypto.js';
import { isOwnOrigin } from '../platform/http/origin.js';
import { Log } from '../platform/log.js';
import { cookieName } from '../staff/session-cookie.js';
import { Sessions } from '../staff/sessions.js';
import { deskFrameOf } from './desk-frames.js';
import { officeFrameOf } from './office-frames.js';

const REVOCATION_MS = 2_000;
/** A page shows that it is there by answering a ping; half a minute of the library's own patience would leave phantoms at the desk. */
const PING_MS = 1_500;
const PRESENCE_MS = 2_000;

interface Seen {
  sessionHash: string;
  username: string;
  scope?: Scope;
  rooms: string[];
}
const SUPERVISORS = 'role:supervisor';
const COMMISSIONERS = 'role:commissioner';
const departmentRoom = (code: string): string => `department:${code}`;
/** Who hands calls over, and wants to know who is free. */
const DESK = 'role:desk';
const roomOf = (username: string): string => `user:${username}`;
/** What a reader hears: what his scope shows, what names him, and what his roles are told. */
const roomsOf = (reader: Actor): string[] => [
  scopeKey(scopeOf(reader)),
  roomOf(reader.username),
  ...(reader.roles.includes('supervisor') ? [SUPERVISORS] : []),
  ...(reader.roles.includes('commissioner') ? [COMMISSIONERS] : []),
  ...(reader.departmentCode ? [departmentRoom(reader.departmentCode)] : []),
  ...(reader.roles.some((role) => role === 'operator' || role === 'reviewer' || role === 'supervisor') ? [DESK] : []),
];
type LiveSocket = Socket<Record<string, never>, Record<string, (...data: unknown[]) => void>, Record<string, never>, Seen>;

/** Hears the event log and decides nothing: each room is a scope, and the one visibility rule says which frames it gets. */
@Injectable()
export class LiveGateway implements BeforeApplicationShutdown {
  private io: Server | undefined;
  private readonly timers: NodeJS.Timeout[] = [];
  /** Who answered a ping since it was last told, and when. */
  private readonly answered = new Map<string, number>();

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

  /** Who has answered since the last time, and how long ago: what is noted late keeps nobody at the desk longer. */
  private async tellPresence(): Promise<void> {
    const [now, there] = [Date.now(), [...this.answered]];
    this.answered.clear();
    await this.agents.seen(there.map(([username, at]) => ({ username, agoMs: now - at })));
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
    const known = sessionHash ? await this.sessions.reader(sessionHash) : undefined;
    if (!known || known.lacksFactor) throw new Error('session.needed');
    const { reader } = known;
    socket.data = { sessionHash: sessionHash!, username: reader.username, rooms: [] };
    socket.conn.on('packet', ({ type }: { type: string }) => {
      if (type === 'pong') this.answered.set(reader.username, Date.now());
    });
    this.answered.set(reader.username, Date.now());
    await this.place(socket, reader);
  }

  private async tell(events: readonly TailedEvent[]): Promise<void> {
    if (!this.io) return;
    if (events.some(({ type }) => type === 'session.closed')) await this.cutRevoked();
    this.tellDesk(events.filter(({ audience }) => audience === 'desk'));
    this.tellOffice(events.filter(({ audience }) => audience === 'office'));
    const cases = events.filter(({ audience }) => audience === 'case');
    const [first, last] = [cases[0], cases.at(-1)];
    if (!first || !last) return;
    const scopes = new Map(this.people.flatMap(({ data: { scope } }) => (scope ? [[scopeKey(scope), scope]] : [])));
    for (const [room, scope] of scopes) {
      const frames = await this.feed.after(scope, Number(first.number) - 1, cases.length, Number(last.number));
      for (const frame of frames) this.io.to(room).emit('event', frame);
    }
  }

  /**
   * Calls and operators' states go to those they name and to the hall's supervisors, without numbers or names of callers. That somebody's
   * state changed is told to all who hand calls over, once for all that happened at a time.
   */
  private tellDesk(events: readonly TailedEvent[]): void {
    for (const event of events) {
      const { frame, agents } = deskFrameOf(event);
      this.io?.to([SUPERVISORS, ...agents.map(roomOf)]).emit('calls', frame);
    }
    const moved = events.filter(({ type }) => type === 'agent.state-changed').at(-1);
    if (moved) this.io?.to(DESK).emit('colleagues', { at: deskFrameOf(moved).frame.at });
  }

  /** Papers of the office: to the office, to the commission's leader, and to the departments they are addressed to. */
  private tellOffice(events: readonly TailedEvent[]): void {
    for (const event of events) {
      const { frame, departments } = officeFrameOf(event);
      this.io?.to([SUPERVISORS, COMMISSIONERS, ...departments.map(departmentRoom)]).emit('office', frame);
    }
  }

  /** Tells and cuts sockets whose session ended, and moves those whose reader may see more or less, at the latest two seconds after. */
  private async cutRevoked(): Promise<void> {
    const sockets = this.people;
    const alive = await this.sessions.alive([...new Set(sockets.map(({ data }) => data.sessionHash))]);
    for (const socket of sockets) {
      const reader = alive.get(socket.data.sessionHash);
      if (reader) await this.place(socket, reader);
      else {
        socket.emit('session.ended', {});
        setTimeout(() => socket.disconnect(true), 50);
      }
    }
  }

  /** Into the rooms of its reader, which change with roles, department and recusals; out of those that are no longer his. */
  private async place(socket: LiveSocket, reader: Actor): Promise<void> {
    const [before, now] = [socket.data.rooms, roomsOf(reader)];
    for (const room of before) if (!now.includes(room)) await socket.leave(room);
    Object.assign(socket.data, { scope: scopeOf(reader), rooms: now });
    await socket.join(now.filter((room) => !before.includes(room)));
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
