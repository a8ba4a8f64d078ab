import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ACTION_BODIES } from './cases/action-bodies.js';
import { UnmaskedView } from './cases/case.views.js';

type Operation = Record<string, unknown>;
/** The one action that answers something else than the case. */
const UNMASKED = { description: '', content: { 'application/json': { schema: { $ref: '#/components/schemas/UnmaskedView' } } } };
const ACTIONS_PATH = '/api/v1/cases/{caseNumber}/actions/{action}';

/** The API document, built from the routes; every action of the table gets a path of its own with its body. */
export function openApiOf(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder().setTitle('hotline-12345').setVersion('1').addCookieAuth('session').build();
  const document = SwaggerModule.createDocument(app, config, {
    extraModels: [...Object.values(ACTION_BODIES), UnmaskedView],
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  const general = document.paths[ACTIONS_PATH]?.post as unknown as Operation | undefined;
  for (const [action, body] of Object.entries(ACTION_BODIES)) {
    const schema = { $ref: `#/components/schemas/${body.name}` };
    const answer = action === 'unmask' ? { responses: { '200': UNMASKED } } : {};
    document.paths[ACTIONS_PATH.replace('{action}', action)] = {
      post: {
        ...general,
        ...answer,
        operationId: `Case_${action.replaceAll('-', '_')}`,
        parameters: [{ name: 'caseNumber', in: 'path', required: true, schema: { type: 'string' } }],
        requestBody: { required: true, content: { 'application/json': { schema } } },
      } as never,
    };
  }
  return document;
}
