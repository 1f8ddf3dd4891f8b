/**
 * Kinds loaded as a whole by bulk operations: all are asked for at once, downloaded as they get ready, taken in one
 * after another. Where each stands is kept in the mirror, so that a killed process goes on at the byte.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RoyalError } from '../../shared/errors.ts';
import type { EpochMs } from '../../shared/time.ts';
import {
  awaitBulk,
  type BulkResult,
  cancelBulk,
  downloadBulk,
  startBulk,
} from '../connectors/shopify/bulk.ts';
import { faultPoint } from '../fault-point.ts';
import { type BulkKind, ingestBulk } from '../mirror/ingest.ts';
import { breathe, KEYS, type SyncContext } from './context.ts';
import type { KindSpec } from './kinds.ts';
import { pagesSince } from './pages.ts';
import { isOfRecord, noteRejected } from './rejected.ts';

/** A load of one kind as kept under its key. */
type LoadState =
  | { stage: 'started'; id: string }
  | { stage: 'ready'; id: string; result: BulkResult }
  | { stage: 'done'; startedAt: EpochMs | null };

/** One name for what is loaded: a kind, or the stock poll's own load of inventory. */
type LoadKey = BulkKind | 'stock';

/** Operations that fail are asked for again so often; then pages are read instead. */
const TRIES = 3;

/** Returns the objects taken in by kind; afterwards every kind's load is `done` (see finishLoads). */
export async function loadInBulk(
  context: SyncContext,
  specs: readonly KindSpec[],
  loadKey: (spec: KindSpec) => LoadKey = (spec) => spec.kind,
): Promise<Map<BulkKind, number>> {
  const stop = new AbortController();
  const inner = { ...context, signal: AbortSignal.any([context.signal, stop.signal]) };
  const objects = new Map<LoadKey, number>();
  const tellPreparing = (key: LoadKey, count: number) => {
    objects.set(key, count);
    context.progress.tell(
      'prepare',
      [...objects.values()].reduce((a, b) => a + b, 0),
    );
  };
  const obtained = specs.map((spec) => {
    const key = loadKey(spec);
    return obtain(inner, spec, key, (count) => tellPreparing(key, count));
  });
  const counts = new Map<BulkKind, number>();
  try {
    for (const [index, spec] of specs.entries()) {
      const result = await Promise.race([obtained[index]!, firstFailure(obtained)]);
      counts.set(spec.kind, await takeIn(inner, spec, loadKey(spec), result));
    }
  } finally {
    stop.abort();
    await Promise.allSettled(obtained);
  }
  await settle(context);
  return counts;
}

/** When the shop began to list what was loaded (its own clock), or null for a load by pages; null before any load. */
export function loadedSince(context: SyncContext, key: LoadKey): { startedAt: EpochMs | null } | null {
  const state = read(context, key);
  return state?.stage === 'done' ? { startedAt: state.startedAt } : null;
}

export function forgetLoad(context: SyncContext, key: LoadKey): void {
  context.mirror.setProgress(KEYS.bulk(key), null);
}

/** Drops an unfinished load: its operation at the shop, its file, its position. */
export async function abandonLoad(context: SyncContext, key: LoadKey): Promise<void> {
  const state = read(context, key);
  if (!state) return;
  if (state.stage === 'started') await cancelBulk(context.client, state.id);
  await drop(context, key, state);
}

function read(context: SyncContext, key: LoadKey): LoadState | null {
  const text = context.mirror.getProgress(KEYS.bulk(key));
  return text === null ? null : (JSON.parse(text) as LoadState);
}

function write(context: SyncContext, key: LoadKey, state: LoadState | null): void {
  context.mirror.setProgress(KEYS.bulk(key), state && JSON.stringify(state));
  faultPoint(`sync.bulk_${state?.stage ?? 'forgotten'}`);
}

export function bulkFile(folder: string, key: string, operation: string): string {
  return join(folder, `${key}-${operation.slice(operation.lastIndexOf('/') + 1)}.jsonl`);
}

/** The whole file on disk; 'done' where it was taken in earlier, 'pages' where bulk operations keep failing. */
async function obtain(
  context: SyncContext,
  spec: KindSpec,
  key: LoadKey,
  onObjects: (count: number) => void,
): Promise<BulkResult | 'done' | 'pages'> {
  const { client, signal } = context;
  for (let tries = 1; ; tries += 1) {
    let state = read(context, key);
    if (state?.stage === 'done') return 'done';
    try {
      if (!state) {
        state = { stage: 'started', id: await startBulk(client, spec.bulk, signal) };
        faultPoint('sync.bulk_asked');
        write(context, key, state);
      }
      if (state.stage === 'started') {
        state = {
          stage: 'ready',
          id: state.id,
          result: await awaitBulk(client, state.id, signal, onObjects),
        };
        write(context, key, state);
      }
      await downloadBulk(client, state.result, bulkFile(context.bulkFolder, key, state.id), signal, () => {});
      faultPoint('sync.bulk_downloaded');
      return state.result;
    } catch (error) {
      const again =
        error instanceof RoyalError && (error.code === 'bulk_failed' || error.code === 'data_cut_off');
      if (!again) throw error;
      context.log('bulk_failed', { kind: spec.kind, tries, reason: error.details?.reason ?? error.code });
      if (state) await drop(context, key, state);
      if (tries >= TRIES) return 'pages';
    }
  }
}

async function takeIn(
  context: SyncContext,
  spec: KindSpec,
  key: LoadKey,
  obtained: BulkResult | 'done' | 'pages',
): Promise<number> {
  if (obtained === 'done') return 0;
  if (obtained === 'pages') {
    const count = await takePages(context, spec, key);
    write(context, key, { stage: 'done', startedAt: null });
    return count;
  }
  let result = obtained;
  for (let tries = 1; ; tries += 1) {
    try {
      const count = await ingest(context, spec, key, result);
      faultPoint('sync.bulk_ingested');
      write(context, key, { stage: 'done', startedAt: result.startedAt });
      context.mirror.setProgress(KEYS.ingest(result.id), null);
      faultPoint('sync.ingest_forgotten');
      await dropFile(context, key, { stage: 'ready', id: result.id, result });
      return count;
    } catch (error) {
      const damaged = error instanceof RoyalError && error.code === 'data_cut_off';
      const unreadable = error instanceof RoyalError && error.code === 'internal';
      if (!damaged && !unreadable && !isOfRecord(error)) throw error;
      // A file of the right length with half a line in it: what the disk or the way did to it, a new copy mends.
      context.log('bulk_file_damaged', { kind: spec.kind, tries });
      await dropFile(context, key, { stage: 'ready', id: result.id, result });
      // What no copy mends is in the shop's own data: pages pass over the one record that can't be taken in.
      if (!damaged || tries >= TRIES) return takeIn(context, spec, key, 'pages');
      const next = await obtain(context, spec, key, () => {});
      if (next === 'done' || next === 'pages') return takeIn(context, spec, key, next);
      result = next;
    }
  }
}

async function ingest(
  context: SyncContext,
  spec: KindSpec,
  key: LoadKey,
  result: BulkResult,
): Promise<number> {
  const { mirror, shop, progress, signal } = context;
  const total = result.objects;
  progress.tell(spec.phase, 0, total);
  const { records } = await ingestBulk(mirror, {
    kind: spec.kind,
    file: bulkFile(context.bulkFolder, key, result.id),
    progressKey: KEYS.ingest(result.id),
    currency: shop.currency,
    zone: shop.zone,
    signal,
    onRejected: (ids) => {
      context.log('records_rejected', { kind: spec.kind, ids });
      noteRejected(mirror, spec.kind, ids);
    },
    onProgress: ({ lines }) => {
      progress.tell(spec.phase, Math.min(lines, total), total);
      faultPoint('sync.batch_taken');
    },
  });
  progress.tell(spec.phase, total, total);
  return records;
}

async function takePages(context: SyncContext, spec: KindSpec, key: LoadKey): Promise<number> {
  const { mirror, client, shop, progress, signal } = context;
  const saved = mirror.getProgress(KEYS.page(key));
  let count = 0;
  for await (const { nodes, position } of pagesSince(
    client,
    spec,
    null,
    saved === null ? null : JSON.parse(saved),
    signal,
  )) {
    spec.take(mirror, nodes, shop, { key: KEYS.page(key), value: JSON.stringify(position) });
    faultPoint('sync.page_taken');
    count += nodes.length;
    progress.tell(spec.phase, count);
    await breathe();
  }
  return count;
}

/** Brings the roll-ups up to date that the load left marked. */
async function settle(context: SyncContext): Promise<void> {
  let left = context.mirror.settleRollUps();
  while (left > 0) {
    if (context.signal.aborted) return;
    faultPoint('sync.days_settled');
    await breathe();
    left = context.mirror.settleRollUps();
  }
}

async function drop(context: SyncContext, key: LoadKey, state: LoadState): Promise<void> {
  await dropFile(context, key, state);
  if (state.stage !== 'done') context.mirror.setProgress(KEYS.ingest(state.id), null);
  write(context, key, null);
}

async function dropFile(context: SyncContext, key: LoadKey, state: LoadState): Promise<void> {
  if (state.stage !== 'done') await rm(bulkFile(context.bulkFolder, key, state.id), { force: true });
}

/** Rejects with the first failure and never resolves, so that a later kind's failure isn't left waiting. */
function firstFailure(work: readonly Promise<unknown>[]): Promise<never> {
  return new Promise((_resolve, reject) => {
    for (const one of work) one.catch(reject);
  });
}
