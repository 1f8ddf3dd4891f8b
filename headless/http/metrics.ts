/** What is counted, for Prometheus. Labels are names of ours and ids of stores: never a person, never what came in. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Host } from '../../core/host/host.ts';
import type { SystemStatus } from '../../shared/contract/system-schemas.ts';
import type { RefusalReason } from './refusal.ts';

export interface Metrics {
  contentType: string;
  /** One call of the contract; `outcome` is "ok" or the code of its error. */
  called(procedure: string, outcome: string, seconds: number): void;
  refused(reason: RefusalReason): void;
  delivered(events: number): void;
  sockets(open: number): void;
  /** The text that Prometheus reads. */
  expose(): Promise<string>;
}

/** A core that does not answer in that time is told of as down. */
const CORE_MS = 2_000;

export function createMetrics(host: Host): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const calls = new Counter({
    name: 'royal_calls_total',
    help: 'Calls of the contract over HTTP and sockets.',
    labelNames: ['procedure', 'outcome'],
    registers,
  });
  const durations = new Histogram({
    name: 'royal_call_duration_seconds',
    help: 'Time until a call was answered, or its stream began.',
    labelNames: ['procedure'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30],
    registers,
  });
  const refusals = new Counter({
    name: 'royal_refusals_total',
    help: 'Requests, handshakes and calls over sockets that were not let in.',
    labelNames: ['reason'],
    registers,
  });
  const delivered = new Counter({
    name: 'royal_events_delivered_total',
    help: 'Events that windows have taken over their sockets.',
    registers,
  });
  const gauge = (name: string, help: string, labelNames: string[] = []): Gauge =>
    new Gauge({ name, help, labelNames, registers });
  const sockets = gauge('royal_sockets', 'Windows that are open.');
  const restarts = gauge('royal_core_restarts', 'Times that the core was started again.');
  const up = gauge('royal_core_up', '1 while the core answers.');
  const stores = gauge('royal_stores', 'Stores that are open.');
  const syncAge = gauge('royal_sync_age_seconds', 'Since a store was last synced whole.', ['store']);
  const circuits = gauge('royal_shop_circuit_open', '1 while calls to the shop are held back.', ['store']);
  const waiting = gauge('royal_shop_requests_waiting', 'Requests that wait for the shop’s points.', [
    'store',
  ]);
  const actions = gauge('royal_actions', 'Actions that wait for something.', ['state']);
  const tasks = gauge('royal_tasks_queued', 'Tasks that wait for a thread of the pool.');
  const stopped = gauge('royal_emergency_stop', '1 while the emergency stop is pulled.');
  const seq = gauge('royal_event_seq', 'Number of the newest event.');

  const readCore = async (): Promise<void> => {
    restarts.set(host.restarts());
    for (const perStore of [syncAge, circuits, waiting]) perStore.reset();
    let status: SystemStatus;
    try {
      if (host.state() !== 'running') throw new Error('no core');
      status = await host.client.system.status({}, { signal: AbortSignal.timeout(CORE_MS) });
    } catch {
      up.set(0);
      return;
    }
    up.set(1);
    stores.set(status.stores.length);
    for (const { storeId, syncedAt } of status.stores)
      if (syncedAt !== null) syncAge.set({ store: storeId }, (Date.now() - syncedAt) / 1000);
    for (const { storeId, circuit, waiting: requests } of status.connections) {
      circuits.set({ store: storeId }, circuit === 'closed' ? 0 : 1);
      waiting.set({ store: storeId }, requests);
    }
    for (const [state, count] of Object.entries(status.actions)) actions.set({ state }, count);
    tasks.set(status.tasks.queued);
    stopped.set(status.stopped ? 1 : 0);
    seq.set(status.seq);
  };

  return {
    contentType: registry.contentType,
    called(procedure, outcome, seconds) {
      calls.inc({ procedure, outcome });
      durations.observe({ procedure }, seconds);
    },
    refused: (reason) => refusals.inc({ reason }),
    delivered: (events) => delivered.inc(events),
    sockets: (open) => sockets.set(open),
    async expose() {
      await readCore();
      return registry.metrics();
    },
  };
}
