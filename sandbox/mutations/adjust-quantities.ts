/** inventoryAdjustQuantities: signed changes of stock with compare-and-set, all of them or none. */

import { badRequest } from '../graphql/problems.ts';
import { checkInputSize } from '../graphql/query-root.ts';
import type { ShopRequest } from '../graphql/request.ts';
import type { Arguments, Stored } from '../graphql/values.ts';
import type { InventoryItem, InventoryLevel, QuantityName } from '../model.ts';
import type { Change } from './journal.ts';
import type { MutationResult, UserError } from './result.ts';

interface ChangeInput {
  inventoryItemId: string;
  locationId: string;
  delta: number;
  changeFromQuantity?: number | null;
  ledgerDocumentUri?: string | null;
}

interface AdjustInput {
  name: string;
  reason: string;
  referenceDocumentUri?: string | null;
  changes: ChangeInput[];
}

const REASONS = new Set([
  'correction',
  'cycle_count_available',
  'damaged',
  'movement_canceled',
  'movement_created',
  'movement_received',
  'movement_updated',
  'other',
  'promotion',
  'quality_control',
  'received',
  'reservation_created',
  'reservation_deleted',
  'reservation_updated',
  'restock',
  'safety_stock',
  'shrinkage',
]);
const MAX_QUANTITY = 1_000_000_000;

export function isReason(reason: string): boolean {
  return REASONS.has(reason);
}

export function isReference(uri: string | null | undefined): boolean {
  return uri == null || /^(gid:\/\/[^/]+\/[^/]+\/.+|(?!gid:)[a-z][a-z0-9+.-]*:.+)$/i.test(uri);
}

export function adjustQuantities(args: Arguments, request: ShopRequest): MutationResult {
  const input = args.input as AdjustInput;
  checkInputSize(input.changes);
  const error = inputProblem(input);
  if (error) return failed([error]);
  const name = input.name as QuantityName;

  const items = new Map<string, InventoryItem>();
  const errors: UserError[] = [];
  const steps = input.changes.map((change, index) => {
    const level = levelOf(change, items, request);
    const problem = changeProblem(change, level, name, items.get(change.inventoryItemId), index);
    if (problem) errors.push(problem);
    // Applied in memory at once, so that a second change of the same level sees the first.
    return level && !problem ? step(level, change, name) : [];
  });
  if (errors.length > 0) return failed(errors);

  const at = request.clock.iso();
  const { documents, shop } = request;
  for (const [index, change] of input.changes.entries()) {
    if (change.delta === 0) continue;
    const item = items.get(change.inventoryItemId)!;
    const level = item.inventoryLevels.find(({ location }) => location.id === change.locationId)!;
    level.updatedAt = at;
    documents.put(shop.domain, 'InventoryItem', item);
    if (steps[index]!.some(({ name: changed }) => changed === 'available'))
      request.webhooks.levelChanged(shop, item.id, level);
  }
  const group = {
    id: `gid://shopify/InventoryAdjustmentGroup/${documents.nextId(shop.domain, 'InventoryAdjustmentGroup')}`,
    createdAt: at,
    reason: input.reason,
    referenceDocumentUri: input.referenceDocumentUri ?? null,
    changes: steps.flat(),
  };
  return { payload: { inventoryAdjustmentGroup: group, userErrors: [] }, changes: journalled(steps.flat()) };
}

export function failed(userErrors: UserError[]): MutationResult {
  return { payload: { inventoryAdjustmentGroup: null, userErrors }, changes: [] };
}

function inputProblem(input: AdjustInput): UserError | null {
  input.changes.forEach((change, index) => {
    if (!Object.hasOwn(change, 'changeFromQuantity'))
      throw badRequest(
        `changeFromQuantity is required for input.changes.${index}: pass the expected quantity, or null to opt out.`,
        'MISSING_REQUIRED_ARGUMENT',
      );
  });
  if (input.name !== 'available' && input.name !== 'incoming')
    return {
      field: ['input', 'name'],
      message: 'The specified quantity name is invalid.',
      code: 'INVALID_QUANTITY_NAME',
    };
  if (!isReason(input.reason))
    return {
      field: ['input', 'reason'],
      message: 'The specified reason is invalid.',
      code: 'INVALID_REASON',
    };
  if (new Set(input.changes.map((change) => change.ledgerDocumentUri ?? null)).size > 1)
    return {
      field: ['input', 'changes'],
      message:
        'All changes must have the same ledger document URI or, in the case of adjusting available, no ledger document URI.',
      code: 'MAX_ONE_LEDGER_DOCUMENT',
    };
  if (!isReference(input.referenceDocumentUri))
    return {
      field: ['input', 'referenceDocumentUri'],
      message: 'The specified reference document is invalid.',
      code: 'INVALID_REFERENCE_DOCUMENT',
    };
  return null;
}

export function levelOf(
  change: Pick<ChangeInput, 'inventoryItemId' | 'locationId'>,
  items: Map<string, InventoryItem>,
  { documents, shop }: ShopRequest,
): InventoryLevel | null {
  const known = items.get(change.inventoryItemId);
  const item = known ?? documents.get(shop.domain, 'InventoryItem', change.inventoryItemId);
  if (!item) return null;
  items.set(item.id, item);
  return item.inventoryLevels.find(({ location }) => location.id === change.locationId) ?? null;
}

function changeProblem(
  change: ChangeInput,
  level: InventoryLevel | null,
  name: QuantityName,
  item: InventoryItem | undefined,
  index: number,
): UserError | null {
  const at = ['input', 'changes', String(index)];
  const error = (field: string, message: string, code: string): UserError => ({
    field: [...at, field],
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
    return error(
      'locationId',
      'The specified inventory item is not stocked at the location.',
      'INVALID_LOCATION',
    );
  if (!item.tracked)
    return error(
      'inventoryItemId',
      'The specified inventory item is not allowed to be adjusted via API.',
      'NON_MUTABLE_INVENTORY_ITEM',
    );
  if (name !== 'available' && !change.ledgerDocumentUri)
    return error('ledgerDocumentUri', 'A ledger document URI is required.', 'INVALID_QUANTITY_DOCUMENT');
  if (change.ledgerDocumentUri?.startsWith('gid://shopify/'))
    return error(
      'ledgerDocumentUri',
      'Internal (gid://shopify/) ledger documents are not allowed to be adjusted via API.',
      'INTERNAL_LEDGER_DOCUMENT',
    );
  if (name === 'available' && change.ledgerDocumentUri)
    return error(
      'ledgerDocumentUri',
      'A ledger document URI is not allowed when adjusting available.',
      'INVALID_AVAILABLE_DOCUMENT',
    );
  const before = level.quantities[name];
  if (change.changeFromQuantity !== null && change.changeFromQuantity !== before)
    return error(
      'changeFromQuantity',
      'The changeFromQuantity argument no longer matches the persisted quantity.',
      'CHANGE_FROM_QUANTITY_STALE',
    );
  if (before + change.delta > MAX_QUANTITY)
    return error('delta', `The quantity can't be higher than ${MAX_QUANTITY}.`, 'INVALID_QUANTITY_TOO_HIGH');
  if (before + change.delta < -MAX_QUANTITY)
    return error('delta', `The quantity can't be lower than -${MAX_QUANTITY}.`, 'INVALID_QUANTITY_TOO_LOW');
  return null;
}

export interface Step extends Stored {
  name: QuantityName;
  delta: number;
  quantityAfterChange: number;
  item: { id: string };
  location: { id: string };
}

/** on_hand follows available. */
function step(level: InventoryLevel, change: ChangeInput, name: QuantityName): Step[] {
  const names: QuantityName[] = name === 'available' ? ['available', 'on_hand'] : [name];
  return names.map((changed) => {
    level.quantities[changed] += change.delta;
    return {
      name: changed,
      delta: change.delta,
      quantityAfterChange: level.quantities[changed],
      item: { id: change.inventoryItemId },
      location: { id: change.locationId },
      ledgerDocumentUri: change.ledgerDocumentUri ?? null,
    };
  });
}

export function journalled(steps: Step[]): Change[] {
  return steps
    .filter(({ delta }) => delta !== 0)
    .map(({ name, delta, quantityAfterChange, item, location }) => ({
      id: `${item.id} ${location.id}`,
      field: name,
      before: quantityAfterChange - delta,
      after: quantityAfterChange,
    }));
}
