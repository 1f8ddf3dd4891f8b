/** One purchase order a supplier, with the reasons for every line. */
import type { Effect, Evidence, Proposal } from '../../shared/action.ts';
import type { StoreInfo, SupplierTerms, VariantFact, VariantTerms } from '../../shared/agent.ts';
import { counted } from '../../shared/counted.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import { contradicts } from '../../shared/lead-time.ts';
import { type Currency, formatMoney, type Minor, mulDiv } from '../../shared/money.ts';
import type { SalesClass, StockAdvice } from '../../shared/stock.ts';
import { DAY_MS, type EpochMs, formatDay } from '../../shared/time.ts';
import type { VariantDemand } from './demand-series.ts';
import { raisedToValue } from './order-value.ts';
import type { SpreadOutlook } from './outlook.ts';
import { whyServiceLevel } from './service-levels.ts';

/** Input of `purchase_order.create`. */
export interface PurchaseOrderInput {
  supplier: string;
  /** Absent: the store's. */
  currency?: Currency;
  lines: {
    variantId: ShopifyId;
    inventoryItemId: ShopifyId;
    sku: string | null;
    title: string;
    quantity: number;
    unitCost: Minor | null;
  }[];
  expectedAt: EpochMs;
}

/** Everything known of one variant that may be reordered. */
export interface Assessment {
  variant: VariantFact;
  demand: VariantDemand;
  outlook: SpreadOutlook;
  advice: StockAdvice;
  terms: VariantTerms;
  incoming: number;
  /** Net sales by unit: of the last 90 days, else the price. */
  netPerUnit: Minor;
  salesClass: SalesClass;
}

/** What one order takes: `purchase_order.create` refuses more. */
const MOST_LINES = 1000;
const MOST_UNITS = 1_000_000;

/** One proposal for each supplier with something to order: the thousand most urgent lines, the rest in its next run. */
export function proposePurchaseOrders(
  store: StoreInfo,
  now: EpochMs,
  assessments: readonly Assessment[],
  historyLimited: boolean,
): Proposal[] {
  const bySupplier = new Map<string, Assessment[]>();
  for (const one of assessments) {
    if (one.advice.quantity === 0) continue;
    const lines = bySupplier.get(one.terms.supplier);
    if (lines) lines.push(one);
    else bySupplier.set(one.terms.supplier, [one]);
  }
  return [...bySupplier]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([supplier, lines]) => {
      lines.sort((a, b) => a.advice.orderBy - b.advice.orderBy || a.variant.variantId - b.variant.variantId);
      return proposalFor(store, now, supplier, lines.slice(0, MOST_LINES), historyLimited);
    });
}

function proposalFor(
  store: StoreInfo,
  now: EpochMs,
  supplier: string,
  needed: readonly Assessment[],
  historyLimited: boolean,
): Proposal {
  const terms = needed[0]!.terms;
  const currency = terms.currency ?? store.currency;
  const { lines, evidence, risks } = worthSending(store, supplier, needed);
  const longest = Math.max(...lines.map((line) => line.terms.leadTimeDays));
  const input: PurchaseOrderInput = {
    supplier,
    ...(currency === store.currency ? {} : { currency }),
    lines: lines.map(({ variant, advice, terms: own }) => ({
      variantId: variant.variantId,
      inventoryItemId: variant.inventoryItemId,
      sku: variant.sku,
      title: variant.title,
      quantity: Math.min(advice.quantity, MOST_UNITS),
      // What the supplier asks; the shop's own cost only where both are in one currency.
      unitCost: costOf(variant, own, store),
    })),
    expectedAt: now + Math.ceil(longest) * DAY_MS,
  };
  const units = lines.reduce((sum, line) => sum + line.advice.quantity, 0);
  const products = lines.length === 1 ? lines[0]!.variant.title : `${lines.length} products`;
  return {
    type: 'purchase_order.create',
    storeId: store.id,
    key: `purchase_order:${store.id}:${supplier}`,
    title: `Order ${counted(units, 'unit')} of ${products} from ${supplier}`,
    input,
    evidence: [...lines.map(lineEvidence), ...evidence, ...termsEvidence(supplier, lines)],
    effect: marginKept(store, lines),
    confidence: confidenceOf(lines),
    risks: [...risks, ...risksOf(store, lines, terms, historyLimited)],
    expiresAt: now + Math.max(1, Math.ceil(terms.reviewDays)) * DAY_MS,
  };
}

function costOf(variant: VariantFact, terms: VariantTerms, store: StoreInfo): Minor | null {
  const foreign = (terms.currency ?? store.currency) !== store.currency;
  return terms.unitCost ?? (foreign ? null : variant.unitCost);
}

/** Raised to the supplier's minimum, and to where freight is free, while that is stock for one review more at most. */
function worthSending(
  store: StoreInfo,
  supplier: string,
  lines: readonly Assessment[],
): { lines: readonly Assessment[]; evidence: Evidence[]; risks: string[] } {
  const { minimumOrder = 0, freeFreightFrom = 0, currency, leadTimeDays, reviewDays } = lines[0]!.terms;
  const costs = lines.map(({ variant, terms }) => costOf(variant, terms, store));
  const value = lines.reduce((sum, { advice }, index) => sum + advice.quantity * (costs[index] ?? 0), 0);
  const asked = Math.max(minimumOrder, freeFreightFrom);
  // Lines without a cost may well make up what seems to lack.
  if (value >= asked || costs.includes(null)) return { lines, evidence: [], risks: [] };
  const valued = lines.map(({ variant, advice, terms, incoming }, index) => ({
    quantity: advice.quantity,
    packSize: terms.packSize,
    unitCost: costs[index]!,
    position: variant.available + incoming,
    perDay: advice.perDay,
  }));
  const cover = Math.max(
    ...lines.map(({ advice }) => (advice.perDay > 0 ? advice.orderUpTo / advice.perDay : 0)),
  );
  const longest = Math.max(cover, leadTimeDays + reviewDays) + reviewDays;
  const money = (minor: Minor): string => formatMoney(minor, currency ?? store.currency);
  for (const goal of new Set([asked, minimumOrder])) {
    const quantities = goal > value ? raisedToValue(valued, goal, longest) : null;
    if (!quantities) continue;
    const more = quantities.reduce((sum, units, index) => sum + units - valued[index]!.quantity, 0);
    const why = goal === minimumOrder ? `${supplier}’s minimum order` : 'free freight';
    return {
      lines: lines.map((line, index) => ({
        ...line,
        advice: { ...line.advice, quantity: quantities[index]! },
      })),
      evidence: [
        {
          kind: 'order_value',
          text: `${counted(more, 'unit')} more than is needed now, of what would be gone first, for ${why} of ${money(goal)}: without them the order is worth ${money(value)}.`,
          data: { goal, value, units: more },
        },
      ],
      risks: [],
    };
  }
  const short = `The order is worth ${money(value)}; ${supplier} takes none below ${money(minimumOrder)}.`;
  return { lines, evidence: [], risks: value < minimumOrder ? [short] : [] };
}

function lineEvidence(one: Assessment): Evidence {
  const { variant, demand, outlook, advice, terms, incoming } = one;
  return {
    kind: 'reorder_line',
    text: `${variant.title}: ${stockText(one)}. ${historyText(demand)}, ${units(advice.perDay)} a day expected. ${levelText(one)}`,
    data: {
      variantId: variant.variantId,
      sku: variant.sku,
      available: variant.available,
      incoming,
      perDay: round(advice.perDay),
      daysOfCover: advice.daysOfCover === null ? null : round(advice.daysOfCover),
      daysOfPosition: advice.daysOfPosition === null ? null : round(advice.daysOfPosition),
      leadTimeDays: terms.leadTimeDays,
      reviewDays: terms.reviewDays,
      serviceLevel: Math.round(terms.serviceLevel * 1000) / 1000,
      ...(terms.salesClass ? { salesClass: terms.salesClass } : {}),
      ...(terms.own.length > 0 ? { setForThisVariant: terms.own } : {}),
      ...(terms.defaults.length > 0 ? { defaults: terms.defaults } : {}),
      ...(terms.learned.length > 0 ? { learned: terms.learned } : {}),
      need: round(advice.orderUpTo - advice.safetyStock),
      safetyStock: round(advice.safetyStock),
      reorderPoint: round(advice.reorderPoint),
      orderUpTo: round(advice.orderUpTo),
      quantity: advice.quantity,
      orderBy: formatDay(advice.orderBy),
      marginKept: lineMargin(one),
      forecast: outlook.explain,
      method: outlook.method,
      mase: outlook.mase === null ? null : round(outlook.mase),
      naiveMase: outlook.naiveMase === null ? null : round(outlook.naiveMase),
      historyDays: demand.y.length,
      unitsSold: demand.units,
      unitsFromBundles: demand.fromBundles,
      bulkUnitsSetApart: demand.bulkUnits,
      daysWithoutStock: demand.daysOut,
      restockRate: round(demand.restockRate),
    },
  };
}

function stockText({ variant, advice, incoming }: Assessment): string {
  const { available } = variant;
  const coming = incoming > 0 ? `, ${incoming} on the way` : '';
  if (available < 0) return `${-available} sold beyond stock${coming}`;
  if (available === 0) return `none in stock${coming}`;
  const cover = advice.daysOfCover === null ? 'more than ten years' : days(advice.daysOfCover);
  return `${available} in stock last ${cover}${coming}`;
}

/** What the forecast was made of, and what was kept out of it. */
function historyText({ y, units: sold, fromBundles, bulkUnits, daysOut }: VariantDemand): string {
  const asides = [
    ...(fromBundles > 0 ? [`${fromBundles} of them in bundles`] : []),
    ...(bulkUnits > 0 ? [`${bulkUnits} in one-off bulk purchases set apart`] : []),
    ...(daysOut > 0 ? [`${counted(daysOut, 'day')} without stock left out`] : []),
  ];
  return `${sold} sold in ${counted(y.length, 'day')}${asides.length > 0 ? ` (${asides.join(', ')})` : ''}`;
}

/** The sum that an owner can do again: need and reserve, the level ordered up to, less what there is. */
function levelText({ advice, terms }: Assessment): string {
  const need = advice.orderUpTo - advice.safetyStock;
  const why = whyServiceLevel(terms);
  const rules = [
    ...(terms.packSize > 1 ? [`packs of ${terms.packSize}`] : []),
    ...(terms.minimumUnits > 0 ? [`at least ${terms.minimumUnits}`] : []),
  ];
  return (
    `Needed in ${tenths(terms.leadTimeDays)} of lead time and ${days(terms.reviewDays)} to the next review: ` +
    `${units(need)}, and ${units(advice.safetyStock)} in reserve for a service level of ${percent(terms.serviceLevel)}${why === '' ? '' : ` (${why})`}: ` +
    `reorder below ${units(advice.reorderPoint)}, up to ${units(advice.orderUpTo)}. ` +
    `Order ${advice.quantity}${rules.length > 0 ? ` (${rules.join(', ')})` : ''} by ${formatDay(advice.orderBy)}.`
  );
}

const TERM_TEXTS: Record<string, (terms: SupplierTerms) => string> = {
  leadTimeDays: (terms) => `lead time ${tenths(terms.leadTimeDays)}`,
  leadTimeSdDays: (terms) => `spread of the lead time ${tenths(terms.leadTimeSdDays)}`,
  reviewDays: (terms) => `a review every ${days(terms.reviewDays)}`,
  packSize: (terms) => `packs of ${terms.packSize}`,
  minimumUnits: (terms) =>
    terms.minimumUnits > 0 ? `at least ${terms.minimumUnits} units` : 'no minimum order',
  serviceLevel: (terms) => `service level ${percent(terms.serviceLevel)}`,
};

/** Once for all lines that rest on the same; lines with a term of their own don't. */
function termsEvidence(supplier: string, lines: readonly Assessment[]): Evidence[] {
  const evidence: Evidence[] = [];
  const learned = resting(lines, 'learned');
  const { deliveries } = lines[0]!.terms;
  if (learned && deliveries)
    evidence.push({
      kind: 'learned_terms',
      text: `Learned from ${deliveriesOf(deliveries.deliveries, supplier)}, since no one has set them: ${learned.text}.`,
      data: { supplier, learned: learned.names, lines: learned.lines, ...deliveries },
    });
  const defaults = resting(lines, 'defaults');
  if (defaults)
    evidence.push({
      kind: 'default_used',
      text: `Not what ${supplier} told, but defaults, since no one has set them: ${defaults.text}.`,
      data: { supplier, defaults: defaults.names, lines: defaults.lines },
    });
  return evidence;
}

function resting(
  lines: readonly Assessment[],
  on: 'defaults' | 'learned',
): { text: string; names: string[]; lines: Record<string, number> } | null {
  const byName = new Map<string, Assessment[]>();
  for (const line of lines)
    for (const name of line.terms[on]) byName.set(name, [...(byName.get(name) ?? []), line]);
  if (byName.size === 0) return null;
  const texts = [...byName].map(([name, of]) => {
    const text = TERM_TEXTS[name]?.(of[0]!.terms) ?? name;
    return of.length === lines.length ? text : `${text} (${of.length} of ${lines.length} lines)`;
  });
  return {
    text: texts.join(', '),
    names: [...byName.keys()],
    lines: Object.fromEntries([...byName].map(([name, of]) => [name, of.length])),
  };
}

function deliveriesOf(n: number, supplier: string): string {
  return n === 1 ? `one delivery of ${supplier}` : `${n} deliveries of ${supplier}`;
}

/** Margin of the units that would otherwise go unsold; null where the cost is not known. Minor units. */
function lineMargin({
  variant,
  netPerUnit,
  advice,
}: Assessment): Pick<Effect, 'low' | 'mid' | 'high'> | null {
  const { unitCost } = variant;
  if (unitCost === null) return null;
  const margin = Math.max(0, netPerUnit - unitCost);
  const of = (units: number): Minor => mulDiv(margin, Math.round(units * 1000), 1000);
  return { low: of(advice.lostUnits.low), mid: of(advice.lostUnits.mid), high: of(advice.lostUnits.high) };
}

/** Over the lines whose cost is known. */
function marginKept(store: StoreInfo, lines: readonly Assessment[]): Effect | undefined {
  const known = lines.flatMap((line) => lineMargin(line) ?? []);
  if (known.length === 0) return undefined;
  const total = (of: 'low' | 'mid' | 'high'): Minor => known.reduce((sum, margin) => sum + margin[of], 0);
  const { leadTimeDays, reviewDays } = lines[0]!.terms;
  return {
    low: total('low'),
    mid: total('mid'),
    high: total('high'),
    currency: store.currency,
    days: Math.max(1, Math.ceil(leadTimeDays + 2 * reviewDays)),
    of: 'margin kept by not running out',
  };
}

/** By units: 0.85 where a model beat naive on half a year or more, 0.6 where naive stands in, 0.4 untested. */
function confidenceOf(lines: readonly Assessment[]): number {
  let sum = 0;
  let weight = 0;
  for (const { outlook, demand, advice } of lines) {
    const tested = outlook.tests.length > 0 && demand.y.length >= 56;
    const line = !tested ? 0.4 : outlook.fellBack ? 0.6 : demand.y.length >= 180 ? 0.85 : 0.7;
    sum += line * advice.quantity;
    weight += advice.quantity;
  }
  const onDefaults = lines.some((line) => line.terms.defaults.includes('leadTimeDays')) ? 0.85 : 1;
  return Math.round((sum / weight) * onDefaults * 100) / 100;
}

function risksOf(
  store: StoreInfo,
  lines: readonly Assessment[],
  terms: VariantTerms,
  historyLimited: boolean,
): string[] {
  const risks: string[] = [];
  const late = lines.filter(
    ({ advice, terms: own }) => advice.daysOfPosition !== null && advice.daysOfPosition < own.leadTimeDays,
  ).length;
  if (late > 0) risks.push(`${counted(late, 'line')} will run out before the goods can arrive.`);
  const onDefault = lines.find((line) => line.terms.defaults.includes('leadTimeDays'));
  if (onDefault)
    risks.push(
      `The lead time of ${days(onDefault.terms.leadTimeDays)} is a default, not what ${terms.supplier} promised.`,
    );
  const { deliveries } = terms;
  const told = lines.find(
    ({ terms: own }) =>
      deliveries &&
      !own.learned.includes('leadTimeDays') &&
      !own.defaults.includes('leadTimeDays') &&
      contradicts(deliveries, own.leadTimeDays),
  );
  if (told && deliveries)
    risks.push(
      `A lead time of ${tenths(told.terms.leadTimeDays)} is set, but ${deliveriesOf(deliveries.deliveries, terms.supplier)} took ${tenths(deliveries.meanDays)} on average.`,
    );
  const foreign = terms.currency !== null && terms.currency !== store.currency;
  const unknown = lines.filter(
    ({ variant, terms: own }) => own.unitCost === null && (foreign || variant.unitCost === null),
  ).length;
  if (unknown > 0)
    risks.push(`The cost of ${counted(unknown, 'line')} is unknown, so the order has no total.`);
  const loss = lines.filter(({ variant, netPerUnit }) => (variant.unitCost ?? 0) > netPerUnit);
  if (loss.length > 0)
    risks.push(
      `${counted(loss.length, 'line')} ${loss.length === 1 ? 'costs more than it brings' : 'cost more than they bring'} in: ${loss
        .slice(0, 3)
        .map((one) => `${one.variant.title} (${formatMoney(one.netPerUnit, store.currency)} net)`)
        .join(', ')}.`,
    );
  const naive = lines.filter(({ outlook }) => outlook.fellBack).length;
  if (naive > 0)
    risks.push(
      `${counted(naive, 'line')} ${naive === 1 ? 'rests' : 'rest'} on last week repeated: no model did better.`,
    );
  const short = lines.filter(({ demand }) => demand.y.length < 56).length;
  if (short > 0)
    risks.push(`${counted(short, 'line')} ${short === 1 ? 'has' : 'have'} less than eight weeks of history.`);
  if (historyLimited) risks.push('Shopify gave the last 60 days of orders only, so no season is known.');
  return risks;
}

function days(n: number): string {
  const whole = Math.floor(n);
  if (n > 0 && whole === 0) return 'less than a day';
  return `${counted(whole, 'day')}`;
}

/** As terms are set and learned. */
function tenths(n: number): string {
  const rounded = Math.round(n * 10) / 10;
  return rounded === 1 ? '1 day' : `${rounded} days`;
}

/** Two digits where a tenth would hide a slow seller. */
function units(n: number): string {
  return n >= 1 ? String(Math.round(n * 10) / 10) : String(round(n));
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10}%`;
}

function round(n: number): number {
  return Math.round(n * 100) / 100;
}
