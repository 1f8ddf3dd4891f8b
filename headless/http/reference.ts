/** What the API can do: an OpenAPI 3.1 document made of the contract, and a page to read and try it. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import type { FastifyInstance } from 'fastify';
import { contract } from '../../shared/contract/contract.ts';
import * as purchasing from '../../shared/contract/purchasing-schemas.ts';
import * as schemas from '../../shared/contract/schemas.ts';
import * as supply from '../../shared/contract/supply-schemas.ts';

const SWAGGER = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/swagger-ui.css')));
const SWAGGER_FILES = ['swagger-ui-bundle.js', 'swagger-ui.css', 'favicon-32x32.png'] as const;

export function serveReference(app: FastifyInstance): void {
  let document: Promise<string> | null = null;
  app.get('/api/openapi.json', (_request, reply) => {
    document ??= openApiDocument().then((made) => JSON.stringify(made));
    return document.then((text) =>
      reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(text),
    );
  });
  app.get('/api/docs', (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(PAGE),
  );
  app.get('/api/docs/start.js', (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').header('cache-control', 'no-cache').send(START),
  );
  for (const name of SWAGGER_FILES)
    app.get(`/api/docs/${name}`, (_request, reply) => reply.sendFile(name, SWAGGER, { maxAge: '1d' }));
}

/** The shapes that several procedures share, by the names that the document gives them. */
const COMMON = {
  Action: schemas.action,
  AgentRun: schemas.agentRun,
  Error: schemas.errorData,
  EventBatch: schemas.eventBatch,
  PurchaseOrder: purchasing.purchaseOrder,
  StopStatus: schemas.stopStatus,
  Store: schemas.store,
  Supplier: supply.supplier,
};

type Document = Awaited<ReturnType<OpenAPIGenerator['generate']>>;

async function openApiDocument(): Promise<Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(contract, {
    info: {
      title: 'Royal Equips Command Center',
      version: '0.1.0',
      license: { name: 'MIT', identifier: 'MIT' },
      description:
        'Everything that a window of the program can ask. Amounts are integers of minor units (pence, yen), ids ' +
        'Shopify’s integers, times milliseconds since 1970. What changes something is a POST with ' +
        '`content-type: application/json`. Any error is `{code, message, next}`; `next` says what to do.',
    },
    servers: [{ url: '/api' }],
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token: `royal access token NAME`.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'royal_<port>',
          description: 'A browser’s session: open the link that `royal serve` prints.',
        },
      },
    },
    security: [{ token: [] }, { session: [] }],
    tags: Object.keys(contract).map((name) => ({ name })),
    commonSchemas: Object.fromEntries(
      Object.entries(COMMON).map(([name, schema]) => [name, { schema, strategy: 'output' as const }]),
    ),
    customErrorResponseBodySchema: { $ref: '#/components/schemas/Error' },
  });
  for (const item of Object.values(document.paths ?? {}))
    for (const method of ['get', 'post'] as const) {
      const operation = item?.[method];
      if (!operation) continue;
      operation.tags = [operation.operationId!.split('.')[0]!];
      operation.responses = { ...operation.responses, ...REFUSED };
    }
  return document;
}

/** Each procedure may answer so before it is reached. */
const REFUSED = Object.fromEntries(
  [
    ['400', 'The body is not JSON.'],
    ['401', 'No session and no API token, or one that does not hold.'],
    ['403', 'Asked by another site’s page.'],
    ['413', 'The body is larger than 4 MB.'],
    ['415', 'The body is not said to be JSON.'],
    ['429', 'Too many requests.'],
    ['503', 'The core is being started again.'],
  ].map(([status, description]) => [
    status,
    {
      description,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
    },
  ]),
);

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Royal Equips API</title>
    <link rel="stylesheet" href="/api/docs/swagger-ui.css">
    <link rel="icon" type="image/png" href="/api/docs/favicon-32x32.png">
  </head>
  <body>
    <main id="reference"></main>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`;

const START = `SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#reference',
  validatorUrl: null,
  docExpansion: 'none',
  tagsSorter: 'alpha',
  persistAuthorization: false,
});
`;
