/** A shop in memory that counts what was really changed, and fails in the ways a real one does. */
import { RoyalError } from '../../../shared/errors.ts';
import { fromGid, toGid } from '../../../shared/gid.ts';
import type { RequestOptions, SendOutcome, ShopClient } from '../../connectors/shop-client.ts';
import {
  INVENTORY_ADJUST,
  INVENTORY_BY_IDS,
  ORDER_TAGS,
  TAGS_ADD,
  TAGS_REMOVE,
  VARIANT_PRICE_UPDATE,
  VARIANT_PRICES,
} from '../../connectors/shopify/documents.ts';
import type { UserError } from '../user-errors.ts';

type Variables = Record<string, unknown>;

/** What happens to the next mutation: carried out and the answer lost, never arrived, or turned away. */
type MutationFault = 'answer_lost' | 'request_lost' | 'throttled' | 'shop_refused';

export interface FakeShop extends ShopClient {
  /** Decimal strings by variant id. */
  prices: Map<number, string>;
  /** "item:location" to available units. */
  levels: Map<string, number>;
  tags: Map<number, string[]>;
  granted: Set<string>;
  /** One line for each mutation that changed something. */
  effectiveWrites: string[];
  /** Mutations that reached the shop, replays included. */
  arrived: number;
  /** Taken one for each mutation, in order. */
  faults: MutationFault[];
  /** While true nothing can be reached. */
  down: boolean;
  now: () => number;
  /** Runs before each mutation is carried out: another writer at work. */
  beforeMutation: (() => void) | null;
  /** Awaited before a mutation leaves: points, a new token. */
  atTheDoor: (() => Promise<void>) | null;
  /** Runs after a read was answered. */
  afterRead: (() => void) | null;
}

const KEY_LIFE_MS = 24 * 3_600_000;

export function createFakeShop(now: () => number): FakeShop {
  const keys = new Map<string, { at: number; parameters: string; answer: unknown }>();

  const change = (shop: FakeShop, line: string, differs: boolean, write: () => void): void => {
    if (!differs) return;
    write();
    shop.effectiveWrites.push(line);
  };

  const adjust = (shop: FakeShop, { key, input }: Variables): unknown => {
    const parameters = JSON.stringify(input);
    const kept = keys.get(key as string);
    const refuse = (code: string): unknown => ({
      inventoryAdjustQuantities: {
        inventoryAdjustmentGroup: null,
        userErrors: [{ field: null, message: code, code } satisfies UserError],
      },
    });
    if (kept && shop.now() - kept.at < KEY_LIFE_MS) {
      if (kept.parameters !== parameters) return refuse('IDEMPOTENCY_KEY_PARAMETER_MISMATCH');
      return kept.answer ?? refuse('IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED');
    }
    const { changes } = input as {
      changes: {
        inventoryItemId: string;
        locationId: string;
        delta: number;
        changeFromQuantity: number | null;
      }[];
    };
    const levelOf = (one: (typeof changes)[number]): string =>
      `${fromGid(one.inventoryItemId)}:${fromGid(one.locationId)}`;
    const stale = changes.some(
      (one) => one.changeFromQuantity !== null && shop.levels.get(levelOf(one)) !== one.changeFromQuantity,
    );
    if (stale) {
      keys.set(key as string, { at: shop.now(), parameters, answer: null });
      return refuse('CHANGE_FROM_QUANTITY_STALE');
    }
    for (const one of changes)
      shop.levels.set(levelOf(one), (shop.levels.get(levelOf(one)) ?? 0) + one.delta);
    shop.effectiveWrites.push(`adjust ${changes.map((one) => `${levelOf(one)} ${one.delta}`).join(', ')}`);
    const answer = {
      inventoryAdjustQuantities: {
        inventoryAdjustmentGroup: {
          id: toGid('InventoryAdjustmentGroup', keys.size + 1),
          changes: changes.map((one) => ({
            name: 'available',
            delta: one.delta,
            quantityAfterChange: shop.levels.get(levelOf(one)),
            item: { id: one.inventoryItemId },
            location: { id: one.locationId },
          })),
        },
        userErrors: [],
      },
    };
    keys.set(key as string, { at: shop.now(), parameters, answer });
    return answer;
  };

  const mutate = (shop: FakeShop, document: string, variables: Variables): unknown => {
    if (document === INVENTORY_ADJUST) return adjust(shop, variables);
    if (document === VARIANT_PRICE_UPDATE) {
      const [{ id, price }] = variables.variants as [{ id: string; price: string }];
      const variant = fromGid(id);
      change(shop, `price ${variant} ${price}`, shop.prices.get(variant) !== price, () =>
        shop.prices.set(variant, price),
      );
      return {
        productVariantsBulkUpdate: { productVariants: [{ id, price, updatedAt: '' }], userErrors: [] },
      };
    }
    const order = fromGid(variables.id as string);
    const given = variables.tags as string[];
    const before = shop.tags.get(order) ?? [];
    const adds = document === TAGS_ADD;
    const after = adds
      ? [...new Set([...before, ...given])]
      : before.filter((tag) => !given.some((name) => name.toLowerCase() === tag.toLowerCase()));
    change(
      shop,
      `${adds ? 'tag' : 'untag'} ${order} ${given.join(',')}`,
      after.length !== before.length,
      () => shop.tags.set(order, after),
    );
    return { [adds ? 'tagsAdd' : 'tagsRemove']: { node: { id: variables.id }, userErrors: [] } };
  };

  const read = (shop: FakeShop, document: string, variables: Variables): unknown => {
    if (document === ORDER_TAGS) {
      const tags = shop.tags.get(fromGid(variables.id as string));
      return { order: tags ? { id: variables.id, tags } : null };
    }
    const ids = variables.ids as string[];
    if (document === VARIANT_PRICES)
      return {
        nodes: ids.map((id) => {
          const price = shop.prices.get(fromGid(id));
          return price === undefined ? null : { id, price, product: { id: toGid('Product', 900) } };
        }),
      };
    if (document !== INVENTORY_BY_IDS)
      throw new Error(`The fake shop does not know ${document.slice(0, 60)}`);
    return {
      nodes: ids.map((id) => {
        const own = [...shop.levels].filter(([key]) => key.startsWith(`${fromGid(id)}:`));
        return {
          id,
          inventoryLevels: {
            nodes: own.map(([key, quantity]) => ({
              location: { id: toGid('Location', Number(key.split(':')[1])) },
              quantities: [{ name: 'available', quantity }],
            })),
            pageInfo: { hasNextPage: false },
          },
        };
      }),
    };
  };

  const shop: FakeShop = {
    prices: new Map(),
    levels: new Map(),
    tags: new Map(),
    granted: new Set(['write_products', 'write_inventory', 'write_orders']),
    effectiveWrites: [],
    arrived: 0,
    faults: [],
    down: false,
    now,
    beforeMutation: null,
    atTheDoor: null,
    afterRead: null,
    scopes: async () => shop.granted,
    download: () => Promise.reject(new Error('The fake shop has no files.')),
    async request<Data>(
      document: string,
      variables: Variables = {},
      options: RequestOptions = {},
    ): Promise<Data> {
      const isMutation = [INVENTORY_ADJUST, VARIANT_PRICE_UPDATE, TAGS_ADD, TAGS_REMOVE].includes(document);
      if (shop.down) throw failure('shop_unavailable', isMutation ? 'uncertain' : undefined);
      if (!isMutation) {
        const answer = structuredClone(read(shop, document, variables));
        shop.afterRead?.();
        return answer as Data;
      }
      await shop.atTheDoor?.();
      options.leaving?.();
      const fault = shop.faults.shift();
      if (fault === 'request_lost') throw failure('answer_lost', 'uncertain');
      if (fault === 'throttled') throw failure('throttled', 'refused');
      if (fault === 'shop_refused') throw failure('shop_refused', 'refused');
      shop.beforeMutation?.();
      shop.arrived += 1;
      const answer = structuredClone(mutate(shop, document, variables));
      if (fault === 'answer_lost') throw failure('answer_lost', 'uncertain');
      return answer as Data;
    },
  };
  return shop;
}

function failure(
  code: 'answer_lost' | 'throttled' | 'shop_refused' | 'shop_unavailable',
  outcome?: SendOutcome,
): RoyalError {
  return new RoyalError({
    code,
    message: `Fault: ${code}.`,
    next: 'Wait.',
    details: outcome ? { outcome } : {},
  });
}
