/** A thousand events a second for half a minute, over a real core and both transports, which lose their connection twice. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { startHost } from '../../core/host/host.ts';
import { openLog } from '../../core/telemetry/log.ts';
import { startHttp } from '../../headless/http/server.ts';
import type { Bridge } from '../../shared/bridge/bridge.ts';
import { httpBridge } from '../../shared/bridge/http-bridge.ts';
import { portBridge } from '../../shared/bridge/port-bridge.ts';
import { tcpProxy } from './tcp-proxy.ts';

interface Listener {
  numbers: number[];
  incomplete: number;
  losses: number;
}

function listenTo(bridge: Bridge, breaks: () => void): Listener {
  const heard: Listener = { numbers: [], incomplete: 0, losses: 0 };
  bridge.events.subscribe(({ events, complete }) => {
    if (!complete) heard.incomplete += 1;
    const before = heard.numbers.length;
    for (const { kind, data } of events) if (kind === 'flood.counted') heard.numbers.push(Number(data.n));
    for (const at of [10_000, 20_000]) if (before < at && heard.numbers.length >= at) breaks();
  });
  bridge.status.subscribe(({ state }) => {
    if (state === 'lost') heard.losses += 1;
  });
  return heard;
}

it('hands on 1,000 events a second for 30 s in order, none missing, none twice, over ports and HTTP that break', async () => {
  process.env.ROYAL_SECRETS = 'file';
  const folder = mkdtempSync(join(tmpdir(), 'royal-flood-'));
  const host = await startHost({
    folder: join(folder, 'data'),
    schedule: false,
    coreThread: new URL('./flood-child.ts', import.meta.url),
  });
  const log = openLog(join(folder, 'http.log'));
  let port = 0;
  const wire = await tcpProxy(() => port);
  const http = await startHttp({
    host,
    log: log.log,
    renderer: folder,
    listen: { address: '127.0.0.1', port: 0 },
    hostNames: [`127.0.0.1:${wire.port}`],
  });
  // After the last colon: the name that stands before it has a port of its own.
  port = Number(http.url.split(':').at(-1));
  const { token } = await host.client.access.createToken({ name: 'flood' });

  let newest: MessagePort | undefined;
  const ported = portBridge(async () => {
    newest = await host.connect();
    return newest;
  });
  const remote = httpBridge(`http://127.0.0.1:${wire.port}`, { bearer: token });
  const live = () => [ported, remote].map(({ status }) => status.current().state);
  try {
    await expect.poll(live, { timeout: 15_000 }).toEqual(['live', 'live']);
    const overPort = listenTo(ported, () => newest!.close());
    const overHttp = listenTo(remote, () => {
      wire.cut();
      setTimeout(wire.mend, 700);
    });
    await remote.api.stop.pull({ reason: 'flood' });
    const all = () => [overPort.numbers.length, overHttp.numbers.length];
    await expect.poll(all, { timeout: 60_000, interval: 500 }).toEqual([30_000, 30_000]);
    for (const heard of [overPort, overHttp]) {
      expect(heard.numbers.every((n, index) => n === index + 1)).toBe(true);
      expect(heard.incomplete).toBe(0);
      expect(heard.losses).toBeGreaterThanOrEqual(2);
    }
  } finally {
    ported.close();
    remote.close();
    await wire.close();
    await http.close();
    await host.close();
    log.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
