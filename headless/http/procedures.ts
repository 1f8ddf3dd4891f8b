/** The contract over HTTP: oRPC's own protocol at /rpc, as our pages speak it over their socket too, plain JSON at /api for other programs. */

import { createORPCErrorFromJson, type ORPCErrorJSON } from '@orpc/client';
import { SmartCoercionPlugin } from '@orpc/json-schema';
import { OpenAPIHandler } from '@orpc/openapi/fastify';
import { ORPCError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/fastify';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ForwardContext, forwardingRouter } from '../../core/api/forward.ts';
import type { Host } from '../../core/host/host.ts';
import type { RelayedCall } from '../../core/host/messages.ts';
import { ANSWERED_AT_ONCE } from '../../core/host/serve-calls.ts';
import type { Log } from '../../core/telemetry/log.ts';
import type { CallAnswer } from '../../shared/bridge/calls.ts';
import { errorData } from '../../shared/contract/schemas.ts';
import { isStream } from '../../shared/contract/streams.ts';
import { type ErrorData, RoyalError } from '../../shared/errors.ts';
import type { Doorkeeper } from './doorkeeper.ts';
import type { Metrics } from './metrics.ts';
import { watchedStream } from './watched-stream.ts';

interface CallContext extends ForwardContext {
  /** Of the session or token that asks. */
  digest: string;
  /** Ends the connection where it stands. */
  hangUp: () => void;
}

/** Told where the program itself failed: what exactly stands in the log. */
export const INTERNAL: ErrorData = {
  code: 'internal',
  message: 'The program failed at this.',
  next: 'Look into http.log in the data folder; `royal doctor` may find the cause.',
};

/** null where the procedure does not answer at once. An error is an answer too. */
export type AnswerAtOnce = (call: RelayedCall, signal: AbortSignal) => Promise<CallAnswer> | null;

/** Gives what answers calls that come over another wire. */
export function serveProcedures(options: {
  app: FastifyInstance;
  host: Host;
  keeper: Pick<Doorkeeper, 'checkAnew'>;
  metrics: Metrics;
  log: Log;
}): AnswerAtOnce {
  const { app, host, keeper, metrics, log } = options;
  const typed = (error: unknown): ORPCError<string, unknown> =>
    typedError(error, (fault) => {
      log.error({ event: 'failed', stack: fault instanceof Error ? fault.stack : String(fault) }, 'failed');
    });
  const router = forwardingRouter(host.served);
  const measured = async <T>(procedure: string, call: () => Promise<T>): Promise<T> => {
    const begun = performance.now();
    const tell = (outcome: string): void =>
      metrics.called(procedure, outcome, (performance.now() - begun) / 1000);
    try {
      const output = await call();
      tell('ok');
      return output;
    } catch (error) {
      const told = typed(error);
      tell(dataOf(told).code);
      throw told;
    }
  };
  const around = async <T>(call: {
    path: readonly string[];
    context: CallContext;
    next: () => Promise<T>;
  }): Promise<T> => {
    const output = await measured(call.path.join('.'), call.next);
    return isStream(output) ? (watched(output, call.context) as T) : output;
  };
  const passOn = async (call: RelayedCall, signal: AbortSignal): Promise<CallAnswer> => {
    const answer = await host.relay(call, signal);
    if (answer.status < 400) return answer;
    const { json } = JSON.parse(answer.text) as { json: ORPCErrorJSON<string, unknown> };
    throw createORPCErrorFromJson(json);
  };
  const answer: AnswerAtOnce = (call, signal) => {
    const procedure = ANSWERED_AT_ONCE.get(call.path);
    if (procedure === undefined) return null;
    return measured(procedure, () => passOn(call, signal)).catch((error: unknown) => {
      const told = error as ORPCError<string, unknown>;
      return { status: told.status, text: JSON.stringify({ json: told.toJSON() }) };
    });
  };
  const watched = (output: AsyncIterator<unknown>, { digest, hangUp }: CallContext) =>
    watchedStream(output, {
      stillIn: async () => (await keeper.checkAnew(digest)) !== null,
      typed,
      hangUp,
    });
  const rpc = new RPCHandler<CallContext>(router, { clientInterceptors: [around] });
  const api = new OpenAPIHandler<CallContext>(router, {
    clientInterceptors: [around],
    // What stands in a query is text: numbers and lists are made of it by the contract's own schemas.
    plugins: [new SmartCoercionPlugin({ schemaConverters: [new ZodToJsonSchemaConverter()] })],
    customErrorResponseBodyEncoder: dataOf,
  });
  const handled =
    (prefix: '/rpc' | '/api', handler: Pick<typeof rpc, 'handle'>) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
      const { grant, digest } = request.admission!;
      const context = { person: grant.person, digest, hangUp: () => void reply.raw.destroy() };
      const { matched } = await handler.handle(request, reply, { prefix, context });
      if (!matched) throw notFound();
    };
  const rest = handled('/rpc', rpc);
  // oRPC takes a HEAD for a POST.
  app.get('/rpc/*', { exposeHeadRoute: false }, rest);
  app.post('/rpc/*', async (request, reply) => {
    const gone = new AbortController();
    const { person } = request.admission!.grant;
    const body = JSON.stringify(request.body ?? {});
    const call: RelayedCall = { path: request.url.slice('/rpc'.length), person, body };
    const answering = answer(call, gone.signal);
    if (!answering) return rest(request, reply);
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) gone.abort();
    });
    const { status, text } = await answering;
    return reply.code(status).type('application/json').send(text);
  });
  app.route({
    method: ['GET', 'POST'],
    url: '/api/*',
    exposeHeadRoute: false,
    handler: handled('/api', api),
  });
  return answer;
}

function notFound(): RoyalError {
  return new RoyalError({
    code: 'not_found',
    message: 'There is no such procedure, or not with this method.',
    next: 'See /api/docs: what reads is a GET, what changes something a POST.',
  });
}

/** An error as the API states it, whatever it came from. */
function dataOf(error: ORPCError<string, unknown>): ErrorData {
  const known = errorData.safeParse(error.data);
  if (known.success) return known.data;
  if (error.status < 500)
    return {
      code: 'invalid_input',
      message: 'The request could not be read.',
      next: 'See /api/docs for what this procedure takes.',
    };
  return {
    code: 'internal',
    message: 'The program failed at this.',
    next: 'Look into royal.log and http.log in the data folder; `royal doctor` may find the cause.',
  };
}

/** What is neither the contract's nor the host's own error is a fault of this program: `failed` hears of it. */
function typedError(error: unknown, failed: (error: unknown) => void): ORPCError<string, unknown> {
  if (error instanceof ORPCError && error.code !== 'INTERNAL_SERVER_ERROR') return error;
  // Nested too deep for what writes it down.
  if (error instanceof RangeError) return new ORPCError('BAD_REQUEST', { cause: error });
  if (!(error instanceof RoyalError)) failed(error);
  const data = error instanceof RoyalError ? error.toData() : INTERNAL;
  const status = data.code === 'internal' ? 500 : 503;
  return new ORPCError('ROYAL', { defined: true, status, message: data.message, data, cause: error });
}
