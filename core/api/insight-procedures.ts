/** today.*, salesSeries.*, stockTable.*, stockHorizon.*, products.*, search.*, activity.*: what the first screens ask. */
import { RoyalError } from '../../shared/errors.ts';
import { formatDay } from '../../shared/time.ts';
import type { CoreParts, Implementer } from './parts.ts';

export function insightProcedures(os: Implementer, { stores, clock }: CoreParts) {
  const none = (what: string): RoyalError =>
    new RoyalError({ code: 'not_found', message: `There is no such ${what}.`, next: 'Look at stock.list.' });
  const noStates = { out: 0, order_now: 0, soon: 0, fine: 0, overstock: 0, dead: 0, unknown: 0 };
  return {
    today: {
      show: os.today.show.handler(({ input }) => {
        const { info, mirror } = stores.get(input.storeId);
        const now = clock();
        const today = mirror.today(now);
        const money = (minor: number) => ({ minor, currency: info.currency });
        const reason = 'Worked out next.';
        const part = { usual: null, days: 0, change: null, direction: null, reason, spark: [] };
        return {
          storeId: info.id,
          currency: info.currency,
          zone: info.zone,
          asOf: mirror.reader().syncedAt(),
          date: formatDay(today.day),
          until: now,
          pendingDays: today.pendingDays,
          netSales: { value: money(today.netSales), ...part },
          orders: { value: today.orders, ...part },
          margin: {
            from: formatDay(today.day - 28),
            to: formatDay(today.day - 1),
            value: null,
            rate: null,
            knownShare: null,
            rateBefore: null,
            changePoints: null,
            direction: null,
            reason,
            spark: [],
          },
          runningOut: {
            count: null,
            of: 0,
            atRisk: null,
            uncosted: 0,
            weekAgo: null,
            change: null,
            direction: null,
            reason,
            asOf: null,
            spark: [],
          },
        };
      }),
    },
    salesSeries: {
      show: os.salesSeries.show.handler(({ input }) => {
        const { info, mirror } = stores.get(input.storeId);
        const forecast = { level: 0.8, points: [], explain: null, mase: null, naiveMase: null, reason: null };
        return {
          storeId: info.id,
          currency: info.currency,
          asOf: mirror.reader().syncedAt(),
          bucket: input.bucket,
          buckets: [],
          forecast,
          marks: [],
          reason: null,
        };
      }),
    },
    stockTable: {
      page: os.stockTable.page.handler(({ input }) => {
        const { info, mirror } = stores.get(input.storeId);
        const asOf = mirror.reader().syncedAt();
        return { storeId: info.id, asOf, outlookAt: null, total: 0, states: noStates, rows: [], pending: 0 };
      }),
      csv: os.stockTable.csv.handler(async function* () {
        yield { text: '', rows: 0, total: 0 };
        return { rows: 0, fileName: 'stock.csv' };
      }),
    },
    stockHorizon: {
      list: os.stockHorizon.list.handler(({ input }) => {
        const { info, mirror } = stores.get(input.storeId);
        const asOf = mirror.reader().syncedAt();
        return { storeId: info.id, asOf, outlookAt: null, rows: [], total: 0, reason: null };
      }),
    },
    products: {
      show: os.products.show.handler(() => {
        throw none('product');
      }),
      demand: os.products.demand.handler(() => {
        throw none('variant');
      }),
      whatIf: os.products.whatIf.handler(() => {
        throw none('variant');
      }),
    },
    search: { find: os.search.find.handler(({ input }) => ({ text: input.text, groups: [] })) },
    activity: { list: os.activity.list.handler(() => ({ items: [], next: null })) },
  };
}
