/** Prophet by augurs, to be compared with: fitted to the days that were observed, with its weekly season. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initSync, Prophet } from '@bsull/augurs/prophet';
import { optimizer } from '@bsull/augurs-prophet-wasmstan';
import type { DemandSeries } from '../../agents/demand/types.ts';

const DAY_SECONDS = 86_400;
let loaded = false;

/** Means by day ahead, floored at zero; null where it finds no fit. */
export function prophetForecast({ start, y }: DemandSeries, horizon: number): number[] | null {
  if (!loaded) {
    const script = createRequire(import.meta.url).resolve('@bsull/augurs/prophet');
    initSync({ module: readFileSync(script.replace(/\.js$/, '_bg.wasm')) });
    loaded = true;
  }
  const known = y.flatMap((value, index) =>
    value === null ? [] : [{ ds: (start + index) * DAY_SECONDS, y: value }],
  );
  try {
    using prophet = new Prophet({ optimizer });
    prophet.fit({ ds: known.map(({ ds }) => ds), y: known.map((one) => one.y) });
    const ds = Array.from({ length: horizon }, (_, index) => (start + y.length + index) * DAY_SECONDS);
    return prophet.predict({ ds }).yhat.point.map((value) => Math.max(0, value));
  } catch {
    return null;
  }
}
