/** A thousand events a second for half a minute, of the kinds that a busy program tells: how busy they keep the page. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, CDPSession, Page } from 'playwright-core';
import type { Host } from '../../core/host/host.ts';
import { openWeb } from '../../headless/web.ts';
import { type EventLoad, makeEvents, startLoadedHost } from '../../tests/event-load/event-load.ts';
import { rounded } from '../bench.ts';
import { type Figure, figure } from './figure.ts';
import { watchedPage } from './served.ts';
import { filledAt } from './watch.ts';

const PER_SECOND = 1_000;
const WARM_SECONDS = 5;
const TARGET_BUSY = 40;
/** What a page may hold more afterwards: some thirty bytes an event, less than any that was kept would take. */
const TARGET_GROWTH_MEGABYTES = 1;

export async function measureEvents(browser: Browser, folder: string, seconds: number) {
  const host = await startLoadedHost(folder);
  const web = await openWeb({
    folder,
    env: process.env,
    host,
    listen: { address: '127.0.0.1', port: 0 },
  });
  const { context, page } = await watchedPage(browser);
  try {
    const heard = countEvents(page);
    await page.goto((await host.client.access.invite({})).link ?? '');
    await filledAt(page);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Performance.enable');
    const idle = await busyShare(devtools, () => delay(WARM_SECONDS * 1000));
    const mix = await busyProgram(host);
    await flood(mix, WARM_SECONDS);
    const before = await heapAfterCollection(devtools);
    const heardBefore = heard.count;
    const busy = await busyShare(devtools, () => flood(mix, seconds));
    const told = heard.count - heardBefore;
    const after = await heapAfterCollection(devtools);
    const figures: Figure[] = [
      figure('events heard', told, 'events', { atLeast: PER_SECOND * seconds * 0.99 }),
      figure('main thread busy under events', busy * 100, 'percent', { below: TARGET_BUSY }),
      figure('memory after the events, grown by', (after - before) / 2 ** 20, 'megabytes', {
        below: TARGET_GROWTH_MEGABYTES,
      }),
    ];
    return {
      figures,
      details: {
        idleBusyPercent: rounded(idle * 100),
        heapMegabytes: [before, after].map((bytes) => rounded(bytes / 2 ** 20)),
      },
    };
  } finally {
    await context.close();
    await web.close();
    await host.close();
  }
}

function flood(mix: EventLoad['mix'], seconds: number): Promise<void> {
  makeEvents({ perSecond: PER_SECOND, count: PER_SECOND * seconds, mix });
  return delay(seconds * 1000);
}

/** Mostly progress of a sync and of runs; every tenth makes something old that the first screen shows. */
async function busyProgram(host: Host): Promise<EventLoad['mix']> {
  const [store] = await host.client.stores.list();
  const [agent] = await host.client.agents.status({});
  const storeId = store!.id;
  const sync = (done: number) => ({
    storeId,
    kind: 'sync.progressed',
    data: { phase: 'orders', done, total: 1_000_000, etaSeconds: 90 },
  });
  const run = (done: number) => ({
    storeId,
    kind: 'run.progressed',
    data: { agent: agent!.id, text: 'Forecasting', done, total: 4_000, etaSeconds: 20 },
  });
  const progress = [1, 2, 3].flatMap((step) => [sync(step * 1000), run(step * 10), sync(step * 2000)]);
  const changes = ['order.placed', 'action.approved', 'stock.changed', 'run.finished', 'store.changed'];
  return changes.flatMap((kind) => [...progress, { storeId, kind, data: { agent: agent!.id, id: 1 } }]);
}

/** Share of the time that the page's main thread spent on tasks. */
async function busyShare(devtools: CDPSession, meanwhile: () => Promise<void>): Promise<number> {
  const [taskBefore, began] = [await metric(devtools, 'TaskDuration'), performance.now()];
  await meanwhile();
  const seconds = (performance.now() - began) / 1000;
  return ((await metric(devtools, 'TaskDuration')) - taskBefore) / seconds;
}

async function heapAfterCollection(devtools: CDPSession): Promise<number> {
  // What only finalizers held goes with the second.
  for (let times = 0; times < 2; times += 1) await devtools.send('HeapProfiler.collectGarbage');
  return metric(devtools, 'JSHeapUsedSize');
}

async function metric(devtools: CDPSession, name: string): Promise<number> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return metrics.find((one) => one.name === name)?.value ?? Number.NaN;
}

/** Counts what comes in through the page's socket, outside of the page. */
function countEvents(page: Page): { count: number } {
  const heard = { count: 0 };
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      heard.count += String(payload).match(/"kind":/g)?.length ?? 0;
    }),
  );
  return heard;
}
