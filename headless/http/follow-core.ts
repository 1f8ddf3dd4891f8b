/** What the core tells over its restarts: whoever follows misses nothing that the core still knows. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Host } from '../../core/host/host.ts';
import type { RoyalClient } from '../../shared/contract/contract.ts';
import type { EventBatch } from '../../shared/contract/schemas.ts';

/** Between a broken stream and the host's noticing that its core is gone. */
const PAUSE_MS = 50;

/** All events after `since`. Goes on after each batch once the next is asked for. Ends with `signal`, or with the host. */
export async function* followEvents(
  host: Host,
  client: RoyalClient,
  since: number | undefined,
  signal: AbortSignal,
): AsyncGenerator<EventBatch, void> {
  let position = since;
  for await (const batch of follow(host, signal, () => client.events.live({ since: position }, { signal }))) {
    yield batch;
    position = batch.seq;
  }
}

/** Who no longer gets in; null where all are to be asked of anew, as at each start of the core. */
export function followShutOuts(host: Host, signal: AbortSignal): AsyncGenerator<{ id: number | null }, void> {
  return follow(host, signal, () => host.door.shutOuts(undefined, { signal }));
}

async function* follow<T>(
  host: Host,
  signal: AbortSignal,
  listen: () => Promise<AsyncIterable<T>>,
): AsyncGenerator<T, void> {
  while (!signal.aborted && (await whenRunning(host, signal))) {
    try {
      for await (const told of await listen()) yield told;
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
