import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PublicArticles } from './knowledge/public-articles.js';
import { TypicalCaseQueries } from './publicity/typical-case.queries.js';

/** What the plugin adds to an answer. */
interface Page {
  sendFile(path: string, root: string, options: object): unknown;
}

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
  const page = (file: string) => (_: unknown, reply: Page) => reply.sendFile(file, folder, { maxAge: 0, immutable: false });
  fastify.get('/', page('index.html') as never);
  for (const path of [
    '/file',
    '/track',
    '/survey',
    '/figures',
    '/phone',
    '/fees',
    '/cards',
    '/questionnaire',
    '/watch',
    '/cases',
    '/knowledge',
  ])
    fastify.get(path, page('index.html') as never);
  // A case that was taken down is gone for search engines too.
  fastify.get<{ Params: { number: string } }>('/cases/:number', async (request, reply) => {
    const status = await app.get(TypicalCaseQueries, { strict: false }).statusOf(request.params.number);
    return (reply.code(status) as unknown as Page).sendFile('index.html', folder, { maxAge: 0, immutable: false });
  });
  // What is not public is answered like what does not exist.
  fastify.get<{ Params: { id: string } }>('/knowledge/:id', async (request, reply) => {
    const status = await app.get(PublicArticles, { strict: false }).statusOf(request.params.id);
    return (reply.code(status) as unknown as Page).sendFile('index.html', folder, { maxAge: 0, immutable: false });
  });
  fastify.get('/console', page(join('console', 'index.html')) as never);
  fastify.get('/console/*', page(join('console', 'index.html')) as never);
  // A person who mistyped an address gets the site's own page for it; programs get the API's refusal.
  fastify.get('/*', (request, reply) => {
    const isForReader = request.headers.accept?.includes('text/html') && !/^\/(api|assets)\//.test(request.url);
    if (!isForReader) return reply.callNotFound();
    return (reply.code(404) as unknown as Page).sendFile('index.html', folder, { maxAge: 0, immutable: false });
  });
}
