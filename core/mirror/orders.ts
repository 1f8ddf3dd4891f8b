/**
 * Writes orders into the mirror: a fast path for orders it has never seen, a merge for those it has. SQLite takes
 * the NaN of a packed column for NULL.
 */
import type { ShopifyId } from '../../shared/gid.ts';
import type { Day, EpochMs } from '../../shared/time.ts';
import type { Database } from '../sqlite/open.ts';
import type { DayClock } from './day-clock.ts';
import {
  EMAIL_INDEX_BYTES,
  LINE_NUMBERS,
  LINE_WIDTH,
  ORDER_NUMBERS,
  ORDER_TEXTS,
  ORDER_WIDTH,
  type OrderBatch,
  Texts,
  TRANSACTION_NUMBERS,
  TRANSACTION_TEXTS,
  TRANSACTION_WIDTH,
} from './order-batch.ts';
import { lineFigures, originalLine } from './order-figures.ts';

const LINE_COLUMNS = ['order_id', ...LINE_NUMBERS, 'tax_lines'];
const TRANSACTION_COLUMNS = ['order_id', ...TRANSACTION_NUMBERS, ...TRANSACTION_TEXTS];
const ORDER_COLUMNS = [...ORDER_NUMBERS, ...ORDER_TEXTS];
const PROCESSED_AT = ORDER_NUMBERS.indexOf('processed_at');
const UPDATED_AT = ORDER_NUMBERS.indexOf('updated_at');
const CUSTOMER_ID = ORDER_NUMBERS.indexOf('customer_id');
/** What a day's sums take from an order itself. */
const BOOKED = [
  'processed_at',
  'cancelled_at IS NULL',
  'test',
  'currency',
  'taxes_included',
  'shipping',
  'shipping_tax',
  'tip',
  'duties',
  'gross',
  'line_discount',
  'line_tax',
  'units',
];

type Value = number | string | Buffer | null;

export interface OrderWriter {
  /** `whole`: each order comes with all its lines, so others it had are dropped. */
  write(batch: OrderBatch, whole: boolean): void;
  /** Lines of orders written before (a bulk file's late children), unless the order is newer than `since`. */
  addLines(
    orderIds: readonly ShopifyId[],
    batch: Pick<OrderBatch, 'lines' | 'texts' | 'lineTexts'>,
    since: EpochMs,
  ): void;
  /** Names the variant of a line that had none. */
  linkLine(link: {
    orderId: ShopifyId;
    lineId: ShopifyId;
    productId: ShopifyId;
    variantId: ShopifyId;
    isGiftCard: boolean;
  }): void;
  /** Works out lines and sums as ordered again, after edits became known. */
  rederive(orderId: ShopifyId): void;
  /** Every day on which something of the order is booked. */
  bookedDays(orderId: ShopifyId): Day[];
  remove(orderId: ShopifyId): void;
}

/** `detailsAhead`: orders whose details came before they did. */
export function orderWriter(
  db: Database,
  clock: () => DayClock,
  touch: (day: Day) => void,
  detailsAhead: Set<ShopifyId>,
): OrderWriter {
  const marks = (count: number): string => Array(count).fill('?').join(', ');
  const sql = {
    insert: db.prepare(
      `INSERT INTO orders (${ORDER_COLUMNS.join(', ')}) VALUES (${marks(ORDER_COLUMNS.length)}) ON CONFLICT DO NOTHING`,
    ),
    replace: db.prepare(
      `REPLACE INTO orders (${ORDER_COLUMNS.join(', ')}) VALUES (${marks(ORDER_COLUMNS.length)})`,
    ),
    insertLine: db.prepare(
      `REPLACE INTO order_lines (${LINE_COLUMNS.join(', ')}) VALUES (${marks(LINE_COLUMNS.length)})`,
    ),
    insertTransaction: db.prepare(
      `REPLACE INTO order_transactions (${TRANSACTION_COLUMNS.join(', ')}) VALUES (${marks(TRANSACTION_COLUMNS.length)})`,
    ),
    insertPerson: db.prepare('REPLACE INTO order_people (order_id, email_index, sealed) VALUES (?, ?, ?)'),
    version: db.prepare('SELECT updated_at FROM orders WHERE id = ?').pluck(),
    booked: db.prepare(`SELECT ${BOOKED.join(', ')} FROM orders WHERE id = ?`).raw(),
    bookedLines: db
      .prepare(
        'SELECT id, variant_id, is_gift_card, ordered, gross, discount, tax FROM order_lines WHERE order_id = ?',
      )
      .raw(),
    detailDone: db.prepare('UPDATE orders SET detail_due = 0 WHERE id = ?'),
    detailVersion: db.prepare('SELECT updated_at FROM order_details WHERE order_id = ?').pluck(),
    text: db
      .prepare('SELECT id FROM line_texts WHERE title = ? AND variant_title = ? AND sku = ? AND vendor = ?')
      .pluck(),
    insertText: db.prepare('INSERT INTO line_texts (title, variant_title, sku, vendor) VALUES (?, ?, ?, ?)'),
    lineExists: db.prepare('SELECT 1 FROM order_lines WHERE order_id = ? AND id = ?').pluck(),
    statedLines: db.prepare(
      `SELECT id, quantity, unit_price AS unitPrice, stated_discount AS discount, stated_tax AS tax
         FROM order_lines WHERE order_id = ?`,
    ),
    taxesIncluded: db.prepare('SELECT taxes_included FROM orders WHERE id = ?').pluck(),
    originals: db.prepare('SELECT line_id, quantity FROM original_quantities WHERE order_id = ?').raw(),
    edits: db.prepare('SELECT line_id AS lineId, tax, discount FROM order_edits WHERE order_id = ?'),
    link: db.prepare(
      'UPDATE order_lines SET product_id = ?, variant_id = ?, is_gift_card = ? WHERE order_id = ? AND id = ?',
    ),
    deriveLine: db.prepare(
      'UPDATE order_lines SET ordered = ?, gross = ?, discount = ?, tax = ? WHERE order_id = ? AND id = ?',
    ),
    deriveOrder: db.prepare(
      `UPDATE orders SET (gross, line_discount, line_tax, units) = (
         SELECT coalesce(sum(iif(is_gift_card, 0, gross)), 0), coalesce(sum(iif(is_gift_card, 0, discount)), 0),
           coalesce(sum(tax), 0), coalesce(sum(iif(is_gift_card, 0, ordered)), 0)
         FROM order_lines WHERE order_id = ?1) WHERE id = ?1`,
    ),
    times: db
      .prepare(
        `SELECT processed_at FROM orders WHERE id = ?1
         UNION ALL SELECT processed_at FROM refunds WHERE order_id = ?1
         UNION ALL SELECT at FROM order_edits WHERE order_id = ?1`,
      )
      .pluck(),
    dropLines: db.prepare('DELETE FROM order_lines WHERE order_id = ?'),
    dropTransactions: db.prepare('DELETE FROM order_transactions WHERE order_id = ?'),
    dropPerson: db.prepare('DELETE FROM order_people WHERE order_id = ?'),
    drop: [
      'order_details',
      'original_quantities',
      'order_edits',
      'refunds',
      'refund_lines',
      'returns',
      'fulfillment_orders',
    ].map((table) => db.prepare(`DELETE FROM ${table} WHERE order_id = ?`)),
    dropOrder: db.prepare('DELETE FROM orders WHERE id = ?'),
    anyWithoutId: db.prepare('SELECT 1 FROM orders WHERE id < 0 LIMIT 1').pluck(),
    withoutId: db.prepare('SELECT id FROM orders WHERE name = ? AND id < 0').pluck(),
  };
  const orderArgs: Value[] = new Array(ORDER_COLUMNS.length).fill(null);
  const lineArgs: Value[] = new Array(LINE_COLUMNS.length).fill(null);
  const transactionArgs: Value[] = new Array(TRANSACTION_COLUMNS.length).fill(null);
  const knownTexts = new Map<string, number>();

  const textId = (key: [string, string, string, string]): number => {
    const joined = key.join('\0');
    let id = knownTexts.get(joined);
    if (id === undefined) {
      id = (sql.text.get(...key) as number | undefined) ?? Number(sql.insertText.run(...key).lastInsertRowid);
      if (knownTexts.size >= 20_000) knownTexts.clear();
      knownTexts.set(joined, id);
    }
    return id;
  };

  const textIdsOf = (texts: Texts, lineTexts: Uint32Array): number[] => {
    const ids: number[] = [];
    for (let i = 0; i < lineTexts.length; i += 4)
      ids.push(
        textId([
          texts.at(lineTexts[i]!),
          texts.at(lineTexts[i + 1]!),
          texts.at(lineTexts[i + 2]!),
          texts.at(lineTexts[i + 3]!),
        ]),
      );
    return ids;
  };

  const writeLine = (
    orderId: number,
    row: Float64Array,
    start: number,
    texts: Texts,
    textIds: number[],
  ): void => {
    lineArgs[0] = orderId;
    for (let i = 0; i < LINE_NUMBERS.length; i++) {
      lineArgs[i + 1] = row[start + i]!;
    }
    lineArgs[4] = textIds[row[start + 3]!]!;
    const taxLines = row[start + LINE_NUMBERS.length]!;
    lineArgs[LINE_NUMBERS.length + 1] = texts.orNull(taxLines);
    sql.insertLine.run(lineArgs);
  };

  const writeTransaction = (orderId: number, row: Float64Array, start: number, texts: Texts): void => {
    transactionArgs[0] = orderId;
    for (let i = 0; i < TRANSACTION_NUMBERS.length; i++) transactionArgs[i + 1] = row[start + i]!;
    for (let i = TRANSACTION_NUMBERS.length; i < TRANSACTION_WIDTH; i++) {
      const index = row[start + i]!;
      transactionArgs[i + 1] = texts.orNull(index);
    }
    sql.insertTransaction.run(transactionArgs);
  };

  const writePerson = (
    orderId: number,
    isGuest: boolean,
    people: Buffer,
    start: number,
    end: number,
  ): void => {
    const index = isGuest ? people.subarray(start, start + EMAIL_INDEX_BYTES) : null;
    sql.insertPerson.run(
      orderId,
      index?.some((byte) => byte !== 0) ? index : null,
      people.subarray(index ? start + EMAIL_INDEX_BYTES : start, end),
    );
  };

  const bookedDays = (orderId: ShopifyId): Day[] =>
    (sql.times.all({ 1: orderId }) as EpochMs[]).map((at) => clock().dayOf(at));

  const rederive = (orderId: ShopifyId): void => {
    const taxesIncluded = sql.taxesIncluded.get(orderId) as number | undefined;
    if (taxesIncluded === undefined) return;
    const originals = new Map(sql.originals.all(orderId) as [ShopifyId, number][]);
    const edits = sql.edits.all(orderId) as { lineId: ShopifyId; tax: number; discount: number }[];
    const edited = originals.size > 0 || edits.length > 0;
    for (const line of sql.statedLines.all(orderId) as {
      id: ShopifyId;
      quantity: number;
      unitPrice: number;
      discount: number;
      tax: number;
    }[]) {
      const f = lineFigures(edited ? originalLine(line, originals, edits) : line, taxesIncluded === 1);
      sql.deriveLine.run(f.ordered, f.gross, f.discount, f.tax, orderId, line.id);
    }
    sql.deriveOrder.run({ 1: orderId });
  };

  /** Everything of an order that books somewhere, to tell whether a newer payload changed it. */
  const bookings = (orderId: ShopifyId): string =>
    JSON.stringify([sql.booked.get(orderId), sql.bookedLines.all(orderId)]);

  const writer: OrderWriter = {
    write(batch, whole) {
      const { orders, lines, transactions } = batch;
      // Orders that a file named without their ids: the shop's own take their places.
      const standsIn = sql.anyWithoutId.get() !== undefined;
      const texts = new Texts(batch.texts);
      const people = Buffer.from(batch.people.buffer, batch.people.byteOffset, batch.people.byteLength);
      const textIds = textIdsOf(texts, batch.lineTexts);
      const days = clock();
      let lineAt = 0;
      let transactionAt = 0;
      let personAt = 0;
      for (let at = 0; at < orders.length; at += ORDER_WIDTH) {
        const id = orders[at]!;
        for (let i = 0; i < ORDER_NUMBERS.length; i++) {
          orderArgs[i] = orders[at + i]!;
        }
        for (let i = ORDER_NUMBERS.length; i < ORDER_COLUMNS.length; i++) {
          const index = orders[at + i]!;
          orderArgs[i] = texts.orNull(index);
        }
        const extra = at + ORDER_COLUMNS.length;
        const lineEnd = lineAt + orders[extra]! * LINE_WIDTH;
        const transactionEnd = transactionAt + orders[extra + 1]! * TRANSACTION_WIDTH;
        const personStart = personAt;
        personAt = orders[extra + 2]!;

        const isNew = sql.insert.run(orderArgs).changes === 1;
        if (isNew && standsIn && id > 0)
          for (const other of sql.withoutId.all(orderArgs[ORDER_NUMBERS.length]!) as ShopifyId[])
            writer.remove(other);
        let before: string | null = null;
        let daysBefore: Day[] = [];
        if (!isNew) {
          if (orders[at + UPDATED_AT]! < (sql.version.get(id) as number)) {
            lineAt = lineEnd;
            transactionAt = transactionEnd;
            continue;
          }
          before = bookings(id);
          daysBefore = bookedDays(id);
          sql.replace.run(orderArgs);
          if (whole) sql.dropLines.run(id);
          sql.dropTransactions.run(id);
          sql.dropPerson.run(id);
        }
        for (; lineAt < lineEnd; lineAt += LINE_WIDTH) writeLine(id, lines, lineAt, texts, textIds);
        for (; transactionAt < transactionEnd; transactionAt += TRANSACTION_WIDTH)
          writeTransaction(id, transactions, transactionAt, texts);
        if (personAt > personStart)
          writePerson(id, Number.isNaN(orders[at + CUSTOMER_ID]), people, personStart, personAt);
        if (isNew && !detailsAhead.delete(id)) {
          touch(days.dayOf(orders[at + PROCESSED_AT]!));
          continue;
        }
        const detailVersion = sql.detailVersion.get(id) as number | undefined;
        if (detailVersion !== undefined && detailVersion >= orders[at + UPDATED_AT]!) sql.detailDone.run(id);
        if (detailVersion !== undefined || !whole) rederive(id);
        if (before === null || before !== bookings(id))
          for (const day of [...daysBefore, ...bookedDays(id)]) touch(day);
      }
    },

    addLines(orderIds, batch, since) {
      const texts = new Texts(batch.texts);
      const textIds = textIdsOf(texts, batch.lineTexts);
      const changed = new Set<ShopifyId>();
      orderIds.forEach((orderId, index) => {
        const start = index * LINE_WIDTH;
        const isNewer = (sql.version.get(orderId) as number) > since;
        if (isNewer && sql.lineExists.get(orderId, batch.lines[start]!)) return;
        writeLine(orderId, batch.lines, start, texts, textIds);
        changed.add(orderId);
      });
      for (const orderId of changed) {
        rederive(orderId);
        for (const day of bookedDays(orderId)) touch(day);
      }
    },

    linkLine({ orderId, lineId, productId, variantId, isGiftCard }) {
      sql.link.run(productId, variantId, isGiftCard ? 1 : 0, orderId, lineId);
      sql.deriveOrder.run({ 1: orderId });
      for (const day of bookedDays(orderId)) touch(day);
    },
    rederive,
    bookedDays,

    remove(orderId) {
      for (const day of bookedDays(orderId)) touch(day);
      for (const statement of [
        sql.dropLines,
        sql.dropTransactions,
        sql.dropPerson,
        ...sql.drop,
        sql.dropOrder,
      ])
        statement.run(orderId);
    },
  };
  return writer;
}
