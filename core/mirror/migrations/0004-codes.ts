/** Variants found by SKU and barcode: what a scanner and a supplier's list name them by. */
import type { Migration } from '../../sqlite/open.ts';

export const codes: Migration = {
  version: 4,
  name: 'variants by SKU and barcode',
  up: (db) => {
    db.exec(`
CREATE INDEX variants_by_sku ON variants (sku COLLATE NOCASE) WHERE sku IS NOT NULL;
CREATE INDEX variants_by_barcode ON variants (barcode COLLATE NOCASE) WHERE barcode IS NOT NULL;
`);
  },
};
