/** One purchase order a supplier, with the reasons for every line. */
import type { Effect, Proposal } from '../../shared/action.ts';
import type { StoreInfo } from '../../shared/agent.ts';
import { counted } from '../../shared/counted.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import { contradicts } from '../../shared/lead-time.ts';
import { type Currency, formatMoney, type Minor } from '../../shared/money.ts';
import type { VariantTerms } from '../../shared/supplier-terms.ts';
import { DAY_MS, type EpochMs } from '../../shared/time.ts';
import { type Assessment, costOf, lineMargin } from './assessment.ts';
import { type BudgetCut, budgetEvidence } from './budget-cut.ts';
import { deliveriesOf, lineEvidence, tenths, termsEvidence } from './line-evidence.ts';
import { FOREVER_DAYS } from './stock-policy.ts';
import { type WorthSending, worthSending } from './worth-sending.ts';

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
  /** From placing it until the last of it comes: no date, so that the same wish is the same on every day. */
  leadTimeDays: number;
}

/** What one order takes: `purchase_order.create` refuses more. */
const MOST_LINES = 1000;

/** One proposal for each supplier with something to order: the thousand most urgent lines, the rest in its next run. */
export function proposePurchaseOrders(
  store: StoreInfo,
  now: EpochMs,
  assessments: readonly Assessment[],
  cut: BudgetCut | null,
  historyLimited: boolean,
): Proposal[] {
  const bySupplier = new Map<string, Assessment[]>();
  for (const one of assessments) {
    if (one.advice.quantity === 0) continue;
    const lines = bySupplier.get(one.terms.supplier);
    if (lines) lines.push(one);
    else bySupplier.set(one.terms.supplier, [one]);
  }
  let spare = cut?.spare ?? null;
  return [...bySupplier]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([supplier, lines]) => {
      lines.sort((a, b) => a.advice.orderBy - b.advice.orderBy || a.variant.variantId - b.variant.variantId);
      const { added, ...worth } = worthSending(store, supplier, lines.slice(0, MOST_LINES), spare);
      if (spare !== null) spare -= added;
      const proposal = proposalFor(store, now, supplier, worth, historyLimited);
      return { ...proposal, evidence: [...proposal.evidence, ...budgetEvidence(store, supplier, cut)] };
    });
}

function proposalFor(
  store: StoreInfo,
  now: EpochMs,
  supplier: string,
  { lines, evidence, risks }: Omit<WorthSending, 'added'>,
  historyLimited: boolean,
): Proposal {
  const terms = lines[0]!.terms;
  const currency = terms.currency ?? store.currency;
  const input: PurchaseOrderInput = {
    supplier,
    ...(currency === store.currency ? {} : { currency }),
    lines: lines.map(({ variant, advice, terms: own }) => ({
      variantId: variant.variantId,
      inventoryItemId: variant.inventoryItemId,
      sku: variant.sku,
      title: variant.title,
      quantity: advice.quantity,
      // What the supplier asks; the shop's own cost only where both are in one currency.
      unitCost: costOf(variant, own, store),
    })),
    leadTimeDays: Math.max(...lines.map((line) => line.terms.leadTimeDays)),
  };
  const units = lines.reduce((sum, line) => sum + line.advice.quantity, 0);
  const products = lines.length === 1 ? lines[0]!.variant.title : counted(lines.length, 'product');
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

/** Nobody knows what will be sold in more than a year. */
const FORESEEN_DAYS = 365;

/** Days that what is there, on its way and ordered is enough for. */
function daysCovered({ variant, incoming, advice }: Assessment): number {
  return (variant.available + incoming + advice.quantity) / advice.perDay;
}

/** Where a pack or a minimum is that large, or sales are that slow; not where the way here alone takes as long. */
function lastsOverAYear(line: Assessment): boolean {
  const { leadTimeDays, reviewDays } = line.terms;
  return daysCovered(line) > Math.max(FORESEEN_DAYS, leadTimeDays + 2 * reviewDays);
}

/**
 * By units: 0.85 where a model beat naive on half a year or more, 0.6 where naive stands in, 0.4 untested or enough for over a
 * year.
 */
function confidenceOf(lines: readonly Assessment[]): number {
  let sum = 0;
  let weight = 0;
  for (const one of lines) {
    const { outlook, demand, advice } = one;
    const tested = outlook.tests.length > 0 && demand.y.length >= 56;
    const known = tested && !lastsOverAYear(one);
    const line = !known ? 0.4 : outlook.fellBack ? 0.6 : demand.y.length >= 180 ? 0.85 : 0.7;
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
  const lasting = lines.filter(lastsOverAYear);
  if (lasting.length > 0)
    risks.push(
      `More than a year’s stock: ${lasting
        .slice(0, 3)
        .map(
          (line) =>
            `${counted(line.advice.quantity, 'unit')} of ${line.variant.title}, with what is there enough for ${yearsOf(daysCovered(line))}`,
        )
        .join('; ')}${lasting.length > 3 ? `; and ${counted(lasting.length - 3, 'line')} more` : ''}.`,
    );
  const onDefault = lines.find((line) => line.terms.defaults.includes('leadTimeDays'));
  if (onDefault)
    risks.push(
      `The lead time of ${tenths(onDefault.terms.leadTimeDays)} is a default, not what ${terms.supplier} promised.`,
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

function yearsOf(days: number): string {
  if (days > FOREVER_DAYS) return 'more than ten years';
  const years = days / 365;
  return years < 2 ? counted(Math.round(days / 30.4), 'month') : counted(Math.round(years), 'year');
}
