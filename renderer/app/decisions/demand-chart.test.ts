import { describe, expect, it } from 'vitest';
import { shadesOf } from './demand-chart.tsx';

const days = (outs: readonly (boolean | null)[]) =>
  outs.map((out, index) => ({
    date: `2026-11-${String(index + 1).padStart(2, '0')}`,
    units: 1,
    bulkUnits: 0,
    out,
  }));

describe('days out of stock', () => {
  it('are shaded as runs, and a day that nobody watched is none of them', () => {
    expect(shadesOf(days([true, true, false, null, true])).map(({ from, to }) => [from, to])).toEqual([
      ['2026-11-01', '2026-11-02'],
      ['2026-11-05', '2026-11-05'],
    ]);
    expect(shadesOf(days([null, false]))).toEqual([]);
  });
});
