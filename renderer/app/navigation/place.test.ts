import { describe, expect, it } from 'vitest';
import { placeIn, placeTo } from './place.ts';

describe('a place in the address', () => {
  it('is read as module, path and query', () => {
    expect(placeIn('#/inventory/gid%2F7/stock?store=northgate&sort=')).toEqual({
      module: 'inventory',
      path: ['gid/7', 'stock'],
      query: { store: 'northgate', sort: '' },
    });
    expect(placeIn('#/command/')).toEqual({ module: 'command', path: [], query: {} });
  });

  it('comes back from the link that leads to it, whatever signs it holds', () => {
    const link = placeTo('orders', ['#1042/ğ مصباح'], { q: 'a&b=c', page: null });
    expect(placeIn(link)).toEqual({ module: 'orders', path: ['#1042/ğ مصباح'], query: { q: 'a&b=c' } });
  });

  it('is none where the fragment means something else', () => {
    for (const hash of ['', '#', '#/', '#enter=abc', '#top']) expect(placeIn(hash)).toBeNull();
  });

  it('is taken as it stands where it was typed wrongly', () => {
    expect(placeIn('#/orders/100%')).toMatchObject({ path: ['100%'] });
  });
});
