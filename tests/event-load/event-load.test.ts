/** A thousand events a second for half a minute, a line that breaks in the middle, and nothing missing. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Host } from '../../core/host/host.ts';
import type { Bridge } from '../../shared/bridge/bridge.ts';
import { portBridge } from '../../shared/bridge/port-bridge.ts';
import { wiredWeb } from '../wired-web.ts';
import { makeEvents, startLoadedHost } from './event-load.ts';

const PER_SECOND = 1000;
const COUNT = 30_000;

describe('1,000 events a second for 30 s', { timeout: 90_000 }, () => {
  let folder: string;
  let host: Host;
  beforeEach(async () => {
    process.env.ROYAL_SECRETS = 'file';
    folder = mkdtempSync(join(tmpdir(), 'royal-events-'));
    host = await startLoadedHost(join(folder, 'data'));
  });
  afterEach(async () => {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Breaks the line after a third, and hears everything all the same. */
  async function hearAll(bridge: Bridge, breakLine: () => void): Promise<void> {
    const indexes: number[] = [];
    let incomplete = 0;
    let lost = 0;
    bridge.status.subscribe(({ state }) => {
      if (state === 'lost') lost += 1;
    });
    await bridge.api.stop.status();
    const all = new Promise<void>((resolve) => {
      bridge.events.subscribe(({ events, complete }) => {
        if (!complete) incomplete += 1;
        for (const event of events) if (event.kind === 'load.ticked') indexes.push(Number(event.data.index));
        if (indexes.length >= COUNT / 3 && lost === 0) breakLine();
        if (indexes.length >= COUNT) resolve();
      });
    });
    const began = performance.now();
    makeEvents({ perSecond: PER_SECOND, count: COUNT });
    await all;
    const seconds = (performance.now() - began) / 1000;
    bridge.close();
    expect(indexes).toEqual(Array.from({ length: COUNT }, (_, index) => index));
    expect({ incomplete, lost: Math.min(lost, 1) }).toEqual({ incomplete: 0, lost: 1 });
    // As they happened, not in a heap afterwards.
    expect(seconds).toBeLessThan(35);
  }

  it('arrive in order over a message port, none missing, also where it closes in between', async () => {
    let port: MessagePort | null = null;
    const bridge = portBridge(async () => {
      port = await host.connect();
      return port;
    });
    await hearAll(bridge, () => port!.close());
  });

  it('arrive in order over socket.io, none missing, also where the connection drops in between', async () => {
    const web = await wiredWeb(host, join(folder, 'data'));
    await hearAll(web.bridge, web.breakLine);
    await web.close();
  });
});
