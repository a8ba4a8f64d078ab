// Builds the application over an empty database in memory and prints its routes: as declared, as the HTTP server has them, and the page
// made from them; then with a controller beside it that somebody forgot to mark.
import 'reflect-metadata';
import { resolve } from 'node:path';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';

const built = (name) => import(resolve('dist', name));
const [{ AppModule }, { createApp }, { sourceOptions }, { declaredRoutes, permissionsPage }, { readConfig }, { newRing }] =
  await Promise.all(
    ['app.module.js', 'server.js', 'data-source.js', 'permissions.js', 'platform/config.js', 'platform/crypto.js'].map(built),
  );
const config = readConfig({ DEMO: '1' });
const inMemory = () => new DataSource(sourceOptions({ engine: 'embedded', file: ':memory:' }, 'writer'));
const parts = () => [config, newRing(), { writer: inMemory(), reader: inMemory() }];

const app = await createApp(...parts());
const served = new Set();
app
  .getHttpAdapter()
  .getInstance()
  .addHook('onRoute', ({ method, url }) => [method].flat().forEach((one) => served.add(`${one} ${url}`)));
await app.init();
const declared = declaredRoutes(app);
await app.close();

class Forgotten {
  answer() {
    return 'anybody reads this';
  }
}
Get('forgotten')(Forgotten.prototype, 'answer', Object.getOwnPropertyDescriptor(Forgotten.prototype, 'answer'));
Controller()(Forgotten);
class Careless {}
Module({ imports: [AppModule.with(...parts())], controllers: [Forgotten] })(Careless);

const careless = await NestFactory.create(Careless, new FastifyAdapter(), { logger: false });
await careless.init();
const reply = await careless.inject({ method: 'GET', url: '/forgotten' });
const naked = declaredRoutes(careless).filter(({ access }) => access === undefined);
await careless.close();

const forgotten = { status: reply.statusCode, body: reply.body, naked: naked.map(({ path }) => path) };
console.log(JSON.stringify({ declared, served: [...served], page: permissionsPage(declared), forgotten }));
process.exit(0);
