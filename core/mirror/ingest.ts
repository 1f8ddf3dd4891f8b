/** Bulk files into the mirror: a thread parses, maps and encrypts, this one writes in short transactions. */
import { statSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type ErrorData, RoyalError } from '../../shared/errors.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { Currency } from '../../shared/money.ts';
import { asRoyalError } from '../sqlite/open.ts';
import {
  type BulkKind,
  payloadTransferables,
  type StagedChild,
  takePayload,
  takeStaged,
} from './bulk-kinds.ts';
import type { IngestMessage, IngestWork } from './ingest-worker.ts';
import { type BulkTarget, bulkTargetOf, type Mirror } from './mirror.ts';

export type { BulkKind } from './bulk-kinds.ts';

export interface IngestOptions {
  kind: BulkKind;
  file: string;
  /** The progress key that holds the position, committed with the rows: the same key resumes after a crash. */
  progressKey?: string;
  /** Where to begin unless the progress key says further. */
  fromByte?: number;
  currency: Currency;
  /** The store's, which the mirror must have been told by setShop: days are cut by it. */
  zone: string;
  signal?: AbortSignal;
  /** Told before the batch is written which records of it can't be read; they are passed over. */
  onRejected?: (ids: (ShopifyId | null)[]) => void;
  onProgress?: (progress: { bytes: number; totalBytes: number; lines: number; records: number }) => void;
}

interface Position {
  bytes: number;
  lines: number;
  records: number;
  /** When the load began: rows with a newer version are not overwritten by its late children. */
  since: number;
}

/** Late children attached in one transaction. */
const ATTACHED_AT_ONCE = 500;

/**
 * Reads a bulk operation's JSONL (children after, before or far from their parents). Days touched by it are marked;
 * settle them with settleRollUps. Throws RoyalError data_cut_off where the last line has no end: everything before
 * it is written and the position kept, so that the same call goes on once the file is whole; cancelled where
 * `signal` fires, likewise.
 */
export async function ingestBulk(
  mirror: Mirror,
  options: IngestOptions,
): Promise<{ lines: number; records: number; bytes: number }> {
  const target = bulkTargetOf(mirror);
  if (mirror.shop()?.zone !== options.zone)
    throw new RoyalError({
      code: 'invalid_state',
      message: `The mirror does not cut days by ${options.zone}.`,
      next: 'Sync the shop first, then its orders.',
    });
  const key = options.progressKey ?? `ingest.${options.kind}.${options.file}`;
  const totalBytes = sizeOf(options.file);
  const stored = mirror.getProgress(key);
  const position: Position = stored
    ? (JSON.parse(stored) as Position)
    : { bytes: options.fromByte ?? 0, lines: 0, records: 0, since: Date.now() };
  if (options.fromByte !== undefined && options.fromByte > position.bytes) position.bytes = options.fromByte;
  target.write(
    () => {
      target.db.prepare('DELETE FROM staged_children WHERE file NOT IN (SELECT key FROM progress)').run();
    },
    { key, value: JSON.stringify(position) },
  );

  const stage = target.db.prepare('REPLACE INTO staged_children VALUES (?, ?, ?, ?, ?)');
  for await (const message of messages(options, position.bytes, target)) {
    const next: Position = {
      bytes: message.position,
      lines: position.lines + message.lines,
      records: position.records + message.records,
      since: position.since,
    };
    if (message.rejected.length > 0) options.onRejected?.(message.rejected);
    target.write(
      () => {
        takePayload(target, message.payload);
        for (const child of message.staged) stage.run(key, child.kind, child.parentId, child.id, child.json);
      },
      { key, value: JSON.stringify(next) },
    );
    Object.assign(position, next);
    const { since: _, ...progress } = position;
    options.onProgress?.({ ...progress, totalBytes });
  }
  await attachStaged(target, key, options, position);
  return { lines: position.lines, records: position.records, bytes: position.bytes };
}

/** Children that were far from their parents, once the whole file is in. */
async function attachStaged(
  target: BulkTarget,
  key: string,
  options: IngestOptions,
  position: Position,
): Promise<void> {
  const next = target.db.prepare(
    `SELECT kind, parent_id AS parentId, id, json FROM staged_children WHERE file = ?
     ORDER BY kind, parent_id, id LIMIT ?`,
  );
  const drop = target.db.prepare(
    'DELETE FROM staged_children WHERE file = ? AND kind = ? AND parent_id = ? AND id = ?',
  );
  for (;;) {
    const children = next.all(key, ATTACHED_AT_ONCE) as StagedChild[];
    if (children.length === 0) return;
    if (options.signal?.aborted) throw cancelled(options.signal);
    target.write(
      () => {
        const rejected = takeStaged(target, children, options.currency, position.since);
        if (rejected.length > 0) options.onRejected?.(rejected);
        for (const child of children) drop.run(key, child.kind, child.parentId, child.id);
      },
      { key, value: JSON.stringify(position) },
    );
    await nextTurn();
  }
}

type BatchMessage = Extract<IngestMessage, { type: 'batch' }>;

/** The worker's batches, one a turn of the event loop; the next is asked for once the one before is written. */
async function* messages(
  options: IngestOptions,
  fromByte: number,
  target: BulkTarget,
): AsyncGenerator<BatchMessage, void, void> {
  const { signal } = options;
  if (signal?.aborted) throw cancelled(signal);
  const work: IngestWork = {
    kind: options.kind,
    file: options.file,
    fromByte,
    currency: options.currency,
    keys: target.keys,
  };
  const worker = new Worker(new URL('./ingest-worker.ts', import.meta.url), {
    workerData: work,
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 },
  });
  const queue: (IngestMessage | { type: 'broken'; error: unknown })[] = [];
  let wake: (() => void) | null = null;
  const push = (item: (typeof queue)[number]): void => {
    queue.push(item);
    wake?.();
  };
  const onAbort = (): void => push({ type: 'broken', error: cancelled(signal!) });
  worker.on('message', (message: IngestMessage) => push(message));
  worker.on('error', (error) => push({ type: 'broken', error }));
  worker.on('exit', (code) =>
    push({ type: 'broken', error: new Error(`The parsing thread ended (${code})`) }),
  );
  signal?.addEventListener('abort', onAbort);
  try {
    for (;;) {
      while (queue.length === 0) {
        // While the parser is at it there is time for days that the load has left behind.
        if (target.settleQuiet()) await nextTurn();
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
      if (signal?.aborted) throw cancelled(signal);
      const item = queue.shift()!;
      if (item.type === 'end') return;
      if (item.type === 'failed') throw fromData(item.error);
      if (item.type === 'broken') throw item.error;
      yield item;
      // What is written goes back to be filled again.
      const buffers = payloadTransferables(item.payload);
      worker.postMessage(buffers, buffers);
      await nextTurn();
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
    await worker.terminate();
  }
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch (error) {
    throw asRoyalError(error, file, { label: 'the downloaded bulk file' });
  }
}

function fromData(data: ErrorData): RoyalError {
  return new RoyalError(data);
}

function cancelled(signal: AbortSignal): RoyalError {
  return new RoyalError(
    {
      code: 'cancelled',
      message: 'The load was stopped; what was read is kept.',
      next: 'Sync again: it goes on where it stopped.',
    },
    { cause: signal.reason },
  );
}
