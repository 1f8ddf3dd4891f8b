/** What a replay remembers of the customers' orders, to find what a return takes back. */

export interface SoldLine {
  order: number;
  line: string;
  at: number;
  /** Units not yet returned. */
  left: number;
}

export interface SoldOrder {
  order: number;
  at: number;
  /** Pence the order is still worth, and of those its shipping. */
  worth: number;
  shipping: number;
}

export class Memory {
  readonly #lines = new Map<string, SoldLine[]>();
  readonly #orders = new Map<string, SoldOrder[]>();
  readonly #byId = new Map<number, SoldOrder>();

  addOrder(customer: string, order: SoldOrder): void {
    if (!customer) return;
    this.#byId.set(order.order, order);
    const list = this.#orders.get(customer);
    if (list) list.push(order);
    else this.#orders.set(customer, [order]);
  }

  addLine(customer: string, code: string, line: SoldLine): void {
    if (!customer) return;
    const key = `${customer}|${code}`;
    const list = this.#lines.get(key);
    if (list) list.push(line);
    else this.#lines.set(key, [line]);
  }

  worthOf(order: number): SoldOrder | undefined {
    return this.#byId.get(order);
  }

  /** The latest earlier line with enough units left. */
  findLine(customer: string, code: string, units: number, before: number): SoldLine | null {
    return (
      this.#lines.get(`${customer}|${code}`)?.findLast((line) => line.left >= units && line.at <= before) ??
      null
    );
  }

  /** The latest earlier order still worth the amount, or with as much shipping. */
  findOrder(customer: string, of: 'worth' | 'shipping', amount: number, before: number): SoldOrder | null {
    return (
      this.#orders
        .get(customer)
        ?.findLast((order) => order[of] >= amount && order.worth >= amount && order.at <= before) ?? null
    );
  }
}
