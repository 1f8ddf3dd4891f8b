/**
 * The stock policy against rules of thumb on real demand, day by day, knowing on each review day what was known then.
 * `--data PATH` takes any CSV (wide or series,date,units), else ../shared/data/forecast. The last `--days` count;
 * `--skip N` leaves the last N days off: what is chosen is chosen there. `--folder PATH` keeps the forecasts.
 */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DailyOutlook } from '../shared/stock.ts';
import type { SupplierTerms } from '../shared/supplier-terms.ts';
import { type Bench, type BenchOptions, numberOption, rounded } from './bench.ts';
import { randomOf } from './bulk-file.ts';
import { readDemandDays } from './inventory/demand-days.ts';
import { forecastsAt } from './inventory/forecasts.ts';
import {
  cheapest,
  coverRule,
  fixedRule,
  levelOutcomes,
  meanOf,
  ourRule,
  outlooksAt,
  perfectRule,
} from './inventory/rules.ts';
import {
  drawLeads,
  type OrderRule,
  type Outcome,
  REVIEW_DAYS,
  type Walk,
  walkShelf,
} from './inventory/shelf.ts';
import { type Curve, fillAt, type Interval, interval, type Point, sumOf } from './inventory/trade-off.ts';

const FOLDER = new URL('../../shared/data/forecast/', import.meta.url).pathname;
const FILES = ['online_retail_daily_top300.csv.gz', 'online_retail_daily_intermittent400.csv.gz'];
/** Days from order to shelf and their spread: near, the program's default, overseas. */
const LEADS = [
  { days: 7, sd: 2 },
  { days: 14, sd: 4 },
  { days: 28, sd: 7 },
];
const SERVICE_LEVELS = [0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.995];
/** What is compared in the verdict: the program's default. */
const DEFAULT_SERVICE = 0.95;
/** Multiples of lead time and review that the rules of thumb cover. */
const COVERS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 7, 10, 14];
const WINDOWS = [28, 56, 91];
const BEFORE = 'days of what sold before';
const TUNED = 'units tuned on each product’s past';
/** Fixed rules, whose number is set once: the verdict is against the best of them. The others follow what sells. */
const UNCHANGING = [BEFORE, TUNED];
/** What a lost unit costs, in days of holding one: settings of rules that are tuned. */
const DAYS_HELD = [3, 7, 15, 30, 60, 120, 240, 480];
/** Whoever begins with too much or too little has seven weeks to put it right. */
const SETTLING_DAYS = 49;
const AHEAD = 60;

export const run: Bench = async (options) => {
  const days = numberOption(options, 'days', 112);
  const skip = numberOption(options, 'skip', 0);
  const paths = typeof options?.data === 'string' ? [options.data] : FILES.map((name) => join(FOLDER, name));
  const missing = paths.find((path) => !existsSync(path));
  if (missing !== undefined) throw new RangeError(`There is no ${missing}: name a CSV with --data.`);
  const sets: Record<string, unknown> = {};
  let pass = true;
  for (const path of paths) {
    const known = await readSet(path, days, skip, options);
    for (const lead of LEADS) {
      const { better, ...figures } = compare(known, lead);
      sets[`${basename(path).replace(/\.csv(\.gz)?$/, '')} ${lead.days}±${lead.sd} days`] = figures;
      pass &&= better;
    }
  }
  return { name: 'inventory', pass, days, skip, ...sets };
};

interface Known {
  units: number[][];
  from: number;
  countFrom: number;
  to: number;
  /** By review, then product. */
  outlooks: DailyOutlook[][];
}

async function readSet(
  path: string,
  days: number,
  skip: number,
  options: BenchOptions | undefined,
): Promise<Known> {
  const data = await readDemandDays(path);
  const most = numberOption(options, 'products', data.products.length);
  data.products = data.products.slice(0, most);
  const units = data.products.map((product) => product.units);
  const to = units[0]!.length - skip;
  const countFrom = to - days;
  const from = countFrom - SETTLING_DAYS;
  if (from < 2 * REVIEW_DAYS)
    throw new RangeError(`${path} has too few days: ${to}, of which ${days + SETTLING_DAYS} are walked.`);
  const folder = typeof options?.folder === 'string' ? options.folder : undefined;
  const outlooks: DailyOutlook[][] = [];
  for (let day = from; day < to; day += REVIEW_DAYS)
    outlooks.push(outlooksAt(day, await forecastsAt(data, day, AHEAD, folder), units));
  return { units, from, countFrom, to, outlooks };
}

function compare({ units, from, countFrom, to, outlooks }: Known, lead: (typeof LEADS)[number]) {
  const random = randomOf(lead.days);
  const reviews = Math.ceil((to - from) / REVIEW_DAYS);
  const protection = lead.days + REVIEW_DAYS;
  const walks = units.map((demand): Walk => {
    const leads = drawLeads(reviews + 1, lead.days, lead.sd, random);
    const begin = Math.round(meanOf(demand.slice(Math.max(0, from - 56), from)) * protection);
    return { demand, from, countFrom, to, leads, begin };
  });
  const pasts = units.map((demand): Walk => {
    const leads = drawLeads(Math.ceil(from / REVIEW_DAYS) + 1, lead.days, lead.sd, random);
    const begin = Math.round(meanOf(demand.slice(0, from)) * protection);
    return { demand, from: 0, countFrom: Math.min(protection, from - 1), to: from, leads, begin };
  });
  // A day of a product's own sales weighs the same for all: days of stock are added up, not units of pins and chairs.
  const weights = units.map((demand) => 1 / Math.max(1e-9, meanOf(demand)));
  const each = (rule: (index: number) => OrderRule): Outcome[] =>
    walks.map((walk, index) => walkShelf(walk, rule(index)));
  const ofPast = (index: number): number => meanOf(units[index]!.slice(0, from)) * protection;

  const ours = SERVICE_LEVELS.map((serviceLevel) => {
    const terms = termsOf(lead, serviceLevel);
    return each((index) =>
      ourRule(
        outlooks.map((one) => one[index]!),
        terms,
      ),
    );
  });
  const fixed: Record<string, Outcome[][]> = {
    [BEFORE]: COVERS.map((cover) => each((index) => fixedRule(cover * ofPast(index)))),
  };
  for (const window of WINDOWS)
    fixed[`days of what sold in ${window} days`] = COVERS.map((cover) =>
      each((index) => coverRule(units[index]!, cover * protection, window)),
    );
  const tried = pasts.map((past, index) => levelOutcomes(past, ofPast(index)).filter(({ s, S }) => s === S));
  fixed[TUNED] = DAYS_HELD.map((held) =>
    each((index) => fixedRule(cheapest(tried[index]!, held, pasts[index]!.to - pasts[index]!.countFrom).S)),
  );
  const seen = walks.map((walk, index) => levelOutcomes(walk, meanOf(units[index]!) * protection));
  const hindsight = DAYS_HELD.map((held) => seen.map((one) => cheapest(one, held, to - countFrom).outcome));
  const perfect = walks.map((walk) => walkShelf(walk, perfectRule(walk)));

  const inDays = verdictOf(ours, fixed, hindsight, weights);
  const inUnits = verdictOf(ours, fixed, hindsight, new Array<number>(weights.length).fill(1));
  const at = ours[SERVICE_LEVELS.indexOf(DEFAULT_SERVICE)]!;
  return {
    better: inDays.againstUnchanging.low > 0,
    betterThanAnyRule: inDays.against.low > 0,
    inDays,
    inUnits,
    daysShort: rounded(meanOf(at.map((one) => one.daysShort))),
    ordersAProduct: rounded(meanOf(at.map((one) => one.orders))),
    perfect: figuresOf(sumOf(pointsOf(perfect, weights))),
  };
}

/** Ours at the default service level, and each rule at the very same stock. */
function verdictOf(
  ours: readonly Outcome[][],
  fixed: Readonly<Record<string, Outcome[][]>>,
  hindsight: readonly Outcome[][],
  weights: readonly number[],
) {
  const count = weights.length;
  const curve = ours.map((outcomes) => pointsOf(outcomes, weights));
  const own = curve[SERVICE_LEVELS.indexOf(DEFAULT_SERVICE)]!;
  const { fill, stock } = sumOf(own);
  const rules = Object.entries(fixed).map(([name, outcomes]) => {
    const points = outcomes.map((one) => pointsOf(one, weights));
    return { name, points, fill: fillAtOf(points, stock) };
  });
  const bestOf = (some: typeof rules) =>
    some.reduce((a, b) => (b.fill > a.fill || Number.isNaN(a.fill) ? b : a));
  const best = bestOf(rules);
  const unchanging = bestOf(rules.filter((one) => UNCHANGING.includes(one.name)));
  const seen = hindsight.map((one) => pointsOf(one, weights));
  const against = (other: Curve): Interval =>
    interval(count, (picks) => {
      const mine = sumOf(own, picks);
      return mine.fill - fillAtOf(other, mine.stock, picks);
    });
  return {
    fill: intervalOf(interval(count, (picks) => sumOf(own, picks).fill)),
    stock: intervalOf(interval(count, (picks) => sumOf(own, picks).stock)),
    bestFixed: best.name,
    bestFixedFill: rounded(best.fill),
    against: intervalOf(against(best.points)),
    againstUnchanging: intervalOf(against(unchanging.points)),
    bestFixedStockForOurFill: rounded(stockFor(best.points, fill)),
    hindsightFill: rounded(fillAtOf(seen, stock)),
    fixedFills: Object.fromEntries(rules.map((one) => [one.name, rounded(one.fill)])),
    atOtherLevels: Object.fromEntries(
      curve.map((points, index) => {
        const mine = sumOf(points);
        return [
          SERVICE_LEVELS[index],
          {
            ...figuresOf(mine),
            bestFixedFill: rounded(Math.max(...rules.map((one) => orNone(fillAtOf(one.points, mine.stock))))),
          },
        ];
      }),
    ),
  };
}

function pointsOf(outcomes: readonly Outcome[], weights: readonly number[]): Point[] {
  return outcomes.map(({ wanted, served, stock }, index) => {
    const weight = weights[index]!;
    return { wanted: wanted * weight, served: served * weight, stock: stock * weight };
  });
}

function fillAtOf(curve: Curve, stock: number, picks?: readonly number[]): number {
  return fillAt(
    curve.map((points) => sumOf(points, picks)),
    stock,
  );
}

/** The stock at which a rule would reach this fill rate; NaN where it never does. */
function stockFor(curve: Curve, fill: number): number {
  return fillAt(
    curve.map((points) => sumOf(points)).map((one) => ({ fill: one.stock, stock: one.fill })),
    fill,
  );
}

function termsOf(lead: (typeof LEADS)[number], serviceLevel: number): SupplierTerms {
  return {
    supplier: '',
    leadTimeDays: lead.days,
    leadTimeSdDays: lead.sd,
    reviewDays: REVIEW_DAYS,
    packSize: 1,
    minimumUnits: 0,
    serviceLevel,
    defaults: [],
    learned: [],
  };
}

function orNone(value: number): number {
  return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
}

function figuresOf({ fill, stock }: { fill: number; stock: number }) {
  return { fill: rounded(fill), stock: rounded(stock) };
}

function intervalOf({ low, mid, high }: Interval): Interval {
  return { low: rounded(low), mid: rounded(mid), high: rounded(high) };
}
