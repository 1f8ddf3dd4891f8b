/** How a test asks its core thread for a load of events, and starts a host that can be asked. */
import { BroadcastChannel } from 'node:worker_threads';
import { type Host, startHost } from '../../core/host/host.ts';

export const EVENT_LOAD = 'royal event load';

export interface EventLoad {
  perSecond: number;
  count: number;
  /** What is told, in turns; ticks of the program's own where it is absent. */
  mix?: readonly LoadEvent[];
}

export interface LoadEvent {
  storeId: string | null;
  kind: string;
  data: Record<string, unknown>;
}

export function startLoadedHost(folder: string): Promise<Host> {
  return startHost({ folder, schedule: false, coreThread: new URL('./core-thread.ts', import.meta.url) });
}

/** Reaches every host of this process that startLoadedHost started. */
export function makeEvents(load: EventLoad): void {
  const channel = new BroadcastChannel(EVENT_LOAD);
  channel.postMessage(load);
  channel.close();
}
