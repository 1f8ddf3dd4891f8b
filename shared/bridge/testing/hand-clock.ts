/** Time that passes when a test says so. */
import type { Timing } from '../reconnecting.ts';

export interface HandClock extends Timing {
  /** Runs what falls due on the way, and lets promises settle after each. */
  pass(ms: number): Promise<void>;
}

export function handClock(random: () => number = () => 1): HandClock {
  let at = 1_000_000;
  let due: { at: number; then: () => void }[] = [];
  return {
    now: () => at,
    random,
    after(ms, then) {
      const one = { at: at + ms, then };
      due.push(one);
      return () => {
        due = due.filter((other) => other !== one);
      };
    },
    async pass(ms) {
      const until = at + ms;
      await settled();
      for (;;) {
        const next = due.filter((one) => one.at <= until).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        due = due.filter((one) => one !== next);
        at = next.at;
        next.then();
        await settled();
      }
      at = until;
    },
  };
}

/** Every promise that can settle without time has settled. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
