/** The thread that reads a bulk file: parses, puts children to their parents, maps, seals people, posts batches. */
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { type ErrorData, RoyalError, toErrorData } from '../../shared/errors.ts';
import { fromGid, type ShopifyId } from '../../shared/gid.ts';
import type { Currency } from '../../shared/money.ts';
import { type BulkBatch, type BulkItem, bulkReader, isRoot } from './bulk-batch.ts';
import {
  BATCH_ROOTS,
  type BulkKind,
  type BulkObject,
  type BulkPayload,
  payloadTransferables,
  type StagedChild,
} from './bulk-kinds.ts';
import { type FileLine, readLines, textOf } from './jsonl.ts';
import { BufferPool } from './order-packer.ts';
import type { PeopleKeys } from './people.ts';

export interface IngestWork {
  kind: BulkKind;
  file: string;
  fromByte: number;
  currency: Currency;
  keys: PeopleKeys;
}

export type IngestMessage =
  | {
      type: 'batch';
      payload: BulkPayload;
      staged: StagedChild[];
      lines: number;
      records: number;
      /** Ids of records that can't be read, the ids of their orders for lines; null where that can't be read either. */
      rejected: (ShopifyId | null)[];
      /** Everything before this byte is in this batch or an earlier one. */
      position: number;
    }
  | { type: 'end' }
  | { type: 'failed'; error: ErrorData };

/** Batches posted and not yet written: enough to keep the writer busy, few enough to keep memory flat. */
const IN_FLIGHT = 3;
/** A batch ends here even where no root begins: a file of children only. */
const MOST_LINES = 8000;

const work = workerData as IngestWork;
const port = parentPort!;
let inFlight = 0;
let onAcknowledged: (() => void) | null = null;
const pool = new BufferPool();
port.on('message', (written: ArrayBuffer[]) => {
  pool.give(written);
  inFlight--;
  onAcknowledged?.();
});

if (process.platform === 'linux') {
  // On Linux the priority is the thread's own; elsewhere it would slow the whole process down.
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Not permitted here: it is a courtesy to the other threads only.
  }
}

async function run(): Promise<void> {
  const reader = bulkReader(work.kind, work.currency, work.keys, pool);
  let batch = reader.batch();
  let rejected: (ShopifyId | null)[] = [];
  let end = work.fromByte;
  for (const line of readLines(work.file, work.fromByte)) {
    let item: BulkItem | null;
    try {
      item = reader.read(line);
    } catch {
      rejected.push(rootOf(line));
      end = line.end;
      continue;
    }
    if (!item) {
      // What stands before the cut is whole: it is kept, and reading goes on there once the file is.
      if (batch.lines > 0) await send(batch, rejected, line.at);
      throw cutOff(line);
    }
    if ((batch.roots >= BATCH_ROOTS[work.kind] && isRoot(item)) || batch.lines >= MOST_LINES) {
      await send(batch, rejected, line.at);
      batch = reader.batch();
      rejected = [];
    }
    batch.add(item, line);
    end = line.end;
  }
  if (batch.lines > 0 || rejected.length > 0) await send(batch, rejected, end);
  post({ type: 'end' });
}

async function send(batch: BulkBatch, rejected: (ShopifyId | null)[], position: number): Promise<void> {
  const { lines, roots: records } = batch;
  const { payload, staged } = batch.end(rejected);
  while (inFlight >= IN_FLIGHT)
    await new Promise<void>((resolve) => {
      onAcknowledged = resolve;
    });
  inFlight++;
  post({ type: 'batch', payload, staged, lines, records, rejected, position }, payloadTransferables(payload));
}

function post(message: IngestMessage, moved: ArrayBuffer[] = []): void {
  port.postMessage(message, moved);
}

/** The record that an unreadable line is of. */
function rootOf(line: FileLine): ShopifyId | null {
  try {
    const object = JSON.parse(textOf(line)) as BulkObject;
    return fromGid(object.__parentId ?? object.id);
  } catch {
    return null;
  }
}

/** Without the parser's own message, which would quote the line, and with it perhaps a person. */
function cutOff({ at, ended }: FileLine): RoyalError {
  return new RoyalError({
    code: 'data_cut_off',
    message: ended
      ? `The bulk file can't be read at byte ${at}.`
      : `The bulk file ends in the middle of a line, at byte ${at}.`,
    next: 'Sync again: it goes on where the file was cut off.',
    details: { file: work.file, position: at },
  });
}

/** What is no error of our own may quote the file, and with it a person: only its name goes on. */
function told(error: unknown): ErrorData {
  if (error instanceof RoyalError) return error.toData();
  const name = error instanceof Error ? error.name : 'unknown';
  return { ...toErrorData(null), message: `The bulk file could not be taken in (${name}).` };
}

await run().catch((error: unknown) => post({ type: 'failed', error: told(error) }));
port.close();
