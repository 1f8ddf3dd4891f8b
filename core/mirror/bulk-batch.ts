/** What a bulk file holds between two cuts, children with their parents wherever both are there. */
import { fromGid, type ShopifyId } from '../../shared/gid.ts';
import type { Currency } from '../../shared/money.ts';
import type { ReadLine } from '../connectors/shopify/line-reader.ts';
import { mapLine, mapOrder } from '../connectors/shopify/map-order.ts';
import { OrderReader } from '../connectors/shopify/order-reader.ts';
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
import { type BufferPool, OrderPacker } from './order-packer.ts';
import type { PeopleKeys } from './people.ts';
import type { OrderRecord } from './records.ts';

/** One object of the file. Orders are mapped as they are read: their trees are large and need not wait. */
export type BulkItem =
  | { type: 'object'; object: BulkObject }
  | { type: 'order'; order: OrderRecord }
  | ({ type: 'line' } & ReadLine);

export interface BulkBatch {
  roots: number;
  lines: number;
  add(item: BulkItem, from: FileLine): void;
  /** Ends it: what to write, and the children whose parents are not here; adds to `rejected` what can't be mapped. */
  end(rejected: (ShopifyId | null)[]): { payload: BulkPayload; staged: StagedChild[] };
}

/** Reads one kind of file. `read` gives null where a line is no JSON, and throws where it is no such record. */
export function bulkReader(
  kind: BulkKind,
  currency: Currency,
  keys: PeopleKeys,
  pool: BufferPool,
): { read(line: FileLine): BulkItem | null; batch(): BulkBatch } {
  if (kind !== 'orders')
    return {
      read(line) {
        const object = parse(line);
        if (object) fromGid(object.__parentId ?? object.id);
        return object && { type: 'object', object };
      },
      batch: () => new ObjectsBatch(kind, currency, keys),
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
    batch: () => new OrdersBatch(keys, pool),
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

/** Orders that may still get lines; the oldest is packed, and its further lines are staged. */
const OPEN_ORDERS = 32;

class OrdersBatch implements BulkBatch {
  roots = 0;
  lines = 0;
  readonly #packer: OrderPacker;
  readonly #open = new Map<ShopifyId, OrderRecord>();
  /** Lines whose order has not come, or has been packed. */
  readonly #loose = new Map<ShopifyId, (ReadLine & { json: string })[]>();

  constructor(keys: PeopleKeys, pool: BufferPool) {
    this.#packer = new OrderPacker(keys, pool);
  }

  add(item: BulkItem, from: FileLine): void {
    this.lines++;
    if (item.type === 'order') this.#addOrder(item.order);
    else if (item.type === 'line') {
      const order = this.#open.get(item.orderId);
      if (order) {
        order.lines.push(item.line);
        return;
      }
      const loose = this.#loose.get(item.orderId);
      const entry = { orderId: item.orderId, line: item.line, json: textOf(from) };
      if (loose) loose.push(entry);
      else this.#loose.set(item.orderId, [entry]);
    }
  }

  #addOrder(order: OrderRecord): void {
    this.roots++;
    const early = this.#loose.get(order.id);
    if (early) {
      order.lines.push(...early.map(({ line }) => line));
      this.#loose.delete(order.id);
    }
    this.#open.set(order.id, order);
    if (this.#open.size <= OPEN_ORDERS) return;
    for (const [id, oldest] of this.#open) {
      this.#packer.add(oldest);
      this.#open.delete(id);
      return;
    }
  }

  end(): { payload: BulkPayload; staged: StagedChild[] } {
    for (const order of this.#open.values()) this.#packer.add(order);
    const staged = [...this.#loose.values()]
      .flat()
      .map(({ orderId, line, json }) => ({ kind: 'Order', parentId: orderId, id: line.id, json }));
    return { payload: { kind: 'orders', batch: this.#packer.end() }, staged };
  }
}

class ObjectsBatch implements BulkBatch {
  lines = 0;
  readonly #kind: Exclude<BulkKind, 'orders'>;
  readonly #currency: Currency;
  readonly #keys: PeopleKeys;
  readonly #roots: BulkObject[] = [];
  readonly #parents = new Map<string, BulkObject>();
  readonly #orphans: { object: BulkObject; json: string }[] = [];
  readonly #adopters = new Set<BulkObject>();

  constructor(kind: Exclude<BulkKind, 'orders'>, currency: Currency, keys: PeopleKeys) {
    this.#kind = kind;
    this.#currency = currency;
    this.#keys = keys;
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

  end(rejected: (ShopifyId | null)[]): { payload: BulkPayload; staged: StagedChild[] } {
    const orphans = this.#orphans.filter(({ object }) => !this.#adopt(object));
    return {
      payload: objectsPayload(this.#kind, this.#roots, this.#currency, this.#keys, rejected),
      // One with children of its own is written anew, so that they stay with it.
      staged: orphans.map(({ object, json }) =>
        stagedChild(object, this.#adopters.has(object) ? JSON.stringify(object) : json),
      ),
    };
  }
}
