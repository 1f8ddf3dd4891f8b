/**
 * Calls over a message port that are answered at once: one message each way and little to do for each, which a window
 * and a host that pass on what they were asked feel. What streams goes over the same port in oRPC's own protocol, whose
 * messages are text; these are objects.
 */
import type { SupportedMessagePort } from '@orpc/client/message-port';
import { RoyalError } from '../errors.ts';
import type { CallAnswer } from './calls.ts';

export interface PortCall {
  /** Of the procedure: "/stores/list". */
  path: string;
  /** JSON in oRPC's own protocol. As text: a clone keeps what JSON has no word for, an undefined key or a thing found twice. */
  body: string;
}

/** `call` is null where nobody waits for `id` any longer. */
export interface ToCore<Call extends PortCall = PortCall> {
  id: number;
  call: Call | null;
}

export interface FromCore {
  id: number;
  /** null where the procedure streams: it is asked for in oRPC's own protocol. */
  answer: CallAnswer | null;
}

/** What the browser's and Node's message ports have in common. */
export interface CallPort {
  postMessage(message: unknown): void;
  addEventListener(type: 'message' | 'close', listener: (event: Event) => void): void;
}

/**
 * Asks over `port`; null where the procedure streams. Rejects where the port has closed or closes first, and with RoyalError
 * connection_lost where the signal was aborted before anything was sent. A signal aborted later tells the core that nobody
 * waits; the answer comes all the same.
 */
export function callsOverPort<Call extends PortCall>(
  port: CallPort,
): (call: Call, signal: AbortSignal | undefined) => Promise<CallAnswer | null> {
  const waiting = new Map<number, PromiseWithResolvers<CallAnswer | null>>();
  let calls = 0;
  let closed = false;
  const tell = (message: ToCore<Call>): void => port.postMessage(message);
  port.addEventListener('message', (event) => {
    const { data } = event as MessageEvent;
    if (isOfCall(data)) waiting.get(data.id)?.resolve((data as FromCore).answer);
  });
  port.addEventListener('close', () => {
    closed = true;
    for (const { reject } of waiting.values()) reject(new Error('The port closed.'));
  });
  return async (call, signal) => {
    if (signal?.aborted) throw callerGone();
    if (closed) throw new Error('The port has closed.');
    const id = calls;
    calls += 1;
    const answered = Promise.withResolvers<CallAnswer | null>();
    const drop = (): void => tell({ id, call: null });
    waiting.set(id, answered);
    signal?.addEventListener('abort', drop, { once: true });
    try {
      tell({ id, call });
      return await answered.promise;
    } finally {
      waiting.delete(id);
      signal?.removeEventListener('abort', drop);
    }
  };
}

/** The same port for oRPC's own protocol, which sees neither calls and their answers nor what does not pass. */
export function besideCalls(
  port: CallPort,
  passes: (message: unknown) => boolean = () => true,
): SupportedMessagePort {
  const beside: CallPort = {
    postMessage: (message) => port.postMessage(message),
    addEventListener: (type, listener) =>
      port.addEventListener(type, (event) => {
        const { data } = event as MessageEvent;
        if (type === 'close' || (!isOfCall(data) && passes(data))) listener(event);
      }),
  };
  // oRPC asks for the browser's own types of events.
  return beside as unknown as SupportedMessagePort;
}

export function isOfCall(message: unknown): message is { id: number } {
  return (
    typeof message === 'object' && message !== null && typeof (message as { id?: unknown }).id === 'number'
  );
}

function callerGone(): RoyalError {
  return new RoyalError({
    code: 'connection_lost',
    message: 'Whoever asked had gone before the core could be asked.',
    next: 'Ask again.',
  });
}
