/** One line a refusal, and no more lines than a disk can bear: an attacker must not write the log for us. */
import type { Log } from '../../core/telemetry/log.ts';
import type { Metrics } from './metrics.ts';
import type { RefusalReason } from './refusal.ts';

const LINES_A_MINUTE = 300;

/** `route` is the pattern that matched ("/api/*"), never what was asked for: that may hold anything. */
export function refusalLog(
  log: Log,
  metrics: Metrics,
  now: () => number = Date.now,
): (reason: RefusalReason, method: string, route: string) => void {
  let minute = 0;
  let lines = 0;
  return (reason, method, route) => {
    metrics.refused(reason);
    const present = Math.floor(now() / 60_000);
    if (present !== minute) {
      if (lines > LINES_A_MINUTE)
        log.warn({ event: 'refused', more: lines - LINES_A_MINUTE }, 'refused, not listed');
      minute = present;
      lines = 0;
    }
    lines += 1;
    if (lines <= LINES_A_MINUTE) log.warn({ event: 'refused', reason, method, route }, 'refused');
  };
}
