/** Rows of a products export as a product with its variants: continuation, repeated and image-only rows. Pure. */
import type { ShopifyId } from '../../shared/gid.ts';
import type { Currency } from '../../shared/money.ts';
import type { Refusal } from '../ledger/imports.ts';
import type { ProductRecord, VariantRecord } from '../mirror/records.ts';
import type { Cells, ProductField } from './headers.ts';
import { type Reading, readRow } from './reading.ts';
import { inventoryItemId, productId, variantId } from './synthetic-ids.ts';
import { CellError, countCell, flagCell, listCell, moneyCell } from './values.ts';

export interface ProductRow {
  line: number;
  cells: Cells<ProductField>;
}

export interface FoundProduct {
  record: ProductRecord;
  /** Of tracked variants whose quantity the file states, at no location in particular. */
  stock: { inventoryItemId: ShopifyId; available: number }[];
}

/** The option value of a product that has one variant. */
export const ONLY_VARIANT = 'Default Title';

/** An export does not say when a product was made: for as long as anybody knows. */
const ALWAYS = 0;

/** All rows of one handle that follow each other. `at` becomes `updatedAt`. */
export function readProduct(
  rows: readonly ProductRow[],
  currency: Currency,
  at: number,
): Reading<FoundProduct> {
  const refused: Refusal[] = [];
  const first = (field: ProductField): string =>
    rows.map((row) => row.cells(field)).find((text) => text !== '') ?? '';
  const handle = first('handle');
  const refuseAll = (reason: string): Reading<FoundProduct> => {
    const told = new Set(refused.map((one) => one.line));
    return {
      found: null,
      refused: [
        ...refused,
        ...rows.filter((row) => !told.has(row.line)).map(({ line }) => ({ line, reason })),
      ],
    };
  };
  if (handle === '') return refuseAll('the handle is missing');
  const title = first('title');
  if (title === '') return refuseAll('the title is missing in every row of this handle');
  const head = readRow(rows[0]!.line, () => ({
    status: statusCell(first('status')),
    isGiftCard: flagCell(first('giftCard'), false, 'Gift Card'),
  }));
  if (head.refusal) {
    refused.push(head.refusal);
    return refuseAll(`the product can't be read: see line ${head.refusal.line}`);
  }

  const names = (['option1Name', 'option2Name', 'option3Name'] as const).map(first);
  const variants = new Map<string, { line: number; variant: VariantRecord }>();
  const stock: FoundProduct['stock'] = [];
  for (const { line, cells } of rows) {
    if (!statesVariant(cells)) {
      if (!isPicture(cells) && cells('title') === '' && cells('handle') === '')
        refused.push({ line, reason: 'the row holds neither a product, nor a variant, nor an image' });
      continue;
    }
    const options = optionValues(cells);
    const key = JSON.stringify(options);
    const known = variants.get(key);
    // A row with a picture repeats its product's cells where a program has filled them in.
    if (known && cells('price') === '') continue;
    const read = readRow(line, () => variantOf(cells, { handle, options, names, currency, at }));
    if (read.refusal) {
      refused.push(read.refusal);
      continue;
    }
    const variant = { ...read.value.variant, position: known?.variant.position ?? variants.size + 1 };
    if (known) {
      if (JSON.stringify(known.variant) !== JSON.stringify(variant))
        refused.push({ line, reason: `it has the same option values as line ${known.line}` });
      continue;
    }
    variants.set(key, { line, variant });
    if (variant.tracked && read.value.quantity !== null)
      stock.push({ inventoryItemId: variant.inventoryItemId, available: read.value.quantity });
  }
  if (variants.size === 0) return refuseAll('no variant of its product could be read');
  return {
    found: {
      record: {
        id: productId(handle),
        title,
        handle,
        vendor: first('vendor'),
        productType: first('type'),
        status: head.value.status,
        tags: listCell(first('tags')),
        isGiftCard: head.value.isGiftCard,
        createdAt: ALWAYS,
        updatedAt: at,
        publishedAt: null,
        variants: [...variants.values()].map(({ variant }) => variant),
      },
      stock,
    },
    refused,
  };
}

/** Option values as an id is made of them; a product without options has one variant. */
export function optionValues(cells: Cells<'option1' | 'option2' | 'option3'>): string[] {
  const values = (['option1', 'option2', 'option3'] as const).map((field) => cells(field));
  while (values.length > 1 && values.at(-1) === '') values.pop();
  return values[0] === '' && values.length === 1 ? [ONLY_VARIANT] : values;
}

function statesVariant(cells: Cells<ProductField>): boolean {
  return cells('price') !== '' || cells('option1') !== '' || cells('sku') !== '';
}

function isPicture(cells: Cells<ProductField>): boolean {
  return cells('image') !== '' || cells('variantImage') !== '';
}

function variantOf(
  cells: Cells<ProductField>,
  given: { handle: string; options: string[]; names: string[]; currency: Currency; at: number },
): { variant: VariantRecord; quantity: number | null } {
  const { handle, options, names, currency, at } = given;
  const price = moneyCell(cells('price'), currency, 'the price');
  if (price === null) throw new CellError('the price is missing');
  if (price < 0) throw new CellError('the price is below zero');
  return {
    variant: {
      id: variantId(handle, options),
      productId: productId(handle),
      inventoryItemId: inventoryItemId(handle, options),
      title: options.filter((value) => value !== '').join(' / '),
      sku: cells('sku').replace(/^'/, '') || null,
      barcode: cells('barcode').replace(/^'/, '') || null,
      price,
      compareAtPrice: moneyCell(cells('compareAtPrice'), currency, 'the compare-at price'),
      position: 0,
      inventoryPolicy: flagCell(cells('policy'), false, 'the inventory policy') ? 'CONTINUE' : 'DENY',
      taxable: flagCell(cells('taxable'), true, 'the taxable flag'),
      requiresComponents: false,
      tracked: cells('tracker') !== '',
      requiresShipping: flagCell(cells('requiresShipping'), true, 'the shipping flag'),
      unitCost: moneyCell(cells('cost'), currency, 'the cost per item'),
      options: options.map((value, index) => ({
        name: names[index] || (index === 0 ? 'Title' : `Option${index + 1}`),
        value,
      })),
      components: [],
      createdAt: ALWAYS,
      updatedAt: at,
      itemUpdatedAt: at,
    },
    quantity: countCell(cells('quantity'), 'the inventory quantity'),
  };
}

function statusCell(text: string): ProductRecord['status'] {
  const status = text.toUpperCase();
  if (status === '' || status === 'ACTIVE') return 'ACTIVE';
  if (status === 'ARCHIVED' || status === 'DRAFT' || status === 'UNLISTED') return status;
  throw new CellError('the status is neither active, draft, archived nor unlisted');
}
