/** A clock for tests: stands still until told, may be set back, and fires timers in order. */
import type { Clock } from '../clock.ts';

export interface FakeClock extends Clock {
  time: number;
  /** Moves on and fires what is due, letting promises settle in between. */
  advance(ms: number): Promise<void>;
  /** Sets the wall clock without firing anything: the machine slept, or someone set the clock. */
  set(time: number): void;
}

export function createFakeClock(time: number): FakeClock {
  let timers: { at: number; call: () => void }[] = [];
  const clock: FakeClock = {
    time,
    now: () => clock.time,
    setTimer(call, ms) {
      const timer = { at: clock.time + ms, call };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    set(to) {
      // Timers count time awake, so that what was left of each is left still.
      for (const timer of timers) timer.at += to - clock.time;
      clock.time = to;
    },
    async advance(ms) {
      const end = clock.time + ms;
      for (;;) {
        await settle();
        const due = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers = timers.filter((timer) => timer !== due);
        clock.time = Math.max(clock.time, due.at);
        due.call();
      }
      clock.time = end;
      await settle();
    },
  };
  return clock;
}

/** Lets everything that waits for nothing but promises run to its end. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}
