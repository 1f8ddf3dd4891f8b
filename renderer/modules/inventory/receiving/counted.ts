/** What was counted of a delivery so far, kept in this browser until it is booked: a phone may fall asleep in between. */
import type { PurchaseOrderView } from '../../../../shared/contract/purchasing-schemas.ts';

type Line = PurchaseOrderView['lines'][number];
export type Part = Line['allocations'][number];

export interface Count {
  accepted: number;
  damaged: number;
  /** Will not come, as the supplier or the papers say. */
  short: number;
}

/** By allocation id. */
export type Counted = Readonly<Record<number, Count>>;

const NOTHING: Count = { accepted: 0, damaged: 0, short: 0 };

export function countOf(counted: Counted, allocationId: number): Count {
  return counted[allocationId] ?? NOTHING;
}

/** Ordered and not booked yet. */
export function openOf(part: Pick<Part, 'quantity' | 'received' | 'damaged' | 'short'>): number {
  return Math.max(0, part.quantity - part.received - part.damaged - part.short);
}

/** Units more than are still open; zero where there are none. */
export function overOf(part: Part, count: Count): number {
  return Math.max(0, count.accepted + count.damaged + count.short - openOf(part));
}

export function withCount(counted: Counted, allocationId: number, count: Count): Counted {
  const { [allocationId]: _, ...others } = counted;
  return count.accepted + count.damaged + count.short === 0 ? others : { ...others, [allocationId]: count };
}

/** One more piece of a line: to the part that has most to come; over the order, to the first. */
export function onePiece(counted: Counted, line: Line): { counted: Counted; part: Part } {
  const left = (part: Part): number => {
    const { accepted, damaged, short } = countOf(counted, part.id);
    return openOf(part) - accepted - damaged - short;
  };
  const part = line.allocations.reduce((most, one) => (left(one) > left(most) ? one : most));
  const count = countOf(counted, part.id);
  return { counted: withCount(counted, part.id, { ...count, accepted: count.accepted + 1 }), part };
}

/** The lines that a code is on, by what stands on the order itself; case does not matter. */
export function linesWith(lines: readonly Line[], code: string): Line[] {
  const wanted = code.toLowerCase();
  return lines.filter((line) =>
    [line.barcode, line.sku, line.supplierSku].some((text) => text?.toLowerCase() === wanted),
  );
}

export function sumOf(counted: Counted): Count {
  return Object.values(counted).reduce(
    (sum, { accepted, damaged, short }) => ({
      accepted: sum.accepted + accepted,
      damaged: sum.damaged + damaged,
      short: sum.short + short,
    }),
    NOTHING,
  );
}

/** What the browser keeps them under. */
const countEntry = (orderId: number): string => `royal.receiving.${orderId}`;
const keyEntry = (orderId: number): string => `royal.receiving-key.${orderId}`;

/** Of a count that begins: whoever hands it in twice, since no answer came, has it booked once. */
export function newKey(): string {
  // randomUUID is missing on plain http, as phones of a local network come.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** That of the kept count. */
export function keptKey(orderId: number): string {
  try {
    return localStorage.getItem(keyEntry(orderId)) ?? newKey();
  } catch {
    return newKey();
  }
}

/** As it was left; what no longer fits the order is dropped. */
export function keptCount({ id, lines }: Pick<PurchaseOrderView, 'id' | 'lines'>): Counted {
  const known = new Set(lines.flatMap(({ allocations }) => allocations.map((part) => part.id)));
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  try {
    const kept = JSON.parse(localStorage.getItem(countEntry(id)) ?? '{}') as Record<string, Partial<Count>>;
    return Object.fromEntries(
      Object.entries(kept).flatMap(([part, { accepted, damaged, short }]) =>
        known.has(Number(part)) && isCount(accepted) && isCount(damaged) && isCount(short)
          ? [[Number(part), { accepted, damaged, short }]]
          : [],
      ),
    );
  } catch {
    return {};
  }
}

export function keepCount(orderId: number, counted: Counted, key: string): void {
  try {
    if (Object.keys(counted).length === 0) {
      localStorage.removeItem(countEntry(orderId));
      localStorage.removeItem(keyEntry(orderId));
    } else {
      localStorage.setItem(keyEntry(orderId), key);
      localStorage.setItem(countEntry(orderId), JSON.stringify(counted));
    }
  } catch {
    // A browser that keeps nothing: it is counted anew after a reload.
  }
}
