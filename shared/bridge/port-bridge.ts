/** The bridge over message ports: of a desktop window, and of tests that ask a host for a port. */
import { LinkMessagePortClient } from '@orpc/client/message-port';
import { StandardRPCLink } from '@orpc/client/standard';
import { royalClient } from '../contract/client.ts';
import type { Bridge } from './bridge.ts';
import { type CallResponse, responseOf } from './calls.ts';
import { besideCalls, type CallPort, callsOverPort } from './port-calls.ts';
import { type BridgeOptions, type OpenLine, reconnectingBridge } from './reconnecting.ts';

export interface BridgePort extends CallPort {
  start(): void;
  close(): void;
}

/**
 * `requestPort` is asked for a port of one's own to the core, first and each time that the last one closed. It rejects
 * with RoyalError `owner_gone` where there will be none any more.
 */
export function portBridge(requestPort: () => Promise<BridgePort>, options: BridgeOptions = {}): Bridge {
  const open: OpenLine = async (since, ears) => {
    const port = await requestPort();
    port.addEventListener('close', () => ears.broken());
    const ask = callsOverPort(port);
    const streams = new LinkMessagePortClient<Record<never, never>>({ port: besideCalls(port) });
    const transport = new StandardRPCLink<Record<never, never>>(
      {
        async call(request, ...rest): Promise<CallResponse> {
          const { url, body, signal } = request;
          const answer = await ask({ path: url.pathname, body: JSON.stringify(body) }, signal);
          return answer ? responseOf(answer) : streams.call(request, ...rest);
        },
      },
      { url: 'http://orpc' },
    );
    const stop = new AbortController();
    port.start();
    const follow = async (): Promise<void> => {
      const batches = await royalClient(transport).events.live({ since }, { signal: stop.signal });
      for await (const batch of batches) ears.batch(batch);
    };
    follow().then(() => ears.broken(), ears.broken);
    return {
      transport,
      close() {
        stop.abort();
        port.close();
      },
    };
  };
  return reconnectingBridge(open, options);
}
