/** inventorySetQuantities: absolute quantities with compare-and-set, all of them or none. */

import { badRequest } from '../graphql/problems.ts';
import { checkInputSize } from '../graphql/query-root.ts';
import type { ShopRequest } from '../graphql/request.ts';
import type { Arguments } from '../graphql/values.ts';
import type { InventoryItem, InventoryLevel } from '../model.ts';
import { failed, isReason, isReference, journalled, levelOf, type Step } from './adjust-quantities.ts';
import type { MutationResult, UserError } from './result.ts';

interface QuantityInput {
  inventoryItemId: string;
  locationId: string;
  quantity: number;
  changeFromQuantity?: number | null;
}

interface SetInput {
  name: string;
  reason: string;
  referenceDocumentUri?: string | null;
  quantities: QuantityInput[];
}

export function setQuantities(args: Arguments, request: ShopRequest): MutationResult {
  const input = args.input as SetInput;
  checkInputSize(input.quantities);
  const problem = inputProblem(input);
  if (problem) return failed([problem]);
  const name = input.name as 'available' | 'on_hand';
  const items = new Map<string, InventoryItem>();
  const found = input.quantities.map((one) => levelOf(one, items, request));
  const errors = input.quantities.flatMap(
    (one, index) =>
      quantityProblem(one, found[index] ?? null, items.get(one.inventoryItemId), name, index) ?? [],
  );
  if (errors.length > 0) return failed(errors);

  const at = request.clock.iso();
  const { documents, shop } = request;
  const steps: Step[] = [];
  for (const [index, one] of input.quantities.entries()) {
    const level = found[index]!;
    const delta = one.quantity - level.quantities[name];
    if (delta === 0) continue;
    // What is on hand is what is available and what is promised: both move together.
    for (const changed of ['available', 'on_hand'] as const) {
      level.quantities[changed] += delta;
      steps.push({
        name: changed,
        delta,
        quantityAfterChange: level.quantities[changed],
        item: { id: one.inventoryItemId },
        location: { id: one.locationId },
        ledgerDocumentUri: null,
      });
    }
    level.updatedAt = at;
    const item = items.get(one.inventoryItemId)!;
    documents.put(shop.domain, 'InventoryItem', item);
    request.webhooks.levelChanged(shop, item.id, level);
  }
  const group = {
    id: `gid://shopify/InventoryAdjustmentGroup/${documents.nextId(shop.domain, 'InventoryAdjustmentGroup')}`,
    createdAt: at,
    reason: input.reason,
    referenceDocumentUri: input.referenceDocumentUri ?? null,
    changes: steps,
  };
  return { payload: { inventoryAdjustmentGroup: group, userErrors: [] }, changes: journalled(steps) };
}

function inputProblem(input: SetInput): UserError | null {
  for (const [index, one] of input.quantities.entries())
    if (!Object.hasOwn(one, 'changeFromQuantity'))
      throw badRequest(
        `changeFromQuantity is required for input.quantities.${index}: pass the expected quantity, or null to opt out.`,
        'MISSING_REQUIRED_ARGUMENT',
      );
  if (input.name !== 'available' && input.name !== 'on_hand')
    return {
      field: ['input', 'name'],
      message: "The quantity name must be either 'available' or 'on_hand'.",
      code: 'INVALID_NAME',
    };
  if (!isReason(input.reason))
    return {
      field: ['input', 'reason'],
      message: 'The specified reason is invalid.',
      code: 'INVALID_REASON',
    };
  if (!isReference(input.referenceDocumentUri))
    return {
      field: ['input', 'referenceDocumentUri'],
      message: 'The specified reference document is invalid.',
      code: 'INVALID_REFERENCE_DOCUMENT',
    };
  const places = input.quantities.map((one) => `${one.inventoryItemId} ${one.locationId}`);
  const twice = places.findIndex((place, index) => places.indexOf(place) !== index);
  return twice < 0
    ? null
    : {
        field: ['input', 'quantities', String(twice)],
        message: 'The combination of inventoryItemId and locationId must be unique.',
        code: 'NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR',
      };
}

function quantityProblem(
  one: QuantityInput,
  level: InventoryLevel | null,
  item: InventoryItem | undefined,
  name: 'available' | 'on_hand',
  index: number,
): UserError | null {
  const error = (field: string, message: string, code: string): UserError => ({
    field: ['input', 'quantities', String(index), field],
    message,
    code,
  });
  if (!item)
    return error(
      'inventoryItemId',
      'The specified inventory item could not be found.',
      'INVALID_INVENTORY_ITEM',
    );
  if (!level?.isActive)
    return error('locationId', 'The specified location could not be found.', 'INVALID_LOCATION');
  if (!item.tracked)
    return error(
      'inventoryItemId',
      'The specified inventory item is not allowed to be adjusted via API.',
      'NON_MUTABLE_INVENTORY_ITEM',
    );
  if (one.changeFromQuantity !== null && one.changeFromQuantity !== level.quantities[name])
    return error(
      'changeFromQuantity',
      'The changeFromQuantity value does not match persisted value.',
      'CHANGE_FROM_QUANTITY_STALE',
    );
  if (one.quantity > 1_000_000_000)
    return error(
      'quantity',
      "The total quantity can't be higher than 1,000,000,000.",
      'INVALID_QUANTITY_TOO_HIGH',
    );
  if (one.quantity < -1_000_000_000)
    return error(
      'quantity',
      "The total quantity can't be lower than -1,000,000,000.",
      'INVALID_QUANTITY_TOO_LOW',
    );
  return null;
}
