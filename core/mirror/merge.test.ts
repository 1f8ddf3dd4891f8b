/** Whatever order payloads come in, however often: the same rows, the same sums. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mirror } from './mirror.ts';
import { bulkTargetOf } from './mirror.ts';
import type { OrderDetailRecord, OrderRecord, ProductRecord } from './records.ts';
import {
  aDetail,
  aLine,
  anOrder,
  aProduct,
  aRefund,
  aRefundLine,
  aVariant,
  memoryMirror,
  NOON,
} from './test-records.ts';

type Payload =
  | { kind: 'order'; row: OrderRecord }
  | { kind: 'detail'; row: OrderDetailRecord }
  | { kind: 'product'; row: ProductRecord };

const DAY = 86_400_000;

/** Versions of one order: quantities, days, cancellation and tests change from one to the next. */
const orderVersion = fc
  .record({
    id: fc.integer({ min: 1, max: 3 }),
    version: fc.integer({ min: 1, max: 4 }),
    day: fc.integer({ min: 0, max: 3 }),
    cancelled: fc.boolean(),
    test: fc.boolean(),
    edited: fc.boolean(),
    quantities: fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 3 }),
    variant: fc.constantFrom(100, 101, null),
    shipping: fc.nat(900),
  })
  .map(
    ({ id, version, day, cancelled, test, edited, quantities, variant, shipping }): Payload => ({
      kind: 'order',
      row: anOrder(id, {
        processedAt: NOON - day * DAY,
        updatedAt: NOON + version,
        cancelledAt: cancelled ? NOON : null,
        test,
        edited,
        needsDetail: edited,
        shipping,
        shippingTax: Math.round(shipping / 6),
        tags: [`v${version}`],
        person: { email: `v${version}@example.com` },
        lines: quantities.map((quantity, index) =>
          aLine(id * 10 + index, {
            quantity,
            variantId: variant,
            title: `Mug ${version}`,
            tax: quantity * 200,
            isGiftCard: index === 2,
          }),
        ),
        transactions: [
          { id, kind: 'SALE', status: 'SUCCESS', gateway: 'card', test, amount: 1, fee: version, at: NOON },
        ],
      }),
    }),
  );

const detailVersion = fc
  .record({
    orderId: fc.integer({ min: 1, max: 3 }),
    version: fc.integer({ min: 1, max: 4 }),
    day: fc.integer({ min: -1, max: 2 }),
    quantity: fc.integer({ min: 1, max: 3 }),
    edit: fc.integer({ min: -1, max: 2 }),
    lost: fc.boolean(),
  })
  .map(
    ({ orderId, version, day, quantity, edit, lost }): Payload => ({
      kind: 'detail',
      row: aDetail(orderId, {
        updatedAt: NOON + version,
        refunds: [
          aRefund(orderId, {
            processedAt: NOON - day * DAY,
            adjustment: -version,
            lines: [
              aRefundLine(orderId, orderId * 10, {
                quantity,
                subtotal: quantity * 1200,
                tax: quantity * 200,
                restockType: lost ? 'NO_RESTOCK' : 'RETURN',
              }),
            ],
          }),
        ],
        edits:
          edit === 0
            ? []
            : [
                {
                  id: 1,
                  at: NOON - DAY,
                  lineId: orderId * 10,
                  quantity: edit,
                  total: edit * 1200,
                  tax: edit * 200,
                  discountBeforeTaxes: 0,
                },
              ],
        originalQuantities: edit === 0 ? [] : [{ lineId: orderId * 10, quantity: 1 }],
      }),
    }),
  );

const productVersion = fc
  .record({
    version: fc.integer({ min: 1, max: 3 }),
    cost: fc.constantFrom(null, 300, 500),
    both: fc.boolean(),
  })
  .map(
    ({ version, cost, both }): Payload => ({
      kind: 'product',
      row: aProduct(10, {
        updatedAt: version,
        title: `v${version}`,
        variants: [100, ...(both ? [101] : [])].map((id) =>
          aVariant(id, { updatedAt: version, itemUpdatedAt: version, unitCost: cost, price: version }),
        ),
      }),
    }),
  );

/** One payload a version: two with the same updatedAt would be the same payload in Shopify. */
const payloads = fc
  .array(fc.oneof(orderVersion, detailVersion, productVersion), { maxLength: 14 })
  .map((all) => {
    const versions = new Map<string, Payload>();
    for (const payload of all) {
      const id = payload.kind === 'detail' ? payload.row.orderId : payload.row.id;
      versions.set(`${payload.kind} ${id} ${payload.row.updatedAt}`, payload);
    }
    return [...versions.values()];
  });

function take(mirror: Mirror, payload: Payload): void {
  if (payload.kind === 'order') mirror.upsertOrders([payload.row]);
  else if (payload.kind === 'detail') mirror.applyOrderDetails([payload.row]);
  else mirror.upsertProducts([payload.row]);
}

/** Every row of every table but sealed bytes (random) and texts' own numbers. */
function contents(mirror: Mirror): unknown {
  while (mirror.settleRollUps() > 0);
  const { db } = bulkTargetOf(mirror);
  const tables = db
    .prepare(
      // What is derived, or marks what is to be derived again, tells of the way and not of where it led.
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'product_words*'
         AND name NOT IN ('meta', 'line_texts', 'stock_marks', 'stock_rows', 'product_texts', 'outlook_counts')`,
    )
    .pluck()
    .all() as string[];
  return {
    rows: Object.fromEntries(
      tables.map((table) => [
        table,
        (db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all() as Record<string, unknown>[]).map(
          ({ sealed: _, text_id: __, ...row }) => row,
        ),
      ]),
    ),
    titles: db
      .prepare(
        'SELECT l.order_id, l.id, t.title FROM order_lines l JOIN line_texts t ON t.id = l.text_id ORDER BY 1, 2',
      )
      .all(),
    people: [1, 2, 3].map((id) => mirror.orderPerson(id)),
  };
}

describe('merging', () => {
  it('does not depend on the order in which versions come, nor on how often', () => {
    fc.assert(
      fc.property(
        payloads.chain((all) =>
          fc.tuple(
            fc.constant(all),
            fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2, maxLength: all.length * 2 }),
          ),
        ),
        ([first, shuffled]) => {
          const one = memoryMirror();
          const other = memoryMirror();
          try {
            for (const payload of first) take(one, payload);
            for (const payload of shuffled) take(other, payload);
            expect(contents(other)).toEqual(contents(one));
            expect(other.check()).toEqual({ ok: true, problems: [] });
          } finally {
            one.close();
            other.close();
          }
        },
      ),
      { numRuns: 100 },
    );
  }, 30_000);
});
