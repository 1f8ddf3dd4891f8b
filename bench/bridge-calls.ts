/** Calls over a bridge at an even pace while events arrive over it, each timed. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Bridge } from '../shared/bridge/bridge.ts';
import { quantile } from './bench.ts';

export interface CallFigures {
  calls: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
  events: number;
  missing: number;
  outOfOrder: number;
}

/** Reads of what a first page shows, in turns; each is checked against its schema in the core, both ways. */
const READS: ((bridge: Bridge) => Promise<unknown>)[] = [
  ({ api }) => api.stop.status(),
  ({ api }) => api.sync.status({}),
  ({ api }) => api.agents.status({}),
  ({ api }) => api.actions.list({ states: ['proposed'], limit: 20 }),
];

/** Resolves once all `count` events were heard. A call begins every `paceMs`, or when the one before is answered. */
export async function measureCalls(
  bridge: Bridge,
  { count, paceMs, load }: { count: number; paceMs: number; load: () => void },
): Promise<CallFigures> {
  for (const read of READS) await read(bridge);
  const heard = new Set<number>();
  let last = -1;
  let outOfOrder = 0;
  const samples: number[] = [];
  const unsubscribe = bridge.events.subscribe(({ events }) => {
    for (const { kind, data } of events) {
      if (kind !== 'load.ticked') continue;
      const index = Number(data.index);
      heard.add(index);
      if (index < last) outOfOrder += 1;
      last = Math.max(last, index);
    }
  });
  load();
  for (let turn = 0; last < count - 1; turn += 1) {
    const began = performance.now();
    await READS[turn % READS.length]!(bridge);
    const took = performance.now() - began;
    // Before the first event there is no load to speak of.
    if (last >= 0) samples.push(took);
    await delay(Math.max(0, paceMs - took));
  }
  unsubscribe();
  return {
    calls: samples.length,
    p50Ms: quantile(samples, 0.5),
    p95Ms: quantile(samples, 0.95),
    p99Ms: quantile(samples, 0.99),
    events: heard.size,
    missing: count - heard.size,
    outOfOrder,
  };
}
