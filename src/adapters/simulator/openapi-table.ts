/** One operation of Twilio's REST interface as its OpenAPI document describes it. */
export interface Operation {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below `/2010-04-01/Accounts/{AccountSid}`. */
  readonly path: string;
  readonly required: readonly string[];
  /** Names of all parameters, in the query or the form, apart by white space. */
  readonly names: string;
  /** The words a parameter may take, where the document lists them. */
  readonly words: Readonly<Record<string, readonly string[]>>;
}

interface Schema {
  readonly $ref?: string;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

interface Described {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

/** The part of an OpenAPI document that is read here. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const PREFIX = '/2010-04-01/Accounts/{AccountSid}';
const WIDTH = 120;

/** The table of the operations served, drawn from Twilio's document. */
export function tableOf(document: OpenApi, served: ReadonlySet<string>): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method, { operationId }]) => ['get', 'post', 'delete'].includes(method) && served.has(operationId))
      .map(([method, described]) => operationOf(document, path.slice(PREFIX.length), method, described)),
  );
}

function operationOf(document: OpenApi, path: string, method: string, described: Described): Operation {
  const form = described.requestBody?.content['application/x-www-form-urlencoded']?.schema;
  const query = (described.parameters ?? []).filter((parameter) => parameter.in === 'query');
  const schemas = new Map([...query.map(({ name, schema }) => [name, schema] as const), ...Object.entries(form?.properties ?? {})]);
  const words: Record<string, readonly string[]> = {};
  for (const [name, schema] of schemas) {
    const listed = wordsOf(document, schema);
    if (listed) words[name] = listed;
  }
  return {
    id: described.operationId,
    method: method.toUpperCase() as Operation['method'],
    path,
    required: [...(form?.required ?? []), ...query.filter(({ required }) => required).map(({ name }) => name)],
    names: wrapped([...schemas.keys()]),
    words,
  };
}

function wordsOf(document: OpenApi, schema: Schema): readonly string[] | undefined {
  if (schema.items) return wordsOf(document, schema.items);
  const named = schema.$ref?.split('/').at(-1);
  return named === undefined ? schema.enum : document.components.schemas[named]?.enum;
}

function wrapped(names: readonly string[]): string {
  const lines = [''];
  for (const name of names) {
    const line = lines.at(-1) ?? '';
    if (line.length + name.length >= WIDTH) lines.push(name);
    else lines[lines.length - 1] = line === '' ? name : `${line} ${name}`;
  }
  return lines.join('\n');
}

/** The table as the file `parameters.ts`. */
export function fileOf(operations: readonly Operation[]): string {
  const rows = operations.map(({ names, ...rest }) => `  { ...${JSON.stringify(rest)}, names: \`${names}\` },`);
  return [
    "import type { Operation } from './openapi-table.js';",
    '',
    '/**',
    " * The operations served, their parameters and words: drawn from Twilio's OpenAPI (twilio_api_v2010.json of @twilio-alpha/mcp) by",
    ' * `parameters.spec.ts` with WRITE_PARAMETERS=1, which otherwise fails on the slightest difference. Not to be edited by hand.',
    ' */',
    'export const OPERATIONS: readonly Operation[] = [',
    ...rows.map((row) => row.replace(/\{ \.\.\.\{/, '{').replace(/\}, names:/, ', names:')),
    '];',
    '',
  ].join('\n');
}
