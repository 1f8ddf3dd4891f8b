/** A thousand events a second for half a minute, a line that breaks in the middle, and nothing missing. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { Bridge } from '../../shared/bridge/bridge.ts';
import { portBridge } from '../../shared/bridge/port-bridge.ts';
import { wiredWeb } from '../wired-web.ts';
import { makeEvents, startLoadedHost } from './event-load.ts';

const PER_SECOND = 1000;
const COUNT = 30_000;

interface Heard {
  indexes: number[];
  incomplete: number;
  losses: number;
}

/** Resolves once all events were heard; the line is broken after each third of them. */
async function hearAll(bridge: Bridge, breakLine: () => void): Promise<Heard> {
  const heard: Heard = { indexes: [], incomplete: 0, losses: 0 };
  bridge.status.subscribe(({ state }) => {
    if (state === 'lost') heard.losses += 1;
  });
  await new Promise<void>((resolve) => {
    bridge.events.subscribe(({ events, complete }) => {
      if (!complete) heard.incomplete += 1;
      const before = heard.indexes.length;
      for (const event of events)
        if (event.kind === 'load.ticked') heard.indexes.push(Number(event.data.index));
      const now = heard.indexes.length;
      for (const third of [COUNT / 3, (COUNT * 2) / 3]) if (before < third && now >= third) breakLine();
      if (now >= COUNT) resolve();
    });
  });
  return heard;
}

describe('1,000 events a second for 30 s', { timeout: 90_000 }, () => {
  it('arrive in order over a message port and over socket.io, none missing, none twice, while both break', async () => {
    process.env.ROYAL_SECRETS = 'file';
    const folder = mkdtempSync(join(tmpdir(), 'royal-events-'));
    const host = await startLoadedHost(join(folder, 'data'));
    const web = await wiredWeb(host, join(folder, 'data'));
    let port: MessagePort | null = null;
    const window = portBridge(async () => {
      port = await host.connect();
      return port;
    });
    try {
      await Promise.all([window.api.stop.status(), web.bridge.api.stop.status()]);
      const hearing = Promise.all([hearAll(window, () => port!.close()), hearAll(web.bridge, web.breakLine)]);
      const began = performance.now();
      makeEvents({ perSecond: PER_SECOND, count: COUNT });
      const all = await hearing;
      // As they happened, not in a heap afterwards.
      expect(performance.now() - began).toBeLessThan(36_000);
      for (const { indexes, incomplete, losses } of all) {
        expect(indexes).toEqual(Array.from({ length: COUNT }, (_, index) => index));
        expect(incomplete).toBe(0);
        expect(losses).toBeGreaterThanOrEqual(2);
      }
    } finally {
      window.close();
      await web.close();
      await host.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
