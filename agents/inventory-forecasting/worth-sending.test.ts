/** What a supplier's minimum and free freight do to an order, told by whole runs. */
import { describe, expect, it } from 'vitest';
import type { PurchaseOrderInput } from './proposals.ts';
import { run } from './testing/report.ts';
import { FIRST_DAY, type SampleStore, sale, steady, variant } from './testing/sample-store.ts';

async function orderedOf(store: SampleStore): Promise<number[]> {
  const { proposals } = await run(store);
  const { lines } = proposals[0]!.input as PurchaseOrderInput;
  return lines.map(({ quantity }) => quantity);
}

describe('an order raised to free freight', () => {
  const sixAYear = Array.from({ length: 6 }, (_, index) => sale(2, FIRST_DAY + index * 60 + 30, 1));
  const store = (freeFreightFrom: number, slow: boolean): SampleStore => ({
    variants: (slow ? [1, 2] : [1]).map((id) => variant(id, { available: 0, unitCost: 100 })),
    sales: [...steady(1, 10), ...sixAYear],
    variantTerms: () => ({ freeFreightFrom }),
  });

  it('takes no more of what sells fast for a slow line beside it', async () => {
    const [alone] = await orderedOf(store(0, false));
    const asked = await orderedOf(store(0, true));
    expect(asked[0]).toBe(alone);
    // A review's 70 more at most: £300 is within that, £500 is not.
    expect((await orderedOf(store(30_000, true)))[0]).toBeLessThanOrEqual(alone! + 70);
    expect(await orderedOf(store(50_000, true))).toEqual(asked);
  });
});
