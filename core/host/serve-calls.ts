/** The core's side of shared/bridge/port-calls.ts: which procedures answer at once, and who answers them. */
import type { MessagePort } from 'node:worker_threads';
import { getEventIteratorSchemaDetails, isContractProcedure } from '@orpc/contract';
import type { AnyRouter } from '@orpc/server';
import { StandardRPCHandler } from '@orpc/server/standard';
import type { CallAnswer } from '../../shared/bridge/calls.ts';
import { type FromCore, isOfCall, type PortCall, type ToCore } from '../../shared/bridge/port-calls.ts';
import { contract } from '../../shared/contract/contract.ts';
import type { CallContext } from '../access/caller.ts';

/** "stores.list" by its path "/stores/list": the procedures that answer at once. */
export const ANSWERED_AT_ONCE: ReadonlyMap<string, string> = new Map(answeringAtOnce(contract, []));

function answeringAtOnce(node: unknown, path: readonly string[]): [path: string, procedure: string][] {
  if (isContractProcedure(node)) {
    const streams = getEventIteratorSchemaDetails(node['~orpc'].outputSchema) !== undefined;
    return streams ? [] : [[`/${path.join('/')}`, path.join('.')]];
  }
  return Object.entries(node as Record<string, unknown>).flatMap(([name, child]) =>
    answeringAtOnce(child, [...path, name]),
  );
}

/** `contextOf` says on whose behalf a call of this port is made. */
export function serveCalls<Call extends PortCall>(
  router: AnyRouter,
  port: MessagePort,
  contextOf: (call: Call) => CallContext,
): void {
  const handler = new StandardRPCHandler<CallContext>(router, {});
  const running = new Map<number, AbortController>();
  port.on('message', async (message: unknown) => {
    if (!isOfCall(message)) return;
    const { id, call } = message as ToCore<Call>;
    if (!call) return running.get(id)?.abort();
    const controller = new AbortController();
    running.set(id, controller);
    const answer = ANSWERED_AT_ONCE.has(call.path) ? await answerTo(call, controller.signal) : null;
    running.delete(id);
    port.postMessage({ id, answer } satisfies FromCore);
  });
  port.on('close', () => {
    for (const controller of running.values()) controller.abort();
  });

  const answerTo = async (call: Call, signal: AbortSignal): Promise<CallAnswer> => {
    const { response } = await handler.handle(
      {
        method: 'POST',
        url: new URL(call.path, 'http://core'),
        headers: {},
        body: async () => parsed(call.body),
        signal,
      },
      { context: contextOf(call) },
    );
    // The router has all of the contract.
    const { status, body } = response!;
    return { status, text: JSON.stringify(body) };
  };
}

/** What it throws is answered as a request that can't be read. */
function parsed(body: unknown): unknown {
  if (typeof body !== 'string') throw new TypeError('The body of a call is text.');
  return JSON.parse(body);
}
