/** Why a line of an order is what it is, and what its terms rest on, in words and figures. */
import type { Evidence } from '../../shared/action.ts';
import { counted, grouped } from '../../shared/counted.ts';
import type { SupplierTerms } from '../../shared/supplier-terms.ts';
import { formatDay } from '../../shared/time.ts';
import { type Assessment, dailyOutlook, lineMargin } from './assessment.ts';
import { needByDay } from './daily-need.ts';
import type { VariantDemand } from './demand-series.ts';
import { whyServiceLevel } from './service-levels.ts';
import { demandVariance } from './stock-policy.ts';

export function lineEvidence(one: Assessment): Evidence {
  const { variant, soldSince, demand, outlook, advice, terms, incoming } = one;
  const daily = dailyOutlook(one);
  return {
    kind: 'reorder_line',
    text: `${variant.title}: ${stockText(one)}. ${historyText(demand)}, ${units(advice.perDay)} a day expected. ${levelText(one)}`,
    data: {
      variantId: variant.variantId,
      sku: variant.sku,
      available: variant.available,
      ...(soldSince > 0 ? { soldSinceSync: soldSince } : {}),
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
      needVariance: round(demandVariance(daily, needByDay(daily), terms.leadTimeDays + terms.reviewDays)),
      safetyStock: round(advice.safetyStock),
      reorderPoint: round(advice.reorderPoint),
      orderUpTo: round(advice.orderUpTo),
      quantity: advice.quantity,
      ...(terms.shelfLifeDays === undefined ? {} : { shelfLifeDays: terms.shelfLifeDays }),
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

function stockText({ variant, soldSince, advice, incoming }: Assessment): string {
  const { available } = variant;
  const since = soldSince > 0 ? ` (${grouped(soldSince)} taken off as sold since the last sync)` : '';
  const coming = `${since}${incoming > 0 ? `, ${grouped(incoming)} on the way` : ''}`;
  if (available < 0) return `${grouped(-available)} sold beyond stock${coming}`;
  if (available === 0) return `None in stock${coming}`;
  const cover = advice.daysOfCover === null ? 'more than ten years' : days(advice.daysOfCover);
  return `${grouped(available)} in stock last ${cover}${coming}`;
}

/** What the forecast was made of, and what was kept out of it. */
function historyText({ y, units: sold, fromBundles, bulkUnits, daysOut }: VariantDemand): string {
  const asides = [
    ...(fromBundles > 0 ? [`${grouped(fromBundles)} of them in bundles`] : []),
    ...(bulkUnits > 0 ? [`${grouped(bulkUnits)} in one-off bulk purchases set apart`] : []),
    ...(daysOut > 0 ? [`${counted(daysOut, 'day')} without stock left out`] : []),
  ];
  return `${grouped(sold)} sold in ${counted(y.length, 'day')}${asides.length > 0 ? ` (${asides.join(', ')})` : ''}`;
}

/**
 * The sum that an owner can do again: need and reserve, the level ordered up to, less what there is. Helpers are not told the
 * service level with its reason (core/access/without-costs.ts knows it by these words).
 */
function levelText({ advice, terms }: Assessment): string {
  const need = advice.orderUpTo - advice.safetyStock;
  const why = whyServiceLevel(terms);
  const rules = [
    ...(terms.packSize > 1 ? [`packs of ${grouped(terms.packSize)}`] : []),
    ...(terms.minimumUnits > 0 ? [`at least ${grouped(terms.minimumUnits)}`] : []),
    ...(advice.sellable === advice.quantity
      ? [`no more than sells in the ${days(terms.shelfLifeDays ?? 0)} that it keeps`]
      : []),
  ];
  return (
    `Needed in ${tenths(terms.leadTimeDays)} of lead time and ${days(terms.reviewDays)} to the next review: ` +
    `${units(need)}, and ${units(advice.safetyStock)} in reserve for a service level of ${percent(terms.serviceLevel)}${why === '' ? '' : ` (${why})`}: ` +
    `reorder below ${units(advice.reorderPoint)}, up to ${units(advice.orderUpTo)}. ` +
    `Order ${grouped(advice.quantity)}${rules.length > 0 ? ` (${rules.join(', ')})` : ''} by ${formatDay(advice.orderBy)}.`
  );
}

const TERM_TEXTS: Record<string, (terms: SupplierTerms) => string> = {
  leadTimeDays: (terms) => `lead time ${tenths(terms.leadTimeDays)}`,
  leadTimeSdDays: (terms) => `spread of the lead time ${tenths(terms.leadTimeSdDays)}`,
  reviewDays: (terms) => `a review every ${days(terms.reviewDays)}`,
  packSize: (terms) => `packs of ${grouped(terms.packSize)}`,
  minimumUnits: (terms) =>
    terms.minimumUnits > 0
      ? `at least ${counted(terms.minimumUnits, 'unit')} of a product`
      : 'no minimum of a product',
  serviceLevel: (terms) => `service level ${percent(terms.serviceLevel)}`,
};

/** Once for all lines that rest on the same; lines with a term of their own don't. */
export function termsEvidence(supplier: string, lines: readonly Assessment[]): Evidence[] {
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
    return of.length === lines.length
      ? text
      : `${text} (${grouped(of.length)} of ${counted(lines.length, 'line')})`;
  });
  return {
    text: texts.join(', '),
    names: [...byName.keys()],
    lines: Object.fromEntries([...byName].map(([name, of]) => [name, of.length])),
  };
}

export function deliveriesOf(n: number, supplier: string): string {
  return n === 1 ? `one delivery of ${supplier}` : `${grouped(n)} deliveries of ${supplier}`;
}

function days(n: number): string {
  const whole = Math.floor(n);
  if (n > 0 && whole === 0) return 'less than a day';
  return counted(whole, 'day');
}

/** As terms are set and learned. */
export function tenths(n: number): string {
  const rounded = Math.round(n * 10) / 10;
  return rounded === 1 ? '1 day' : `${grouped(rounded)} days`;
}

/** Two digits where a tenth would hide a slow seller. */
function units(n: number): string {
  return grouped(n >= 1 ? Math.round(n * 10) / 10 : n);
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10}%`;
}

function round(n: number): number {
  return Math.round(n * 100) / 100;
}
