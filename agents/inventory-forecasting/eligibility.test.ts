import { describe, expect, it } from 'vitest';
import { type NotReordered, whyNotReordered } from './eligibility.ts';
import { finding, onlyProposal, run } from './testing/report.ts';
import { steady, variant } from './testing/sample-store.ts';

describe('what is not reordered', () => {
  it('is said with the next step where that is everything', async () => {
    const report = await run({
      variants: [
        variant(1, { tracked: false }),
        variant(2, { tracked: false }),
        variant(3, { vendor: '' }),
        variant(4, { isGiftCard: true }),
      ],
      sales: steady(1, 4),
    });
    expect(report.proposals).toEqual([]);
    expect(finding(report, 'nothing_reordered')).toMatchObject({
      severity: 'watch',
      title: 'None of the 4 variants can be reordered',
      evidence: [
        { kind: 'untracked', text: expect.stringMatching(/^2: .*Switch on “Inventory tracked”/) },
        { kind: 'no_supplier', text: expect.stringMatching(/^1: .*fill in a supplier/) },
        { kind: 'gift_card', text: '1: gift cards have no stock.' },
      ],
    });
    expect(report.findings.map(({ kind }) => kind)).not.toContain('not_reordered');
  });

  it('is not a product without a vendor whose supplier was filled in', async () => {
    const { input } = onlyProposal(
      await run({
        variants: [variant(1, { available: 5, vendor: '' }), variant(2, { available: 5, vendor: '' })],
        sales: [...steady(1, 4), ...steady(2, 4)],
        variantTerms: (id) => (id === 1 ? { supplier: 'Acme' } : { supplier: '' }),
      }),
    );
    expect(input).toMatchObject({ supplier: 'Acme', lines: [{ variantId: 1 }] });
  });

  it.each<[NotReordered | null, Parameters<typeof variant>[1]]>([
    [null, {}],
    [null, { productStatus: 'UNLISTED' }],
    ['gift_card', { isGiftCard: true, tracked: false }],
    ['discontinued', { productStatus: 'ARCHIVED' }],
    ['discontinued', { productStatus: 'DRAFT' }],
    ['discontinued', { tags: ['Discontinued'] }],
    ['bundle', { components: [{ variantId: 2, quantity: 1 }] }],
    ['bundle', { requiresComponents: true }],
    ['dropshipped', { tags: ['Drop ship'] }],
    ['dropshipped', { vendor: 'CJ Dropshipping' }],
    ['made_to_order', { tags: ['made_to_order'], inventoryPolicy: 'CONTINUE' }],
    ['pre_order', { tags: ['Pre-Order'] }],
    ['pre_order', { inventoryPolicy: 'CONTINUE' }],
    ['untracked', { tracked: false }],
    ['stock_unknown', { stockKnown: false, available: 0 }],
    ['no_supplier', { vendor: ' ' }],
  ])('%s: %o', (reason, facts) => {
    expect(whyNotReordered(variant(1, facts))).toBe(reason);
  });
});
