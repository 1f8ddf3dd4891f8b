import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PurchaseOrderView } from '../../../../shared/contract/purchasing-schemas.ts';
import {
  type Counted,
  countOf,
  keepCount,
  keptKey,
  linesWith,
  newKey,
  onePiece,
  openOf,
  overOf,
  sumOf,
  withCount,
} from './counted.ts';

type Line = PurchaseOrderView['lines'][number];

const part = (id: number, quantity: number, received = 0): Line['allocations'][number] =>
  ({ id, quantity, received, damaged: 0, short: 0 }) as Line['allocations'][number];
const line = {
  title: 'Lamp',
  sku: 'L-1',
  barcode: '4001',
  supplierSku: 'SUP-9',
  allocations: [part(1, 3), part(2, 5)],
} as Line;

describe('counting a delivery', () => {
  it('puts each piece where most is still to come', () => {
    let counted: Counted = {};
    for (let piece = 0; piece < 8; piece += 1) counted = onePiece(counted, line).counted;
    expect([countOf(counted, 1).accepted, countOf(counted, 2).accepted]).toEqual([3, 5]);
  });

  it('goes on over the order, and says by how many', () => {
    let counted: Counted = {};
    for (let piece = 0; piece < 9; piece += 1) counted = onePiece(counted, line).counted;
    const over = line.allocations.map((one) => overOf(one, countOf(counted, one.id)));
    expect(over).toEqual([1, 0]);
  });

  it('counts only what was not booked before as open', () => {
    expect(openOf(part(1, 10, 4))).toBe(6);
    expect(overOf(part(1, 10, 4), { accepted: 5, damaged: 1, short: 1 })).toBe(1);
  });

  it('finds a line by any of its codes, whatever their case', () => {
    for (const code of ['l-1', '4001', 'sup-9']) expect(linesWith([line], code)).toEqual([line]);
    expect(linesWith([line], '4002')).toEqual([]);
  });

  it('forgets what is set back to nothing', () => {
    const counted = withCount({}, 1, { accepted: 2, damaged: 1, short: 0 });
    expect(sumOf(counted)).toEqual({ accepted: 2, damaged: 1, short: 0 });
    expect(withCount(counted, 1, { accepted: 0, damaged: 0, short: 0 })).toEqual({});
  });
});

describe('the key of a count', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('lasts as long as the count, over a reload, and is another for the next', () => {
    const kept = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => kept.set(name, value),
      removeItem: (name: string) => kept.delete(name),
    });
    const key = newKey();
    expect(key).toMatch(/^[0-9a-f]{32}$/);
    keepCount(7, { 1: { accepted: 2, damaged: 0, short: 0 } }, key);
    expect(keptKey(7)).toBe(key);
    expect(keptKey(8)).not.toBe(key);
    keepCount(7, {}, newKey());
    expect(keptKey(7)).not.toBe(key);
    expect(kept.size).toBe(0);
  });
});
