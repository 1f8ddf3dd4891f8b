import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../sqlite/open.ts';
import { openTestLedger, temporaryFolder } from '../testing/test-ledger.ts';
import { LEDGER_MIGRATIONS } from './list.ts';

/** A ledger as the program left it before orders spanned stores. */
function olderLedger(): string {
  const file = join(temporaryFolder(), 'ledger.db');
  const db = openDatabase(file, {
    label: 'the ledger',
    synchronous: 'FULL',
    migrations: LEDGER_MIGRATIONS.filter(({ version }) => version <= 3),
  });
  db.exec(`
    INSERT INTO actions (id, type, store, input, title, evidence, key, state, proposed_by_kind, proposed_by_id,
        decided_by_kind, decided_by_id, created_at, updated_at) VALUES
      (1, 'purchase_order.create', 'gbp', '{}', 't', '[]', 'k1', 'verified', 'agent', 'a', 'person', 'ada', 1, 1),
      (2, 'purchase_order.create', 'gbp', '{}', 't', '[]', 'k2', 'verified', 'agent', 'a', 'person', 'ada', 1, 1),
      (3, 'purchase_order.receive', 'gbp', '{}', 't', '[]', 'k3', 'verified', 'person', 'bob', NULL, NULL, 1, 1);
    INSERT INTO purchase_orders VALUES
      (4, 'gbp', 'ACME', 'open', 'GBP', 1, 10, 10, 1764547200000, 'note'),
      (7, 'gbp', 'ACME', 'partly_received', 'GBP', 2, 20, 30, NULL, NULL);
    INSERT INTO purchase_order_lines VALUES
      (1, 4, 11, 21, 'Mug', 'MUG', 10, 0, 400), (2, 7, 12, 22, 'Cup', NULL, 8, 3, NULL);
    INSERT INTO receipts VALUES (1, 2, 3, 31, 3, 30);
    INSERT INTO suppliers (store, supplier, lead_time_days, updated_at) VALUES ('gbp', 'ACME', 9, 5);
  `);
  db.close();
  return file;
}

describe('a ledger from before orders spanned stores', () => {
  it('keeps its orders, lines, receipts and suppliers, and gives each order a number', () => {
    const ledger = openTestLedger({ file: olderLedger() });
    const orders = ledger.purchaseOrders;
    expect(orders.require(4)).toMatchObject({
      number: 1,
      state: 'draft',
      expectedOn: '2025-12-01',
      note: 'note',
      createdBy: { kind: 'person', id: 'ada' },
      storeIds: ['gbp'],
      goods: 4000,
      lines: [{ id: 1, quantity: 10, allocations: [{ variantId: 11, locationId: null }] }],
    });
    expect(orders.require(7)).toMatchObject({ number: 2, state: 'partly_received' });
    expect(orders.receipts(7)).toMatchObject([{ accepted: 3, locationId: 31, by: { id: 'bob' } }]);
    expect(orders.incoming('gbp')).toEqual(
      new Map([
        [11, 10],
        [12, 5],
      ]),
    );
    expect(ledger.suppliers.terms('gbp', 'ACME').leadTimeDays).toBe(9);
    expect(ledger.integrity()).toEqual([]);
    const next = orders.create({ supplier: 'B', currency: 'GBP', lines: [] }, { kind: 'person', id: 'ada' });
    expect(next.number).toBe(3);
  });
});
