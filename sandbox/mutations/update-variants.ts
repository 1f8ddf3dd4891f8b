/** productVariantsBulkUpdate: prices, compare-at prices and unit costs of one product's variants. */

import { notResolved } from '../graphql/problems.ts';
import { checkInputSize } from '../graphql/query-root.ts';
import type { ShopRequest } from '../graphql/request.ts';
import type { Arguments, Stored } from '../graphql/values.ts';
import type { InventoryItem, ProductVariant } from '../model.ts';
import { decimal, digitsOf, fixed, minorOf } from '../seed/money.ts';
import type { Change } from './journal.ts';
import type { MutationResult, UserError } from './result.ts';

interface VariantInput {
  id?: string | null;
  price?: string | null;
  compareAtPrice?: string | null;
  inventoryItem?: { cost?: string | null } | null;
}

export function updateVariants(args: Arguments, request: ShopRequest): MutationResult {
  const { documents, shop } = request;
  const inputs = args.variants as VariantInput[];
  checkInputSize(inputs);
  for (const input of inputs) checkInput(input);
  const product = documents.get(shop.domain, 'Product', args.productId as string);
  if (!product)
    return failed([
      { field: ['productId'], message: 'Product does not exist', code: 'PRODUCT_DOES_NOT_EXIST' },
    ]);

  const errors: UserError[] = [];
  const edits: Edit[] = [];
  inputs.forEach((input, index) => {
    const variant = input.id ? documents.get(shop.domain, 'ProductVariant', input.id) : null;
    const error = problemOf(input, variant, product.id, index);
    if (error) errors.push(error);
    else edits.push(new Edit(input, variant!, request));
  });
  if (errors.length > 0 && args.allowPartialUpdates !== true) return failed(errors);

  const changes = edits.flatMap((edit) => edit.apply(request));
  if (changes.length > 0) {
    product.updatedAt = request.clock.iso();
    documents.put(shop.domain, 'Product', product);
    request.webhooks.changed(shop, 'Product', product as unknown as Stored);
  }
  return {
    payload: { product, productVariants: edits.map(({ variant }) => variant), userErrors: errors },
    changes,
  };
}

function failed(userErrors: UserError[]): MutationResult {
  return { payload: { product: null, productVariants: null, userErrors }, changes: [] };
}

function checkInput(input: VariantInput): void {
  for (const name of Object.keys(input))
    if (!['id', 'price', 'compareAtPrice', 'inventoryItem'].includes(name))
      throw notResolved(`ProductVariantsBulkInput.${name}`);
  for (const name of Object.keys(input.inventoryItem ?? {}))
    if (name !== 'cost') throw notResolved(`InventoryItemInput.${name}`);
}

function problemOf(
  input: VariantInput,
  variant: ProductVariant | null,
  productId: string,
  index: number,
): UserError | null {
  const at = ['variants', String(index)];
  if (!input.id)
    return {
      field: [...at, 'id'],
      message: 'Product variant is missing ID attribute',
      code: 'PRODUCT_VARIANT_ID_MISSING',
    };
  if (variant?.product.id !== productId)
    return {
      field: [...at, 'id'],
      message: 'Product variant does not exist',
      code: 'PRODUCT_VARIANT_DOES_NOT_EXIST',
    };
  if (input.price != null && Number(input.price) < 0)
    return {
      field: [...at, 'price'],
      message: 'Price must be greater than or equal to 0',
      code: 'GREATER_THAN_OR_EQUAL_TO',
    };
  return null;
}

class Edit {
  readonly variant: ProductVariant;
  readonly #item: InventoryItem | null;
  readonly #changes: Change[] = [];

  constructor(input: VariantInput, variant: ProductVariant, { documents, shop }: ShopRequest) {
    this.variant = variant;
    const digits = digitsOf(shop.currency);
    const price = (text: string) => fixed(minorOf(text, digits), digits);
    if (input.price != null) this.#set(variant, 'price', price(input.price));
    if (input.compareAtPrice !== undefined)
      this.#set(variant, 'compareAtPrice', input.compareAtPrice && price(input.compareAtPrice));
    const cost = input.inventoryItem?.cost;
    this.#item =
      cost === undefined ? null : documents.get(shop.domain, 'InventoryItem', variant.inventoryItem.id);
    if (!this.#item) return;
    const amount = cost ? decimal(minorOf(cost, digits), digits) : null;
    if (amount !== (this.#item.unitCost?.amount ?? null))
      this.#set(this.#item, 'unitCost', amount === null ? null : { amount, currencyCode: shop.currency });
  }

  #set<T extends { id: string }, F extends keyof T & string>(target: T, field: F, after: T[F]): void {
    const before = target[field];
    if (before === after) return;
    target[field] = after;
    this.#changes.push({ id: target.id, field, before, after });
  }

  apply({ documents, shop, clock }: ShopRequest): Change[] {
    for (const { id } of this.#changes) {
      if (id === this.variant.id) {
        this.variant.updatedAt = clock.iso();
        documents.put(shop.domain, 'ProductVariant', this.variant);
      } else if (this.#item) {
        this.#item.updatedAt = clock.iso();
        documents.put(shop.domain, 'InventoryItem', this.#item);
      }
    }
    return this.#changes;
  }
}
