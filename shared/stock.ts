/** What is known and decided of a variant's stock: forecast, position, advice. Agents reckon it, the core keeps and shows it. */
import type { ShopifyId } from './gid.ts';
import type { Minor } from './money.ts';
import type { SalesClass, SupplierTerms } from './supplier-terms.ts';
import type { Day } from './time.ts';

export interface StockPosition {
  /** Units that can be sold now; negative where more was sold than there is. */
  available: number;
  /** Units on their way: transfers in Shopify and open purchase orders of the program. */
  incoming: number;
  /** Of those, the ones of which it is known when they come. Shopify dates none. */
  due?: readonly DueUnits[];
}

export interface DueUnits {
  on: Day;
  units: number;
}

/** How demand adds up over weeks, which the band of each day does not tell. */
export interface DemandSpread {
  /** Variance by mean of a day's units, 1 and more: how lumpy demand is. */
  dispersion: number;
  /** Units a day over the last quarter, and how much of what is needed is expected of it instead of the forecast, 0 to 1. */
  longRunPerDay: number;
  longRunShare: number;
}

export interface SalesStanding {
  salesClass: SalesClass | null;
  /** What a unit that stayed sold brings net of tax and discounts (docs/forecasting.md). */
  netPerUnit: Minor;
}

/** What is needed of a forecast: by day ahead, tomorrow's or today's first. */
export interface DailyOutlook {
  mean: readonly number[];
  /** 10% and 90% quantiles of each day. */
  low: readonly number[];
  high: readonly number[];
  /** Share of the units sold that comes back to stock. */
  restockRate: number;
  /** In stock, and not sold on 90 days on which it was there and offered: nothing of it is ordered. */
  dead?: boolean;
  /** Absent where nobody reckoned it: the band of each day stands for it. */
  spread?: DemandSpread;
}

export interface StockAdvice {
  /** Units needed a day on average over the protection period, returns to stock taken off. */
  perDay: number;
  /** Days until what is available is gone; null where it outlasts ten years. */
  daysOfCover: number | null;
  /**
   * Days until the shelf is empty, counting what is on its way from when it is due, and from a lead time on where nobody
   * knows: an order of today would be there by then too. null where it outlasts ten years.
   */
  daysOfPosition: number | null;
  /** The shelf is empty before the last of what is on its way is sure to come. */
  outBeforeArrival: boolean;
  leadTimeDemand: number;
  safetyStock: number;
  /** Half a review's units below `orderUpTo`: less is not worth an order. */
  reorderPoint: number;
  /** Enough until the next order's goods are here, reserve included. */
  orderUpTo: number;
  /** Units to order now, whole packs; 0 where the position is above the reorder point. */
  quantity: number;
  /** The most units of an order that sell while they keep, whole packs; absent where goods don't spoil. */
  sellable?: number;
  /** Day by which to order so that goods come before the safety stock is touched; today at the earliest. */
  orderBy: Day;
  /**
   * Of `quantity`, the units that would go unsold from when an order placed today could arrive until the one after the
   * next could, two reviews later.
   */
  lostUnits: { low: number; mid: number; high: number };
}

/** Of variants with an outlook; docs/numbers.md says what each is. */
export type JudgedState = 'out' | 'order_now' | 'out_first' | 'soon' | 'fine' | 'overstock' | 'dead';

export interface StockJudgement {
  advice: StockAdvice;
  state: JudgedState;
  /** Four futures of five lie between them; null beyond ten years. */
  daysOfCoverRange: { low: number | null; high: number | null };
  /** It sells, and what there is, and is due before, is gone before an order of today could arrive. */
  late: boolean;
}

/** What terms would do to a variant's stock. */
export interface StockPlan {
  advice: StockAdvice;
  /** Chances, 0 to 1. */
  riskBeforeDelivery: number;
  riskPerCycle: number;
  /** Units on the shelf on average, once the terms have settled. */
  averageStock: number;
}

/** What one supplier asks for: a unit with freight and duty, in minor units of one currency. */
export interface LandedOffer {
  terms: SupplierTerms;
  /** Not rounded: a year of it is. */
  landedCost: number;
}

export interface RankedOffer<Offer extends LandedOffer> {
  offer: Offer;
  /** A year of the product: goods, and the holding of reserve, cycle and what is under way. Minor units. */
  yearly: Minor;
}

/** The inventory agent's reckoning as pure functions: whoever shows its figures asks these, and has none of its own. */
export interface StockPlanner {
  judge(position: StockPosition, outlook: DailyOutlook, terms: SupplierTerms, today: Day): StockJudgement;
  plan(position: StockPosition, outlook: DailyOutlook, terms: SupplierTerms, today: Day): StockPlan;
  /** The cheapest a year first, holding included; equal ones by lead time. */
  rankOffers<Offer extends LandedOffer>(
    offers: readonly Offer[],
    outlook: DailyOutlook,
    standing: SalesStanding,
    today: Day,
  ): RankedOffer<Offer>[];
  /** With the service level of what the variant brings, where no one has set one. */
  serviceTerms<Terms extends SupplierTerms>(
    terms: Terms,
    unit: SalesStanding & { unitCost: Minor | null },
  ): Terms;
}

/** Units by day ahead. */
export interface DemandFan {
  mean: readonly number[];
  q10: readonly number[];
  q25: readonly number[];
  q50: readonly number[];
  q75: readonly number[];
  q90: readonly number[];
}

/** What a run of the inventory agent knows of one variant, kept until its next. */
export interface KeptOutlook {
  variantId: ShopifyId;
  /** Why it is not forecast, for people; null where it is. */
  reason: string | null;
  /** In stock, and not sold on 90 days on which it was there and offered. */
  dead: boolean;
  forecast:
    | (MadeForecast & {
        restockRate: number;
        /** As of SalesStanding. */
        netPerUnit: Minor;
        /** Absent where the run knew of none. */
        salesClass?: SalesClass;
        historyDays: number;
        spread?: DemandSpread;
      })
    | null;
}

/** A stretch of the past that was forecast from what came before it. */
export interface TestedStretch {
  /** Number of days that the models saw. */
  origin: number;
  periods: number;
  /** Units that came, and that were forecast. */
  actual: number;
  forecast: number;
}

export interface MadeForecast {
  /** Hash of what it was made of: the same input need not be worked out again. */
  input: string;
  fan: DemandFan;
  method: string;
  explain: string;
  mase: number | null;
  naiveMase: number | null;
  /** Share of tested days within the 10% and 90% quantiles. */
  coverage: number | null;
  fellBack: boolean;
  /** The stretches of the past that the models were tried on; none where it was too short. */
  tests: TestedStretch[];
}

export interface MadeOutlook extends MadeForecast {
  /** First day of the fan. */
  day: Day;
}
