/**
 * Calls passed on as they came in, and answers as they go out: who serves the contract over a wire of its own reads
 * neither, the core alone does. One message each way. For procedures that answer at once; streams have a transport.
 */

import type { MessagePort } from 'node:worker_threads';
import { getEventIteratorSchemaDetails, isContractProcedure } from '@orpc/contract';
import type { AnyRouter } from '@orpc/server';
import { StandardRPCHandler } from '@orpc/server/standard';
import { contract } from '../../shared/contract/contract.ts';
import type { CallContext } from '../access/caller.ts';

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

export interface RelayedCall {
  /** One of RELAYED. */
  path: string;
  /** Who was let in and calls. */
  person: string;
  /** In oRPC's own protocol. */
  body: unknown;
}

export interface RelayedAnswer {
  /** Of HTTP. */
  status: number;
  /** JSON in oRPC's own protocol, also where it is an error. */
  text: string;
}

/** `signal` tells the core that nobody waits any longer; the answer comes all the same. */
export type Relay = (call: RelayedCall, signal: AbortSignal) => Promise<RelayedAnswer>;

type ToCore = { id: number; call: RelayedCall } | { id: number; call: null };
type FromCore = { id: number; answer: RelayedAnswer };

/** The host's side. A call rejects where its port closes first. */
export function relayOver(port: MessagePort): Relay {
  const waiting = new Map<number, PromiseWithResolvers<RelayedAnswer>>();
  let calls = 0;
  port.on('message', ({ id, answer }: FromCore) => {
    waiting.get(id)?.resolve(answer);
    waiting.delete(id);
  });
  port.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('The port closed.'));
    waiting.clear();
  });
  return (call, signal) => {
    const id = calls;
    calls += 1;
    const answered = Promise.withResolvers<RelayedAnswer>();
    waiting.set(id, answered);
    port.postMessage({ id, call } satisfies ToCore);
    signal.addEventListener('abort', () => port.postMessage({ id, call: null } satisfies ToCore));
    return answered.promise;
  };
}

/** The core's side. */
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

  const answerOf = async (
    { path, person, body }: RelayedCall,
    signal: AbortSignal,
  ): Promise<RelayedAnswer> => {
    const { response } = await handler.handle(
      { method: 'POST', url: new URL(path, 'http://core'), headers: {}, body: async () => body, signal },
      { context: { person } },
    );
    // The router has all of the contract.
    const { status, body: answer } = response!;
    return { status, text: JSON.stringify(answer) };
  };
}
