/** The core's events over its restarts: whoever follows misses none, as long as the ledger still keeps them. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Host } from '../../core/host/host.ts';
import type { RoyalClient } from '../../shared/contract/contract.ts';
import type { EventBatch } from '../../shared/contract/schemas.ts';

/** Between a broken stream and the host's noticing that its core is gone. */
const PAUSE_MS = 50;

/** Goes on after each batch once the next is asked for. Ends with `signal`, or with the host. */
export async function* followEvents(
  host: Host,
  client: RoyalClient,
  since: number | undefined,
  signal: AbortSignal,
): AsyncGenerator<EventBatch, void> {
  let position = since;
  while (!signal.aborted && (await whenRunning(host, signal))) {
    try {
      const live = await client.events.live({ since: position }, { signal });
      for await (const batch of live) {
        yield batch;
        position = batch.seq;
      }
    } catch {
      // The stream ends with its core, in whatever words; the next one goes on where this one was.
    }
    await pause(PAUSE_MS, undefined, { signal }).catch(() => {});
  }
}

/** false where it never will be. */
function whenRunning(host: Host, signal: AbortSignal): Promise<boolean> {
  if (host.state() !== 'restarting') return Promise.resolve(host.state() === 'running');
  return new Promise((resolve) => {
    const done = (running: boolean): void => {
      unsubscribe();
      signal.removeEventListener('abort', onAbort);
      resolve(running);
    };
    const onAbort = (): void => done(false);
    const unsubscribe = host.onState((state) => {
      if (state !== 'restarting') done(state === 'running');
    });
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
