/**
 * `forecast`: the engine against the end of real series that it did not see, every model alone and the choice; what
 * that costs; and Prophet on the same points. Targets are those of docs/benchmarks.md.
 */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { forecast } from '../agents/demand/forecast.ts';
import { MODEL_NAMES } from '../agents/demand/models/names.ts';
import { poolOf, poolWithHolidays } from '../agents/demand/pool.ts';
import type { DemandSeries, Frequency } from '../agents/demand/types.ts';
import { createTaskEngine } from '../core/work/task-engine.ts';
import { batchesOf } from '../shared/batches.ts';
import { type Bench, type BenchOptions, numberOption, rounded } from './bench.ts';
import { leastInHindsight } from './forecast/hindsight.ts';
import { modelAlone, refitted } from './forecast/models.ts';
import { prophetForecast } from './forecast/prophet.ts';
import { readNumbered, readSeries } from './forecast/read-series.ts';
import { type Held, type Scores, scoresOf, shown } from './forecast/scores.ts';

const DATA = fileURLToPath(new URL('../../shared/data/forecast', import.meta.url));
const AHEAD = { D: 28, W: 13, M: 6 } as const;
const SEASON = { D: 7, W: 1, M: 12 } as const;
const WORST_AGAINST_NAIVE = 1.02;
const [LEAST_COVERAGE, MOST_COVERAGE] = [0.75, 0.85];
const YEARS_2 = 730;
const POOLED_CPU_MS = 120;
const PROPHET_TIMES = 5;
const SCALE_MINUTES = 10;

interface Set {
  name: string;
  held: Held[];
  /** Periods ahead. */
  horizon: number;
  meets: (scores: Scores, naive: Scores) => boolean;
  /** Rows of the file that could not be read. */
  refused?: string[];
  /** Whose holidays the choice is measured with once more, beside the figures without. */
  country?: string;
}

const OPTIONS = ['data', 'test', 'horizon', 'frequency', 'prophet', 'products'];

/**
 * Options: `data`: any CSV, long or wide (default: all of ../shared/data/forecast), of which the last `horizon` periods (28
 * days, 13 weeks, 6 months) are held back, or of which `test` has what came, as M4's files do; `frequency`: D, W or M, where the
 * file does not tell; `prophet`: series that Prophet is fitted to (20); `products` (10,000) of two years each to forecast on
 * all threads, 0 for none. Throws RangeError for others.
 */
export const run: Bench = async (options) => {
  for (const name of Object.keys(options ?? {}))
    if (!OPTIONS.includes(name))
      throw new RangeError(
        `There is no --${name}. There are: ${OPTIONS.map((one) => `--${one}`).join(', ')}.`,
      );
  const any = options?.data !== undefined;
  const sets = any ? [await anySet(options)] : await knownSets();
  const results: Awaited<ReturnType<typeof measure>>[] = [];
  for (const set of sets) results.push(await measure(set));
  const speed = any ? [] : [await measureSpeed(sets[0]!, options)];
  return {
    name: 'forecast',
    pass: [...results, ...speed].every(({ pass }) => pass),
    sets: Object.fromEntries(results.map(({ name, ...rest }) => [name, rest])),
    ...(speed[0] && { speed: speed[0] }),
  };
};

async function anySet(options: BenchOptions): Promise<Set> {
  const path = String(options.data);
  const { series, refused } = await readSeries(path, frequencyOption(options));
  const frequency = series[0]?.frequency;
  if (!frequency) throw new RangeError(`There is no series in ${path}.`);
  const horizon = numberOption(options, 'horizon', AHEAD[frequency]);
  if (!Number.isInteger(horizon) || horizon < 1)
    throw new RangeError('--horizon takes a whole number from 1.');
  const held =
    options.test === undefined ? holdBack(series, horizon) : await heldBeside(series, String(options.test));
  const longest = held.reduce((most, { test }) => Math.max(most, test.length), 0);
  if (longest === 0) throw new RangeError(`Nothing is held back of ${path}.`);
  return {
    name: basename(path),
    held,
    horizon: longest,
    refused,
    meets: () => true,
  };
}

function frequencyOption({ frequency }: BenchOptions): Frequency | undefined {
  if (frequency === undefined || frequency === 'D' || frequency === 'W' || frequency === 'M')
    return frequency;
  throw new RangeError(`--frequency takes D, W or M, not ${frequency}.`);
}

async function knownSets(): Promise<Set[]> {
  if (!existsSync(DATA)) throw new RangeError(`There is no ${DATA}: name a file with --data.`);
  const of = async (file: string, meets: Set['meets'], country?: string): Promise<Set> => {
    const set = await anySet({ data: join(DATA, file) });
    return { ...set, name: file.replace(/\..*$/, ''), meets, ...(country && { country }) };
  };
  return [
    await of('online_retail_daily_top300.csv.gz', ({ rmsse, mase }) => rmsse <= 0.715 && mase <= 0.89, 'GB'),
    await of('online_retail_daily_intermittent400.csv.gz', ({ rmsse }) => rmsse <= 1.15, 'GB'),
    await of('carparts_monthly_intermittent.csv', ({ rmsse }) => rmsse <= 0.59),
    {
      ...(await anySet({
        data: join(DATA, 'm4_weekly_train.csv'),
        test: join(DATA, 'm4_weekly_test.csv'),
      })),
      name: 'm4_weekly',
      meets: (scores, naive) => owaOf(scores, naive) <= 0.85,
    },
  ];
}

function holdBack(series: readonly DemandSeries[], horizon: number): Held[] {
  return series.map((one) => ({
    train: { ...one, y: one.y.slice(0, -horizon) },
    test: one.y.slice(-horizon),
  }));
}

/** What came stands by itself, in a file whose periods are numbered. */
async function heldBeside(series: readonly DemandSeries[], path: string): Promise<Held[]> {
  const ends = await readNumbered(path);
  if (!ends) throw new RangeError(`${path} has no numbered columns, as V1, V2, V3.`);
  return series.map((one) => ({ train: one, test: ends.rows.get(one.key) ?? [] }));
}

/** Overall weighted average of M4: sMAPE and MASE by the naive ones (of weeks, M4's Naive2 is the seasonal naive here). */
function owaOf({ smape, mase }: Scores, naive: Scores): number {
  return (smape / naive.smape + mase / naive.mase) / 2;
}

async function measure({ name, held, horizon, meets, refused, country }: Set) {
  const series = held.map(({ train }) => train);
  const season = SEASON[series[0]!.frequency];
  const [pool, poolMs] = timed(() => poolOf(series));
  const [chosen, chosenMs] = timed(() => forecast({ series, horizon, pool }).series);
  const scores = scoresOf(held, chosen, season);
  const alone = MODEL_NAMES.map((model) => {
    const [answers, ms] = timed(() =>
      modelAlone(series, model, horizon, pool).map((answer, index) => answer ?? chosen[index]!),
    );
    return { model, answers, cpuMs: ms / series.length };
  });
  const models = Object.fromEntries(
    alone.map(({ model, answers, cpuMs }) => [model, { ...scoresOf(held, answers, season), cpuMs }]),
  );
  const hindsight = leastInHindsight(
    held,
    alone.map(({ answers }) => answers),
    season,
  );
  const naive = models['seasonal-naive']!;
  const checks = {
    meetsTarget: meets(scores, naive),
    // Neither has a figure where nothing ever changes.
    nowhereWorseThanNaive: !(
      scores.rmsse > naive.rmsse * WORST_AGAINST_NAIVE || scores.mase > naive.mase * WORST_AGAINST_NAIVE
    ),
    coverage:
      scores.coverage !== null && scores.coverage >= LEAST_COVERAGE && scores.coverage <= MOST_COVERAGE,
    pinballBelowEveryModel:
      scores.pinball !== null && Object.values(models).every(({ pinball }) => scores.pinball! <= pinball!),
  };
  return {
    name,
    pass: checks.meetsTarget && checks.nowhereWorseThanNaive && checks.coverage,
    checks,
    ...(refused && refused.length > 0 && { refused: refused.length, refusedFirst: refused.slice(0, 3) }),
    choice: {
      ...shown(scores),
      owa: Math.round(owaOf(scores, naive) * 1e4) / 1e4,
      poolCpuMs: rounded(poolMs / series.length),
      cpuMs: rounded(chosenMs / series.length),
    },
    // No forecast: the least that one weighting of the models could have had, the weights taken from what came.
    weightedInHindsight: { rmsse: Math.round(hindsight.rmsse * 1e4) / 1e4 },
    ...(country && { holidays: await withHolidays(held, { country, horizon, season }) }),
    models: Object.fromEntries(
      Object.entries(models).map(([model, { cpuMs, ...rest }]) => [
        model,
        { ...shown(rest), cpuMs: rounded(cpuMs) },
      ]),
    ),
  };
}

async function withHolidays(
  held: readonly Held[],
  { country, horizon, season }: { country: string; horizon: number; season: number },
) {
  const series = held.map(({ train }) => train);
  const pool = await poolWithHolidays({ series, country });
  const scores = scoresOf(held, forecast({ series, horizon, pool }).series, season);
  return { country, learned: pool.now.holidays.length, ...shown(scores) };
}

/** Processor time of this process, in milliseconds. */
function timed<T>(work: () => T): [T, number] {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return [result, (user + system) / 1000];
}

/** Two years of days: real series, repeated until they are as long. */
async function measureSpeed({ held }: Set, options: BenchOptions | undefined) {
  const long = held.map(({ train, test }) => {
    const y = [...train.y, ...test];
    return {
      ...train,
      y: Array.from({ length: YEARS_2 }, (_, day) => y[(day + y.length - (YEARS_2 % y.length)) % y.length]!),
    };
  });
  const [pool, poolMs] = timed(() => poolOf(long));
  const [, backtestMs] = timed(() => forecast({ series: long, horizon: 28, pool }));
  const sample = long.slice(0, numberOption(options, 'prophet', 20));
  // Each twice: the first time compilers are at work.
  const again = () => forecast({ series: sample, horizon: 28, pool }).series;
  const chosen = again();
  const [, againMs] = timed(again);
  const refit = () => sample.map((one, index) => refitted(one, chosen[index]!.members, 28, pool));
  refit();
  const [, refitMs] = timed(refit);
  const prophet = () => sample.map((one) => prophetForecast(one, 28));
  prophet();
  const [fits, prophetMs] = timed(prophet);
  const products = numberOption(options, 'products', 10_000);
  const minutes = products > 0 ? await forecastAll(long, products) : null;
  const poolAndBacktest = (poolMs + backtestMs) / long.length;
  return {
    pass:
      poolAndBacktest <= POOLED_CPU_MS &&
      prophetMs >= refitMs * PROPHET_TIMES &&
      (minutes === null || minutes <= SCALE_MINUTES),
    poolAndBacktestCpuMs: rounded(poolAndBacktest),
    refitCpuMs: rounded(refitMs / sample.length),
    refitWithBacktestCpuMs: rounded(againMs / sample.length),
    prophetCpuMs: rounded(prophetMs / sample.length),
    prophetFitted: fits.filter((fit) => fit !== null).length,
    prophetTimes: rounded(prophetMs / refitMs),
    prophetTimesWithBacktest: rounded(prophetMs / againMs),
    products,
    minutes: minutes === null ? null : rounded(minutes),
  };
}

/** Minutes for so many products on the program's own task threads, the pool included. */
async function forecastAll(series: readonly DemandSeries[], products: number): Promise<number> {
  const all = Array.from({ length: products }, (_, index) => ({
    ...series[index % series.length]!,
    key: String(index),
  }));
  const engine = createTaskEngine({
    workerUrl: new URL('../headless/task-worker.ts', import.meta.url),
    threads: 2,
  });
  const began = performance.now();
  const pool = poolOf(all);
  const batches = batchesOf(all, 20);
  await Promise.all(
    batches.map((some) => engine.run('demand.forecast', { series: some, horizon: 28, pool })),
  );
  const minutes = (performance.now() - began) / 60_000;
  await engine.close();
  return minutes;
}
