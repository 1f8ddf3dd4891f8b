/** How each thing fares that the program depends on: for the owner in words, for an engineer in codes and counts. */
import { statfsSync } from 'node:fs';
import type { SecretsStatusView, SystemHealth } from '../shared/contract/health-schemas.ts';
import { toErrorData } from '../shared/errors.ts';
import type { FolderPaths } from './data-folder/folder-paths.ts';
import type { SecretResolver, SecretStatus } from './secrets/secret-resolver.ts';
import { isConnected, type StoreRuntime } from './store-runtime.ts';
import type { TaskEngine } from './work/task-engine.ts';

type Part = SystemHealth['parts'][number];
type State = Part['state'];

const LOW_DISK_BYTES = 1_000_000_000;
const FULL_DISK_BYTES = 100_000_000;
/** Syncs run every five minutes. */
const OLD_MS = 3_600_000;

export interface HealthSubjects {
  paths: FolderPaths;
  secrets: Pick<SecretResolver, 'status'>;
  tasks: Pick<TaskEngine, 'stats'>;
  stores: readonly StoreRuntime[];
  closed: readonly { storeId: string; error: unknown }[];
  /** Whether the audit chain ends where it did. */
  recordBroken: boolean;
  /** Whether syncs run by themselves here. */
  scheduled: boolean;
  now: number;
}

export function partsOf(subjects: HealthSubjects): Part[] {
  const { stores, closed, now, scheduled } = subjects;
  return [
    ...stores.filter(isConnected).map((store) => shopPart(store, now, scheduled)),
    ...closed.map(closedPart),
    secretsPart(subjects.secrets.status()),
    diskPart(subjects.paths),
    recordPart(subjects.recordBroken),
    poolPart(subjects.tasks),
  ];
}

export function worst(parts: readonly { state: State }[]): State {
  if (parts.some(({ state }) => state === 'failing')) return 'failing';
  return parts.some(({ state }) => state === 'degraded') ? 'degraded' : 'ok';
}

function shopPart({ info, client, sync }: StoreRuntime, now: number, scheduled: boolean): Part {
  const { circuit, token, calls, lastFailure, waiting } = client.state();
  const { watermark, error, running } = sync.status();
  const detail = [
    `circuit ${circuit}`,
    `token ${token}`,
    `${calls.answered} answered, ${calls.failed} failed, ${calls.retried} tried again, ${calls.throttled} throttled`,
    `${waiting} waiting`,
    lastFailure && `last failure ${lastFailure.code} at ${new Date(lastFailure.at).toISOString()}`,
    error && `sync ${error.code}`,
  ]
    .filter(Boolean)
    .join('; ');
  const part = { id: `shop:${info.id}`, storeId: info.id, detail };
  if (token === 'refused')
    return {
      ...part,
      state: 'failing',
      text: `${info.name} no longer lets the program in.`,
      next: 'Check the app in the Dev Dashboard, then connect the store again.',
    };
  if (circuit === 'open' || (error && !running))
    return {
      ...part,
      state: circuit === 'open' ? 'failing' : 'degraded',
      text: error?.message ?? `${info.name} failed several times in a row and is left alone for a moment.`,
      next: error?.next ?? 'It is tried again by itself.',
    };
  if (scheduled && watermark !== null && now - watermark > OLD_MS && !running)
    return {
      ...part,
      state: 'degraded',
      text: `${info.name} was last synced more than an hour ago.`,
      next: 'Sync it now, and look at the connection of this machine.',
    };
  return {
    ...part,
    state: 'ok',
    text: watermark === null ? `${info.name} is connected and was not synced yet.` : `${info.name} answers.`,
    next: watermark === null ? 'Sync it.' : null,
  };
}

function closedPart({ storeId, error }: { storeId: string; error: unknown }): Part {
  const { code, message, next } = toErrorData(error);
  return { id: `shop:${storeId}`, storeId, state: 'failing', text: message, detail: code, next };
}

function secretsPart(status: SecretStatus): Part {
  const { providers, cache, resolves } = status.stats;
  const looked = providers.map(
    ({ source, hits, misses, failures }) => `${source}: ${hits} found, ${misses} absent, ${failures} failed`,
  );
  return {
    id: 'secrets',
    storeId: null,
    state: status.state === 'ready' ? 'ok' : 'failing',
    text: secretsText(status),
    detail: [...looked, `${cache.hits} from memory`, `${resolves.count} looks`].join('; '),
    next: status.state === 'ready' ? null : 'Unlock it, or let this program in, then try again.',
  };
}

const PLACES = { keychain: "the system's keychain", environment: 'the environment', file: 'a file' } as const;

function secretsText({ source, state }: SecretStatus): string {
  const place = PLACES[source];
  if (state === 'locked') return `The keys are in ${place}, which is locked.`;
  if (state === 'denied') return `The keys are in ${place}, which does not let this program in.`;
  if (state === 'unavailable') return `The keys are in ${place}, which can not be reached.`;
  return source === 'file'
    ? 'The keys are in a file that only its owner can read: whoever has this disk has them.'
    : `The keys are in ${place}.`;
}

export function secretsView(status: SecretStatus): SecretsStatusView {
  const { providers, resolves, cache } = status.stats;
  return {
    source: status.source,
    state: status.state,
    text: secretsText(status),
    providers,
    resolves,
    cache: { hits: cache.hits, misses: cache.misses, entries: cache.size },
  };
}

function diskPart(paths: FolderPaths): Part {
  const { bavail, bsize } = statfsSync(paths.root);
  const free = bavail * bsize;
  const state: State = free < FULL_DISK_BYTES ? 'failing' : free < LOW_DISK_BYTES ? 'degraded' : 'ok';
  const shown = `${(free / 1e9).toFixed(1)} GB`;
  return {
    id: 'disk',
    storeId: null,
    state,
    text: state === 'ok' ? `${shown} are free.` : `Only ${shown} are free on the disk of the data folder.`,
    detail: `${free} bytes free`,
    next: state === 'ok' ? null : 'Make room: a full disk stops syncs and actions.',
  };
}

function recordPart(broken: boolean): Part {
  return {
    id: 'record',
    storeId: null,
    state: broken ? 'failing' : 'ok',
    text: broken
      ? 'The record’s end is not the one that was noted outside of it.'
      : 'The record’s end is as it was noted outside of it.',
    detail: broken ? 'audit chain differs from its anchor' : 'audit chain matches its anchor',
    next: broken ? 'Verify the record, and compare the data folder with a backup.' : null,
  };
}

function poolPart(tasks: Pick<TaskEngine, 'stats'>): Part {
  const { threads, queued, completed, failed, cancelled } = tasks.stats();
  return {
    id: 'pool',
    storeId: null,
    state: 'ok',
    text:
      queued > 0 ? `${queued} forecasts and other work wait for a thread.` : 'Nothing waits for a thread.',
    detail: `${threads} threads, ${queued} queued, ${completed} completed, ${failed} failed, ${cancelled} cancelled`,
    next: null,
  };
}
