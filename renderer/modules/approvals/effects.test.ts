import { describe, expect, it } from 'vitest';
import { effectsByCurrency } from './effects.ts';

const effect = (currency: string, low: number, high: number) => ({
  effect: { low, mid: low, high, currency, days: 28, of: 'margin' },
});

describe('what several actions bring together', () => {
  it('is one sum a currency, of those whose effect is known', () => {
    const rows = [
      effect('GBP', 100, 200),
      effect('JPY', 9, 12),
      { effect: undefined },
      effect('GBP', -50, 10),
    ];
    expect(effectsByCurrency(rows)).toEqual([
      { currency: 'GBP', low: 50, high: 210 },
      { currency: 'JPY', low: 9, high: 12 },
    ]);
    expect(effectsByCurrency([{ effect: undefined }])).toEqual([]);
  });
});
