/** A host's web side behind a wire that a test can cut, and a bridge over it with a token of its own. */
import type { Host } from '../core/host/host.ts';
import { openWeb } from '../headless/web.ts';
import type { Bridge } from '../shared/bridge/bridge.ts';
import { httpBridge } from '../shared/bridge/http-bridge.ts';
import { tcpProxy } from './tcp-proxy.ts';

export interface WiredWeb {
  bridge: Bridge;
  /** The host itself, past the wire: its connections are not cut. */
  url: string;
  /** The token that the bridge has. */
  bearer: string;
  /** Every connection dies; the next may come at once. */
  breakLine(): void;
  close(): Promise<void>;
}

export async function wiredWeb(host: Host, folder: string): Promise<WiredWeb> {
  const listen = { address: '127.0.0.1', port: 0 };
  const web = await openWeb({ folder, env: process.env, host, listen });
  const { port } = web;
  // Under another address of this machine that the host lets requests name, at the host's own port.
  const wire = await tcpProxy(port, { address: '::1', port });
  const { token } = await host.client.access.createToken({ name: 'test' });
  const bridge = httpBridge(`http://[::1]:${port}`, { bearer: token });
  return {
    bridge,
    url: web.url,
    bearer: token,
    breakLine() {
      wire.cut();
      wire.mend();
    },
    async close() {
      bridge.close();
      await web.close();
      await wire.close();
    },
  };
}
