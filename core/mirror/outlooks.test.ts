import { describe, expect, it } from 'vitest';
import { memoryMirror } from './test-records.ts';

const FORECAST = {
  input: 'made of this',
  tests: [{ origin: 100, periods: 28, actual: 30, forecast: 28 }],
  fan: { mean: [1, 2], q10: [0, 0], q25: [0, 1], q50: [1, 2], q75: [2, 3], q90: [3, 5] },
  restockRate: 0.25,
  netPerUnit: 1500,
  method: 'level',
  explain: 'Follows the last weeks.',
  mase: 0.9,
  naiveMase: 1,
  coverage: 0.8,
  fellBack: false,
  historyDays: 200,
};
const SPREAD = { dispersion: 6.5, longRunPerDay: 0.75, longRunShare: 0.5 };

describe('an outlook that is kept', () => {
  it('is judged by the same spread of demand as the agent’s proposal; without one by its bands', async () => {
    const mirror = memoryMirror();
    const rows = [
      {
        variantId: 1,
        reason: null,
        dead: false,
        forecast: { ...FORECAST, spread: SPREAD, salesClass: 'A' as const },
      },
      { variantId: 2, reason: null, dead: false, forecast: FORECAST },
    ];
    await mirror.keepOutlooks(rows, { run: 1, madeAt: 5, day: 20_000 }, async () => {});
    const [spread, banded] = [1, 2].map((id) => mirror.outlook(id)!);
    expect(spread!.spread).toEqual(SPREAD);
    expect(mirror.dailyOutlook(spread!)!.spread).toEqual(SPREAD);
    expect(mirror.salesStanding(1)).toEqual({ salesClass: 'A', netPerUnit: 1500 });
    expect(mirror.salesStanding(2)).toEqual({ salesClass: null, netPerUnit: 1500 });
    expect(mirror.salesStanding(3)).toBeNull();
    expect(banded!.spread).toBeNull();
    expect(banded).toMatchObject({ input: FORECAST.input, tests: FORECAST.tests });
    expect(mirror.dailyOutlook(banded!)).not.toHaveProperty('spread');
  });
});
