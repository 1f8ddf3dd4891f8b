/** A core thread that can be told to make events happen, as fast as one likes: for tests and measurements of the bridge. */
import { BroadcastChannel } from 'node:worker_threads';
import { AGENTS } from '../../agents/roster.ts';
import type { Core } from '../../core/core.ts';
import { serveCore } from '../../core/host/serve-core.ts';
import { EVENT_LOAD, type EventLoad, type LoadEvent } from './event-load.ts';

/** Events of one tick are one commit, as what happens together is. */
const TICK_MS = 20;
const TICK: LoadEvent = { storeId: 'load', kind: 'load.ticked', data: {} };

await serveCore({
  agents: AGENTS,
  taskWorkerUrl: new URL('../../headless/task-worker.ts', import.meta.url),
  opened(core) {
    const channel = new BroadcastChannel(EVENT_LOAD);
    channel.onmessage = ({ data }) => produce(core, data as EventLoad);
    channel.unref();
  },
});

/** `index` counts from 0 without a gap, however the ticks fall. */
function produce({ ledger }: Core, { perSecond, count, mix = [] }: EventLoad): void {
  const began = performance.now();
  let index = 0;
  const timer = setInterval(() => {
    const due = Math.min(count, Math.floor(((performance.now() - began) * perSecond) / 1000));
    ledger.transaction(() => {
      for (; index < due; index += 1) {
        const { storeId, kind, data } = mix[index % mix.length] ?? TICK;
        ledger.events.append(storeId, kind, { ...data, index, at: Date.now() });
      }
    });
    if (index === count) clearInterval(timer);
  }, TICK_MS);
}
