/** The application inside the test's own process, over a fresh database without the demo city: rows are made by hand, the clock stands still. */
import 'reflect-metadata';
import cookie from '@fastify/cookie';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../../src/app.module.js';
import { WorkingDays } from '../../src/calendar/working-days.js';
import { refillFacts } from '../../src/cases/case-facts.js';
import { Texts } from '../../src/cases/texts.js';
import { migrate, openSource } from '../../src/data-source.js';
import { Reference } from '../../src/departments/reference.js';
import { SYSTEM } from '../../src/domain/case-state.js';
import type { Role } from '../../src/domain/vocabulary.js';
import { EventLog } from '../../src/events/event-log.js';
import { Clock } from '../../src/platform/clock.js';
import { readConfig } from '../../src/platform/config.js';
import { newRing, newToken, tokenHash } from '../../src/platform/crypto.js';
import { Db, insertRows } from '../../src/platform/db.js';
import { ProblemFilter, validationPipe } from '../../src/platform/http/problem.js';
import { Log } from '../../src/platform/log.js';
import { seedReference } from '../../src/seed.js';
import type { Json } from './client.js';
import type { TestDatabase } from './database.js';

/** Monday, 10:00 in the city. */
export const NOW = '2026-03-16T10:00:00+08:00';
/** Rows of one transaction. */
const AT_ONCE = 2_000;
type Row = Record<string, unknown>;
export interface Answer {
  status: number;
  headers: Headers;
  body: Json;
  bytes: Buffer;
}

export class Inside {
  private readonly sessions = new Map<string, string>();
  private numbers = 0;

  constructor(
    readonly app: NestFastifyApplication,
    readonly url: string,
  ) {}

  get db(): Db {
    return this.app.get(Db);
  }

  async insert(table: string, rows: readonly Row[]): Promise<void> {
    for (let from = 0; from < rows.length; from += AT_ONCE)
      await this.db.write((tx) => insertRows(tx, table, rows.slice(from, from + AT_ONCE)));
  }

  /** Tells figures and log of cases whose rows were written by hand, as the rules would have. */
  settle(...caseNumbers: string[]): Promise<void> {
    return this.db.write(async (tx) => {
      await refillFacts(tx, caseNumbers, this.app.get(Reference).tree);
      const at = this.app.get(Clock).now();
      const told = caseNumbers.map((caseNumber) => ({ type: 'case.registered', facts: {}, by: SYSTEM, at, caseNumber, version: 1 }));
      await this.app.get(EventLog, { strict: false }).append(tx, told);
    });
  }

  /** An account with a live session; nobody knows its password. */
  async staff(username: string, role: Role, departmentCode: string | null = null): Promise<void> {
    const [token, at] = [newToken(), this.app.get(Clock).now()];
    const account = {
      username,
      name: username,
      roles: JSON.stringify([role]),
      departmentCode,
      passwordHash: '-',
      active: true,
      duty: false,
      createdAt: at,
    };
    await this.insert('accounts', [account]);
    await this.insert('sessions', [{ tokenHash: tokenHash(token), username, createdAt: at, expiresAt: at + 3_600_000, endedAt: null }]);
    this.sessions.set(username, token);
  }

  /** Reads a path of the API as that member of staff, or as nobody. */
  async get(path: string, username?: string): Promise<Answer> {
    const headers = username ? { cookie: `session=${this.sessions.get(username)}` } : undefined;
    const response = await fetch(`${this.url}/api/v1${path.replace('/api/v1', '')}`, { headers });
    const bytes = Buffer.from(await response.arrayBuffer());
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(bytes.toString('utf8')) : undefined, bytes };
  }

  /** Sends a body to a path of the API as that member of staff. */
  async send(method: string, path: string, body: object, username: string): Promise<Pick<Answer, 'status' | 'body'>> {
    const headers = { cookie: `session=${this.sessions.get(username)}`, 'content-type': 'application/json' };
    const response = await fetch(`${this.url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
    return { status: response.status, body: await response.json() };
  }

  /** A row of `cases` as the intake would leave it, with these columns changed. */
  caseRow(patch: Row = {}): Row {
    const caseNumber = (patch.caseNumber as string | undefined) ?? `20260301${String(++this.numbers).padStart(6, '0')}`;
    const at = (patch.receivedAt as number | undefined) ?? Date.parse('2026-03-02T09:00:00+08:00');
    const texts = this.app.get(Texts, { strict: false });
    return {
      ...BLANK,
      caseNumber,
      receivedAt: at,
      updatedAt: at,
      title: texts.close('一件日常事项', 'cases.title', caseNumber),
      description: texts.close('请协助。', 'cases.description', caseNumber),
      trackingHandle: caseNumber.slice(-10),
      ...patch,
    };
  }
}

const BLANK: Row = {
  version: 1,
  status: 'pending_dispatch',
  sealed: 0,
  kind: 'complaint',
  urgency: 'normal',
  channel: 'phone',
  categoryCode: null,
  accusedDepartmentCode: null,
  accusation: 0,
  complex: 0,
  project: 0,
  registeredBy: 'operator1',
  closedAt: null,
  round: 1,
  summary: null,
  masterCaseNumber: null,
  returnCount: 0,
  repeatCount: 0,
  urgeCount: 0,
  callBackAttempts: 0,
  calledBack: 0,
  rated: 0,
  limitName: null,
  dueAt: null,
  amberAt: null,
  redAt: null,
  consentToBeNamed: 0,
  trackingHash: '-',
};

/** Opens the application over this database, filled with the city's settings alone; its clock stands still unless told otherwise. */
export async function openInside(database: TestDatabase, env: Record<string, string> = {}): Promise<Inside> {
  const config = readConfig({ NODE_ENV: 'test', DEMO: '0', NOW, CLOCK_RATE: '0', ...env, ...database.env });
  const writer = await openSource(config.database, 'writer', 4);
  await migrate(writer);
  const sources = { writer, reader: await openSource(config.database, 'reader', 4) };
  const module = AppModule.with(config, newRing(), sources);
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), { logger: ['error'], rawBody: true });
  await app.register(cookie as never);
  app.setGlobalPrefix('api/v1', { exclude: ['telephony/*path', 'open311/*path'] });
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter(app.get(Log)));
  await app.init();
  await seedReference(app.get(Db), app.get(Clock));
  await app.get(Reference).load();
  await app.get(WorkingDays).load();
  await app.listen(0, '127.0.0.1');
  return new Inside(app, await app.getUrl());
}
