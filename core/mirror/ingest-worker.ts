/** The thread that reads a bulk file: parses, puts children to their parents, maps, seals people, posts batches. */
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { type ErrorData, RoyalError, toErrorData } from '../../shared/errors.ts';
import type { Currency } from '../../shared/money.ts';
import { type BulkBatch, bulkReader, isRoot } from './bulk-batch.ts';
import {
  BATCH_ROOTS,
  type BulkKind,
  type BulkPayload,
  payloadTransferables,
  type StagedChild,
} from './bulk-kinds.ts';
import { type FileLine, readLines } from './jsonl.ts';
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
port.on('message', () => {
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
  const reader = bulkReader(work.kind, work.currency);
  let batch = reader.batch();
  let end = work.fromByte;
  for (const line of readLines(work.file, work.fromByte)) {
    const item = reader.read(line);
    if (!item) {
      // What stands before the cut is whole: it is kept, and reading goes on there once the file is.
      if (batch.lines > 0) await send(batch, line.at);
      throw cutOff(line);
    }
    if ((batch.roots >= BATCH_ROOTS[work.kind] && isRoot(item)) || batch.lines >= MOST_LINES) {
      await send(batch, line.at);
      batch = reader.batch();
    }
    batch.add(item, line);
    end = line.end;
  }
  if (batch.lines > 0) await send(batch, end);
  post({ type: 'end' });
}

async function send(batch: BulkBatch, position: number): Promise<void> {
  const { lines, roots: records } = batch;
  const { payload, staged } = batch.end(work.keys);
  while (inFlight >= IN_FLIGHT)
    await new Promise<void>((resolve) => {
      onAcknowledged = resolve;
    });
  inFlight++;
  post({ type: 'batch', payload, staged, lines, records, position }, payloadTransferables(payload));
}

function post(message: IngestMessage, moved: ArrayBuffer[] = []): void {
  port.postMessage(message, moved);
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

await run().catch((error: unknown) => post({ type: 'failed', error: toErrorData(error) }));
port.close();
