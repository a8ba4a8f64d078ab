import { All, Controller } from '@nestjs/common';
import { ApiExcludeController, type OpenAPIObject } from '@nestjs/swagger';
import { DomainError } from './domain/errors.js';
import { For } from './platform/http/access.js';

type Method = 'get' | 'post';

/** Names of the border whose function is not in service yet: they are documented as such and answer 501, so that nobody takes them for working. */
const RESERVED: Readonly<Record<string, readonly Method[]>> = {
  'statistics/equality': ['get'],
  'statistics/discretion': ['get'],
};

const refuse = (): never => {
  throw new DomainError('feature.not-in-service', 501);
};

@ApiExcludeController()
@Controller(Object.keys(RESERVED).map((path) => path.replaceAll(/\{(\w+)\}/g, ':$1')))
export class ReservedController {
  @For()
  @All()
  answer(): never {
    return refuse();
  }
}

/** Adds the reserved names to the API document, each with the one answer it has. */
export function addReserved(document: OpenAPIObject): void {
  for (const [path, methods] of Object.entries(RESERVED)) {
    const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    }));
    const operation = {
      summary: 'Reserved: not in service',
      tags: ['reserved'],
      parameters,
      responses: { 501: { description: 'feature.not-in-service' } },
    };
    document.paths[`/api/v1/${path}`] = Object.fromEntries(methods.map((method) => [method, operation]));
  }
}
