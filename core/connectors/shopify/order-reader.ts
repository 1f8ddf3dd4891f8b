/**
 * Orders and their lines straight from the bytes of a bulk file, the largest that a store has: reading them so takes
 * a fraction of the time of JSON.parse, mapOrder and mapLine, and means the same. null where that is for those to do.
 */
import type { Currency } from '../../../shared/money.ts';
import type { OrderRecord, Person } from '../../mirror/records.ts';
import { JsonCursor, keysOf, UNUSUAL } from './json-cursor.ts';
import { type ReadLine, readLine, readTaxLines } from './line-reader.ts';
import { ADDRESSEE, orderPerson } from './map-person.ts';
import { readTransaction } from './transaction-reader.ts';

const LINE_ITEM = new TextEncoder().encode('LineItem');
const ORDER = keysOf(
  'id',
  'name',
  'createdAt',
  'processedAt',
  'updatedAt',
  'cancelledAt',
  'cancelReason',
  'closedAt',
  'test',
  'edited',
  'currencyCode',
  'presentmentCurrencyCode',
  'taxesIncluded',
  'displayFinancialStatus',
  'displayFulfillmentStatus',
  'returnStatus',
  'sourceName',
  'tags',
  'discountCodes',
  'email',
  'phone',
  'customer',
  'shippingAddress',
  'billingAddress',
  'risk',
  'totalPriceSet',
  'currentTotalPriceSet',
  'totalDiscountsSet',
  'totalTaxSet',
  'totalShippingPriceSet',
  'totalTipReceivedSet',
  'originalTotalDutiesSet',
  'totalRefundedSet',
  'totalCashRoundingAdjustment',
  'shippingLine',
  'transactions',
  'refunds',
);
const ADDRESS = keysOf(...ADDRESSEE, 'countryCodeV2', 'provinceCode');
const RISK = keysOf('recommendation', 'assessments');
const ASSESSMENT = keysOf('riskLevel', 'facts');
const FACT = keysOf('description', 'sentiment');
const ROUNDING = keysOf('paymentSet', 'refundSet');
const SHIPPING_LINE = keysOf('title', 'taxLines');
interface ReadAddress {
  person: Person | undefined;
  countryCode: string | null;
  provinceCode: string | null;
}

export class OrderReader {
  readonly #json = new JsonCursor();
  readonly #currency: Currency;

  constructor(currency: Currency) {
    this.#currency = currency;
  }

  /** The object between two bytes of a file of orders. */
  read(bytes: Buffer, start: number, end: number): ReadLine | OrderRecord | null {
    return this.#json.isOf(bytes, start, LINE_ITEM)
      ? this.#json.read(bytes, start, end, this.#line)
      : this.#json.read(bytes, start, end, this.#order);
  }

  readonly #line = (): ReadLine => readLine(this.#json);

  readonly #order = (): OrderRecord => {
    const json = this.#json;
    const order: OrderRecord = {
      id: 0,
      name: '',
      createdAt: 0,
      processedAt: 0,
      updatedAt: 0,
      cancelledAt: null,
      cancelReason: null,
      closedAt: null,
      test: false,
      edited: false,
      currency: '',
      presentmentCurrency: '',
      presentmentTotal: 0,
      taxesIncluded: false,
      financialStatus: null,
      fulfillmentStatus: '',
      returnStatus: '',
      sourceName: null,
      tags: [],
      discountCodes: [],
      customerId: null,
      countryCode: null,
      provinceCode: null,
      riskRecommendation: null,
      riskFacts: [],
      total: 0,
      currentTotal: 0,
      discounts: 0,
      tax: 0,
      shipping: 0,
      shippingTax: 0,
      tip: 0,
      duties: 0,
      cashRounding: 0,
      refunded: 0,
      person: null,
      redacted: false,
      lines: [],
      transactions: [],
      needsDetail: false,
    };
    let email: string | null = null;
    let phone: string | null = null;
    let shipping: ReadAddress | null = null;
    let billing: ReadAddress | null = null;
    let refunds = 0;
    json.object(ORDER, (key) => {
      switch (key) {
        case 0:
          order.id = json.gid();
          break;
        case 1:
          order.name = json.text();
          break;
        case 2:
          order.createdAt = json.instant();
          break;
        case 3:
          order.processedAt = json.instant();
          break;
        case 4:
          order.updatedAt = json.instant();
          break;
        case 5:
          order.cancelledAt = json.instantOrNull();
          break;
        case 6:
          order.cancelReason = json.textOrNull();
          break;
        case 7:
          order.closedAt = json.instantOrNull();
          break;
        case 8:
          order.test = json.boolean();
          break;
        case 9:
          order.edited = json.boolean();
          break;
        case 10:
          order.currency = json.text();
          break;
        case 11:
          order.presentmentCurrency = json.text();
          break;
        case 12:
          order.taxesIncluded = json.boolean();
          break;
        case 13:
          order.financialStatus = json.textOrNull();
          break;
        case 14:
          order.fulfillmentStatus = json.text();
          break;
        case 15:
          order.returnStatus = json.text();
          break;
        case 16:
          order.sourceName = json.textOrNull();
          break;
        case 17:
          order.tags = json.texts();
          break;
        case 18:
          order.discountCodes = json.texts();
          break;
        case 19:
          email = json.textOrNull();
          break;
        case 20:
          phone = json.textOrNull();
          break;
        case 21:
          order.customerId = json.reference();
          break;
        case 22:
          shipping = this.#address();
          break;
        case 23:
          billing = this.#address();
          break;
        case 24:
          this.#risk(order);
          break;
        case 25: {
          const { shop, presentment } = json.bothMoneys();
          order.total = shop.minor;
          order.presentmentTotal = presentment.minor;
          break;
        }
        case 26:
          order.currentTotal = json.bag();
          break;
        case 27:
          order.discounts = json.bag();
          break;
        case 28:
          order.tax = json.bag();
          break;
        case 29:
          order.shipping = json.bag();
          break;
        case 30:
          order.tip = json.bag();
          break;
        case 31:
          order.duties = json.bag();
          break;
        case 32:
          order.refunded = json.bag();
          break;
        case 33:
          if (!json.isNull()) json.object(ROUNDING, () => (order.cashRounding += json.bag()));
          break;
        case 34:
          if (!json.isNull())
            json.object(SHIPPING_LINE, (part) => {
              if (part === 0) json.text();
              else order.shippingTax = readTaxLines(json, null);
            });
          break;
        case 35:
          json.list(() => order.transactions.push(readTransaction(json, this.#currency)));
          break;
        default:
          json.list(() => {
            json.reference();
            refunds++;
          });
      }
    });
    const address = (shipping ?? billing) as ReadAddress | null;
    order.countryCode = address?.countryCode ?? null;
    order.provinceCode = address?.provinceCode ?? null;
    order.person = orderPerson(personOf(shipping), personOf(billing), email, phone);
    order.redacted = order.person === null && order.customerId !== null;
    order.needsDetail = refunds > 0 || order.edited || order.returnStatus !== 'NO_RETURN';
    return order;
  };

  #address(): ReadAddress | null {
    const json = this.#json;
    if (json.isNull()) return null;
    const address: ReadAddress = { person: undefined, countryCode: null, provinceCode: null };
    json.object(ADDRESS, (index) => {
      const text = json.textOrNull();
      const key = ADDRESSEE[index];
      if (key === undefined) {
        if (index === ADDRESSEE.length) address.countryCode = text;
        else address.provinceCode = text;
      } else if (text) {
        address.person ??= {};
        address.person[key] = text;
      }
    });
    return address;
  }

  #risk(order: OrderRecord): void {
    const json = this.#json;
    if (json.isNull()) return;
    json.object(RISK, (key) => {
      if (key === 0) {
        order.riskRecommendation = json.text();
        return;
      }
      json.list(() => {
        let level: string | null = null;
        json.object(ASSESSMENT, (part) => {
          if (part === 0) {
            level = json.text();
            return;
          }
          // The facts bear their assessment's level, which comes before them.
          if (level === null) throw UNUSUAL;
          const riskLevel = level;
          json.list(() => {
            const fact = { level: riskLevel, description: '', sentiment: '' };
            json.object(FACT, (field) => {
              if (field === 0) fact.description = json.text();
              else fact.sentiment = json.text();
            });
            order.riskFacts.push(fact);
          });
        });
      });
    });
  }
}

function personOf(address: ReadAddress | null): Person | undefined {
  return address?.person;
}
