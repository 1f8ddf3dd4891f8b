/** salesSeries.*: sales by whole buckets, those before, what is expected, and what happened on the way. */
import type { SalesSeries, SalesSeriesInput } from '../../shared/contract/sales-series-schemas.ts';
import type { Currency } from '../../shared/money.ts';
import { type Day, formatDay } from '../../shared/time.ts';
import { type ForecastShelf, type SalesForecast, SalesForecasts, type SalesPast } from '../sales-forecast.ts';
import type { StoreRuntime } from '../store-runtime.ts';
import type { CoreParts, Implementer } from './parts.ts';
import { type Bucket, bucketsAfter, bucketsUntil, type ComparedSpan, type Span } from './sales-buckets.ts';
import { salesMarks } from './sales-marks.ts';
import { lastWholeDay } from './whole-days.ts';

const BAND = 0.8;
/** Buckets looked ahead, and those of the past that the engine is given. */
const AHEAD: Record<Bucket, number> = { day: 28, week: 6, month: 3 };
const LOOKED_BACK: Record<Bucket, number> = { day: 730, week: 156, month: 60 };
const FREQUENCY: Record<Bucket, SalesPast['frequency']> = { day: 'D', week: 'W', month: 'M' };
/** Fewer buckets than this say nothing of what comes. */
const FEWEST: Record<Bucket, number> = { day: 28, week: 8, month: 6 };

interface Sums {
  netSales: number;
  orders: number;
  units: number;
  closedDays: number;
}

export function salesSeriesProcedures(os: Implementer, { stores, ledger, tasks, clock }: CoreParts) {
  const forecasts = new SalesForecasts(tasks);
  return {
    salesSeries: {
      show: os.salesSeries.show.handler(({ input }) => show(input)),
    },
  };

  async function show(input: SalesSeriesInput): Promise<SalesSeries> {
    const store = stores.get(input.storeId);
    const { info, mirror } = store;
    const { currency } = info;
    const asOf = mirror.reader().syncedAt();
    const { firstDay } = mirror.reader().history();
    const last = lastWholeDay(store, clock());
    const spans =
      firstDay === null
        ? []
        : bucketsUntil(last, input.period, input.bucket).filter(({ from }) => from >= firstDay);
    const base = { storeId: info.id, currency, asOf, bucket: input.bucket };
    if (firstDay === null || spans.length === 0)
      return {
        ...base,
        buckets: [],
        forecast: { level: BAND, points: [], ...NOTHING, reason: 'There is no past to tell from.' },
        marks: [],
        reason: firstDay === null ? 'No order is known yet.' : NOT_WHOLE[input.bucket],
      };
    const sums = daySums(store, spans[0]!.before.from, last);
    const shown: Span = { from: spans[0]!.from, to: last };
    return {
      ...base,
      buckets: spans.map((span) => bucketView(span, sums, firstDay, currency)),
      forecast: await forecastView(store, input.bucket, firstDay, last),
      marks: salesMarks(ledger, store, shown),
      reason: null,
    };
  }

  async function forecastView(
    store: StoreRuntime,
    bucket: Bucket,
    firstDay: Day,
    last: Day,
  ): Promise<SalesSeries['forecast']> {
    const past = pastOf(store, bucket, firstDay, last);
    if (past.values.length < FEWEST[bucket])
      return {
        level: BAND,
        points: [],
        ...NOTHING,
        reason: `A forecast needs ${FEWEST[bucket]} whole ${bucket}s of sales; ${past.values.length} are known.`,
      };
    const money = (minor: number) => ({ minor, currency: store.info.currency });
    let made: SalesForecast;
    try {
      made = await forecasts.of(past, shelfOf(store, bucket));
    } catch {
      return {
        level: BAND,
        points: [],
        ...NOTHING,
        reason: 'The forecast could not be made just now; it is tried again when the page asks next.',
      };
    }
    const { points, explain, mase, naiveMase } = made;
    return {
      level: BAND,
      points: bucketsAfter(last, AHEAD[bucket], bucket).map(({ from, to }, index) => ({
        from: formatDay(from),
        to: formatDay(to),
        mean: money(points[index]!.mean),
        low: money(points[index]!.low),
        high: money(points[index]!.high),
      })),
      explain,
      mase,
      naiveMase,
      reason: null,
    };
  }
}

/** In the store's own mirror, with which it goes. A forecast that can't be kept is made again. */
function shelfOf({ mirror }: StoreRuntime, bucket: Bucket): ForecastShelf {
  const key = `${SHELF}${bucket}`;
  return { read: () => mirror.getProgress(key), write: (text) => mirror.setProgress(key, text) };
}

const SHELF = 'salesForecast.';
const NOTHING = { explain: null, mase: null, naiveMase: null };
const NOT_WHOLE: Record<Bucket, string> = {
  day: 'No whole day of sales is known yet.',
  week: 'No whole week of sales, Monday to Sunday, is known yet.',
  month: 'No whole month of sales is known yet.',
};

/** Running sums by day, so that a span is one subtraction. */
function daySums({ mirror }: StoreRuntime, from: Day, to: Day): (span: Span) => Sums {
  const closed = new Set(mirror.reader().closedDays(from, to));
  const days = mirror.salesDays(from, to);
  return (span) => {
    const sums: Sums = { netSales: 0, orders: 0, units: 0, closedDays: 0 };
    for (let day = span.from; day <= span.to; day += 1) {
      const row = days[day - from];
      if (!row) continue;
      sums.netSales += row.netSales;
      sums.orders += row.orders;
      sums.units += row.unitsSold;
      if (closed.has(day)) sums.closedDays += 1;
    }
    return sums;
  };
}

function bucketView(span: ComparedSpan, sums: (span: Span) => Sums, firstDay: Day, currency: Currency) {
  const view = ({ from, to }: Span) => {
    const { netSales, orders, units, closedDays } = sums({ from, to });
    const figures = {
      from: formatDay(from),
      to: formatDay(to),
      netSales: { minor: netSales, currency },
      orders,
      units,
    };
    return { figures, closedDays };
  };
  const { figures, closedDays } = view(span);
  return {
    ...figures,
    before: span.before.from < firstDay ? null : view(span.before).figures,
    closedDays,
  };
}

/** Whole buckets since the first sale. One without an order in which the store was closed shows no demand. */
function pastOf(store: StoreRuntime, bucket: Bucket, firstDay: Day, last: Day): SalesPast {
  const spans = spansBack(bucket, firstDay, last);
  const start = spans[0]?.from ?? last;
  const sums = daySums(store, start, last);
  return {
    frequency: FREQUENCY[bucket],
    start,
    values: spans.map((span) => {
      const { netSales, orders, closedDays } = sums(span);
      return orders === 0 && closedDays > 0 ? null : netSales;
    }),
    horizon: AHEAD[bucket],
  };
}

function spansBack(bucket: Bucket, firstDay: Day, last: Day): Span[] {
  const spans: Span[] = [];
  let end = bucketsAfter(last, 1, bucket)[0]!.from - 1;
  while (spans.length < LOOKED_BACK[bucket]) {
    // The bucket that ends there is the one that comes after the day before its own start.
    const from = bucket === 'day' ? end : bucketsAfter(end - 1, 1, bucket)[0]!.from;
    if (from < firstDay) break;
    spans.unshift({ from, to: end });
    end = from - 1;
  }
  return spans;
}
