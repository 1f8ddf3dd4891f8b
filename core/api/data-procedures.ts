/** sales.*, stock.*, counts, figures, events.*: what the mirrors and the ledger hold, read only. */
import type { EventView } from '../../shared/contract/schemas.ts';
import { dayOf, formatDay, parseDay } from '../../shared/time.ts';
import type { LedgerEvent } from '../ledger/types.ts';
import type { CoreParts, Implementer } from './parts.ts';
import { salesDayView, stockView } from './views.ts';

/** Shown where no range is asked for. */
const DEFAULT_DAYS = 30;

export function dataProcedures(os: Implementer, parts: CoreParts) {
  const { stores, ledger, clock } = parts;
  return {
    sales: {
      days: os.sales.days.handler(({ input }) => {
        const { info, mirror } = stores.get(input.storeId);
        const to = input.to ? parseDay(input.to) : dayOf(clock(), info.zone);
        const from = input.from ? parseDay(input.from) : to - DEFAULT_DAYS + 1;
        return mirror.salesDays(from, to).map((day) => salesDayView(day, info.currency));
      }),
    },
    stock: {
      list: os.stock.list.handler(({ input }) => {
        const { info, mirror } = stores.get(input.storeId);
        const levels = Map.groupBy(mirror.stockNow(), (row) => row.inventoryItemId);
        return mirror
          .reader()
          .variants()
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
      since: os.events.since.handler(({ input }) =>
        ledger.events.since(input.seq, input.limit).events.map(eventView),
      ),
      live: os.events.live.handler(({ input, signal }) =>
        liveEvents(parts, input.since, signal ? AbortSignal.any([signal, parts.signal]) : parts.signal),
      ),
    },
  };
}

function eventView(event: LedgerEvent): EventView {
  return { seq: event.id, at: event.at, storeId: event.storeId, kind: event.kind, data: event.data };
}

/** Reads from the ledger each time it is told that something is new, so a slow reader misses nothing. */
async function* liveEvents(
  { ledger }: CoreParts,
  since: number | undefined,
  signal: AbortSignal,
): AsyncGenerator<EventView, void> {
  let seq = since ?? ledger.events.since(Number.MAX_SAFE_INTEGER, 1).head;
  let wake: () => void = () => {};
  let fresh = true;
  const notify = (): void => {
    fresh = true;
    wake();
  };
  const unsubscribe = ledger.subscribe(notify);
  signal.addEventListener('abort', notify);
  try {
    while (!signal.aborted) {
      if (!fresh)
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (fresh) resolve();
        });
      fresh = false;
      if (signal.aborted) return;
      for (;;) {
        const { events } = ledger.events.since(seq, 500);
        for (const event of events) {
          seq = event.id;
          yield eventView(event);
        }
        if (events.length === 0 || signal.aborted) break;
      }
    }
  } finally {
    unsubscribe();
    signal.removeEventListener('abort', notify);
  }
}
