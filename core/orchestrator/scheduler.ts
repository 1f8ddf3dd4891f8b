/**
 * The scheduler: looks every half minute what is due by the wall clock of each store. Timers sleep with the machine
 * and clocks are set, so nothing relies on a timer having fired: a look compares times, catches up once, and
 * writes down what went unwatched.
 */
import type { StoreId } from '../../shared/action.ts';
import type { Agent, StoreInfo } from '../../shared/agent.ts';
import { toErrorData } from '../../shared/errors.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { PastGap } from '../ledger/epochs.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { RunRow, RunState, RunTrigger } from '../ledger/types.ts';
import type { Clock } from './clock.ts';
import type { EmergencyStop } from './emergency-stop.ts';
import type { Runner } from './runner.ts';
import { dueSlot, nextSlot } from './schedule.ts';
import type { OrchestratorLog } from './types.ts';

export interface Scheduler {
  start(): void;
  /** One look; called by the timer. Returns the runs it began. */
  look(): Promise<unknown>[];
  nextAt(agent: Agent, store: StoreInfo): EpochMs | null;
  close(): void;
}

const RETRIED: ReadonlySet<RunState> = new Set(['failed', 'running']);
const TICK_MS = 30_000;
/** A look that comes this late slept. */
const GAP_MS = 300_000;
/** A clock that jumps back less than this was corrected, not set. */
const SET_BACK_MS = 60_000;
/** A run that failed is tried again after so long, then after twice as long each time. */
const FIRST_RETRY_MS = 5 * 60_000;
const LONGEST_RETRY_MS = 4 * 3_600_000;
/** Signs of life in the ledger cost a write to disk each. */
const SEEN_EVERY_MS = 60_000;

export function createScheduler(options: {
  ledger: Ledger;
  agents: readonly Agent[];
  stores: () => readonly StoreInfo[];
  /** When what agents read was last brought up to date; null before it ever was. */
  syncedAt: (storeId: StoreId) => EpochMs | null;
  /** Agents wait for what is being imported: half a history is none. */
  isImporting?: (storeId: StoreId) => boolean;
  runner: Runner;
  stop: EmergencyStop;
  clock: Clock;
  log: OrchestratorLog;
  /** Expires, wakes and settles what is due. */
  onLook: () => void;
  tickMs?: number;
}): Scheduler {
  const { ledger, clock, stop, runner, log } = options;
  let lastLook: EpochMs | null = null;
  let lastSeen: EpochMs | null = null;
  let cancel = (): void => {};
  let closed = false;

  const recordGap = (gap: PastGap): void => {
    ledger.transaction(() => {
      ledger.epochs.recordGap(gap);
      ledger.events.append(null, 'watch.resumed', { ...gap });
    });
  };

  const watch = (now: EpochMs): void => {
    if (lastLook === null) {
      const { previous } = ledger.epochs;
      if (previous && now - previous.seenAt > GAP_MS)
        recordGap({ from: previous.seenAt, to: now, cause: 'not_running' });
      else if (previous && now < previous.seenAt - SET_BACK_MS)
        recordGap({ from: previous.seenAt, to: now, cause: 'clock_set_back' });
    } else if (now - lastLook > GAP_MS) recordGap({ from: lastLook, to: now, cause: 'asleep' });
    else if (now < lastLook - SET_BACK_MS) recordGap({ from: lastLook, to: now, cause: 'clock_set_back' });
    lastLook = now;
    if (lastSeen === null || Math.abs(now - lastSeen) >= SEEN_EVERY_MS) {
      ledger.epochs.seen(now);
      lastSeen = now;
    }
  };

  const begin = (agent: Agent, store: StoreInfo, trigger: RunTrigger, slot?: EpochMs): Promise<unknown> =>
    runner.run(agent.id, store.id, trigger, { slot }).catch((error: unknown) => {
      log.warn(
        { agent: agent.id, storeId: store.id, error: toErrorData(error) },
        'A scheduled run did not start.',
      );
    });

  /** Files bring a whole history at once; whoever imported them should not wait for tomorrow's slot. */
  const hasNewFiles = (store: StoreInfo, last: RunRow | null, now: EpochMs): boolean => {
    const at = ledger.imports.newestAt(store.id);
    return at !== null && at <= now && last !== null && last.startedAt <= at;
  };

  /** It reckoned with an old mirror, and the shop was read since: the same day's run once more. */
  const isReadSince = ({ id }: StoreInfo, last: RunRow | null): boolean => {
    if (last?.state !== 'completed' || runner.readShop(last)) return false;
    const at = options.syncedAt(id);
    return at !== null && at > last.startedAt;
  };

  /**
   * When a run of the schedule that failed, or that could not even write down its end, is tried again: what it fell
   * over may be gone by then. null where there is none.
   */
  const retryAt = (agent: Agent, store: StoreInfo, last: RunRow | null): EpochMs | null => {
    // A person who asked for a run that failed was told so.
    const tells = last?.state === 'failed' && last.trigger === 'person';
    if (!last || tells || !RETRIED.has(last.state)) return null;
    const tries = ledger.runs.triesInVain(agent.id, store.id);
    const at = last.endedAt ?? last.startedAt;
    // A clock set back must not make it wait for ever.
    if (at > clock.now()) return clock.now();
    return at + Math.min(FIRST_RETRY_MS * 2 ** (tries - 1), LONGEST_RETRY_MS);
  };

  const runDue = (now: EpochMs): Promise<unknown>[] => {
    if (stop.state()) return [];
    const begun: Promise<unknown>[] = [];
    for (const store of options.stores()) {
      if (options.isImporting?.(store.id)) continue;
      for (const agent of options.agents) {
        if (runner.isRunning(agent.id, store.id) || ledger.pauses.against(agent.id, store.id)) continue;
        const due = dueSlot(agent.schedule, store.zone, now, ledger.runs.servedUntil(agent.id, store.id));
        if (!due) {
          const last = ledger.runs.latest(agent.id, store.id);
          const again = retryAt(agent, store, last);
          if (hasNewFiles(store, last, now)) begun.push(begin(agent, store, 'event'));
          else if (isReadSince(store, last)) begun.push(begin(agent, store, 'catch_up'));
          else if (last && again !== null && again <= now)
            begun.push(begin(agent, store, last.trigger, last.slot ?? undefined));
          continue;
        }
        if (due.missed > 0)
          ledger.events.append(store.id, 'agent.caught_up', {
            agent: agent.id,
            missed: due.missed,
            from: due.since,
            to: due.slot,
          });
        const trigger = due.missed > 0 ? 'catch_up' : 'schedule';
        begun.push(begin(agent, store, trigger, due.slot));
      }
    }
    return begun;
  };

  const look = (): Promise<unknown>[] => {
    const now = clock.now();
    try {
      watch(now);
      options.onLook();
      return runDue(now);
    } catch (error) {
      // A full disk passes; the scheduler must outlive it.
      log.error({ error: toErrorData(error) }, 'The scheduler could not do its round.');
      return [];
    }
  };

  const arm = (): void => {
    if (closed) return;
    cancel = clock.setTimer(() => {
      look();
      arm();
    }, options.tickMs ?? TICK_MS);
  };

  return {
    look,
    start() {
      look();
      arm();
    },
    nextAt(agent, store) {
      if (stop.state() || ledger.pauses.against(agent.id, store.id)) return null;
      const served = ledger.runs.servedUntil(agent.id, store.id);
      const slot = nextSlot(agent.schedule, store.zone, clock.now(), served);
      if (runner.isRunning(agent.id, store.id)) return slot;
      return Math.min(slot, retryAt(agent, store, ledger.runs.latest(agent.id, store.id)) ?? slot);
    },
    close() {
      closed = true;
      cancel();
    },
  };
}
