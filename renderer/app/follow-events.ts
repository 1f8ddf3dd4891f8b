/** Keeps what the page shows in step with the core: progress as it is told, everything else fetched anew when it is old. */
import type { QueryClient } from '@tanstack/react-query';
import type { Bridge, Unsubscribe } from '../../shared/bridge/bridge.ts';
import type { EventView } from '../../shared/contract/schemas.ts';
import { still } from './idle.ts';
import { everything, madeOldBy } from './queries.ts';
import { refresher } from './refresher.ts';
import { forgetWork, runKey, tellRun, tellSync } from './stores/empire.ts';
import { heardEvents } from './stores/performance.ts';

/** Pause while nobody looks: a hidden page has no frames. */
const HIDDEN_MS = 1_000;
/** Seven things, each so often at most, stay below what the host lets one browser ask in a minute. */
const REST_MS = 400;
/** What somebody scrolls stays as it is meanwhile, for so long at most. */
const SCROLL_PATIENCE_MS = 5_000;

export function followEvents(bridge: Bridge, queries: QueryClient): Unsubscribe {
  const { touch } = refresher({
    fetch: (name) => queries.invalidateQueries({ queryKey: [name] }),
    soon: (then) => atNextFrame(() => void still(SCROLL_PATIENCE_MS).then(then)),
    rest: () => new Promise((resolve) => setTimeout(resolve, REST_MS)),
  });
  let wasLost = false;
  let heard: EventView[] = [];

  const showHeard = (): void => {
    const events = heard;
    heard = [];
    heardEvents(events.length, Date.now());
    for (const event of events) showProgress(event);
  };

  const stopEvents = bridge.events.subscribe(({ events, complete }) => {
    if (heard.length === 0) atNextFrame(showHeard);
    heard = heard.concat(events);
    touch(complete ? new Set(events.flatMap((event) => madeOldBy(event.kind))) : everything());
    if (!complete) forgetWork();
  });
  const stopStatus = bridge.status.subscribe(({ state }) => {
    if (state === 'live' && wasLost) {
      // A core that died told nothing of the work that died with it.
      forgetWork();
      touch(everything());
    }
    wasLost = state !== 'live';
  });
  return () => {
    stopEvents();
    stopStatus();
  };
}

function atNextFrame(then: () => void): void {
  if (document.hidden) setTimeout(then, HIDDEN_MS);
  else requestAnimationFrame(() => then());
}

function showProgress({ kind, storeId, data }: EventView): void {
  if (storeId === null) return;
  if (kind === 'sync.progressed') tellSync(storeId, progressOf(data, data.phase));
  else if (kind.startsWith('sync.') && kind !== 'sync.hints_taken') tellSync(storeId, null);
  else if (kind.startsWith('run.') && typeof data.agent === 'string')
    tellRun(runKey(data.agent, storeId), kind === 'run.progressed' ? progressOf(data, data.text) : null);
}

function progressOf(data: Record<string, unknown>, what: unknown) {
  const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
  const etaSeconds = number(data.etaSeconds);
  return {
    what: typeof what === 'string' ? what : '',
    done: number(data.done) ?? 0,
    total: number(data.total),
    etaMs: etaSeconds === null ? null : etaSeconds * 1000,
  };
}
