/** Orders of a slice, written together: packing and binding cost as much for one as for hundreds. */
import type { ShopifyId } from '../../shared/gid.ts';
import type { BulkTarget } from '../mirror/mirror.ts';
import { BufferPool, OrderPacker } from '../mirror/order-packer.ts';
import type { OrderDetailRecord, OrderRecord } from '../mirror/records.ts';

export class OrderQueue {
  readonly #target: BulkTarget;
  readonly #pool = new BufferPool();
  readonly #names = new Set<string>();
  readonly #ids = new Set<ShopifyId>();
  #details: OrderDetailRecord[] = [];
  #packer: OrderPacker | null = null;

  constructor(target: BulkTarget) {
    this.#target = target;
  }

  add(order: OrderRecord, detail: OrderDetailRecord | null): void {
    this.#packer ??= new OrderPacker(this.#target.keys, this.#pool);
    this.#packer.add(order);
    this.#names.add(order.name);
    this.#ids.add(order.id);
    if (detail) this.#details.push(detail);
  }

  /** Before the mirror is asked about an order: writes what waits if the order is among it. */
  settle(id: ShopifyId, name: string): void {
    if (this.#ids.has(id) || this.#names.has(name)) this.flush();
  }

  /** To be called before the transaction at hand ends. */
  flush(): void {
    if (!this.#packer) return;
    const batch = this.#packer.end();
    this.#packer = null;
    this.#target.orders.write(batch, true);
    const arrays = [batch.orders, batch.lines, batch.transactions, batch.people];
    this.#pool.give(arrays.map(({ buffer }) => buffer as ArrayBuffer));
    for (const detail of this.#details) this.#target.details.write(detail);
    this.#details = [];
    this.#names.clear();
    this.#ids.clear();
  }
}
