/**
 * `bridge`: a validated call over a message port, over a page's socket and over HTTP, while 1,000 events a second arrive
 * at the same caller. The callers over socket and HTTP are processes of their own, as browsers and other programs are;
 * the one over a port is the main thread.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandboxProcess } from '../headless/demo/sandbox-process.ts';
import { fillStores } from '../headless/demo/script.ts';
import { openWeb } from '../headless/web.ts';
import { portBridge } from '../shared/bridge/port-bridge.ts';
import { makeEvents, startLoadedHost } from '../tests/event-load/event-load.ts';
import { type Bench, numberOption } from './bench.ts';
import { type CallFigures, measureCalls } from './bridge-calls.ts';
import type { WebCaller } from './bridge-child.ts';
import { runChild } from './child.ts';

const PORT_P95_MS = 2;
const HTTP_P95_MS = 5;
const PER_SECOND = 1000;
const PACE_MS = 15;

/** Option: `seconds` (30) of load on each transport. */
export const run: Bench = async (options) => {
  const seconds = numberOption(options, 'seconds', 30);
  process.env.ROYAL_SECRETS = 'file';
  const folder = mkdtempSync(join(tmpdir(), 'royal-bench-bridge-'));
  const sandbox = await startSandboxProcess(['--plan', 'enterprise', '--scale', '0.2']);
  const host = await startLoadedHost(join(folder, 'data'));
  try {
    await fillStores(host.client, sandbox);
    const { token } = await host.client.access.createToken({ name: 'bench' });
    const count = PER_SECOND * seconds;
    const load = (): void => makeEvents({ perSecond: PER_SECOND, count });

    /** A server each: what one caller asks in a minute is counted. */
    const callOver = async (over: WebCaller['over']): Promise<CallFigures> => {
      const listen = { address: '127.0.0.1', port: 0 };
      const web = await openWeb({ folder: join(folder, 'data'), env: process.env, host, listen });
      const caller: WebCaller = { url: web.url, token, count, over };
      // The child asks for the load once it listens.
      const figures = await runChild<CallFigures>('bridge-child.ts', caller, load);
      await web.close();
      return figures;
    };

    const bridge = portBridge(() => host.connect());
    const port = await measureCalls(bridge, { count, paceMs: PACE_MS, load });
    bridge.close();

    const socket = await callOver('socket');
    const http = await callOver('http');

    return {
      name: 'bridge',
      pass:
        port.action.p95Ms <= PORT_P95_MS &&
        [socket, http].every(({ action }) => action.p95Ms <= HTTP_P95_MS) &&
        [port, socket, http].every(isWhole),
      eventsPerSecond: PER_SECOND,
      seconds,
      port,
      socket,
      http,
    };
  } finally {
    await host.close();
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

function isWhole({ missing, outOfOrder }: CallFigures): boolean {
  return missing === 0 && outOfOrder === 0;
}
