/**
 * The program over HTTP: pages, procedures and events for browsers and other programs. It runs in the main thread, asks
 * the core for everything, and lets in nobody who has not been let in.
 */
import type { IncomingMessage } from 'node:http';
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import files from '@fastify/static';
import Fastify, { type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify';
import helmet from 'helmet';
import type { Host } from '../../core/host/host.ts';
import type { Log } from '../../core/telemetry/log.ts';
import { type ErrorCode, type ErrorData, RoyalError } from '../../shared/errors.ts';
import { MINUTE_MS } from '../../shared/time.ts';
import { type Admission, createDoorkeeper } from './doorkeeper.ts';
import { followShutOuts } from './follow-core.ts';
import {
  checkContentType,
  checkFetchSite,
  checkHost,
  checkOrigin,
  checkPath,
  type Gate,
  gateFor,
  isDeep,
  isLoopback,
  pageUrl,
} from './guards.ts';
import { CALLS_A_MINUTE, LARGEST_BODY } from './limits.ts';
import { createMetrics } from './metrics.ts';
import { INTERNAL, serveProcedures } from './procedures.ts';
import { serveReference } from './reference.ts';
import { Refusal, rawRefusal, sendRefusal } from './refusal.ts';
import { refusalLog } from './refusal-log.ts';
import { serveRenderer } from './renderer-files.ts';
import { securityHeaders } from './security-headers.ts';
import { serveSessions } from './session-routes.ts';
import { serveSockets } from './sockets.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null where the route is open to all. */
    admission: Admission | null;
  }
  interface FastifyContextConfig {
    /** Answers also who is not signed in. */
    open?: boolean;
    /** A page, which a link on another site may open. */
    page?: boolean;
  }
}

export interface HttpOptions {
  host: Host;
  log: Log;
  /** Folder of the built pages. */
  renderer: string;
  listen: {
    address: string;
    /** 0 picks a free one. */
    port: number;
  };
  /** Names of this machine that requests may be meant for, apart from loopback's. */
  hostNames?: readonly string[];
  /** A proxy speaks https to the browsers. */
  httpsInFront?: boolean;
}

export interface HttpServer {
  /** Of the page: "http://127.0.0.1:4711". */
  url: string;
  /** Where it listens. */
  port: number;
  close(): Promise<void>;
}

const LARGEST_HEAD = 16 * 1024;
const MOST_CONNECTIONS = 256;

/** Throws RoyalError invalid_input where the address or port can't be had. */
export async function startHttp(options: HttpOptions): Promise<HttpServer> {
  const { host, log, hostNames = [], httpsInFront = false } = options;
  const metrics = createMetrics(host);
  let gate: Gate = { hosts: new Set(), httpsInFront };
  let port = options.listen.port;
  // Cookies don't keep ports apart; two programs on one machine must not sign each other out.
  const cookieName = (): string => (httpsInFront ? '__Host-royal' : `royal_${port}`);
  const keeper = createDoorkeeper(host.door, cookieName);
  const noteRefusal = refusalLog(log, metrics);

  const answerError = (error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply) => {
    const route = request.routeOptions?.url ?? 'none';
    const refusal = refusalOf(error);
    if (refusal) {
      noteRefusal(refusal.reason, request.method, route);
      return sendRefusal(reply, refusal.toData(), refusal.status, route);
    }
    const data = error instanceof RoyalError ? error.toData() : INTERNAL;
    const status = error instanceof RoyalError ? (STATUS[error.code] ?? 422) : 500;
    if (status >= 500) log.error({ event: 'failed', route, code: data.code, stack: error.stack }, 'failed');
    return sendRefusal(reply, data, status, route);
  };

  const app = Fastify({
    bodyLimit: LARGEST_BODY,
    forceCloseConnections: true,
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    trustProxy: httpsInFront ? 'loopback' : false,
    requestTimeout: 30_000,
    keepAliveTimeout: 10_000,
    http: { maxHeaderSize: LARGEST_HEAD, headersTimeout: 10_000, connectionsCheckingInterval: 2_000 },
    frameworkErrors: answerError,
    clientErrorHandler(error, socket) {
      if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
      const refusal = new Refusal(CLIENT_ERRORS[error.code] ?? 'request_malformed');
      noteRefusal(refusal.reason, 'none', 'none');
      socket.end(rawRefusal(refusal, refusal.toData()));
    },
  });
  app.server.maxConnections = MOST_CONNECTIONS;
  app.removeContentTypeParser(['text/plain', 'application/json']);
  const parseJson = app.getDefaultJsonParser('error', 'error');
  const parse = (text: string): unknown => {
    if (isDeep(text)) throw new Refusal('body_malformed');
    let body: unknown;
    // Which answers at once, and looks at no request.
    parseJson(null as never, text, (error, parsed) => {
      if (error) throw new Refusal('body_malformed');
      body = parsed;
    });
    return body;
  };
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    async (_request: FastifyRequest, body: string) => parse(body),
  );
  app.decorateRequest('admission', null);
  app.setErrorHandler(answerError);

  const setHeaders = helmet(securityHeaders(httpsInFront));
  app.addHook('onRequest', ({ raw }, reply, done) =>
    setHeaders(raw, reply.raw, (error) => done(error as Error)),
  );
  await app.register(rateLimit, {
    global: false,
    max: CALLS_A_MINUTE,
    timeWindow: MINUTE_MS,
    errorResponseBuilder: () => new Refusal('rate'),
  });
  const count = app.createRateLimit();
  app.addHook('onRequest', async (request, reply) => {
    const { headers, method, url } = request;
    const { open = false, page = false } = request.routeOptions.config ?? {};
    const changes = method !== 'GET' && method !== 'HEAD';
    checkHost(headers, gate);
    checkPath(url);
    checkFetchSite(headers, page && !changes);
    checkOrigin(headers, gate, changes);
    if (method === 'POST') checkContentType(headers);
    // After what a page elsewhere can set off, which must not use up the person's share; before the core is asked.
    const counted = await count(request);
    if (!counted.isAllowed && counted.isExceeded) {
      reply.header('retry-after', counted.ttlInSeconds);
      throw new Refusal('rate');
    }
    if (!open && !request.is404) request.admission = await keeper.admit(headers);
  });
  // Compressed copies lie beside the files (packaging/precompress.ts).
  await app.register(files, { serve: false, preCompressed: true });
  app.setNotFoundHandler(async () => {
    throw new RoyalError({
      code: 'not_found',
      message: 'There is nothing at this address, or not with this method.',
      next: 'See /api/docs.',
    });
  });

  app.get('/healthz', { config: { open: true } }, async () => ({ status: 'up' }));
  app.get('/readyz', { config: { open: true } }, async (_request, reply) => {
    const state = host.state();
    return reply.code(state === 'running' ? 200 : 503).send({ status: state });
  });
  app.get('/metrics', async (request, reply) => {
    // A browser elsewhere has no business with it, signed in or not.
    if (request.admission!.grant.kind !== 'token' && !isLoopback(request.ip))
      throw new Refusal('no_credentials');
    return reply
      .type(metrics.contentType)
      .header('cache-control', 'no-store')
      .send(await metrics.expose());
  });
  await app.register(async (routes) => {
    // Cookies are set and read nowhere else; the doorkeeper reads their header itself.
    await routes.register(cookie);
    serveSessions(routes, { door: host.door, client: host.client, keeper, httpsInFront, cookieName });
  });
  serveReference(app);
  const answer = serveProcedures({ app, host, keeper, metrics, log });
  serveRenderer(app, options.renderer);

  const sockets = serveSockets({
    server: app.server,
    host,
    keeper,
    async admit(request) {
      checkHost(request.headers, gate);
      if (!request.url?.startsWith('/socket.io/')) throw new Refusal('upgrade');
      checkFetchSite(request.headers, false);
      checkOrigin(request.headers, gate, true);
      return keeper.admit(request.headers);
    },
    onRefused(error, request: IncomingMessage) {
      const refusal = error instanceof Refusal ? error : new Refusal('request_malformed');
      const route = refusal.reason === 'upgrade' ? 'none' : '/socket.io';
      noteRefusal(refusal.reason, request.method ?? 'none', route);
      return refusal;
    },
    calls: {
      answer,
      parse,
      onRefused: ({ reason }) => noteRefusal(reason, 'none', '/socket.io'),
    },
    onDelivered: metrics.delivered,
    onCount: metrics.sockets,
  });

  try {
    await app.listen({ host: options.listen.address, port });
  } catch (error) {
    await sockets.close();
    await app.close();
    throw cannotListen(error, options.listen);
  }
  const bound = app.server.address();
  if (typeof bound === 'object' && bound) port = bound.port;
  const listen = { address: options.listen.address, port };
  gate = gateFor(listen, hostNames, httpsInFront);
  const url = pageUrl(listen, hostNames, httpsInFront);
  await host.door.servedAt({ url });

  const ending = new AbortController();
  const unsubscribe = host.onState((state) => {
    if (state !== 'running') return;
    host.door.servedAt({ url }).catch(() => {});
    // What was revoked while nobody could tell us; the sockets are looked at once the core tells again.
    keeper.forgetAll();
  });
  const shutOut = (async () => {
    for await (const { id } of followShutOuts(host, ending.signal)) {
      if (id === null) {
        keeper.forgetAll();
        await sockets.recheck();
      } else {
        keeper.forget(id);
        sockets.end(id);
      }
    }
  })();
  log.info({ event: 'listening', url }, 'listening');

  return {
    url,
    port,
    async close() {
      unsubscribe();
      ending.abort();
      await sockets.close();
      await app.close();
      await shutOut;
      log.info({ event: 'closed' }, 'closed');
    },
  };
}

/** No route has a schema of Fastify's, the contract has its own: their compilers would cost each start their loading. */
function noSchemas(): never {
  throw new Error('Routes are checked by the contract, not by schemas of Fastify.');
}

const STATUS: Partial<Record<ErrorCode, number>> = {
  not_found: 404,
  owner_gone: 503,
  connection_lost: 503,
  internal: 500,
};

const CLIENT_ERRORS: Record<string, 'headers_too_large' | 'request_slow'> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_slow',
};

/** Fastify's own errors as refusals of ours: its words may repeat what came in. */
function refusalOf(error: FastifyError | Error): Refusal | null {
  if (error instanceof Refusal) return error;
  const { code, statusCode } = error as Partial<FastifyError>;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Refusal('body_too_large');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new Refusal('content_type');
  if (code === 'FST_ERR_BAD_URL') return new Refusal('request_malformed');
  if (statusCode !== undefined && statusCode < 500) return new Refusal('body_malformed');
  return null;
}

function cannotListen(error: unknown, { address, port }: HttpOptions['listen']): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const told: Record<string, Omit<ErrorData, 'code'>> = {
    EADDRINUSE: {
      message: `Port ${port} of ${address} is in use by another program.`,
      next: 'Name another with --port, or let one be picked with --port 0.',
    },
    EACCES: {
      message: `Port ${port} is not for every user.`,
      next: 'Name one above 1023 with --port, and a proxy in front of it.',
    },
    EADDRNOTAVAIL: {
      message: `${address} is not an address of this machine.`,
      next: 'Name one of its addresses with --address.',
    },
    ENOTFOUND: { message: `${address} is not an address.`, next: 'Name an address with --address.' },
  };
  const data = told[code ?? ''];
  return data ? new RoyalError({ code: 'invalid_input', ...data }, { cause: error }) : error;
}
