/**
 * The one place where costs are taken out of what a helper is answered. Money is withheld unless its field is known to
 * be the buyer's side of a sale, so that a new field of money is hidden until it is named here; plain numbers by the
 * names of their fields; and amounts out of the sentences that explain actions and findings. The shape stays: what is
 * withheld is null, an action's `effect` is left out.
 */

/** Whatever stands in them, in whatever answer. */
export const COST_FIELDS: ReadonlySet<string> = new Set([
  'unitCost',
  'landedCost',
  'landedUnitCost',
  'landed',
  'cost',
  'costs',
  'knownCost',
  'marginShare',
  'grossMargin',
  'goods',
  'freight',
  'duty',
  'other',
  'costPrice',
  'minimumOrder',
  'freeFreightFrom',
  'moneyBound',
  'atRisk',
  'valueOver',
  'valueUnder',
  'tied',
  // What people write beside an order or a supplier is mostly what was agreed to be paid.
  'note',
  'notes',
]);

/** Money that a buyer pays or gets back: everybody who packs an order sees it. */
const SALES_MONEY: ReadonlySet<string> = new Set([
  'price',
  'compareAtPrice',
  'unitPrice',
  'discount',
  'discounts',
  'shipping',
  'tax',
  'total',
  'refunded',
]);

/** Figures of today whose inner values are sales. */
const SALES_FIGURES: ReadonlySet<string> = new Set(['netSales']);

/** Of an event, to a helper: what it is of and how far it is, never what it holds. */
const EVENT_DATA: ReadonlySet<string> = new Set([
  'actionId',
  'agent',
  'done',
  'etaSeconds',
  'interrupts',
  'kind',
  'notificationId',
  'open',
  'phase',
  'purchaseOrderId',
  'runId',
  'severity',
  'state',
  'stocktakeId',
  'text',
  'title',
  'total',
]);

/** In the data of evidence, whose fields each agent names itself. */
const COSTLY = /cost|margin|profit|landed|freight|tied|money|spend|value|serviceLevel|needVariance/i;

/** Sentences of the program itself. */
const SENTENCES: ReadonlySet<string> = new Set([
  'because',
  'detail',
  'ifIgnored',
  'lines',
  'message',
  'outcome',
  'reason',
  'risks',
  'summary',
  'text',
  'warnings',
  'why',
]);

/** A sign of a currency or its code, before or after the number, as Intl writes it in any locale (shared/money.ts). */
const NUMBER = String.raw`\d(?:[\d.,’'\u00a0\u202f]*\d)?`;
const AMOUNT = new RegExp(
  String.raw`[-−]?(?:[A-Z]{0,3}\p{Sc}|\b[A-Z]{3})[\u00a0\u202f ]?${NUMBER}|${NUMBER}[\u00a0\u202f ]?(?:\p{Sc}|[A-Z]{3}\b)`,
  'gu',
);
const WITHHELD = '(amount withheld)';
/**
 * A service level below its class's is what a unit earns against what holding it costs: who knows the price knows the
 * cost from it, and from the reserve with the variance of the need.
 */
const LEVEL = new RegExp(String.raw`service level(?: of)? ${NUMBER}\s?%(?: \([^)]*\))?`, 'gu');
/** Told of a product that is sold below cost. */
const LOSS = /[^.!?]*\bcosts? more than (?:it|they) brings?\b.*/u;
const NOT_FOR_HELPERS = 'Costs and margins are shown to owners only.';

/** The value itself is left as it is; what has no costs in it is handed on uncopied. */
export function withoutCosts<T>(value: T): T {
  return strip(value, PLAIN) as T;
}

interface Around {
  /** Strings are sentences that may name amounts. */
  told: boolean;
  /** Money is what buyers paid. */
  sales: boolean;
}

const PLAIN: Around = { told: false, sales: false };

type Fields = Readonly<Record<string, unknown>>;

function strip(value: unknown, around: Around): unknown {
  if (typeof value === 'string') return around.told ? toldWithout(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return stripAll(value, around);
  const fields = value as Fields;
  if (isMoney(fields)) return around.sales ? fields : null;
  if (isMargin(fields)) return blankMargin(fields);
  const isEvent = 'seq' in fields && 'kind' in fields && 'data' in fields;
  let kept: Record<string, unknown> | null = null;
  for (const name in fields) {
    const field = fields[name];
    const stripped = isEvent && name === 'data' ? eventData(field) : stripField(name, field, fields, around);
    if (stripped === field) continue;
    kept ??= { ...fields };
    if (stripped === undefined) delete kept[name];
    else kept[name] = stripped;
  }
  return kept ?? fields;
}

function toldWithout(sentence: string): string {
  return sentence
    .replace(LOSS, NOT_FOR_HELPERS)
    .replace(LEVEL, 'service level (withheld)')
    .replace(AMOUNT, WITHHELD);
}

function stripField(name: string, field: unknown, fields: Fields, around: Around): unknown {
  // Left out of an action, where it may be absent; null in the morning list, where it may not.
  if (name === 'effect') return isListed(fields) ? null : undefined;
  if (COST_FIELDS.has(name)) return null;
  if (name === 'margin' && !isMargin(field)) return null;
  // Units at cost: of stock, and of what a count found more or less.
  if (name === 'value' && 'inventoryItemId' in fields) return null;
  if (name === 'total' && 'supplier' in fields && 'lines' in fields) return null;
  if (name === 'amount') return fields.kind === 'order' ? field : null;
  if (name === 'data' && 'text' in fields) return evidenceData(field);
  const explains = 'evidence' in fields || 'outcome' in fields || 'severity' in fields || isListed(fields);
  return strip(field, {
    told: around.told || SENTENCES.has(name) || (explains && name === 'title'),
    sales: around.sales || SALES_MONEY.has(name) || SALES_FIGURES.has(name),
  });
}

function stripAll(values: readonly unknown[], around: Around): unknown {
  // Lines of an order are objects with names of their own, lines of a preview sentences.
  const within = typeof values[0] === 'object' ? { ...around, told: false } : around;
  let kept: unknown[] | null = null;
  for (let index = 0; index < values.length; index += 1) {
    const stripped = strip(values[index], within);
    if (stripped === values[index]) continue;
    kept ??= [...values];
    kept[index] = stripped;
  }
  return kept ?? values;
}

function isMoney(fields: Fields): boolean {
  return typeof fields.minor === 'number' && typeof fields.currency === 'string';
}

/** The margin card of today, which says by itself why it has no value. */
function isMargin(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'rateBefore' in value && 'knownShare' in value;
}

function blankMargin(fields: Fields): Fields {
  return {
    ...Object.fromEntries(Object.keys(fields).map((name) => [name, null])),
    from: fields.from,
    to: fields.to,
    reason: NOT_FOR_HELPERS,
    spark: [],
  };
}

/** A group or an item of the morning list. */
function isListed(fields: Fields): boolean {
  return 'deadline' in fields && ('items' in fields || 'ifIgnored' in fields);
}

function eventData(data: unknown): unknown {
  if (typeof data !== 'object' || data === null) return data;
  const kept = Object.entries(data).filter(([name]) => EVENT_DATA.has(name));
  return Object.fromEntries(kept.map(([name, field]) => [name, strip(field, { told: true, sales: false })]));
}

function evidenceData(data: unknown): unknown {
  if (typeof data !== 'object' || data === null) return data;
  const kept = Object.entries(data).filter(([name]) => !COSTLY.test(name));
  return Object.fromEntries(kept.map(([name, field]) => [name, strip(field, { told: true, sales: false })]));
}
