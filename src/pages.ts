import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Serves the built pages: the public site at `/`, the console under `/console/`; unknown paths get their page, unknown API routes 404. */
export async function servePages(app: NestFastifyApplication, folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  await app.register(fastifyStatic as never, {
    root: folder,
    wildcard: false,
    index: false,
    maxAge: '1y',
    immutable: true,
    preCompressed: true,
    globIgnore: ['**/*.{html,br,gz}'],
  });
  const fastify = app.getHttpAdapter().getInstance();
  const page = (file: string) => (_: unknown, reply: { sendFile(path: string, root: string, options: object): unknown }) =>
    reply.sendFile(file, folder, { maxAge: 0, immutable: false });
  fastify.get('/', page('index.html') as never);
  for (const path of ['/file', '/track', '/figures', '/cases', '/knowledge']) fastify.get(path, page('index.html') as never);
  fastify.get('/console', page(join('console', 'index.html')) as never);
  fastify.get('/console/*', page(join('console', 'index.html')) as never);
}
