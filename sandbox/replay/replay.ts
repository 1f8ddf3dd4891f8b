/**
 * Replays a folder of real transactions as the pound store: an order an invoice, a refund a return, moved by whole
 * weeks so that the last of them is near now. kinds.ts says what each line becomes. Buyers outside the United
 * Kingdom pay no tax; invoice times are London wall-clock times.
 */
import type { Documents } from '../documents.ts';
import type { Location, Order, Shop } from '../model.ts';
import { idOf } from '../model.ts';
import { fulfil, refund } from '../seed/after-sale.ts';
import { type BuyerRecord, customerOf } from '../seed/buyers.ts';
import { makeLocations } from '../seed/catalogue.ts';
import { DAY_MS, instantOf, iso, offsetAt } from '../seed/clock.ts';
import { buyerOf } from '../seed/people.ts';
import { Random } from '../seed/random.ts';
import { STORES, shopOf } from '../seed/shops.ts';
import { type SaleLine, Till } from '../seed/till.ts';
import { countryCode } from './countries.ts';
import { readTransactions, type Transaction, transactionFiles } from './csv.ts';
import { type Good, Goods } from './goods.ts';
import { isGiftCard, isProduct, isReturnInvoice, kindsOfSale, type LineKind, wishOfReturn } from './kinds.ts';
import { Memory } from './memory.ts';
import { emptyReport, type ReplayReport } from './report.ts';

const PLAN = STORES.gbp;
const WEEK_MS = 7 * DAY_MS;
const SHIP_MS = 26 * 3_600_000;
const INVOICES_PER_TRANSACTION = 100;

/** Fills an empty shop `royal-gbp`. The report is kept as the note `replay`. */
export async function replayTransactions(
  documents: Documents,
  folder: string,
  options: { now: number; log?: (line: string) => void },
): Promise<ReplayReport> {
  const files = transactionFiles(folder);
  const { first, last } = await spanOf(files);
  const wallNow = options.now + offsetAt(options.now, PLAN.zone);
  const shift = Math.floor((wallNow - last) / WEEK_MS) * WEEK_MS;
  const replay = new Replay(documents, shift, first, last, options.now);
  for (const file of files) {
    await replay.read(file);
    options.log?.(`replayed ${file}: ${replay.report.total} lines so far`);
  }
  const report = replay.finish(files.length);
  documents.putNote('replay', report);
  options.log?.(`replay: ${JSON.stringify(report)}`);
  return report;
}

/** First and last wall-clock time in the files. */
async function spanOf(files: readonly string[]): Promise<{ first: number; last: number }> {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const file of files)
    for await (const line of readTransactions(file)) {
      if (!line) continue;
      if (line.wall < first) first = line.wall;
      if (line.wall > last) last = line.wall;
    }
  if (last < first) throw new Error('The folder has CSV files without a single transaction.');
  return { first, last };
}

class Replay {
  readonly report: ReplayReport;
  readonly #documents: Documents;
  readonly #shop: Shop;
  readonly #till: Till;
  readonly #locations: Location[];
  readonly #goods: Goods;
  readonly #memory = new Memory();
  readonly #customers = new Map<string, BuyerRecord & { index: number }>();
  readonly #seenInvoices = new Map<string, number>();
  readonly #shift: number;
  readonly #now: number;
  readonly #beforeData: number;
  #invoice: Transaction[] = [];
  #waiting: Transaction[][] = [];

  constructor(documents: Documents, shift: number, first: number, last: number, now: number) {
    this.#documents = documents;
    this.#shift = shift;
    this.#now = now;
    this.#shop = shopOf(PLAN);
    documents.putShop(this.#shop);
    this.#till = new Till(documents, this.#shop);
    this.#beforeData = instantOf(Math.floor((first + shift) / DAY_MS) * DAY_MS - DAY_MS / 2, PLAN.zone);
    this.#locations = makeLocations(documents, this.#shop, PLAN, this.#beforeData - 30 * DAY_MS);
    this.#goods = new Goods(documents, this.#shop, instantOf(last + shift, PLAN.zone));
    this.report = emptyReport(
      shift / WEEK_MS,
      iso(first + shift).slice(0, 10),
      iso(last + shift).slice(0, 10),
    );
  }

  async read(file: string): Promise<void> {
    for await (const line of readTransactions(file)) {
      this.report.total += 1;
      if (!line) {
        this.#count('malformed');
        continue;
      }
      if (this.#invoice[0] && this.#invoice[0].invoice !== line.invoice) this.#close();
      this.#invoice.push(line);
    }
  }

  finish(files: number): ReplayReport {
    if (this.#invoice.length > 0) this.#close();
    this.#write();
    this.#goods.store(this.#locations);
    const random = new Random(1, 'replay customers');
    this.#documents.putMany(
      this.#shop.domain,
      'Customer',
      [...this.#customers.values()].map((record) => customerOf(record, record.index, this.#shop, random)),
    );
    this.report.files = files;
    this.report.customers = this.#customers.size;
    this.report.products = this.#goods.size;
    return this.report;
  }

  #count(kind: LineKind, lines = 1): void {
    this.report.lines[kind] += lines;
  }

  #close(): void {
    this.#waiting.push(this.#invoice);
    this.#invoice = [];
    if (this.#waiting.length >= INVOICES_PER_TRANSACTION) this.#write();
  }

  #write(): void {
    this.#documents.transaction(() => {
      for (const lines of this.#waiting) {
        const { invoice } = lines[0]!;
        const parts = this.#seenInvoices.get(invoice) ?? 0;
        if (parts === 0) this.report.invoices += 1;
        this.#seenInvoices.set(invoice, parts + 1);
        this.#countRepeated(lines);
        // An invoice taken up again further down becomes a second order: what was sold is stored already.
        if (isReturnInvoice(invoice)) this.#giveBack(lines);
        else this.#sell(lines, parts === 0 ? invoice : `${invoice}-${parts + 1}`);
      }
    });
    this.#waiting = [];
  }

  #countRepeated(lines: readonly Transaction[]): void {
    const seen = new Set(
      lines.map(
        (line) => `${line.stockCode}|${line.quantity}|${line.price}|${line.wall}|${line.description}`,
      ),
    );
    this.report.repeatedLines += lines.length - seen.size;
  }

  #at(line: Transaction): number {
    return instantOf(line.wall + this.#shift, PLAN.zone);
  }

  #sell(lines: readonly Transaction[], name: string): void {
    const kinds = kindsOfSale(lines);
    for (const kind of kinds) this.#count(kind);
    const sold = lines.filter((_, i) => kinds[i] === 'orderLines');
    if (sold.length === 0) return;
    const shipping = lines.reduce(
      (sum, line, i) => (kinds[i] === 'shippingLines' ? sum + line.price * line.quantity : sum),
      0,
    );
    const at = this.#at(sold[0]!);
    const order = this.#ring(sold, name, at, shipping, []);
    const shippedAt = at + SHIP_MS;
    const shipped = shippedAt <= this.#now;
    const parcel = fulfil(
      this.#till,
      order,
      this.#locations[0]!.id,
      at + 3 * DAY_MS,
      shipped ? shippedAt : null,
    );
    for (const line of sold)
      if (isProduct(line.stockCode)) {
        const good = this.#good(line, at);
        this.#goods.sold(good, line.quantity, at);
        if (!shipped && !isGiftCard(line.stockCode)) good.committed += line.quantity;
      }
    this.#documents.put(this.#shop.domain, 'FulfillmentOrder', parcel);
    this.#documents.put(this.#shop.domain, 'Order', order);
    this.report.orders += 1;
    this.#remember(order, sold, at, shipping);
  }

  #ring(lines: readonly Transaction[], name: string, at: number, shipping: number, tags: string[]): Order {
    const { customer, country } = lines[0]!;
    const code = countryCode(country);
    const taxRate = code === PLAN.country ? PLAN.taxRate : 0;
    const record = customer ? this.#customer(customer, code, at) : null;
    const buyer = record ? buyerOf(record.index, PLAN.name, record.country) : null;
    const order = this.#till.ring({
      name,
      at,
      lines: lines.map((line) => this.#saleLine(line, at, taxRate)),
      shipping: shipping > 0 ? { title: 'Postage', price: shipping, taxRate } : null,
      taxTitle: PLAN.taxTitle,
      tip: 0,
      presentment: null,
      customer: record ? { id: `gid://shopify/Customer/${record.id}` } : null,
      email: buyer?.email ?? null,
      phone: buyer?.phone ?? null,
      address: buyer?.address ?? null,
      discountCodes: [],
      tags,
      sourceName: 'web',
      test: lines.every((line) => /^TEST\d/.test(line.stockCode)),
      risk: { recommendation: 'NONE', assessments: [] },
      gateway: 'invoice',
      paid: true,
      fee: 0,
    });
    if (record) {
      record.orders += 1;
      record.spent += this.#till.penOf(order).read(order.totalPriceSet);
      record.last = Math.max(record.last, at);
    }
    return order;
  }

  #saleLine(line: Transaction, at: number, taxRate: number): SaleLine {
    const good = isProduct(line.stockCode) ? this.#good(line, at) : null;
    const giftCard = isGiftCard(line.stockCode);
    return {
      title: line.description || good?.title || line.stockCode,
      variantTitle: null,
      sku: good ? line.stockCode : null,
      vendor: null,
      product: good && { id: good.product },
      variant: good && { id: good.variant },
      quantity: Math.abs(line.quantity),
      unitPrice: line.price,
      discounts: [],
      taxRate: giftCard ? 0 : taxRate,
      giftCard,
      requiresShipping: good !== null && !giftCard,
      duty: 0,
    };
  }

  #good(line: Transaction, at: number): Good {
    return this.#goods.of(line.stockCode, line.description, line.price, at);
  }

  #customer(number: string, country: string | null, at: number): BuyerRecord & { index: number } {
    let record = this.#customers.get(number);
    if (!record) {
      record = {
        id: this.#documents.nextId(this.#shop.domain, 'Customer'),
        index: this.#customers.size,
        country: country ?? PLAN.country,
        first: at,
        last: at,
        orders: 0,
        spent: 0,
      };
      this.#customers.set(number, record);
    }
    if (at < record.first) record.first = at;
    return record;
  }

  #remember(order: Order, lines: readonly Transaction[], at: number, shipping: number): void {
    const id = idOf(order.id);
    const { customer } = lines[0]!;
    const worth = this.#till.penOf(order).read(order.totalPriceSet);
    this.#memory.addOrder(customer, { order: id, at, worth, shipping });
    for (const [i, line] of lines.entries())
      this.#memory.addLine(customer, line.stockCode, {
        order: id,
        line: order.lineItems[i]!.id,
        at,
        left: line.quantity,
      });
  }

  #giveBack(lines: readonly Transaction[]): void {
    const at = this.#at(lines[0]!);
    const plans = new Map<number, RefundPlan>();
    const unmatched: Transaction[] = [];
    const planOf = (order: number): RefundPlan => {
      const plan = plans.get(order) ?? { lines: [], shipping: 0, given: 0 };
      plans.set(order, plan);
      return plan;
    };
    for (const line of lines) {
      const kind = this.#match(line, at, planOf);
      this.#count(kind);
      if (kind === 'unmatchedReturns') unmatched.push(line);
      if (kind === 'refundLines' || kind === 'unmatchedReturns')
        if (isProduct(line.stockCode)) this.#goods.sold(this.#good(line, at), line.quantity, at);
    }
    for (const [id, plan] of plans) {
      const order = this.#documents.get(this.#shop.domain, 'Order', id);
      if (order) this.#refund(order, plan, at);
    }
    if (unmatched.length > 0) this.#sellBefore(unmatched, at);
  }

  /** Finds what a returned line takes back and plans it. */
  #match(line: Transaction, at: number, planOf: (order: number) => RefundPlan): LineKind {
    const wish = wishOfReturn(line);
    if (wish === 'malformed' || wish === 'fees') return wish;
    const units = -line.quantity;
    const amount = line.price * units;
    if (!line.customer) return 'unmatchedReturns';
    if (wish === 'goods') {
      const sold = this.#memory.findLine(line.customer, line.stockCode, units, at);
      const order = sold && this.#memory.worthOf(sold.order);
      if (!sold || !order || order.worth < amount) return 'unmatchedReturns';
      sold.left -= units;
      order.worth -= amount;
      const plan = planOf(sold.order);
      plan.lines.push({ line: sold.line, quantity: units });
      plan.given += amount;
      return 'refundLines';
    }
    const shipped =
      wish === 'shipping' ? this.#memory.findOrder(line.customer, 'shipping', amount, at) : null;
    const order = shipped ?? this.#memory.findOrder(line.customer, 'worth', amount, at);
    if (!order) return 'unmatchedReturns';
    order.worth -= amount;
    const plan = planOf(order.order);
    plan.given += amount;
    if (!shipped) return 'adjustmentLines';
    shipped.shipping -= amount;
    plan.shipping += amount;
    return 'refundedShipping';
  }

  /** One refund of an order. What was given beyond the price of lines and shipping is an adjustment. */
  #refund(order: Order, plan: RefundPlan, at: number): void {
    const pen = this.#till.penOf(order);
    const byId = new Map(order.lineItems.map((line) => [line.id, line]));
    // Two returned lines may take from one sold line: a refund names it once.
    const quantities = new Map<string, number>();
    for (const { line, quantity } of plan.lines) quantities.set(line, (quantities.get(line) ?? 0) + quantity);
    let priced = plan.shipping;
    const lines = [...quantities].map(([id, quantity]) => {
      const line = byId.get(id)!;
      priced += pen.read(line.originalUnitPriceSet) * quantity;
      return { line, quantity, restock: 'RETURN' as const, location: this.#locations[0]!.id };
    });
    refund(this.#till, order, {
      at,
      lines,
      shipping: plan.shipping,
      adjustment: priced - plan.given,
      duties: false,
      asReturn: lines.length > 0,
    });
    this.#documents.put(this.#shop.domain, 'Order', order);
    this.report.refunds += 1;
  }

  #sellBefore(lines: readonly Transaction[], at: number): void {
    const order = this.#ring(lines, `before-${lines[0]!.invoice}`, this.#beforeData, 0, ['before-data']);
    const parcel = fulfil(
      this.#till,
      order,
      this.#locations[0]!.id,
      this.#beforeData + 3 * DAY_MS,
      this.#beforeData + SHIP_MS,
    );
    refund(this.#till, order, {
      at,
      lines: order.lineItems.map((line) => ({
        line,
        quantity: line.quantity,
        restock: line.variant ? 'RETURN' : 'NO_RESTOCK',
        location: this.#locations[0]!.id,
      })),
      shipping: 0,
      adjustment: 0,
      duties: false,
      asReturn: true,
    });
    this.#documents.put(this.#shop.domain, 'FulfillmentOrder', parcel);
    this.#documents.put(this.#shop.domain, 'Order', order);
    this.report.ordersBeforeData += 1;
    this.report.refunds += 1;
  }
}

interface RefundPlan {
  lines: { line: string; quantity: number }[];
  /** Pence. */
  shipping: number;
  given: number;
}
