/** What `royal forecast` does: any CSV of series in, long or wide, a CSV of means and quantiles out. */
import { realpath, rename, rm, writeFile } from 'node:fs/promises';
import type { TaskRunner } from '../../../shared/agent.ts';
import { batchesOf } from '../../../shared/batches.ts';
import { RoyalError } from '../../../shared/errors.ts';
import { poolOf } from '../pool.ts';
import {
  type DemandForecast,
  type DemandInput,
  type Frequency,
  QUANTILE_LEVELS,
  type SeriesForecast,
} from '../types.ts';
import { inferFrequency, type PeriodSeries, toPeriods } from './periods.ts';
import type { CsvSource } from './records.ts';
import { type DaysOfSeries, type RefusedRow, readSeriesCsv } from './series.ts';

export interface ForecastCsvOptions {
  /** A CSV, long or wide, as `readSeriesCsv` takes it; a file may be gzipped. */
  input: CsvSource;
  /** Path to write to; without it the text is in the result. */
  output?: string;
  /** Periods ahead, 1 to 730. */
  horizon: number;
  /** Inferred from the distances between dates where absent. */
  frequency?: Frequency;
  /** Runs batches side by side; without it they are computed here. */
  tasks?: TaskRunner;
  signal?: AbortSignal;
  progress?: (done: number, total: number) => void;
}

export interface ForecastCsvResult {
  /** Data rows read, refused ones included. */
  rows: number;
  series: number;
  frequency: Frequency;
  seconds: number;
  refused: RefusedRow[];
  /** Means over the series that could be tested, null where none could. */
  mase: number | null;
  naiveMase: number | null;
  /** The forecast, where no `output` was named. */
  csv?: string;
}

const BATCH = 20;
const HEADER = 'series,ds,mean,q05,q10,q25,q50,q75,q90,q95,method';

/** Throws RoyalError: not_found, invalid_input, data_cut_off, cancelled, folder_read_only, disk_full. */
export async function runForecastCsv(options: ForecastCsvOptions): Promise<ForecastCsvResult> {
  const started = performance.now();
  const { horizon, tasks, signal, progress } = options;
  if (!Number.isInteger(horizon) || horizon < 1 || horizon > 730) {
    throw new RoyalError({
      code: 'invalid_input',
      message: `The horizon is ${horizon}.`,
      next: 'Give a whole number of periods from 1 to 730 with --horizon.',
    });
  }
  if (options.output !== undefined && 'path' in options.input)
    await assertOther(options.input.path, options.output);
  const { rows, series, refused } = await readSeriesCsv(options.input);
  if (series.size === 0) {
    const why = refused[0] ? ` The first reason, in line ${refused[0].line}: ${refused[0].reason}` : '';
    throw new RoyalError({
      code: 'invalid_input',
      message: `No row ${'path' in options.input ? `of ${options.input.path} ` : ''}can be used.${why}`,
      next: 'Give at least one row with a series, a date and a number.',
      details: { refused: refused.slice(0, 20) },
    });
  }
  const frequency = options.frequency ?? inferFrequency(series.values());
  if ('text' in options.input) checkSize(series, frequency, horizon);
  const periods = toPeriods(series, frequency);
  const forecasts = await forecastAll(periods, horizon, { tasks, signal, progress });
  const csv = toCsv(periods, forecasts);
  if (options.output !== undefined) await write(options.output, csv);
  const tested = forecasts.filter((one) => one.mase !== null && one.naiveMase !== null);
  const average = (pick: (one: SeriesForecast) => number): number | null =>
    tested.length === 0 ? null : tested.reduce((sum, one) => sum + pick(one), 0) / tested.length;
  return {
    rows,
    series: series.size,
    frequency,
    seconds: (performance.now() - started) / 1000,
    refused,
    mase: average((one) => one.mase!),
    naiveMase: average((one) => one.naiveMase!),
    ...(options.output === undefined ? { csv } : {}),
  };
}

/** What a text asks for is held in memory as a whole, by a program that has more to do: 4 MB of dates can ask for 14 GB. */
const MOST_PERIODS = 1_000_000;
const SHORTEST_DAYS = { D: 1, W: 7, M: 28 } as const;

/** Throws RoyalError too_large. */
function checkSize(series: ReadonlyMap<string, DaysOfSeries>, frequency: Frequency, horizon: number): void {
  let last = Number.NEGATIVE_INFINITY;
  for (const days of series.values()) for (const day of days.keys()) last = Math.max(last, day);
  let behind = 0;
  for (const days of series.values()) {
    let first = last;
    for (const day of days.keys()) first = Math.min(first, day);
    behind += (last - first) / SHORTEST_DAYS[frequency] + 1;
  }
  if (Math.max(behind, series.size * horizon) <= MOST_PERIODS) return;
  throw new RoyalError({
    code: 'too_large',
    message: `${series.size} series of that length, ${horizon} periods ahead, are more than a million periods.`,
    next: 'Send fewer series at a time, look less far ahead, or use `royal forecast` with a file.',
  });
}

async function forecastAll(
  periods: readonly PeriodSeries[],
  horizon: number,
  { tasks, signal, progress }: Pick<ForecastCsvOptions, 'tasks' | 'signal' | 'progress'>,
): Promise<SeriesForecast[]> {
  const all = periods.map((one) => one.series);
  const pool = poolOf(all);
  const batches = batchesOf(all, BATCH);
  const results: SeriesForecast[][] = [];
  let next = 0;
  let done = 0;
  const run = tasks
    ? (input: DemandInput) => tasks.run<DemandForecast>('demand.forecast', input, { signal })
    : async (input: DemandInput) => (await import('../forecast.ts')).forecast(input);
  const worker = async (): Promise<void> => {
    for (let at = next++; at < batches.length; at = next++) {
      if (signal?.aborted) {
        throw new RoyalError({
          code: 'cancelled',
          message: 'The forecast was cancelled.',
          next: 'Run it again.',
        });
      }
      results[at] = (await run({ series: batches[at]!, horizon, pool })).series;
      done += batches[at]!.length;
      progress?.(done, all.length);
    }
  };
  await Promise.all(Array.from({ length: tasks?.concurrency ?? 1 }, worker));
  return results.flat();
}

function toCsv(periods: readonly PeriodSeries[], forecasts: readonly SeriesForecast[]): string {
  const lines = [HEADER];
  periods.forEach(({ series, dateAhead }, index) => {
    const { mean, quantiles, method } = forecasts[index]!;
    const key = /[",\r\n]/.test(series.key) ? `"${series.key.replaceAll('"', '""')}"` : series.key;
    mean.forEach((value, ahead) => {
      const numbers = [value, ...QUANTILE_LEVELS.map((level) => quantiles[String(level)]![ahead]!)];
      lines.push(`${key},${dateAhead(ahead)},${numbers.map(shortened).join(',')},${method}`);
    });
  });
  return `${lines.join('\n')}\n`;
}

/** To a millionth; of less than one to six digits. */
function shortened(value: number): number {
  return Number(Math.abs(value) < 1 ? value.toPrecision(6) : value.toFixed(6));
}

/** What was sold is in no other place, maybe: a forecast must not take its. */
async function assertOther(input: string, output: string): Promise<void> {
  const [read, written] = await Promise.all([input, output].map((path) => realpath(path).catch(() => null)));
  if (read === null || read !== written) return;
  throw new RoyalError({
    code: 'invalid_input',
    message: `${output} is the file that is read.`,
    next: 'Name another file with --output.',
  });
}

/** Beside the target first, then renamed: whoever reads it never sees half of it. */
async function write(path: string, text: string): Promise<void> {
  const beside = `${path}.part`;
  try {
    await writeFile(beside, text);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new RoyalError(
      {
        code:
          code === 'ENOSPC'
            ? 'disk_full'
            : code === 'ENOENT' || code === 'EISDIR'
              ? 'invalid_input'
              : 'folder_read_only',
        message: `${path} can't be written (${code}).`,
        next:
          code === 'ENOSPC'
            ? 'Free some space.'
            : 'Name a file in a folder that exists and can be written with --output.',
      },
      { cause: error },
    );
  }
}
