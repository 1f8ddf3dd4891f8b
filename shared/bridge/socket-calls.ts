/** Calls over the socket that brings a page its events: what goes over it, and the page's end of it. */
import type { StandardLinkClient } from '@orpc/client/standard';
import type { Socket } from 'socket.io-client';

/** As oRPC sends them. */
export type Call = StandardLinkClient<Record<never, never>>['call'];
export type CallRequest = Parameters<Call>[0];
export type CallResponse = Awaited<ReturnType<Call>>;

export interface SocketCall {
  /** Of this socket; counts up. */
  id: number;
  /** Of the procedure: "/stores/list". */
  path: string;
  /** JSON in oRPC's own protocol. */
  body: string;
}

export interface SocketAnswer {
  /** Of HTTP. */
  status: number;
  /** JSON in oRPC's own protocol, also where it is an error. */
  text: string;
}

/** What a page says. */
export interface SocketCalls {
  /** null where the procedure streams: it is asked for over HTTP. */
  call(call: SocketCall, answered: (answer: SocketAnswer | null) => void): void;
  /** Nobody waits for this call any longer. */
  drop(id: number): void;
}

/** Asks over `socket`; null where it is to be asked over HTTP. Rejects where the socket ends first. */
export function callsOver(
  socket: Pick<Socket, 'emit' | 'emitWithAck'>,
): (request: CallRequest) => Promise<CallResponse | null> {
  let calls = 0;
  return async ({ url, body, signal }) => {
    const id = calls;
    calls += 1;
    const drop = (): void => void socket.emit('drop', id);
    signal?.addEventListener('abort', drop, { once: true });
    try {
      const path = url.pathname.slice('/rpc'.length);
      const call: SocketCall = { id, path, body: JSON.stringify(body) };
      const answer = (await socket.emitWithAck('call', call)) as SocketAnswer | null;
      if (!answer) return null;
      return { status: answer.status, headers: {}, body: async () => JSON.parse(answer.text) as unknown };
    } finally {
      signal?.removeEventListener('abort', drop);
    }
  };
}
