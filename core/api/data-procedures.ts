/** sales.*, stock.*, counts, figures, events.*: what the mirrors and the ledger hold, read only. */
import { RoyalError } from '../../shared/errors.ts';
import { dayOf, formatDay, parseDay } from '../../shared/time.ts';
import { ALL } from '../mirror/stock-queries.ts';
import { eventsSince, liveEvents } from './event-stream.ts';
import type { CoreParts, Implementer } from './parts.ts';
import { salesDayView, stockView } from './views.ts';

/** Shown where no range is asked for. */
const DEFAULT_DAYS = 30;
/** Ten years: a row a day, held as a whole by the core, which answers nobody else meanwhile. */
const MOST_DAYS = 3_660;

export function dataProcedures(os: Implementer, parts: CoreParts) {
  const { stores, ledger, clock } = parts;
  return {
    sales: {
      days: os.sales.days.handler(({ input }) => {
        const { info, mirror } = stores.get(input.storeId);
        const to = input.to ? parseDay(input.to) : dayOf(clock(), info.zone);
        const from = input.from ? parseDay(input.from) : to - DEFAULT_DAYS + 1;
        if (to - from >= MOST_DAYS)
          throw new RoyalError({
            code: 'too_large',
            message: `From ${formatDay(from)} to ${formatDay(to)} are more than ten years.`,
            next: 'Ask for ten years or less at a time.',
          });
        return mirror.salesDays(from, to).map((day) => salesDayView(day, info.currency));
      }),
    },
    stock: {
      list: os.stock.list.handler(({ input }) => {
        const { info, mirror } = stores.get(input.storeId);
        const levels = Map.groupBy(mirror.stockNow(ALL), (row) => row.inventoryItemId);
        return mirror
          .reader()
          .variants(ALL)
          .map((fact) => stockView(fact, levels.get(fact.inventoryItemId) ?? [], info.currency));
      }),
    },
    counts: os.counts.handler(({ input }) =>
      stores.some(input.storeId).map(({ info, mirror }) => ({ storeId: info.id, ...mirror.counts() })),
    ),
    figures: os.figures.handler(({ input }) => {
      const { mirror } = stores.get(input.storeId);
      const { currency, zone, counts, days, variantDays, stock, prices } = mirror.figures();
      return {
        currency,
        zone,
        counts,
        days: days.map((day) => salesDayView(day, currency)),
        variantDays: variantDays.map((row) => ({
          variantId: row.variantId,
          date: formatDay(row.day),
          units: row.units,
          returnedRestocked: row.returnedRestocked,
          returnedLost: row.returnedLost,
          net: row.net,
        })),
        stock,
        prices,
      };
    }),
    events: {
      since: os.events.since.handler(({ input }) => eventsSince(ledger, input.seq, input.limit)),
      live: os.events.live.handler(({ input, signal }) =>
        liveEvents(ledger, input.since, signal ? AbortSignal.any([signal, parts.signal]) : parts.signal),
      ),
    },
  };
}
