import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { AppModule, type Sources } from './app.module.js';
import { WorkingDays } from './calendar/working-days.js';
import { migrate, openSource } from './data-source.js';
import { hasCases } from './demo/writing.js';
import { Desk } from './calls/desk.js';
import { Reference } from './departments/reference.js';
import { Tail } from './events/tail.js';
import { LiveGateway } from './live/live.gateway.js';
import { openApiOf } from './openapi.js';
import { Ledger } from './assessment/ledger.js';
import { Causes } from './notices/causes.js';
import { type Config, readConfig } from './platform/config.js';
import { type KeyRing, loadRing } from './platform/crypto.js';
import { WITHOUT_PREFIX } from './permissions.js';
import { ProblemFilter, validationPipe } from './platform/http/problem.js';
import { isOwnProxy } from './platform/http/proxies.js';
import { Db } from './platform/db.js';
import { Log } from './platform/log.js';
import { Probe } from './probe.js';
import { Schedule } from './schedule.js';
import { OfficeTimers } from './supervision/timers.js';
import { servePages } from './pages.js';
import { isEmpty } from './seed.js';
import { WebhookTimers } from './webhooks/timers.js';

const BODY_LIMIT = 1_048_576;
const STOPS_WITHIN_MS = 9_000;

/** Nothing inline, nothing from elsewhere; pictures may be made in the page. */
const CONTENT_SECURITY = {
  defaultSrc: ["'self'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  connectSrc: ["'self'", 'ws:', 'wss:'],
  objectSrc: ["'none'"],
  frameAncestors: ["'none'"],
  baseUri: ["'self'"],
  formAction: ["'self'"],
};

/** The softphone of a real carrier speaks to that carrier, and to nobody else. */
const contentSecurity = ({ telephony }: Config) =>
  telephony === 'twilio'
    ? { ...CONTENT_SECURITY, connectSrc: [...CONTENT_SECURITY.connectSrc, 'https://*.twilio.com', 'wss://*.twilio.com'] }
    : CONTENT_SECURITY;

/** The application over open databases, ready to listen or to be asked for its API document. */
export async function createApp(config: Config, ring: KeyRing, sources: Sources): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    trustProxy: config.publicUrl ? isOwnProxy : false,
    routerOptions: { maxParamLength: 100 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config, ring, sources), adapter, {
    logger: ['error', 'warn'],
    rawBody: true, // signatures are made over the bytes
  });
  await app.register(cookie as never);
  await app.register(multipart, { limits: { fileSize: 20 * BODY_LIMIT, files: 1, fields: 10, fieldSize: 10_000 } });
  await app.register(helmet as never, {
    contentSecurityPolicy: { useDefaults: false, directives: contentSecurity(config) },
    hsts: config.publicUrl?.startsWith('https:') ?? false,
    referrerPolicy: { policy: 'same-origin' },
  });
  app.setGlobalPrefix('api/v1', { exclude: WITHOUT_PREFIX });
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter(app.get(Log)));
  measure(app);
  return app;
}

function measure(app: NestFastifyApplication): void {
  const { requests } = app.get(Probe);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'none';
      requests.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
      done();
    });
}

/** Opens, migrates, fills an empty city, listens; SIGTERM drains and ends within ten seconds. */
export async function startServer(): Promise<void> {
  process.umask(0o077); // database, keys, files: for this account alone
  const config = readConfig();
  const ring = loadRing(config, config.demo);
  const writer = await openSource(config.database, 'writer');
  await migrate(writer);
  const reader = await openSource(config.database, 'reader');
  if (await needsCity(new Db(writer, reader), config)) await fillCity();
  const app = await createApp(config, ring, { writer, reader });
  await app.init();
  await app.get(Reference).load();
  await app.get(WorkingDays).load();
  await app.get(Causes).begin();
  await app.get(OfficeTimers).begin();
  await app.get(Ledger).begin();
  await app.get(WebhookTimers).begin();
  let document: OpenAPIObject | undefined; // most servers are never asked for it
  SwaggerModule.setup('api/docs', app, () => (document ??= openApiOf(app)), {
    jsonDocumentUrl: 'api/openapi.json',
    useGlobalPrefix: false,
  });
  await servePages(app, resolve('web/dist'));
  await app.get(Tail).start();
  app.get(LiveGateway).attach(app.getHttpServer());
  await app.listen(config.port, config.host);
  await app.get(Desk).catchUp();
  app.get(Schedule).start();
  endOnSignal(app);
  tellAddress(config, await app.getUrl());
}

async function needsCity(db: Db, { demo }: Config): Promise<boolean> {
  return (await isEmpty(db)) || (demo && !(await hasCases(db)));
}

/** Fills an empty database in a process of its own: what that needs of memory is gone when we serve. */
async function fillCity(): Promise<void> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./fill-city.js', import.meta.url))], { stdio: 'inherit' });
  const code = await new Promise<number | null>((done, fail) => child.on('error', fail).on('close', done));
  if (code !== 0) throw new Error('The empty database could not be filled');
}

function endOnSignal(app: NestFastifyApplication): void {
  const end = () => {
    setTimeout(() => process.exit(1), STOPS_WITHIN_MS).unref();
    // a connection that was busy when the close began stays open when it falls idle: nobody else hangs up
    setInterval(() => app.getHttpServer().closeIdleConnections(), 50).unref();
    app.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, end);
}

function tellAddress(config: Config, url: string): void {
  const address = config.publicUrl ?? url;
  console.log(`\n  Public site   ${address}/\n  Console       ${address}/console/\n  API           ${address}/api/docs`);
  if (config.demo) {
    console.log(
      '\n  Demo accounts, password demo-12345:\n  operator1…5  dispatcher1  reviewer1  supervisor1  inspector1  inspector2  commissioner1  admin1  auditor1' +
        '\n  and for each department <code>.handler1 and <code>.leader, for example market.handler1, market.leader\n',
    );
  }
}
