/**
 * What an agent predicted against what happened: of each proposal that was carried out, what it stated then, and what
 * mirror and ledger say since. What nobody can see (a sale that a full shelf saved) is said to be so, never guessed.
 */
import type { RecordPage } from '../shared/contract/run-schemas.ts';
import { toErrorData } from '../shared/errors.ts';
import type { ShopifyId } from '../shared/gid.ts';
import { DAY_MS, dayOf, type EpochMs } from '../shared/time.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { ActionRow } from './ledger/types.ts';
import type { StoreRuntime } from './stores.ts';

type Row = RecordPage['rows'][number];
type Figure = Row['figures'][number];
type Measured = Pick<Row, 'until' | 'verdict' | 'why' | 'figures'>;

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
    const until = from + Math.ceil(Math.max(...lines.map((line) => line.horizonDays))) * DAY_MS;
    const seen = Math.min(clock(), store.mirror.reader().syncedAt() ?? 0);
    const over = seen >= until;
    const { zone } = store.info;
    const first = dayOf(from, zone);
    const last = Math.max(first, dayOf(Math.min(until, seen), zone) - 1);
    const sold =
      seen < from
        ? null
        : store.mirror.unitsSold(
            lines.map(({ variantId }) => variantId),
            first,
            last,
          );
    const sum = (of: (line: ReorderLine) => number): number =>
      lines.reduce((total, line) => total + of(line), 0);
    const demand = range(
      null,
      sum((line) => line.need),
      sum((line) => line.most),
    );
    const order = ledger.purchaseOrders.ofAction(action.id);
    const figures: Figure[] = [figure('units sold of what was ordered', 'units', demand, sold, over)];
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
      why: over ? null : 'Too early: its time is not over, or the store is not synced up to its end.',
      figures,
    };
  };

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
    return {
      rows,
      totals: {
        measured: count('measured'),
        within: rows.filter(({ verdict, figures }) => verdict === 'measured' && figures[0]?.within === true)
          .length,
        tooEarly: count('too_early'),
        notMeasurable: count('not_measurable'),
      },
      next: found.length > page.length ? page.at(-1)!.id : null,
    };
  };
}

interface ReorderLine {
  variantId: ShopifyId;
  horizonDays: number;
  /** Units expected in it, and those that its reserve still covers. */
  need: number;
  most: number;
}

/** As the agent stated each line of its order then. */
function reorderLines(action: ActionRow): ReorderLine[] {
  return action.evidence.flatMap(({ kind, data = {} }) => {
    const number = (name: string): number => (typeof data[name] === 'number' ? data[name] : Number.NaN);
    const reserve = number('safetyStock');
    // Orders of before the need was stated: the reorder point was need and reserve.
    const need = typeof data.need === 'number' ? data.need : number('reorderPoint') - reserve;
    const line = {
      variantId: number('variantId'),
      horizonDays: number('leadTimeDays') + number('reviewDays'),
      need,
      most: need + reserve,
    };
    return kind === 'reorder_line' && Object.values(line).every(Number.isFinite) ? [line] : [];
  });
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

const range = (low: number | null, mid: number, high: number | null) => ({ low, mid, high });

function figure(
  of: string,
  unit: 'units' | 'days',
  predicted: { low: number | null; mid: number; high: number | null },
  happened: number | null,
  over: boolean,
): Figure {
  const within =
    happened === null || !over
      ? null
      : happened >= (predicted.low ?? Number.NEGATIVE_INFINITY) &&
        happened <= (predicted.high ?? Number.POSITIVE_INFINITY);
  return { of, unit, currency: null, predicted, happened, within };
}

/** It was let through then; what it took to carry it out is seconds. */
function carriedOutAt(action: ActionRow): EpochMs {
  return action.decidedAt ?? action.updatedAt;
}
