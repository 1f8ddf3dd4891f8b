import { expect, it } from 'vitest';
import { openTestLedger } from './testing/test-ledger.ts';

const ADA = { kind: 'person', id: 'ada' } as const;

it('what is erased of a store leaves its actions, the record that proves them, and the other stores', () => {
  const ledger = openTestLedger();
  for (const storeId of ['gbp', 'usd']) {
    ledger.suppliers.set(storeId, 'ACME', { leadTimeDays: 4 }, ADA);
    ledger.pauses.set({ agent: 'x', storeId, reason: null }, ADA);
    ledger.stock.observe(storeId, 20_000, [{ inventoryItemId: 1, locationId: 2, available: 3 }]);
    ledger.notifications.raise({
      cause: `sync:${storeId}`,
      kind: 'sync_failing',
      severity: 'warning',
      storeId,
      title: 'It fails',
      text: 'Look.',
      open: { module: 'system', id: storeId },
    });
  }
  ledger.notifications.markRead('ada');
  const { id } = ledger.actions.propose(
    { type: 'order.tag', storeId: 'gbp', input: {}, title: 'Tag', evidence: [], key: 'tag' },
    { actor: ADA },
  ) as { id: number };

  expect(ledger.stock.drop('gbp', 1)).toBe(1);
  expect(ledger.stock.drop('gbp', 5)).toBe(1);
  expect(ledger.stock.drop('gbp', 5)).toBe(0);
  expect(ledger.eraseStore('gbp', ADA)).toBe(3);

  expect(ledger.actions.require(id).title).toBe('Tag');
  expect(ledger.audit.verify()).toMatchObject({ state: 'ok' });
  expect(ledger.audit.list({ limit: 1 })).toMatchObject([{ kind: 'store.erased', data: { rows: 3 } }]);
  expect(ledger.suppliers.list().map(({ storeId }) => storeId)).toEqual(['usd']);
  expect(ledger.pauses.list().map(({ storeId }) => storeId)).toEqual(['usd']);
  expect(ledger.stock.days('usd', 20_000, 20_000)).toHaveLength(1);
  expect(ledger.notifications.list({ person: 'ada', unreadOnly: false, limit: 9 })).toMatchObject([
    { storeId: 'usd', read: true },
  ]);
});
