/** When something first came is read from receipts that stand: nothing has written it down with the order since then. */
import type { Migration } from '../../sqlite/open.ts';

export const noFirstReceipt: Migration = {
  version: 13,
  name: 'no first receipt of an order',
  up: (db) => {
    db.exec('ALTER TABLE purchase_orders DROP COLUMN first_receipt_at;');
  },
};
