/** Exponential smoothing by augurs (WebAssembly), loaded at the first fit and kept for the life of the thread. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { AutoETS, initSync as initEts } from '@bsull/augurs/ets';
import { initSync as initMstl, MSTL } from '@bsull/augurs/mstl';

const loaded = { ets: false, mstl: false };

function load(name: 'ets' | 'mstl'): void {
  if (loaded[name]) return;
  // The package exports its JavaScript only; the wasm lies beside it.
  const script = createRequire(import.meta.url).resolve(`@bsull/augurs/${name}`);
  const module = readFileSync(script.replace(/\.js$/, '_bg.wasm'));
  if (name === 'ets') initEts({ module });
  else initMstl({ module });
  loaded[name] = true;
}

/**
 * Point forecast of a gapless series: AutoETS (non-seasonal, trend by AICc), or MSTL over AutoETS with a
 * season of `period` where there are two of them at least. The series is scaled to mean 1 first, which keeps
 * the optimiser's tolerances the same for every volume. null where no model can be fitted.
 */
export function exponentialSmoothing(y: readonly number[], horizon: number, period: number): number[] | null {
  if (y.length < 8) return null;
  const mean = y.reduce((a, b) => a + b, 0) / y.length;
  if (!(mean > 0)) return null;
  // The optimiser searches longest where there is nothing to find.
  if (y.every((value) => Math.abs(value - mean) < 1e-9 * mean)) return new Array<number>(horizon).fill(mean);
  const scaled = y.map((value) => value / mean);
  const seasonal = period > 1 && y.length >= 2 * period + 2;
  load(seasonal ? 'mstl' : 'ets');
  try {
    using model = seasonal ? MSTL.ets([period]) : new AutoETS(1, 'ZZN');
    model.fit(scaled);
    const { point } = model.predict(horizon);
    return point.length === horizon && point.every(Number.isFinite)
      ? point.map((value) => Math.max(0, value * mean))
      : null;
  } catch {
    // augurs finds no model for some shapes (constant, almost all zero): the caller has simpler ones.
    return null;
  }
}
