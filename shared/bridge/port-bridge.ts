/** The bridge over message ports: of a desktop window, and of tests that ask a host for a port. */
import { RPCLink, type SupportedMessagePort } from '@orpc/client/message-port';
import { royalClient } from '../contract/client.ts';
import type { Bridge } from './bridge.ts';
import { type BridgeOptions, type OpenLine, reconnectingBridge } from './reconnecting.ts';

/** What the browser's and Node's message ports have in common. */
export interface BridgePort {
  postMessage(message: unknown): void;
  addEventListener(type: 'close', listener: () => void): void;
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
    // Browser and Node declare their ports differently.
    const transport = new RPCLink<Record<never, never>>({ port: port as unknown as SupportedMessagePort });
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
