/** What the engine would have said on each review day, knowing the days before it and no more. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { forecast } from '../../agents/demand/forecast.ts';
import { poolOf } from '../../agents/demand/pool.ts';
import type { BacktestFold } from '../../agents/demand/types.ts';
import { ENGINE_VERSION } from '../../agents/demand/version.ts';
import type { DemandDays } from './demand-days.ts';

/** By product: days ahead, the review day first. */
export interface KnownThen {
  mean: number[];
  low: number[];
  high: number[];
  folds: BacktestFold[];
}

/** `folder` keeps forecasts of the same data by the same engine for the next time. */
export async function forecastsAt(
  { start, products }: DemandDays,
  day: number,
  horizon: number,
  folder?: string,
): Promise<KnownThen[]> {
  const series = products.map(({ key, units }) => ({
    key,
    frequency: 'D' as const,
    start,
    y: units.slice(0, day),
  }));
  const name = createHash('sha256')
    .update(JSON.stringify([ENGINE_VERSION, horizon, series]))
    .digest('hex');
  const kept = folder === undefined ? undefined : join(folder, `${name.slice(0, 24)}.json`);
  if (kept !== undefined && existsSync(kept)) return JSON.parse(await readFile(kept, 'utf8')) as KnownThen[];
  const pool = poolOf(series);
  const known = forecast({ series, horizon, quantiles: [0.1, 0.9], pool }).series.map(
    ({ mean, quantiles, folds }) => ({ mean, low: quantiles['0.1']!, high: quantiles['0.9']!, folds }),
  );
  if (folder !== undefined && kept !== undefined) {
    await mkdir(folder, { recursive: true });
    await writeFile(kept, JSON.stringify(known));
  }
  return known;
}
