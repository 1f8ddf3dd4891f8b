/** Calls over the socket that brings a page its events: what goes over it, and the page's end of it. */
import type { Socket } from 'socket.io-client';
import { type CallAnswer, type CallRequest, type CallResponse, responseOf } from './calls.ts';

export interface SocketCall {
  /** Of this socket; counts up. */
  id: number;
  /** Of the procedure: "/stores/list". */
  path: string;
  /** JSON in oRPC's own protocol. */
  body: string;
}

/** What a page says. */
export interface SocketCalls {
  /** null where the procedure streams: it is asked for over HTTP. */
  call(call: SocketCall, answered: (answer: CallAnswer | null) => void): void;
  /** Nobody waits for this call any longer. */
  drop(id: number): void;
}

/** Characters of a body that goes over a socket: what is longer would hold up events and signs of life behind it. */
export const LONGEST_BODY = 256 * 1024;

/**
 * Asks over `socket`; null where it is to be asked over HTTP. Rejects where the socket has ended or ends first. An aborted
 * signal tells the host that nobody waits; the bridge itself waits no longer then (reconnecting.ts).
 */
export function callsOverSocket(
  socket: Pick<Socket, 'connected' | 'emit' | 'emitWithAck'>,
): (request: CallRequest) => Promise<CallResponse | null> {
  let calls = 0;
  return async ({ url, body, signal }) => {
    const text = JSON.stringify(body);
    if (text.length > LONGEST_BODY) return null;
    // It would be kept for a connection that never comes.
    if (!socket.connected) throw new Error('The socket has ended.');
    const id = calls;
    calls += 1;
    const drop = (): void => void socket.emit('drop', id);
    signal?.addEventListener('abort', drop, { once: true });
    try {
      const call: SocketCall = { id, path: url.pathname.slice('/rpc'.length), body: text };
      const answer = (await socket.emitWithAck('call', call)) as CallAnswer | null;
      return answer && responseOf(answer);
    } finally {
      signal?.removeEventListener('abort', drop);
    }
  };
}
