/** Calls over a bridge at an even pace while events arrive over it, each timed. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Bridge } from '../shared/bridge/bridge.ts';
import { quantile, rounded } from './bench.ts';

interface Times {
  calls: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
}

export interface CallFigures {
  /** No input, a small answer. */
  status: Times;
  /** One action with its evidence: input and output checked, some 3 kB. */
  action: Times;
  /** All that wait, some 50 kB. */
  list: Times;
  events: number;
  missing: number;
  outOfOrder: number;
}

const READS = {
  status: ({ api }: Bridge) => api.stop.status(),
  action: ({ api }: Bridge, id: number) => api.actions.show({ id }),
  list: ({ api }: Bridge) => api.actions.list({ states: ['proposed'], limit: 20 }),
};
type Read = keyof typeof READS;
/** The one action is what the target is about; the others show what size does. */
const TURNS: Read[] = ['action', 'status', 'action', 'list'];

/** Calls of each kind before any is timed: a host that stays and a page that is open have long compiled their code. */
const WARMING = 60;

/** Resolves once all `count` events were heard. A call begins every `paceMs`, or when the one before is answered. */
export async function measureCalls(
  bridge: Bridge,
  { count, paceMs, load }: { count: number; paceMs: number; load: () => void },
): Promise<CallFigures> {
  const [first] = await READS.list(bridge);
  const { id } = first!;
  const heard = new Set<number>();
  let last = -1;
  let outOfOrder = 0;
  const samples: Record<Read, number[]> = { status: [], action: [], list: [] };
  const unsubscribe = bridge.events.subscribe(({ events }) => {
    for (const { kind, data } of events) {
      if (kind !== 'load.ticked') continue;
      const index = Number(data.index);
      heard.add(index);
      if (index < last) outOfOrder += 1;
      last = Math.max(last, index);
    }
  });
  for (let turn = 0; turn < WARMING; turn += 1) for (const read of TURNS) await READS[read](bridge, id);
  load();
  for (let turn = 0; last < count - 1; turn += 1) {
    const read = TURNS[turn % TURNS.length]!;
    const began = performance.now();
    await READS[read](bridge, id);
    const took = performance.now() - began;
    // Before the first event there is no load to speak of.
    if (last >= 0) samples[read].push(took);
    await delay(Math.max(0, paceMs - took));
  }
  unsubscribe();
  return {
    status: timesOf(samples.status),
    action: timesOf(samples.action),
    list: timesOf(samples.list),
    events: heard.size,
    missing: count - heard.size,
    outOfOrder,
  };
}

function timesOf(samples: readonly number[]): Times {
  const at = (share: number): number => rounded(quantile(samples, share));
  return { calls: samples.length, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
}
