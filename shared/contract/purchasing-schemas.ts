/** The shapes of purchaseOrders.*. Costs are null where unknown, and where the caller may not see them. */
import { z } from 'zod';
import { by, page } from './inputs.ts';
import { date, epochMs, money } from './schemas.ts';
import { supplierName } from './supply-schemas.ts';

const version = z.int().positive();
const minor = z.int().nonnegative().max(1_000_000_000_000);
const count = z.int().nonnegative().max(1_000_000);
const currency = z.string().regex(/^[A-Z]{3}$/, 'a currency is three capital letters, such as EUR');
const code = z.string().trim().min(1).max(255);

export const purchaseOrderState = z.enum([
  'draft',
  'sent',
  'partly_received',
  'received',
  'closed',
  'cancelled',
]);

/** Units of the store's currency for one of the order's, as a decimal: "1.1734". */
const rateText = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,9})?$/, 'a rate is a decimal such as 1.1734')
  .refine((text) => Number(text) > 0, 'a rate is more than zero');

const rate = z.object({
  storeId: z.string(),
  currency: z.string(),
  /** null until entered: costs in the store's currency are unknown till then. */
  rate: z.string().nullable(),
  on: date.nullable(),
  /** same: one currency on both sides. */
  source: z.enum(['entered', 'same']).nullable(),
});

const allocation = z.object({
  id: z.int(),
  storeId: z.string(),
  variantId: z.int(),
  inventoryItemId: z.int(),
  /** null: chosen when the order is sent. */
  locationId: z.int().nullable(),
  locationName: z.string().nullable(),
  quantity: z.int(),
  /** Accepted into stock. */
  received: z.int(),
  damaged: z.int(),
  /** Will not come, as someone said. */
  short: z.int(),
  /** Landed, in the store's currency. */
  landedUnitCost: money.nullable(),
});

const line = z.object({
  id: z.int(),
  title: z.string(),
  sku: z.string().nullable(),
  barcode: z.string().nullable(),
  supplierSku: z.string().nullable(),
  /** Units ordered, over all allocations; so are the next three. */
  quantity: z.int(),
  received: z.int(),
  damaged: z.int(),
  short: z.int(),
  /** Still to come. */
  open: z.int(),
  unitCost: money.nullable(),
  goods: money.nullable(),
  /**
   * Goods and this line's share of freight, duty and other charges: of what is ordered, and once no more comes of what
   * came. While all is to come, or came, all lines add up to the order's total.
   */
  landed: money.nullable(),
  landedUnitCost: money.nullable(),
  allocations: z.array(allocation),
});

const receipt = z.object({
  id: z.int(),
  lineId: z.int(),
  allocationId: z.int(),
  storeId: z.string(),
  locationId: z.int(),
  /** Negative where a receipt was taken back. */
  accepted: z.int(),
  damaged: z.int(),
  short: z.int(),
  at: epochMs,
  by: z.string(),
  actionId: z.int(),
});

const head = z.object({
  id: z.int(),
  /** "PO-0001": without gaps. */
  number: z.string(),
  supplier: z.string(),
  state: purchaseOrderState,
  currency: z.string(),
  storeIds: z.array(z.string()),
  expectedOn: date.nullable(),
  /** Goods and charges; null where a cost is unknown. */
  total: money.nullable(),
  /** The action that made it, where one did. */
  actionId: z.int().nullable(),
  createdAt: epochMs,
  updatedAt: epochMs,
  sentAt: epochMs.nullable(),
});

const purchaseOrderEntry = head.extend({
  lines: z.int(),
  units: z.int(),
  received: z.int(),
  open: z.int(),
  /** Expected before today and something is still to come. */
  late: z.boolean(),
});

export const purchaseOrder = head.extend({
  /** Hand it back with every change: another's change in between is refused. */
  version,
  rates: z.array(rate),
  spread: z.enum(['value', 'units']),
  goods: money.nullable(),
  freight: money.nullable(),
  duty: money.nullable(),
  other: money.nullable(),
  note: z.string().nullable(),
  sentTo: z.string().nullable(),
  closedAt: epochMs.nullable(),
  createdBy: z.string(),
  lines: z.array(line),
  receipts: z.array(receipt),
  /** Receiving that is under way or failed: look at these actions. */
  pending: z.array(z.object({ actionId: z.int(), type: z.string(), state: z.string(), storeId: z.string() })),
  /** What stands in the way of sending, or should be looked at: a minimum not met, a rate missing. */
  warnings: z.array(z.string()),
});

export const purchaseOrderQuery = z.object({
  storeId: z.string().optional(),
  states: z.array(purchaseOrderState).optional(),
  supplier: z.string().max(255).optional(),
  /** Part of a number, supplier, title, SKU or barcode. */
  search: z.string().max(200).optional(),
  late: z.boolean().optional(),
  sort: z.enum(['newest', 'expected']).default('newest'),
  ...page,
});

export const purchaseOrderPage = z.object({ rows: z.array(purchaseOrderEntry), total: z.int() });

const allocationInput = z.object({
  storeId: z.string(),
  variantId: z.int(),
  locationId: z.int().nullish(),
  quantity: count.min(1),
});

const lineInput = z.object({
  /** Taken from the first allocation's variant where left out. */
  title: z.string().trim().min(1).max(1000).optional(),
  sku: code.nullish(),
  barcode: code.nullish(),
  supplierSku: code.nullish(),
  /** Minor units of the order's currency; null: not known. Left out: as the supply terms have it. */
  unitCost: minor.nullish(),
  allocations: z.array(allocationInput).min(1).max(200),
});

const draftFields = {
  expectedOn: date.nullish(),
  note: z.string().max(5000).nullish(),
  spread: z.enum(['value', 'units']).optional(),
  freight: minor.optional(),
  duty: minor.optional(),
  other: minor.optional(),
  rates: z
    .array(z.object({ storeId: z.string(), rate: rateText, on: date }))
    .max(100)
    .optional(),
};

export const purchaseOrderDraft = z.object({
  supplier: supplierName,
  /** The supplier's where left out. */
  currency: currency.optional(),
  lines: z.array(lineInput).max(1000).default([]),
  ...draftFields,
  by,
});

/** What is left out stays; `lines` takes the place of all lines. */
export const purchaseOrderEdit = z.object({
  id: z.int().positive(),
  version,
  supplier: supplierName.optional(),
  currency: currency.optional(),
  lines: z.array(lineInput).max(1000).optional(),
  ...draftFields,
  by,
});

export const purchaseOrderSuggest = z.object({
  supplier: supplierName,
  /** Those of all stores where left out. */
  storeIds: z.array(z.string()).min(1).max(100).optional(),
});

export const purchaseOrderSuggestion = z.object({
  supplier: z.string(),
  currency: z.string(),
  expectedOn: date.nullable(),
  lines: z.array(
    z.object({
      title: z.string(),
      sku: z.string().nullable(),
      barcode: z.string().nullable(),
      supplierSku: z.string().nullable(),
      unitCost: money.nullable(),
      allocations: z.array(
        z.object({
          storeId: z.string(),
          variantId: z.int(),
          locationId: z.int().nullable(),
          quantity: z.int(),
          /** Where the number comes from: the agent's proposal, or cover that ends before the goods could come. */
          from: z.enum(['proposal', 'cover']),
          why: z.string(),
          actionId: z.int().nullable(),
        }),
      ),
    }),
  ),
  notes: z.array(z.string()),
});

/** Matches codes with the variants of all stores. It changes nothing, and is a POST for its size. */
export const purchaseOrderMatchInput = z.object({
  codes: z.array(code).min(1).max(1000),
  storeIds: z.array(z.string()).min(1).max(100).optional(),
});

const matchedVariant = z.object({
  storeId: z.string(),
  variantId: z.int(),
  inventoryItemId: z.int(),
  title: z.string(),
  sku: z.string().nullable(),
  barcode: z.string().nullable(),
  by: z.enum(['sku', 'barcode']),
  supplier: z.string().nullable(),
  locations: z.array(z.object({ locationId: z.int(), name: z.string(), available: z.int() })),
});

export const purchaseOrderMatch = z.array(
  z.object({
    code: z.string(),
    /** several: more than one variant of one store has it. */
    outcome: z.enum(['found', 'several', 'none']),
    variants: z.array(matchedVariant),
  }),
);

export const purchaseOrderSend = z.object({
  id: z.int().positive(),
  version,
  /** To whom it went: an address, "portal", "phone". Nothing is mailed by the program. */
  to: z.string().trim().min(1).max(254).optional(),
  expectedOn: date.optional(),
  by,
});

export const purchaseOrderStep = z.object({
  id: z.int().positive(),
  version,
  reason: z.string().max(500).optional(),
  by,
});

export const purchaseOrderReceive = z.object({
  id: z.int().positive(),
  lines: z
    .array(
      z.object({
        allocationId: z.int(),
        /** Where it was put; the allocation's where left out. */
        locationId: z.int().optional(),
        accepted: count.default(0),
        damaged: count.default(0),
        short: count.default(0),
      }),
    )
    .min(1)
    .max(10_000),
  /** More came than was ordered, and it is to be kept. */
  confirmOver: z.boolean().default(false),
  /** Answers once the shops have booked it. */
  wait: z.boolean().default(true),
  /** Of this count alone: handed in again, where no answer came, it is booked once. */
  idempotencyKey: z.string().min(8).max(100).optional(),
  by,
});

export const purchaseOrderReceived = z.object({
  /** confirm: more came than was ordered; nothing was done. */
  outcome: z.enum(['done', 'confirm']),
  over: z.array(z.object({ allocationId: z.int(), title: z.string(), ordered: z.int(), would: z.int() })),
  /** One a store, or several where much came. */
  actions: z.array(
    z.object({ id: z.int(), storeId: z.string(), state: z.string(), text: z.string().nullable() }),
  ),
  order: purchaseOrder,
});

export const purchaseOrderScan = z.object({
  outcome: z.enum(['found', 'several', 'not_on_order', 'unknown']),
  /** Lines of the order that the code is on. */
  lines: z.array(line),
  /** What the code is in the stores, where it is not on the order. */
  variants: z.array(matchedVariant),
});

export const purchaseOrderDocument = z.object({
  name: z.string(),
  mediaType: z.string(),
  base64: z.string(),
  /** Of format mail: what a mailto: link carries. */
  mail: z.object({ to: z.string().nullable(), subject: z.string(), body: z.string() }).nullable(),
  /** What of the order the file can't show, for people; null where it shows everything. */
  warning: z.string().nullable(),
});

/** A location of a store, for choosing where goods go. */
export const location = z.object({
  storeId: z.string(),
  locationId: z.int(),
  name: z.string(),
  isActive: z.boolean(),
  countryCode: z.string().nullable(),
});

export type PurchaseOrderView = z.infer<typeof purchaseOrder>;
export type PurchaseOrderEntry = z.infer<typeof purchaseOrderEntry>;
export type PurchaseOrderEditInput = z.infer<typeof purchaseOrderEdit>;
export type PurchaseOrderLineInput = z.infer<typeof lineInput>;
export type PurchaseOrderReceiveInput = z.infer<typeof purchaseOrderReceive>;
export type PurchaseOrderReceivedView = z.infer<typeof purchaseOrderReceived>;
export type PurchaseOrderSuggestionView = z.infer<typeof purchaseOrderSuggestion>;
export type PurchaseOrderDocumentView = z.infer<typeof purchaseOrderDocument>;
export type MatchedVariantView = z.infer<typeof matchedVariant>;
