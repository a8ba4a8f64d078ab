import { type INestApplication, RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { ROLES } from './domain/vocabulary.js';
import { ACCESS, type Access } from './platform/http/access.js';

/** A route as its controller declares it; without `access` nobody may call it. */
export interface DeclaredRoute {
  method: string;
  path: string;
  access: Access | undefined;
}

const PREFIX = '/api/v1';
/** Routes that stand outside `/api/v1`: for machines that watch, for the carrier, for clients of a standard, and for people without a script. */
export const WITHOUT_PREFIX = [
  'health/live',
  'health/ready',
  'metrics',
  'telephony/*path',
  'simulator/*path',
  'open311/*path',
  'plain/*path',
];
const isWithoutPrefix = (path: string): boolean =>
  WITHOUT_PREFIX.some((one) => one === path || (one.endsWith('*path') && path.startsWith(one.slice(0, -'*path'.length))));
const listOf = (path: string | string[] | undefined): string[] => (Array.isArray(path) ? path : [path ?? '']);
const pathsOf = (marked: object): string[] => listOf(Reflect.getMetadata(PATH_METADATA, marked) as string | string[] | undefined);
const trimmed = (path: string): string => path.split('/').filter(Boolean).join('/');

function routesOfController(controller: Type): DeclaredRoute[] {
  const prototype = controller.prototype as Record<string, unknown>;
  const bases = pathsOf(controller);
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    if (name === 'constructor' || typeof handler !== 'function' || !Reflect.hasMetadata(PATH_METADATA, handler)) return [];
    const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? 'ALL';
    const access = (Reflect.getMetadata(ACCESS, handler) ?? Reflect.getMetadata(ACCESS, controller)) as Access | undefined;
    const paths = bases.flatMap((base) => pathsOf(handler).map((path) => trimmed(`${base}/${path}`)));
    return paths.map((path) => ({ method, path: isWithoutPrefix(path) ? `/${path}` : `${PREFIX}/${path}`, access }));
  });
}

/** Every route of the application with its declared access, ordered by path; reads the same marks as the guard. Source: house text, errors, input, output. */
export function declaredRoutes(app: INestApplication): DeclaredRoute[] {
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = new Set(modules.flatMap(({ controllers: own }) => [...own.values()].map(({ metatype }) => metatype as Type)));
  return [...controllers]
    .flatMap(routesOfController)
    .sort((a, b) => (a.path === b.path ? a.method.localeCompare(b.method) : a.path < b.path ? -1 : 1));
}

/** `docs/permissions.md`: path by role, from the same marks the guard reads. */
export function permissionsPage(routes: readonly DeclaredRoute[]): string {
  const mayCall = (access: Access | undefined, role: (typeof ROLES)[number]): string => {
    if (access === undefined) return '';
    return typeof access === 'string' || access.includes(role) ? '●' : '';
  };
  const rows = routes.map(({ method, path, access }) => {
    const everybody = access === 'public' ? '●' : '';
    return `| \`${method} ${path}\` | ${[everybody, ...ROLES.map((role) => mayCall(access, role))].join(' | ')} |`;
  });
  return `<!-- generated from the controllers by: npm run generate -->
# Who may call what

A route without a mark is refused to everybody. Which cases a caller sees is a second question, answered by one rule
(\`src/domain/visibility.ts\`); which actions of a case are open is a third (\`docs/case-life.md\`).

| route | without account | ${ROLES.join(' | ')} |
| --- | ${Array.from({ length: ROLES.length + 1 }, () => ':-:').join(' | ')} |
${rows.join('\n')}
`;
}
