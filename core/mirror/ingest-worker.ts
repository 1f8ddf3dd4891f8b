/** The thread that reads a bulk file: parses, puts children to their parents, maps, seals people, posts batches. */
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { type ErrorData, RoyalError, toErrorData } from '../../shared/errors.ts';
import { fromGid, type ShopifyId } from '../../shared/gid.ts';
import type { Currency } from '../../shared/money.ts';
import { LineReader, type ReadLine } from '../connectors/shopify/line-reader.ts';
import {
  adopt,
  BATCH_ROOTS,
  type BulkKind,
  type BulkObject,
  type BulkPayload,
  payloadTransferables,
  type StagedChild,
  stagedChild,
  toPayload,
} from './bulk-kinds.ts';
import { type FileLine, readLines, textOf } from './jsonl.ts';
import type { PeopleKeys } from './people.ts';
import type { LineRecord } from './records.ts';

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
const MOST_LINES = 4000;

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
  const lineReader = work.kind === 'orders' ? new LineReader() : null;
  let batch = new Batch();
  for (const line of readLines(work.file, work.fromByte)) {
    const orderLine = lineReader?.read(line.bytes, line.start, line.stop) ?? null;
    const object = orderLine ? null : parse(line);
    if (!orderLine && !object) {
      // What stands before the cut is whole: it is kept, and reading goes on there once the file is.
      if (batch.lines > 0) await send(batch, line.at);
      throw cutOff(line);
    }
    const isRoot = object !== null && object.__parentId === undefined;
    if ((isRoot && batch.roots.length >= BATCH_ROOTS[work.kind]) || batch.lines >= MOST_LINES) {
      await send(batch, line.at);
      batch = new Batch();
    }
    if (orderLine) batch.addLine(orderLine, line);
    else if (object) batch.add(object, line);
    batch.end = line.end;
  }
  if (batch.lines > 0) await send(batch, batch.end);
  post({ type: 'end' });
}

async function send(batch: Batch, position: number): Promise<void> {
  const staged = batch.settle();
  const payload = toPayload(work.kind, batch.roots, batch.orderLines, work.currency, work.keys);
  while (inFlight >= IN_FLIGHT)
    await new Promise<void>((resolve) => {
      onAcknowledged = resolve;
    });
  inFlight++;
  post(
    { type: 'batch', payload, staged, lines: batch.lines, records: batch.roots.length, position },
    payloadTransferables(payload),
  );
}

function post(message: IngestMessage, moved: ArrayBuffer[] = []): void {
  port.postMessage(message, moved);
}

function parse(line: FileLine): BulkObject | null {
  try {
    return JSON.parse(textOf(line)) as BulkObject;
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

/** Objects between two cuts. Children wait for parents of the same batch; the others are staged. */
class Batch {
  readonly roots: BulkObject[] = [];
  /** Lines read without a tree, by their order. */
  readonly orderLines = new Map<ShopifyId, LineRecord[]>();
  lines = 0;
  end = 0;
  readonly #parents = new Map<string, BulkObject>();
  readonly #children: { object: BulkObject; json: string }[] = [];
  readonly #adopters = new Set<BulkObject>();
  /** Lines before their order, with their text in case it is not here at all. */
  readonly #early: { orderId: ShopifyId; line: LineRecord; json: string }[] = [];

  add(object: BulkObject, line: FileLine): void {
    this.lines++;
    const isRoot = object.__parentId === undefined;
    if (isRoot) this.roots.push(object);
    if (isRoot && work.kind === 'orders') this.orderLines.set(fromGid(object.id), []);
    if (isRoot || work.kind === 'products') this.#parents.set(object.id, object);
    if (isRoot) return;
    const parent = this.#parents.get(object.__parentId!);
    if (parent) this.#adopt(parent, object);
    else this.#children.push({ object, json: textOf(line) });
  }

  addLine({ orderId, line }: ReadLine, from: FileLine): void {
    this.lines++;
    const lines = this.orderLines.get(orderId);
    if (lines) lines.push(line);
    else this.#early.push({ orderId, line, json: textOf(from) });
  }

  #adopt(parent: BulkObject, child: BulkObject): void {
    adopt(parent, child);
    this.#adopters.add(parent);
  }

  /** Puts what came before its parent where it belongs and returns what has none here. */
  settle(): StagedChild[] {
    const staged: StagedChild[] = [];
    for (const { orderId, line, json } of this.#early) {
      const lines = this.orderLines.get(orderId);
      if (lines) lines.push(line);
      else staged.push({ kind: 'Order', parentId: orderId, id: line.id, json });
    }
    const orphans = this.#children.filter(({ object }) => {
      const parent = this.#parents.get(object.__parentId!);
      if (parent) this.#adopt(parent, object);
      return !parent;
    });
    for (const { object, json } of orphans)
      staged.push(stagedChild(object, this.#adopters.has(object) ? JSON.stringify(object) : json));
    return staged;
  }
}

await run().catch((error: unknown) => post({ type: 'failed', error: toErrorData(error) }));
port.close();
