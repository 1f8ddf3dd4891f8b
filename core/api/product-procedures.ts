/** products.*: one product, a variant's demand and forecast with how far to trust it, and what other terms would do. */

import type {
  ProductDemand,
  ProductView,
  StockPlanView,
  WhatIfInput,
  WhatIfResult,
} from '../../shared/contract/product-schemas.ts';
import { RoyalError } from '../../shared/errors.ts';
import type { Minor } from '../../shared/money.ts';
import type { StockPlan } from '../../shared/stock.ts';
import type { SupplierTerms } from '../../shared/supplier-terms.ts';
import { type Day, dayOf, formatDay } from '../../shared/time.ts';
import type { OutlookRow } from '../mirror/outlooks.ts';
import type { VariantHead } from '../mirror/product-queries.ts';
import { fanFrom, orderDay } from '../mirror/stock-shelf.ts';
import { dueAt } from '../store-mirror.ts';
import type { StoreRuntime } from '../store-runtime.ts';
import { variantOf } from '../variant-of.ts';
import { honestyOf } from './honesty.ts';
import type { CoreParts, Implementer } from './parts.ts';
import { stockLine } from './stock-procedures.ts';
import { lastWholeDay } from './whole-days.ts';

const SETTLE_MS = 20;
const MOST_ACTIONS = 50;

export function productProcedures(os: Implementer, parts: CoreParts) {
  const { stores, ledger, planner, clock } = parts;

  return {
    products: {
      show: os.products.show.handler(({ input }): ProductView => {
        const { info, mirror } = stores.get(input.storeId);
        const product = mirror.product(input.productId);
        if (!product)
          throw new RoyalError({
            code: 'not_found',
            message: `${info.name} has no product with the id ${input.productId}.`,
            next: 'Open it from the list of stock; it may have been deleted in the shop.',
          });
        mirror.settleStock(SETTLE_MS);
        const money = (minor: Minor) => ({ minor, currency: info.currency });
        const ids = product.variants.map(({ variantId }) => variantId);
        const rows = new Map(mirror.stockRows(ids).map((row) => [row.variantId, row] as const));
        const { variants, ...facts } = product;
        return {
          storeId: info.id,
          asOf: mirror.reader().syncedAt(),
          ...facts,
          terms: ledger.suppliers.terms(info.id, product.vendor),
          // One that is not worked out yet comes with the next look.
          variants: variants.flatMap(({ price, compareAtPrice, ...variant }) => {
            const row = rows.get(variant.variantId);
            if (!row) return [];
            return [
              {
                ...stockLine(row, info.currency),
                ...variant,
                price: money(price),
                compareAtPrice: compareAtPrice === null ? null : money(compareAtPrice),
                onHand: variant.levels.reduce((sum, level) => sum + level.onHand, 0),
              },
            ];
          }),
          actions: ledger.actionLists
            .about(info.id, { productId: product.productId, variantIds: ids }, MOST_ACTIONS)
            .map(({ id, type, state, title, at, outcome }) => ({ id, type, state, title, at, outcome })),
        };
      }),
      demand: os.products.demand.handler(({ input }): ProductDemand => {
        const store = stores.get(input.storeId);
        const { info, mirror } = store;
        const head = variantOf(store, input.variantId);
        const outlook = mirror.outlook(input.variantId);
        const today = dayOf(clock(), info.zone);
        const last = lastWholeDay(store, clock());
        const watched = new Map(
          ledger.stock
            .daysOf(info.id, head.inventoryItemId, last - input.days + 1, last)
            .map(({ day, lowest }) => [day, lowest] as const),
        );
        const days = demandDays(store, head, { from: last - input.days + 1, to: last }, watched);
        const knownSince = watched.size === 0 ? null : Math.min(...watched.keys());
        return {
          storeId: info.id,
          variantId: input.variantId,
          asOf: mirror.reader().syncedAt(),
          days,
          stockKnownSince: knownSince === null ? null : formatDay(knownSince),
          forecast: outlook ? fanDays(outlook, today) : [],
          forecastAt: outlook?.madeAt ?? null,
          honesty: honestyOf(outlook),
          reason: outlook?.fan ? null : whyNoForecast(outlook, mirror.outlookAt()),
        };
      }),
      whatIf: os.products.whatIf.handler(({ input }) => whatIf(input)),
    },
  };

  function whatIf(input: WhatIfInput): WhatIfResult {
    const store = stores.get(input.storeId);
    const { info, mirror } = store;
    mirror.settleStock(SETTLE_MS);
    const head = variantOf(store, input.variantId);
    const outlook = mirror.outlook(input.variantId);
    const daily = outlook ? mirror.dailyOutlook(outlook) : null;
    if (!planner || !outlook || !daily)
      throw new RoyalError({
        code: 'invalid_state',
        message: `There is no forecast of this variant to reckon with. ${whyNoForecast(outlook, mirror.outlookAt())}`,
        next: 'Run the inventory agent for this store, then ask again.',
      });
    const today = dayOf(clock(), info.zone);
    const set = ledger.supplyTerms.termsOf(info.id, head);
    const { salesClass, netPerUnit } = outlook;
    // What a unit earns is held against a review's holding: another review may ask for another level.
    const levelled = (under: SupplierTerms): SupplierTerms =>
      planner.serviceTerms(under, { salesClass, netPerUnit, unitCost: head.unitCost });
    const terms = levelled(set);
    const due = dueAt(ledger, info.id, { today, zone: info.zone }).get(input.variantId);
    const position = { available: head.available, incoming: head.incoming, due };
    const view = (under: SupplierTerms): StockPlanView =>
      planView(planner.plan(position, daily, under, today), under, head.unitCost, info.currency);
    const now = view(terms);
    return {
      storeId: info.id,
      variantId: input.variantId,
      asOf: outlook.madeAt,
      available: head.available,
      incoming: head.incoming,
      perDay: planner.plan(position, daily, terms, today).advice.perDay,
      now,
      asked: view(levelled(askedTerms(set, input))),
    };
  }
}

/** What was asked is no default any more. */
function askedTerms(
  terms: SupplierTerms,
  { storeId: _, variantId: __, ...asked }: WhatIfInput,
): SupplierTerms {
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  const open = (names: readonly string[]): string[] => names.filter((name) => !(name in given));
  return { ...terms, ...given, defaults: open(terms.defaults), learned: open(terms.learned) };
}

function planView(
  { advice, riskBeforeDelivery, riskPerCycle, averageStock }: StockPlan,
  terms: SupplierTerms,
  unitCost: Minor | null,
  currency: string,
): StockPlanView {
  const orderBy = orderDay(advice);
  return {
    terms,
    reorderPoint: advice.reorderPoint,
    safetyStock: advice.safetyStock,
    orderUpTo: advice.orderUpTo,
    quantity: advice.quantity,
    orderBy: orderBy === null ? null : formatDay(orderBy),
    riskBeforeDelivery,
    riskPerCycle,
    averageStock,
    moneyBound: unitCost === null ? null : { minor: Math.round(averageStock * unitCost), currency },
    daysLeft: advice.daysOfCover,
  };
}

function demandDays(
  { info, mirror }: StoreRuntime,
  head: VariantHead,
  { from, to }: { from: Day; to: Day },
  watched: ReadonlyMap<Day, number>,
): ProductDemand['days'] {
  const sold = new Map(mirror.daysOfVariant(head.variantId, from, to).map((day) => [day.day, day] as const));
  const firstSold = Math.min(...sold.keys());
  const first = Math.max(from, Math.min(dayOf(head.offeredAt, info.zone), firstSold));
  const days: ProductDemand['days'] = [];
  for (let day = first; day <= to; day += 1) {
    const own = sold.get(day);
    const lowest = watched.get(day);
    const bulkUnits = own?.bulkUnits ?? 0;
    days.push({
      date: formatDay(day),
      units: (own?.units ?? 0) - bulkUnits,
      bulkUnits,
      out: lowest === undefined ? null : lowest <= 0,
    });
  }
  return days;
}

/** From today on, where the forecast reaches so far. */
function fanDays({ fan, day }: OutlookRow, today: Day): ProductDemand['forecast'] {
  if (!fan) return [];
  const first = Math.max(day, today);
  if (first - day >= fan.mean.length) return [];
  const { mean, q10, q25, q50, q75, q90 } = fanFrom(fan, first - day);
  const start = day + fan.mean.length - mean.length;
  return mean.map((value, index) => ({
    date: formatDay(start + index),
    mean: value,
    q10: q10[index]!,
    q25: q25[index]!,
    q50: q50[index]!,
    q75: q75[index]!,
    q90: q90[index]!,
  }));
}

function whyNoForecast(outlook: OutlookRow | null, outlookAt: number | null): string {
  if (outlook?.reason) return outlook.reason;
  return outlookAt === null
    ? 'The inventory agent has not looked at this store yet.'
    : 'It came after the inventory agent’s newest run; the next one looks at it.';
}
