/** The lines of a draft as they are worked on, and how they go back to the core. */
import type {
  MatchedVariantView,
  PurchaseOrderLineInput,
  PurchaseOrderView,
} from '../../../../shared/contract/purchasing-schemas.ts';

export interface DraftPart {
  storeId: string;
  variantId: number;
  /** null: where most of it lies, chosen when the order is sent. */
  locationId: number | null;
  /** null while nothing is typed. */
  quantity: number | null;
}

export interface DraftLine {
  title: string;
  sku: string | null;
  barcode: string | null;
  supplierSku: string | null;
  /** Minor units of the order's currency; null where not known. */
  unitCost: number | null;
  /** The line's cost has not been read yet: the core takes what the terms say. */
  costLeftOut?: boolean;
  parts: DraftPart[];
}

export function draftOf({ lines }: Pick<PurchaseOrderView, 'lines'>): DraftLine[] {
  return lines.map(({ title, sku, barcode, supplierSku, unitCost, allocations }) => ({
    title,
    sku,
    barcode,
    supplierSku,
    unitCost: unitCost?.minor ?? null,
    parts: allocations.map(({ storeId, variantId, locationId, quantity }) => ({
      storeId,
      variantId,
      locationId,
      quantity,
    })),
  }));
}

/** What is kept: parts without units, and lines without parts, are still being typed. */
export function inputOf(lines: readonly DraftLine[]): PurchaseOrderLineInput[] {
  return lines.flatMap(({ parts, costLeftOut, unitCost, ...line }) => {
    const allocations = parts.flatMap(({ quantity, ...part }) =>
      quantity !== null && quantity > 0 ? [{ ...part, quantity }] : [],
    );
    return allocations.length === 0 ? [] : [{ ...line, ...(costLeftOut ? {} : { unitCost }), allocations }];
  });
}

/** Every line has units somewhere, so that what is kept is what is seen. */
export function isWhole(lines: readonly DraftLine[]): boolean {
  return lines.every(
    ({ parts }) => parts.length > 0 && parts.every(({ quantity }) => quantity !== null && quantity > 0),
  );
}

/**
 * Puts a variant on the order: on the line that has the same goods, in its own store's part; else on a new line at the
 * end. Returns the lines and which of them it is on.
 */
export function withVariant(
  lines: readonly DraftLine[],
  variant: Pick<MatchedVariantView, 'storeId' | 'variantId' | 'title' | 'sku' | 'barcode'>,
  units: number,
): { lines: DraftLine[]; at: number } {
  const { storeId, variantId, title, sku, barcode } = variant;
  const part: DraftPart = { storeId, variantId, locationId: null, quantity: units };
  const holds = (line: DraftLine): boolean =>
    line.parts.some((one) => one.storeId === storeId && one.variantId === variantId);
  const same = (line: DraftLine): boolean =>
    (sku !== null && line.sku === sku) || (sku === null && barcode !== null && line.barcode === barcode);
  const held = lines.findIndex(holds);
  const at = held >= 0 ? held : lines.findIndex(same);
  if (at < 0)
    return {
      lines: [
        ...lines,
        { title, sku, barcode, supplierSku: null, unitCost: null, costLeftOut: true, parts: [part] },
      ],
      at: lines.length,
    };
  const line = lines[at]!;
  const parts =
    held >= 0
      ? line.parts.map((one, index) =>
          index === line.parts.findIndex((mine) => mine.storeId === storeId && mine.variantId === variantId)
            ? { ...one, quantity: (one.quantity ?? 0) + units }
            : one,
        )
      : [...line.parts, part];
  return { lines: lines.map((one, index) => (index === at ? { ...line, parts } : one)), at };
}

export function unitsOf({ parts }: Pick<DraftLine, 'parts'>): number {
  return parts.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0);
}
