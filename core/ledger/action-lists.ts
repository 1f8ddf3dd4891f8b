/** Actions as others look them up: what was done in a span, what is about a product, what is called so. Read only. */
import type { ActionState, StoreId } from '../../shared/action.ts';
import { beginWith, foldedWords } from '../../shared/folding.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { Database } from '../sqlite/open.ts';

export interface ActionNote {
  id: number;
  type: string;
  storeId: StoreId;
  state: ActionState;
  title: string;
  /** When it last moved. */
  at: EpochMs;
  outcome: string | null;
}

export interface ActionLists {
  /** Verified in [from, before), oldest first. */
  doneBetween(storeId: StoreId, from: EpochMs, before: EpochMs, limit: number): ActionNote[];
  /** Whose input names one of the variants, or the product; newest first. */
  about(
    storeId: StoreId,
    of: { productId: ShopifyId; variantIds: readonly ShopifyId[] },
    limit: number,
  ): ActionNote[];
  /** By number, or by the beginnings of the words of their title; among the newest of the stores. */
  called(text: string, storeIds: readonly StoreId[], limit: number): ActionNote[];
}

/** Titles looked through for words: a palette is for what is at hand. */
const LOOKED_THROUGH = 3000;

const NOTE = `SELECT id, type, store AS storeId, state, title, updated_at AS at,
  json_extract(outcome, '$.text') AS outcome FROM actions`;

export function createActionLists(db: Database): ActionLists {
  const done = db.prepare<[string, number, number, number], ActionNote>(
    `${NOTE} WHERE store = ? AND state = 'verified' AND updated_at >= ? AND updated_at < ?
     ORDER BY updated_at, id LIMIT ?`,
  );
  const about = db.prepare<[{ store: string; product: number; variants: string; limit: number }], ActionNote>(
    `${NOTE} WHERE store = @store AND (
       json_extract(input, '$.productId') = @product
       OR json_extract(input, '$.variantId') IN (SELECT value FROM json_each(@variants))
       OR EXISTS (SELECT 1 FROM json_each(input, '$.lines') l
         WHERE json_extract(l.value, '$.variantId') IN (SELECT value FROM json_each(@variants)))
       OR (json_extract(input, '$.purchaseOrderId') IN (SELECT l.purchase_order
         FROM purchase_order_lines l JOIN purchase_order_allocations a ON a.line = l.id
         WHERE a.store = @store AND a.variant IN (SELECT value FROM json_each(@variants))))
     ) ORDER BY id DESC LIMIT @limit`,
  );
  const numbered = db.prepare<[number], ActionNote>(`${NOTE} WHERE id = ?`);
  const newest = db.prepare<[string, number], ActionNote>(
    `${NOTE} WHERE store IN (SELECT value FROM json_each(?)) ORDER BY id DESC LIMIT ?`,
  );
  return {
    doneBetween: (storeId, from, before, limit) => done.all(storeId, from, before, limit),
    about: (storeId, { productId, variantIds }, limit) =>
      about.all({ store: storeId, product: productId, variants: JSON.stringify(variantIds), limit }),
    called(text, storeIds, limit) {
      const number = /^#?(\d{1,15})$/.exec(text.trim());
      const exact = number ? numbered.get(Number(number[1])) : undefined;
      const found = exact && storeIds.includes(exact.storeId) ? [exact] : [];
      const words = foldedWords(text);
      if (words.length === 0) return found;
      for (const note of newest.iterate(JSON.stringify(storeIds), LOOKED_THROUGH)) {
        if (found.length >= limit) break;
        if (note.id !== exact?.id && beginWith(foldedWords(note.title), words)) found.push(note);
      }
      return found;
    },
  };
}
