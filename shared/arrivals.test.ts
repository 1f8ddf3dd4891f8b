import { expect, it } from 'vitest';
import type { UnitsToCome } from './agent.ts';
import { dueUnits } from './arrivals.ts';
import { DAY_MS } from './time.ts';

const TODAY = 20_000;
const ordered = (given: Partial<UnitsToCome>): UnitsToCome => ({
  order: 'PO-0001',
  supplier: 'Acme',
  state: 'sent',
  orderedAt: (TODAY - 10) * DAY_MS,
  expectedOn: null,
  variantId: 1,
  units: 5,
  ...given,
});
const due = (...orders: Partial<UnitsToCome>[]) =>
  dueUnits(orders.map(ordered), () => 13.5, { today: TODAY, zone: 'UTC' }).get(1) ?? [];

it('is due on the day that was named, else a lead time after it was sent', () => {
  expect(due({}, { expectedOn: TODAY + 1, units: 7 }, { expectedOn: TODAY })).toEqual([
    { on: TODAY + 4, units: 5 },
    { on: TODAY + 1, units: 7 },
    { on: TODAY, units: 5 },
  ]);
});

it('is not sure to come past its day, nor before a supplier knows of it', () => {
  expect(due({ expectedOn: TODAY - 1 }, { orderedAt: (TODAY - 15) * DAY_MS })).toEqual([]);
  expect(due({ state: 'draft', expectedOn: TODAY + 3 })).toEqual([]);
});
