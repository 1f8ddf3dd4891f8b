/** Orders as a list and one by one, without anything of the person but the country. */
import { RoyalError } from '../../shared/errors.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { Currency, Minor } from '../../shared/money.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { Database } from '../sqlite/open.ts';

type OrderSort = 'newest' | 'oldest' | 'highest' | 'lowest';

export interface OrderRow {
  orderId: ShopifyId;
  name: string;
  placedAt: EpochMs;
  total: Minor;
  currency: Currency;
  items: number;
  financialState: string | null;
  fulfillmentState: string;
  cancelled: boolean;
  country: string | null;
}

interface OrderWithLines extends OrderRow {
  discounts: Minor;
  shipping: Minor;
  tax: Minor;
  refunded: Minor;
  cancelReason: string | null;
  lines: {
    lineId: ShopifyId;
    productId: ShopifyId | null;
    variantId: ShopifyId | null;
    title: string;
    sku: string | null;
    quantity: number;
    currentQuantity: number;
    unitPrice: Minor;
    discount: Minor;
  }[];
}

export interface OrderQueries {
  /** `cursor` is that of an earlier page with the same search and sort. Throws invalid_input on another text. */
  orderPage(question: { search?: string; sort: OrderSort; limit: number; cursor?: string }): {
    rows: OrderRow[];
    next: string | null;
  };
  /** null where the mirror has no such order. */
  order(id: ShopifyId): OrderWithLines | null;
  /** Placed before the instant, or at it with a lower id; newest first. */
  ordersBefore(position: { at: EpochMs; id: number }, limit: number): OrderRow[];
}

const ROW = `o.id AS orderId, o.name, o.processed_at AS placedAt, o.total, o.currency, o.units AS items,
  o.financial_status AS financialState, o.fulfillment_status AS fulfillmentState,
  o.cancelled_at IS NOT NULL AS cancelled, o.country_code AS country`;

/** Column, direction, and how a row after the cursor compares. */
const SORTS: Record<OrderSort, { column: string; direction: 'ASC' | 'DESC'; after: '<' | '>' }> = {
  newest: { column: 'processed_at', direction: 'DESC', after: '<' },
  oldest: { column: 'processed_at', direction: 'ASC', after: '>' },
  highest: { column: 'total', direction: 'DESC', after: '<' },
  lowest: { column: 'total', direction: 'ASC', after: '>' },
};
/** Orders that one beginning of a name may stand for, before they are sorted. */
const MOST_NAMED = 2000;

type Raw = Omit<OrderRow, 'cancelled'> & { cancelled: number };

export function orderQueries(db: Database): OrderQueries {
  const page = Object.fromEntries(
    (Object.keys(SORTS) as OrderSort[]).map((sort) => {
      const { column, direction, after } = SORTS[sort];
      const order = `ORDER BY o.${column} ${direction}, o.id ${direction} LIMIT @limit`;
      const further = `(o.${column}, o.id) ${after} (@value, @id)`;
      const named = `o.id IN (SELECT id FROM orders WHERE name >= @from AND name < @to
        UNION SELECT id FROM orders WHERE name >= @hash AND name < @hashTo LIMIT ${MOST_NAMED})`;
      const select = `SELECT ${ROW}, o.${column} AS sortValue FROM orders o WHERE o.test = 0`;
      return [
        sort,
        {
          all: db.prepare(`${select} ${order}`),
          allAfter: db.prepare(`${select} AND ${further} ${order}`),
          named: db.prepare(`${select} AND ${named} ${order}`),
          namedAfter: db.prepare(`${select} AND ${named} AND ${further} ${order}`),
        },
      ];
    }),
  ) as Record<
    OrderSort,
    Record<'all' | 'allAfter' | 'named' | 'namedAfter', ReturnType<Database['prepare']>>
  >;
  const one = db.prepare(
    `SELECT ${ROW}, o.discounts, o.shipping, o.tax, o.refunded, o.cancel_reason AS cancelReason
     FROM orders o WHERE o.id = ?`,
  );
  const lines = db.prepare(
    `SELECT l.id AS lineId, l.product_id AS productId, l.variant_id AS variantId, t.title,
       t.variant_title AS variant, t.sku, l.quantity, l.current_quantity AS currentQuantity,
       l.unit_price AS unitPrice, l.stated_discount AS discount
     FROM order_lines l JOIN line_texts t ON t.id = l.text_id WHERE l.order_id = ? ORDER BY l.id`,
  );
  const before = db.prepare(
    `SELECT ${ROW} FROM orders o WHERE o.test = 0 AND (o.processed_at, o.id) < (?, ?)
     ORDER BY o.processed_at DESC, o.id DESC LIMIT ?`,
  );

  return {
    orderPage({ search, sort, limit, cursor }) {
      const after = cursor === undefined ? null : readCursor(cursor);
      const name = search?.trim() ?? '';
      const statements = page[sort];
      const statement =
        name === ''
          ? after
            ? statements.allAfter
            : statements.all
          : after
            ? statements.namedAfter
            : statements.named;
      const found = statement.all({
        limit: limit + 1,
        ...(after ?? {}),
        ...(name === ''
          ? {}
          : { from: name, to: `${name}\u{10ffff}`, hash: `#${name}`, hashTo: `#${name}\u{10ffff}` }),
      }) as (Raw & { sortValue: number })[];
      const last = found.length > limit ? found[limit - 1] : undefined;
      return {
        rows: found.slice(0, limit).map(({ sortValue: _, ...row }) => toRow(row)),
        next: last ? `${last.sortValue}:${last.orderId}` : null,
      };
    },
    order(id) {
      const row = one.get(id) as
        | (Raw & Pick<OrderWithLines, 'discounts' | 'shipping' | 'tax' | 'refunded' | 'cancelReason'>)
        | undefined;
      if (!row) return null;
      const found = lines.all(id) as (Omit<OrderWithLines['lines'][number], 'sku'> & {
        variant: string;
        sku: string;
      })[];
      return {
        ...row,
        cancelled: row.cancelled === 1,
        lines: found.map(({ variant, sku, title, ...line }) => ({
          ...line,
          title: variant === '' || variant === 'Default Title' ? title : `${title} · ${variant}`,
          sku: sku === '' ? null : sku,
        })),
      };
    },
    ordersBefore: ({ at, id }, limit) => (before.all(at, id, limit) as Raw[]).map(toRow),
  };
}

function toRow(row: Raw): OrderRow {
  return { ...row, cancelled: row.cancelled === 1 };
}

function readCursor(cursor: string): { value: number; id: number } {
  const match = /^(-?\d{1,16}):(\d{1,16})$/.exec(cursor);
  if (match) return { value: Number(match[1]), id: Number(match[2]) };
  throw new RoyalError({
    code: 'invalid_input',
    message: 'The position in the list of orders is not one that was given out.',
    next: 'Begin at the first page.',
  });
}
