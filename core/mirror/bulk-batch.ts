/** What a bulk file holds between two cuts, children with their parents wherever both are there. */
import { fromGid, type ShopifyId } from '../../shared/gid.ts';
import type { Currency } from '../../shared/money.ts';
import { mapLine, mapOrder } from '../connectors/shopify/map-order.ts';
import { OrderReader, type ReadLine } from '../connectors/shopify/order-reader.ts';
import {
  adopt,
  type BulkKind,
  type BulkObject,
  type BulkPayload,
  objectsPayload,
  type StagedChild,
  stagedChild,
} from './bulk-kinds.ts';
import { type FileLine, textOf } from './jsonl.ts';
import { packOrders } from './order-batch.ts';
import type { PeopleKeys } from './people.ts';
import type { LineRecord, OrderRecord } from './records.ts';

/** One object of the file. Orders are mapped as they are read: their trees are large and need not wait. */
export type BulkItem =
  | { type: 'object'; object: BulkObject }
  | { type: 'order'; order: OrderRecord }
  | ({ type: 'line' } & ReadLine);

export interface BulkBatch {
  roots: number;
  lines: number;
  add(item: BulkItem, from: FileLine): void;
  /** Ends it: what to write, and the children whose parents are not here. */
  end(keys: PeopleKeys): { payload: BulkPayload; staged: StagedChild[] };
}

/** Reads one kind of file. `read` gives null where a line can't be read. */
export function bulkReader(
  kind: BulkKind,
  currency: Currency,
): { read(line: FileLine): BulkItem | null; batch(): BulkBatch } {
  if (kind !== 'orders')
    return {
      read(line) {
        const object = parse(line);
        return object && { type: 'object', object };
      },
      batch: () => new ObjectsBatch(kind, currency),
    };
  const orderReader = new OrderReader(currency);
  return {
    read(from) {
      const read = orderReader.read(from.bytes, from.start, from.stop);
      if (read) return 'line' in read ? { type: 'line', ...read } : { type: 'order', order: read };
      const object = parse(from);
      if (!object) return null;
      const parent = object.__parentId;
      return parent === undefined
        ? { type: 'order', order: mapOrder(object, currency) }
        : { type: 'line', orderId: fromGid(parent), line: mapLine(object) };
    },
    batch: () => new OrdersBatch(),
  };
}

export function isRoot(item: BulkItem): boolean {
  return item.type === 'object' ? item.object.__parentId === undefined : item.type === 'order';
}

function parse(line: FileLine): BulkObject | null {
  try {
    return JSON.parse(textOf(line)) as BulkObject;
  } catch {
    return null;
  }
}

class OrdersBatch implements BulkBatch {
  roots = 0;
  lines = 0;
  readonly #orders: OrderRecord[] = [];
  readonly #linesOf = new Map<ShopifyId, LineRecord[]>();
  /** Lines before their order, with their text in case it is not here at all. */
  readonly #early: (ReadLine & { json: string })[] = [];

  add(item: BulkItem, from: FileLine): void {
    this.lines++;
    if (item.type === 'order') {
      this.roots++;
      this.#orders.push(item.order);
      this.#linesOf.set(item.order.id, item.order.lines);
    } else if (item.type === 'line') {
      const lines = this.#linesOf.get(item.orderId);
      if (lines) lines.push(item.line);
      else this.#early.push({ orderId: item.orderId, line: item.line, json: textOf(from) });
    }
  }

  end(keys: PeopleKeys): { payload: BulkPayload; staged: StagedChild[] } {
    const staged: StagedChild[] = [];
    for (const { orderId, line, json } of this.#early) {
      const lines = this.#linesOf.get(orderId);
      if (lines) lines.push(line);
      else staged.push({ kind: 'Order', parentId: orderId, id: line.id, json });
    }
    return { payload: { kind: 'orders', batch: packOrders(this.#orders, keys) }, staged };
  }
}

class ObjectsBatch implements BulkBatch {
  lines = 0;
  readonly #kind: Exclude<BulkKind, 'orders'>;
  readonly #currency: Currency;
  readonly #roots: BulkObject[] = [];
  readonly #parents = new Map<string, BulkObject>();
  readonly #orphans: { object: BulkObject; json: string }[] = [];
  readonly #adopters = new Set<BulkObject>();

  constructor(kind: Exclude<BulkKind, 'orders'>, currency: Currency) {
    this.#kind = kind;
    this.#currency = currency;
  }

  get roots(): number {
    return this.#roots.length;
  }

  add(item: BulkItem, from: FileLine): void {
    if (item.type !== 'object') return;
    this.lines++;
    const { object } = item;
    this.#parents.set(object.id, object);
    if (object.__parentId === undefined) this.#roots.push(object);
    else if (!this.#adopt(object)) this.#orphans.push({ object, json: textOf(from) });
  }

  #adopt(child: BulkObject): boolean {
    const parent = this.#parents.get(child.__parentId!);
    if (!parent) return false;
    adopt(parent, child);
    this.#adopters.add(parent);
    return true;
  }

  end(keys: PeopleKeys): { payload: BulkPayload; staged: StagedChild[] } {
    const orphans = this.#orphans.filter(({ object }) => !this.#adopt(object));
    return {
      payload: objectsPayload(this.#kind, this.#roots, this.#currency, keys),
      // One with children of its own is written anew, so that they stay with it.
      staged: orphans.map(({ object, json }) =>
        stagedChild(object, this.#adopters.has(object) ? JSON.stringify(object) : json),
      ),
    };
  }
}
