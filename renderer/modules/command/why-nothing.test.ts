import { describe, expect, it } from 'vitest';
import { whyNothing } from './why-nothing.ts';

const untracked = { kind: 'untracked', text: '9: Shopify does not track their stock. Switch it on.' };
const noSupplier = { kind: 'no_supplier', text: '2: their product names no vendor. Fill one in.' };
const found = [
  {
    storeId: 'a',
    kind: 'nothing_reordered',
    title: 'None of the 11 variants',
    evidence: [untracked, noSupplier],
  },
  { storeId: 'b', kind: 'not_reordered', title: '2 variants are not reordered', evidence: [noSupplier] },
  { storeId: 'c', kind: 'no_products', title: 'No product is known', evidence: [] },
];

describe('why nothing is proposed', () => {
  it('is said of the store that is looked at, with the next steps', () => {
    expect(whyNothing(found, ['a'])).toEqual([
      {
        storeId: 'a',
        title: 'None of the 11 variants',
        steps: [untracked.text, noSupplier.text],
        suppliers: true,
      },
    ]);
  });

  it('is said of every store that it holds for, and of none where something could be proposed', () => {
    expect(
      whyNothing([...found, { ...found[2]!, storeId: 'removed' }], ['a', 'b', 'c']).map(
        ({ storeId }) => storeId,
      ),
    ).toEqual(['a', 'c']);
    expect(whyNothing(found, ['b'])).toEqual([]);
  });
});
