/** The shapes of stocktakes.*. Values at cost are null where unknown, and where the caller may not see them. */
import { z } from 'zod';
import { by, page } from './inputs.ts';
import { epochMs, money } from './schemas.ts';

const version = z.int().positive();
const code = z.string().trim().min(1).max(255);

export const stocktake = z.object({
  id: z.int(),
  storeId: z.string(),
  locationId: z.int(),
  locationName: z.string().nullable(),
  name: z.string(),
  state: z.enum(['counting', 'finishing', 'finished', 'cancelled']),
  /** Why it is counted on though it was finished once: what the shop or a person said; null where it is not. */
  because: z.string().nullable(),
  version,
  lines: z.int(),
  counted: z.int(),
  /** Lines counted otherwise than expected. */
  different: z.int(),
  /** Of those: units more and fewer, and their value at cost, where the cost is known. */
  unitsOver: z.int(),
  unitsUnder: z.int(),
  valueOver: money.nullable(),
  valueUnder: money.nullable(),
  /** Different lines whose cost is unknown: not in the values. */
  unvalued: z.int(),
  createdAt: epochMs,
  createdBy: z.string(),
  finishedAt: epochMs.nullable(),
  actionIds: z.array(z.int()),
});

const stocktakeLine = z.object({
  id: z.int(),
  variantId: z.int(),
  inventoryItemId: z.int(),
  title: z.string(),
  sku: z.string().nullable(),
  barcode: z.string().nullable(),
  /** On hand when the line was first counted, or when the count began. */
  expected: z.int(),
  counted: z.int().nullable(),
  difference: z.int().nullable(),
  value: money.nullable(),
  countedBy: z.string().nullable(),
  countedAt: epochMs.nullable(),
});

export const stocktakeCreate = z.object({
  storeId: z.string(),
  locationId: z.int(),
  name: z.string().trim().min(1).max(200).optional(),
  /** Part of a title, SKU, barcode, vendor or type; all that the location stocks where left out. */
  search: z.string().max(200).optional(),
  by,
});

export const stocktakeQuery = z.object({ storeId: z.string().optional(), ...page });
export const stocktakePage = z.object({ rows: z.array(stocktake), total: z.int() });

export const stocktakeLinesQuery = z.object({
  id: z.int().positive(),
  filter: z.enum(['all', 'counted', 'uncounted', 'different']).default('all'),
  search: z.string().max(200).optional(),
  ...page,
});
export const stocktakeLinesPage = z.object({ rows: z.array(stocktakeLine), total: z.int() });

/** By line, or by SKU or barcode. `add` counts on, as a scanner does; else the number is what there is. */
export const stocktakeCount = z.object({
  id: z.int().positive(),
  counts: z
    .array(
      z.object({
        lineId: z.int().positive().optional(),
        code: code.optional(),
        quantity: z.int().min(-1_000_000).max(1_000_000).nullable(),
        add: z.boolean().default(false),
      }),
    )
    .min(1)
    .max(500),
  by,
});

export const stocktakeCounted = z.object({
  lines: z.array(stocktakeLine),
  refused: z.array(z.object({ index: z.int(), code: z.string().nullable(), reason: z.string() })),
});

export const stocktakeStep = z.object({
  id: z.int().positive(),
  version,
  wait: z.boolean().default(true),
  by,
});

export type StocktakeView = z.infer<typeof stocktake>;

export type StocktakeLineView = z.infer<typeof stocktakeLine>;
