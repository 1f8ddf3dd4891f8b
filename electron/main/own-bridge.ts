/** The main process' own line to the core: it follows the events and asks as the data folder's user does. */
import type { Host } from '../../core/host/host.ts';
import type { Bridge } from '../../shared/bridge/bridge.ts';
import { portBridge } from '../../shared/bridge/port-bridge.ts';

export function ownBridge(host: Pick<Host, 'connect'>): Bridge {
  return portBridge(() => host.connect());
}

/** Says whether everything is stopped, now and whenever that changes. */
export function followStop(bridge: Bridge, tell: (stopped: boolean | null) => void): void {
  const ask = (): void => {
    bridge.api.stop.status().then(
      ({ stopped }) => tell(stopped),
      () => tell(null),
    );
  };
  bridge.events.subscribe(({ events, complete }) => {
    if (!complete || events.some(({ kind }) => kind.startsWith('stop.'))) ask();
  });
  bridge.status.subscribe(({ state }) => {
    if (state === 'live') ask();
    else tell(null);
  });
}
