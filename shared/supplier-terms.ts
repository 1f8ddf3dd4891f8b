/** On what terms a supplier delivers. */
import type { ObservedLeadTime } from './lead-time.ts';
import type { Currency, Minor } from './money.ts';

/** By share of the net sales: A brings most of them, B a good part, C little. */
export type SalesClass = 'A' | 'B' | 'C';

/** Where a unit earns enough for what holding it costs. */
export const SERVICE_BY_CLASS: Readonly<Record<SalesClass, number>> = { A: 0.97, B: 0.95, C: 0.9 };

export interface SupplierTerms {
  supplier: string;
  leadTimeDays: number;
  leadTimeSdDays: number;
  reviewDays: number;
  packSize: number;
  /** Of one product in an order, over all its places. */
  minimumUnits: number;
  serviceLevel: number;
  /** Days that goods keep from their arrival; absent where nobody has said that they spoil. */
  shelfLifeDays?: number;
  /** Names of the fields that no one has set and nothing taught, so that a proposal can say it rests on a default. */
  defaults: string[];
  /** Names of those that no one has set and that deliveries taught. */
  learned: string[];
  /** That the service level is for, where no one has set one. */
  salesClass?: SalesClass;
  /** What its deliveries took, whatever was set; absent before the first. */
  deliveries?: ObservedLeadTime;
}

/** The supplier's terms with what was set for one variant in their place. */
export interface VariantTerms extends SupplierTerms {
  /** The supplier's own number for it. */
  supplierSku: string | null;
  /** What the supplier asks, in minor units of `currency`; null where nobody has set it. */
  unitCost: Minor | null;
  /** What the supplier is paid in; null: the store's. */
  currency: Currency | null;
  /** What an order must be worth for the supplier to take it, and to send it free; absent where nobody has set it. */
  minimumOrder?: Minor;
  freeFreightFrom?: Minor;
  /** Fields that were set for this variant alone. */
  own: string[];
}
