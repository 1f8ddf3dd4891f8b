/** The core's side of relay.ts: which procedures are passed on unread, and who answers them. */
import type { MessagePort } from 'node:worker_threads';
import { getEventIteratorSchemaDetails, isContractProcedure } from '@orpc/contract';
import type { AnyRouter } from '@orpc/server';
import { StandardRPCHandler } from '@orpc/server/standard';
import type { CallAnswer } from '../../shared/bridge/socket-calls.ts';
import { contract } from '../../shared/contract/contract.ts';
import type { CallContext } from '../access/caller.ts';
import type { FromCore, RelayedCall, ToCore } from './relay.ts';

/** "stores.list" by its path "/stores/list": the procedures that answer at once. */
export const RELAYED: ReadonlyMap<string, string> = new Map(answeringAtOnce(contract, []));

function answeringAtOnce(node: unknown, path: readonly string[]): [path: string, procedure: string][] {
  if (isContractProcedure(node)) {
    const streams = getEventIteratorSchemaDetails(node['~orpc'].outputSchema) !== undefined;
    return streams ? [] : [[`/${path.join('/')}`, path.join('.')]];
  }
  return Object.entries(node as Record<string, unknown>).flatMap(([name, child]) =>
    answeringAtOnce(child, [...path, name]),
  );
}

export function serveRelay(router: AnyRouter, port: MessagePort): void {
  const handler = new StandardRPCHandler<CallContext>(router, {});
  const running = new Map<number, AbortController>();
  port.on('message', async ({ id, call }: ToCore) => {
    if (call === null) return running.get(id)?.abort();
    const controller = new AbortController();
    running.set(id, controller);
    const answer = await answerOf(call, controller.signal);
    running.delete(id);
    port.postMessage({ id, answer } satisfies FromCore);
  });
  port.on('close', () => {
    for (const controller of running.values()) controller.abort();
  });

  const answerOf = async ({ path, person, body }: RelayedCall, signal: AbortSignal): Promise<CallAnswer> => {
    const { response } = await handler.handle(
      { method: 'POST', url: new URL(path, 'http://core'), headers: {}, body: async () => body, signal },
      { context: { person } },
    );
    // The router has all of the contract.
    const { status, body: answer } = response!;
    return { status, text: JSON.stringify(answer) };
  };
}
