/** How fresh what is shown is: events heard since the page was opened, and when the last one came. */
import { create } from 'zustand';
import type { EpochMs } from '../../../shared/time.ts';

interface Performance {
  eventsHeard: number;
  /** By this machine's clock. */
  lastHeardAt: EpochMs | null;
}

export const usePerformance = create<Performance>(() => ({ eventsHeard: 0, lastHeardAt: null }));

export function heardEvents(count: number, at: EpochMs): void {
  usePerformance.setState(({ eventsHeard }) => ({ eventsHeard: eventsHeard + count, lastHeardAt: at }));
}
