/** A core thread that counts a thousand events a second for 30 seconds, from the first pull of the emergency stop on. */
import type { Core } from '../../core/core.ts';
import { serveCore } from '../../core/host/serve-core.ts';

const EACH_MS = 10;
const EACH = 10;
const ALL = 30_000;

await serveCore({
  agents: [],
  taskWorkerUrl: new URL('../../headless/task-worker.ts', import.meta.url),
  opened({ ledger }: Core) {
    const stop = ledger.subscribe(({ kind }) => {
      if (kind !== 'stop.pulled') return;
      stop();
      const began = performance.now();
      let counted = 0;
      const timer = setInterval(() => {
        // By the clock: a late tick makes up for what it missed.
        const due = Math.min(ALL, Math.floor((performance.now() - began) / EACH_MS) * EACH);
        ledger.transaction(() => {
          for (; counted < due; counted += 1) ledger.events.append(null, 'flood.counted', { n: counted + 1 });
        });
        if (counted === ALL) clearInterval(timer);
      }, EACH_MS);
    });
  },
});
