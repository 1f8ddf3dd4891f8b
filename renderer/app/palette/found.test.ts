import { describe, expect, it } from 'vitest';
import { placeOfHit } from './found.ts';

const place = (open: Parameters<typeof placeOfHit>[0]['open']) => placeOfHit({ storeId: 'main', open });

describe('what the palette found', () => {
  it('opens at the place of the thing itself', () => {
    expect(place({ productId: 7, variantId: 9 })).toBe('#/inventory/product-7?store=main&variant=9');
    expect(place({ actionId: 12 })).toBe('#/approvals/12');
    expect(place({ purchaseOrderId: 3 })).toBe('#/inventory/orders/3');
    expect(place({ supplier: 'Çelik & Söhne' })).toBe('#/inventory/suppliers/%C3%87elik%20%26%20S%C3%B6hne');
  });

  it('is left out where no module of this version shows it', () => {
    expect(place({ orderId: 1042 })).toBeNull();
    expect(place({})).toBeNull();
  });
});
