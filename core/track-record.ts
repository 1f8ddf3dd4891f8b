/**
 * What an agent predicted against what happened: of each proposal that was carried out, what it stated then, and what
 * mirror and ledger say since. What nobody can see (a sale that a full shelf saved) is said to be so, never guessed.
 */
import type { RecordPage } from '../shared/contract/run-schemas.ts';
import { counted } from '../shared/counted.ts';
import { toErrorData } from '../shared/errors.ts';
import type { ShopifyId } from '../shared/gid.ts';
import { DAY_MS, type Day, dayOf, type EpochMs } from '../shared/time.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { ActionRow } from './ledger/types.ts';
import type { StoreRuntime } from './store-runtime.ts';

type Row = RecordPage['rows'][number];
type Figure = Row['figures'][number];
type Predicted = NonNullable<Figure['predicted']>;
type Measured = Pick<Row, 'until' | 'verdict' | 'why' | 'figures'>;

const SOLD = 'units sold of what was ordered, without returned ones and one-off bulk purchases';
/** z of the 10% and 90% quantiles. */
const Z_TENTH = 1.2815515655446004;

export interface TrackRecordQuery {
  agent: string;
  storeId?: string | undefined;
  limit: number;
  before?: number | undefined;
}

export function createTrackRecord(options: {
  ledger: Ledger;
  /** Throws where the store is gone. */
  storeOf: (storeId: string) => StoreRuntime;
  clock: () => EpochMs;
}): (query: TrackRecordQuery) => RecordPage {
  const { ledger, storeOf, clock } = options;

  const measure = (action: ActionRow): Measured => {
    let store: StoreRuntime;
    try {
      store = storeOf(action.storeId);
    } catch (error) {
      return nothing(action, `The store can't be asked any more: ${toErrorData(error).message}`);
    }
    const lines = reorderLines(action);
    if (lines.length === 0)
      return nothing(action, 'It stated nothing that sales and stock could be held against.');
    return ordered(action, lines, store);
  };

  /** An order rests on a forecast of the time until the next one arrives: that can be held against sales. */
  const ordered = (action: ActionRow, lines: readonly ReorderLine[], store: StoreRuntime): Measured => {
    const from = carriedOutAt(action);
    const until = from + Math.max(...lines.map((line) => line.days)) * DAY_MS;
    const seen = Math.min(clock(), store.mirror.reader().salesUntil() ?? 0);
    const over = seen >= until;
    const { zone } = store.info;
    const first = dayOf(from, zone);
    const last = Math.max(first, dayOf(seen, zone) - 1);
    const ends = lines.map((line) => ({ ...line, last: Math.min(last, first + line.days - 1) }));
    const sold = seen < from ? null : soldSince(store, first, ends);
    const demand = demandOf(lines);
    // What was not there could not sell: that little was sold then says nothing of what was wanted.
    const daysOut = over && sold! < (demand.low ?? 0) ? daysWithoutStock(store, first, ends) : 0;
    const order = ledger.purchaseOrders.ofAction(action.id);
    const figures: Figure[] = [figure(SOLD, 'units', demand, sold, over && daysOut === 0)];
    if (order) {
      const units = order.lines.reduce((total, line) => total + line.quantity, 0);
      const received = order.lines.reduce((total, line) => total + line.received, 0);
      const closed = order.state === 'received' || order.state === 'cancelled';
      figures.push(figure('units received', 'units', range(units, units, units), received, closed));
    }
    figures.push(...effectOf(action));
    return {
      until,
      verdict: over ? 'measured' : 'too_early',
      why: whyNotJudged(over, demand, daysOut),
      figures,
    };
  };

  /** Days of its lines' times on which nothing was left, added up. */
  const daysWithoutStock = (
    { info, mirror }: StoreRuntime,
    first: Day,
    lines: readonly EndedLine[],
  ): number =>
    lines.reduce((days, { variantId, last }) => {
      const item = mirror.variantHead(variantId)?.inventoryItemId;
      const seen = item === undefined ? [] : ledger.stock.daysOf(info.id, item, first, last);
      return days + seen.filter(({ lowest }) => lowest <= 0).length;
    }, 0);

  return ({ agent, storeId, limit, before }) => {
    const found = ledger.actions.carriedOut({ agent, storeId, before, limit: limit + 1 });
    const page = found.slice(0, limit);
    const rows = page.map(
      (action): Row => ({
        actionId: action.id,
        type: action.type,
        storeId: action.storeId,
        title: action.title,
        state: action.state,
        carriedOutAt: carriedOutAt(action),
        ...measure(action),
      }),
    );
    const count = (verdict: Row['verdict']): number => rows.filter((row) => row.verdict === verdict).length;
    const judged = rows.flatMap(({ figures }) => figures[0]?.within ?? []);
    return {
      rows,
      totals: {
        measured: judged.length,
        within: judged.filter((within) => within).length,
        tooEarly: count('too_early'),
        notMeasurable: count('not_measurable'),
      },
      next: found.length > page.length ? page.at(-1)!.id : null,
    };
  };
}

interface ReorderLine {
  variantId: ShopifyId;
  /** Of the time until the next order's goods are here; whole ones. */
  days: number;
  /** Units expected in it, less those that come back to stock. */
  need: number;
  /** Of those; null where it was not stated. */
  variance: number | null;
}

type EndedLine = ReorderLine & { last: Day };

/** As the agent stated each line of its order then. */
function reorderLines(action: ActionRow): ReorderLine[] {
  return action.evidence.flatMap(({ kind, data = {} }) => {
    const number = (name: string): number => (typeof data[name] === 'number' ? data[name] : Number.NaN);
    // Orders of before the need was stated: the reorder point was need and reserve.
    const need = typeof data.need === 'number' ? data.need : number('reorderPoint') - number('safetyStock');
    const line = {
      variantId: number('variantId'),
      days: Math.round(number('leadTimeDays') + number('reviewDays')),
      need,
    };
    const variance = typeof data.needVariance === 'number' ? data.needVariance : null;
    return kind === 'reorder_line' && Object.values(line).every(Number.isFinite)
      ? [{ ...line, variance }]
      : [];
  });
}

/**
 * What all lines need together, and the range that four sums of five should lie in. Variances add up as of products that
 * sell independently of each other: where all sell better or worse at once it is too narrow.
 */
function demandOf(lines: readonly ReorderLine[]): Predicted {
  const mid = lines.reduce((total, { need }) => total + need, 0);
  const variances = lines.flatMap(({ variance }) => variance ?? []);
  // Orders of before the variance was stated have a reserve at most, of which no range of a sum can be made.
  if (variances.length < lines.length) return range(null, tenths(mid), null);
  const swing = Z_TENTH * Math.sqrt(variances.reduce((total, variance) => total + variance, 0));
  return range(tenths(Math.max(0, mid - swing)), tenths(mid), tenths(mid + swing));
}

/** By the agent's own definition of what is needed: bundles credited, one-off bulk purchases and what came back left out. */
function soldSince({ mirror }: StoreRuntime, first: Day, lines: readonly EndedLine[]): number {
  mirror.reader().settle(first, Math.max(...lines.map(({ last }) => last)));
  const units = lines.reduce((total, { variantId, last }) => {
    let [wanted, sold, restocked] = [0, 0, 0];
    for (const day of mirror.daysOfVariant(variantId, first, last)) {
      wanted += Math.max(0, day.units - day.bulkUnits);
      sold += day.units;
      restocked += day.returnedRestocked;
    }
    // Nobody says which of them came back: as many of those in bulk as of the others.
    return total + wanted - restocked * (sold > 0 ? Math.min(1, wanted / sold) : 1);
  }, 0);
  return Math.max(0, tenths(units));
}

function whyNotJudged(over: boolean, demand: Predicted, daysOut: number): string | null {
  if (!over) return 'Too early: its time is not over, or the store is not synced up to its end.';
  if (demand.low === null) return 'It did not state a range that what was sold could be held against.';
  if (daysOut === 0) return null;
  return `Less was sold than expected, but nothing was left of what it ordered for ${counted(daysOut, 'day')} in all: what is not there can’t sell.`;
}

/** What it was worth can't be seen: nobody knows what would have been without it. */
function effectOf({ effect }: ActionRow): Figure[] {
  if (!effect) return [];
  return [
    {
      of: effect.of,
      unit: 'money',
      currency: effect.currency,
      predicted: { low: effect.low, mid: effect.mid, high: effect.high },
      happened: null,
      within: null,
    },
  ];
}

function nothing(action: ActionRow, why: string): Measured {
  return { until: null, verdict: 'not_measurable', why, figures: effectOf(action) };
}

const range = (low: number | null, mid: number, high: number | null): Predicted => ({ low, mid, high });

const tenths = (units: number): number => Math.round(units * 10) / 10;

function figure(
  of: string,
  unit: 'units' | 'days',
  predicted: Predicted,
  happened: number | null,
  over: boolean,
): Figure {
  const { low, high } = predicted;
  const within =
    happened === null || !over || low === null || high === null ? null : happened >= low && happened <= high;
  return { of, unit, currency: null, predicted, happened, within };
}

/** It was let through then; what it took to carry it out is seconds. */
function carriedOutAt(action: ActionRow): EpochMs {
  return action.decidedAt ?? action.updatedAt;
}
