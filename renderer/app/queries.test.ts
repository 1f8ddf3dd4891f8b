import { describe, expect, it } from 'vitest';
import { everything, keepFresh, madeOldBy } from './queries.ts';

describe('what an event makes old', () => {
  it('is every read that named its noun, and nothing at progress', () => {
    keepFresh('test-horizon', ['test-stock', 'test-sync']);
    keepFresh('test-orders', ['test-sync']);
    expect(madeOldBy('test-sync.ended')).toEqual(['test-horizon', 'test-orders']);
    expect(madeOldBy('test-stock.changed')).toEqual(['test-horizon']);
    expect(madeOldBy('test-sync.progressed')).toEqual([]);
    expect(madeOldBy('unheard.of')).toEqual([]);
  });

  it('is at a start only what tells that something runs', () => {
    keepFresh('test-state', ['test-load', 'test-load.started']);
    keepFresh('test-stock', ['test-load']);
    expect(madeOldBy('test-load.started')).toEqual(['test-state']);
    expect(madeOldBy('test-load.ended')).toEqual(['test-state', 'test-stock']);
  });

  it('is everything after a restore', () => {
    keepFresh('test-horizon', ['test-stock']);
    expect(everything()).toContain('test-horizon');
    expect(madeOldBy('restore.done')).toEqual(everything());
  });
});
