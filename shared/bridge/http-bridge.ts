/** The bridge to a headless host: calls and events by socket.io, calls that stream or are long by fetch. */
import { ORPCError } from '@orpc/client';
import { StandardRPCLink } from '@orpc/client/standard';
import { toStandardLazyResponse } from '@orpc/standard-server-fetch';
import { io } from 'socket.io-client';
import type { Transport } from '../contract/client.ts';
import type { EventBatch } from '../contract/schemas.ts';
import { RoyalError } from '../errors.ts';
import type { Bridge } from './bridge.ts';
import type { CallRequest, CallResponse } from './calls.ts';
import { type BridgeOptions, type OpenLine, reconnectingBridge, signedOut } from './reconnecting.ts';
import { callsOverSocket } from './socket-calls.ts';

export interface HttpBridgeOptions extends BridgeOptions {
  /** Of an API client; a browser is signed in by its cookie. */
  bearer?: string;
}

/** `baseUrl` is the host's origin: "http://127.0.0.1:4300". */
export function httpBridge(baseUrl: string, options: HttpBridgeOptions = {}): Bridge {
  const headers: Record<string, string> = options.bearer ? { authorization: `Bearer ${options.bearer}` } : {};
  const post = async ({ url, body, signal }: CallRequest): Promise<CallResponse> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      credentials: 'same-origin',
      redirect: 'manual',
      signal: signal ?? null,
    });
    return toStandardLazyResponse(response, { signal });
  };

  const isSignedIn = async (): Promise<boolean> => {
    const response = await fetch(`${baseUrl}/session`, { headers, credentials: 'same-origin' });
    if (!response.ok) return response.status !== 401;
    return ((await response.json()) as { signedIn: boolean }).signedIn;
  };

  const open: OpenLine = async (since, ears) => {
    const socket = io(baseUrl, {
      auth: since === undefined ? {} : { since },
      // The host speaks nothing else.
      transports: ['websocket'],
      extraHeaders: headers,
      // One line each: reconnecting is the bridge's, which knows where to go on.
      reconnection: false,
      forceNew: true,
    });
    const ask = callsOverSocket(socket);
    const link = new StandardRPCLink<Record<never, never>>(
      { call: async (request) => (await ask(request)) ?? post(request) },
      { url: `${baseUrl}/rpc` },
    );
    const transport: Transport = {
      async call(path, input, callOptions) {
        try {
          return await link.call(path, input, callOptions);
        } catch (error) {
          if (!(error instanceof ORPCError) || error.status !== 401) throw error;
          ears.broken(signedOut());
          throw signedOut();
        }
      },
    };
    socket.on('batch', (batch: EventBatch, taken: () => void) => {
      ears.batch(batch);
      taken();
    });
    socket.on('disconnect', (reason) => {
      // The host ends a session by ending its sockets.
      if (reason !== 'io server disconnect') return ears.broken();
      isSignedIn().then(
        (signedIn) => ears.broken(signedIn ? undefined : signedOut()),
        () => ears.broken(),
      );
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    }).catch(async (error: Error) => {
      socket.close();
      if (!(await isSignedIn())) throw signedOut();
      throw new RoyalError(
        { code: 'connection_lost', message: 'The host does not answer.', next: 'Make sure that it runs.' },
        { cause: error },
      );
    });
    return { transport, close: () => void socket.close() };
  };
  return reconnectingBridge(open, options);
}
