/**
 * Calls passed on as they came in, and answers as they go out: who serves the contract over a wire of its own reads
 * neither, the core alone does (serve-relay.ts). One message each way. For procedures that answer at once; streams have
 * a transport. The contract itself is not needed here: it takes longer to load than all else of a host.
 */
import type { MessagePort } from 'node:worker_threads';
import type { CallAnswer } from '../../shared/bridge/socket-calls.ts';

export interface RelayedCall {
  /** One of RELAYED, in serve-relay.ts. */
  path: string;
  /** Who was let in and calls. */
  person: string;
  /** In oRPC's own protocol. */
  body: unknown;
}

/** `signal` tells the core that nobody waits any longer; the answer comes all the same. */
export type Relay = (call: RelayedCall, signal: AbortSignal) => Promise<CallAnswer>;

export type ToCore = { id: number; call: RelayedCall } | { id: number; call: null };
export type FromCore = { id: number; answer: CallAnswer };

/** The host's side. A call rejects where its port closes first. */
export function relayOver(port: MessagePort): Relay {
  const waiting = new Map<number, PromiseWithResolvers<CallAnswer>>();
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
    const answered = Promise.withResolvers<CallAnswer>();
    waiting.set(id, answered);
    port.postMessage({ id, call } satisfies ToCore);
    signal.addEventListener('abort', () => port.postMessage({ id, call: null } satisfies ToCore));
    return answered.promise;
  };
}
