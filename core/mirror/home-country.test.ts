import { describe, expect, it } from 'vitest';
import { anOrder, memoryMirror, NOON } from './test-records.ts';

function mirrorWith(orders: (string | null)[], locations: (string | null)[] = []) {
  const mirror = memoryMirror();
  mirror.upsertOrders(
    orders.map((countryCode, index) => anOrder(index + 1, { countryCode, processedAt: NOON - index })),
  );
  mirror.upsertLocations(
    locations.map((countryCode, index) => ({
      id: index + 1,
      name: `Shelf ${index}`,
      isActive: countryCode !== 'FR',
      countryCode,
      fulfillsOnlineOrders: true,
      updatedAt: NOON,
    })),
  );
  return mirror;
}

describe('the country of a store', () => {
  it('is where at least half of its orders go, of those that say so', () => {
    expect(mirrorWith(['GB', 'GB', 'US', null, null, null]).reader().country()).toBe('GB');
    expect(mirrorWith(['gb', 'DE', 'gb', 'FR']).reader().country()).toBe('GB');
    expect(mirrorWith(['GB', 'GB', 'US'], ['DE']).reader().country()).toBe('GB');
  });

  it('is where its stock lies where orders go everywhere or nowhere, closed locations apart', () => {
    expect(mirrorWith(['GB', 'US', 'DE'], ['IE', 'IE', 'FR']).reader().country()).toBe('IE');
    expect(mirrorWith([], ['NL']).reader().country()).toBe('NL');
  });

  it('is not made up', () => {
    expect(mirrorWith([]).reader().country()).toBeNull();
    expect(mirrorWith(['GB', 'US', 'DE'], ['IE', 'NL']).reader().country()).toBeNull();
    expect(mirrorWith(['United Kingdom', '', '??'], [null]).reader().country()).toBeNull();
  });
});
