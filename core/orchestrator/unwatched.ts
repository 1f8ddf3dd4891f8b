/**
 * Spans in which nobody watched: the machine slept or was off, a shop did not answer, everything was stopped. What
 * the schedules would have done in them is reckoned from the schedules themselves; what made up for it is on record.
 */
import type { Agent, StoreInfo } from '../../shared/agent.ts';
import type { UnwatchedView } from '../../shared/contract/unwatched-schemas.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { WatchGapRow } from '../ledger/types.ts';
import { dueSlot, nextSlot } from './schedule.ts';

interface UnwatchedSources {
  ledger: Pick<Ledger, 'epochs' | 'audit' | 'runs'>;
  agents: readonly Agent[];
  stores: readonly {
    info: StoreInfo;
    addedAt: EpochMs;
    /** Whether its shop is synced by the schedule. */
    syncs: boolean;
    syncedAt: EpochMs | null;
  }[];
  syncEveryMs: number;
  now: EpochMs;
}

type Span = Pick<UnwatchedView, 'from' | 'to' | 'reason' | 'storeId'>;

const REASONS: Record<WatchGapRow['cause'], Span['reason']> = {
  asleep: 'slept',
  not_running: 'off',
  clock_set_back: 'clock',
  offline: 'offline',
};

/** Newest first. */
export function unwatchedSpans(
  sources: UnwatchedSources,
  { since = 0, limit }: { since?: EpochMs; limit: number },
): UnwatchedView[] {
  const { ledger } = sources;
  const gaps = ledger.epochs
    .gaps(limit, since)
    // Of a store that is gone nobody waits for an answer any more.
    .filter(({ to, storeId }) => to !== null || sources.stores.some(({ info }) => info.id === storeId))
    .map(({ from, to, cause, storeId }): Span => ({ from, to, reason: REASONS[cause], storeId }));
  const stops = stopSpans(ledger, since, limit);
  return [...gaps, ...stops]
    .sort((a, b) => b.from - a.from)
    .slice(0, limit)
    .map((span) => withConsequences(span, sources));
}

/** The emergency stop, as the record tells of it. */
function stopSpans({ audit }: UnwatchedSources['ledger'], since: EpochMs, limit: number): Span[] {
  const spans: Span[] = [];
  let lifted: EpochMs | null = null;
  // Newest first: each lifting closes the pulling before it. Pulled twice is stopped since the first time.
  for (const { kind, at } of audit.stops(limit * 2 + 1)) {
    if (kind === 'stop.lifted') lifted = at;
    else {
      const last = spans.at(-1);
      if (last && last.to === lifted) last.from = at;
      else spans.push({ from: at, to: lifted, reason: 'stopped', storeId: null });
    }
  }
  return spans.filter((span) => span.to === null || span.to >= since);
}

function withConsequences(span: Span, sources: UnwatchedSources): UnwatchedView {
  const { ledger, agents, now } = sources;
  const from = Math.min(span.from, span.to ?? now);
  const to = Math.max(span.from, span.to ?? now);
  const none: UnwatchedView = {
    ...span,
    missed: [],
    missedSyncs: [],
    caughtUp: { runs: [], syncs: [] },
  };
  // Nobody can tell what was due while the clock was wrong.
  if (span.reason === 'clock') return none;
  const concerned = sources.stores.filter(
    ({ info, addedAt }) => addedAt < to && (span.storeId ?? info.id) === info.id,
  );
  for (const { info, addedAt, syncs, syncedAt } of concerned) {
    const start = Math.max(from, addedAt);
    // A shop that does not answer keeps no agent from running on what the mirror has.
    if (span.reason !== 'offline')
      for (const agent of agents) {
        const missed = slotsWithin(agent, info, start, to, ledger.runs);
        if (missed) none.missed.push({ agent: agent.id, storeId: info.id, ...missed });
      }
    if (!syncs || span.reason === 'stopped') continue;
    const count = Math.floor((to - start) / sources.syncEveryMs);
    if (count > 0) none.missedSyncs.push({ storeId: info.id, syncs: count });
    if (span.to !== null && syncedAt !== null && syncedAt >= span.to)
      none.caughtUp.syncs.push({ storeId: info.id, at: syncedAt });
  }
  if (span.to !== null)
    for (const { agent, storeId } of none.missed) {
      const run = ledger.runs.firstSince(agent, storeId, span.to);
      if (run)
        none.caughtUp.runs.push({ runId: run.id, agent, storeId, at: run.startedAt, state: run.state });
    }
  return none;
}

/** Slots after `from` and up to `to`, by the grid of the last one that was served before. */
function slotsWithin(
  { id, schedule }: Agent,
  store: StoreInfo,
  from: EpochMs,
  to: EpochMs,
  runs: UnwatchedSources['ledger']['runs'],
): { runs: number; firstAt: EpochMs; lastAt: EpochMs } | null {
  const served = runs.servedBefore(id, store.id, from);
  // Before its first run an agent has no grid: it runs as soon as it can, and nothing was missed.
  if (served === null) return null;
  const before = dueSlot(schedule, store.zone, from, served);
  const all = dueSlot(schedule, store.zone, to, served);
  const count = (all ? all.missed + 1 : 0) - (before ? before.missed + 1 : 0);
  if (!all || count <= 0) return null;
  return {
    runs: count,
    firstAt: nextSlot(schedule, store.zone, from, before?.slot ?? served),
    lastAt: all.slot,
  };
}
