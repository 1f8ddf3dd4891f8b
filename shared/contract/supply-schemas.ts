/** The shapes of suppliers.* and supplyTerms.*: what suppliers promise, and what is still unknown of each variant. */
import { z } from 'zod';
import { by } from './inputs.ts';
import { money } from './schemas.ts';

export const supplierName = z.string().trim().min(1).max(255);
const currency = z.string().regex(/^[A-Z]{3}$/, 'a currency is three capital letters, such as EUR');
const days = z.number().nonnegative().max(3650);
const shelfLife = z.number().min(0.5).max(3650);
const minor = z.int().nonnegative().max(1_000_000_000_000);
const units = z.int().nonnegative().max(1_000_000);
const page = { limit: z.int().positive().max(500).default(100), offset: z.int().nonnegative().default(0) };

export const observedLeadTime = z.object({
  deliveries: z.int(),
  meanDays: z.number(),
  /** Of the sample; null below two deliveries. */
  sdDays: z.number().nullable(),
});

/** One supplier of one store. Terms of `defaults` are the program's cautious guesses. */
export const supplier = z.object({
  storeId: z.string(),
  supplier: z.string(),
  email: z.string().nullable(),
  /** What it is paid in; the store's where nobody has set it. */
  currency: z.string(),
  leadTimeDays: z.number(),
  leadTimeSdDays: z.number(),
  reviewDays: z.number(),
  packSize: z.int(),
  minimumUnits: z.int(),
  /** In `currency`; null where there is none. */
  minimumOrder: money.nullable(),
  freeFreightFrom: money.nullable(),
  serviceLevel: z.number(),
  /** That goods keep from their arrival; absent where nobody has said that they spoil. */
  shelfLifeDays: z.number().optional(),
  notes: z.string().nullable(),
  /** Fields that nobody has set and nothing taught. */
  defaults: z.array(z.string()),
  /** Fields that nobody has set and deliveries taught. */
  learned: z.array(z.string()),
  /** Absent before the first that can be believed. */
  deliveries: observedLeadTime.optional(),
});

/** What is left out stays; null takes back what was set, so that the default stands again. */
export const supplierInput = z.object({
  storeId: z.string(),
  supplier: supplierName,
  email: z.email().max(254).nullish(),
  currency: currency.nullish(),
  leadTimeDays: days.nullish(),
  leadTimeSdDays: days.nullish(),
  reviewDays: z.number().positive().max(3650).nullish(),
  packSize: z.int().positive().max(1_000_000).nullish(),
  minimumUnits: units.nullish(),
  /** Minor units of the supplier's currency. */
  minimumOrder: minor.nullish(),
  freeFreightFrom: minor.nullish(),
  serviceLevel: z.number().gt(0).lt(1).nullish(),
  shelfLifeDays: shelfLife.nullish(),
  notes: z.string().max(5000).nullish(),
  by,
});

/** Days from sending an order to its first receipt, as they were. */
export const leadTimes = z.object({
  storeId: z.string(),
  supplier: z.string(),
  set: z.object({ meanDays: z.number().nullable(), sdDays: z.number().nullable() }),
  observed: z.object({
    n: z.int(),
    meanDays: z.number().nullable(),
    /** Of the sample; null below two orders. */
    sdDays: z.number().nullable(),
    /** Newest first, at most 20. */
    orders: z.array(z.object({ purchaseOrderId: z.int(), number: z.string(), days: z.number() })),
  }),
});

/** set: for this variant; supplier: of its supplier; learned: from deliveries; sales: by what it brings; vendor: the product's; shop: as Shopify has it. */
const source = z.enum(['set', 'supplier', 'learned', 'sales', 'vendor', 'shop', 'default', 'missing']);
const sourced = <T extends z.ZodType>(value: T) => z.object({ value, source });

export const supplyTerm = z.object({
  storeId: z.string(),
  variantId: z.int(),
  inventoryItemId: z.int(),
  title: z.string(),
  sku: z.string().nullable(),
  barcode: z.string().nullable(),
  vendor: z.string(),
  supplier: sourced(z.string().nullable()),
  supplierSku: sourced(z.string().nullable()),
  leadTimeDays: sourced(z.number()),
  /** Of its supplier, where they taught the lead time or could have. */
  deliveries: z.int(),
  packSize: sourced(z.int()),
  minimumUnits: sourced(z.int()),
  /** null where it does not spoil, as far as anybody has said. */
  shelfLifeDays: sourced(z.number().nullable()),
  serviceLevel: sourced(z.number()),
  /** That the service level is for, where its source is `sales`. */
  salesClass: z.enum(['A', 'B', 'C']).nullable(),
  /** In the supplier's currency where set, in the store's where the shop has it. */
  unitCost: sourced(money.nullable()),
  /** Names of those that are a default or missing and that decisions rest on. */
  gaps: z.array(z.enum(['supplier', 'leadTimeDays', 'packSize', 'unitCost'])),
  /** Net sales of the last 90 days. */
  sales: money,
});

/** What an owner wants to spend on purchases in a month of the store. */
export const purchasingBudget = z.object({
  storeId: z.string(),
  currency: z.string(),
  /** null where nobody set one. */
  monthly: money.nullable(),
  /** Goods of orders made this month, less what will not come; and what is left, never below nothing. */
  ordered: money.nullable(),
  left: money.nullable(),
  /** Orders of this month without a cost in the store's currency, not in `ordered`. */
  unknownOrders: z.int(),
});

export const purchasingBudgetInput = z.object({
  storeId: z.string(),
  /** Minor units of the store's currency; null: no budget. */
  monthly: minor.nullable(),
  by,
});

export const supplyTermsQuery = z.object({
  storeId: z.string(),
  filter: z.enum(['gaps', 'all']).default('gaps'),
  /** Part of a title, SKU, barcode, vendor or supplier. */
  search: z.string().max(200).optional(),
  supplier: z.string().max(255).optional(),
  ...page,
});

export const supplyTermsPage = z.object({
  rows: z.array(supplyTerm),
  /** Rows that the filter lets through. */
  total: z.int(),
  /** Of the whole store, whatever is searched. */
  gaps: z.object({ variants: z.int(), sales: money }),
});

/** What is left out stays; null takes the override back. */
const supplyTermSet = z.object({
  variantId: z.int(),
  supplier: supplierName.nullish(),
  supplierSku: z.string().trim().min(1).max(255).nullish(),
  leadTimeDays: days.nullish(),
  packSize: z.int().positive().max(1_000_000).nullish(),
  minimumUnits: units.nullish(),
  shelfLifeDays: shelfLife.nullish(),
  /** Minor units of the supplier's currency. */
  unitCost: minor.nullish(),
});

export const supplyTermsInput = z.object({
  storeId: z.string(),
  rows: z.array(supplyTermSet).min(1).max(5000),
  by,
});

export const supplyPasteInput = z.object({ storeId: z.string(), text: z.string().max(2_000_000) });

export const supplyPaste = z.object({
  /** tab, comma or semicolon, as found; columns in the text's order, null where one is not understood. */
  separator: z.enum(['tab', 'comma', 'semicolon']),
  hasHeader: z.boolean(),
  columns: z.array(
    z
      .enum([
        'code',
        'supplier',
        'supplierSku',
        'leadTimeDays',
        'packSize',
        'minimumUnits',
        'unitCost',
        'shelfLifeDays',
      ])
      .nullable(),
  ),
  /** Ready for supplyTerms.set. */
  rows: z.array(
    supplyTermSet.extend({
      line: z.int(),
      code: z.string(),
      title: z.string(),
      matchedBy: z.enum(['sku', 'barcode']),
      /** What `unitCost` is counted in. */
      currency: z.string(),
    }),
  ),
  refused: z.array(z.object({ line: z.int(), text: z.string(), reason: z.string() })),
});

/** Whom a variant can be had from, and what that comes to. */
export const supplyOffer = z.object({
  supplier: z.string(),
  /** It is ordered from that one. */
  current: z.boolean(),
  supplierSku: z.string().nullable(),
  leadTimeDays: z.number(),
  packSize: z.int(),
  minimumUnits: z.int(),
  /** In the supplier's currency. */
  unitCost: money.nullable(),
  /** In the store's, with freight and duty as far as they are known. */
  landedUnitCost: money.nullable(),
  /** Freight, duty and the rest, by the goods, of its orders that came; null before the first. */
  chargeShare: z.number().nullable(),
  /** Goods of a year as it sells now, and the holding of stock for it; in the store's currency. */
  yearlyCost: money.nullable(),
  /** Fields that are set for this variant; the others are as the supplier has them. */
  own: z.array(z.string()),
  /** Why there is no yearly cost. */
  lacks: z.enum(['cost', 'rate', 'forecast', 'shelf_life']).nullable(),
});

export const supplyOfferOf = z.object({ storeId: z.string(), variantId: z.int() });

export const supplyOfferName = supplyOfferOf.extend({ supplier: supplierName, by });

/** null: as the supplier has it. */
export const supplyOfferInput = supplyOfferName.extend({
  supplierSku: z.string().trim().min(1).max(255).nullable().default(null),
  leadTimeDays: days.nullable().default(null),
  packSize: z.int().positive().max(1_000_000).nullable().default(null),
  minimumUnits: units.nullable().default(null),
  /** Minor units of the supplier's currency. */
  unitCost: minor.nullable().default(null),
});

export type SupplyOfferView = z.infer<typeof supplyOffer>;
export type SupplierView = z.infer<typeof supplier>;
export type PurchasingBudgetView = z.infer<typeof purchasingBudget>;
export type LeadTimesView = z.infer<typeof leadTimes>;
export type SupplyTermView = z.infer<typeof supplyTerm>;
export type SupplyPasteView = z.infer<typeof supplyPaste>;
export type TermSource = z.infer<typeof source>;
