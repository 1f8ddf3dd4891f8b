/**
 * A service level for each variant whose supplier's terms set none: what brings most must not run out, what earns
 * little a unit is not worth a large reserve. Sources: Silver, Pyke & Thomas 2017, ch. 7 (ABC; cost of a lost sale
 * against holding); Teunter, Babai & Syntetos 2010 (service levels by class).
 */

import type { Minor } from '../../shared/money.ts';
import type { SalesStanding } from '../../shared/stock.ts';
import type { SupplierTerms } from '../../shared/supplier-terms.ts';
import { type SalesClass, SERVICE_BY_CLASS } from '../../shared/supplier-terms.ts';

/** A year's cost of holding a unit by its cost: capital, room, loss (Silver, Pyke & Thomas 2017, ch. 1: 20 to 35%). */
export const HOLDING_A_YEAR = 0.25;

/** Shares of the net sales that classes end at, as the field draws them. */
const UP_TO = { A: 0.8, B: 0.95 };

/** By net sales, the largest first: A up to 80% of them, B up to 95%, C the rest and what did not sell. */
export function salesClasses(netSales: readonly number[]): SalesClass[] {
  const total = netSales.reduce((sum, net) => sum + Math.max(0, net), 0);
  const classes = netSales.map((): SalesClass => 'C');
  let before = 0;
  const order = netSales.map((_, index) => index).sort((a, b) => netSales[b]! - netSales[a]! || a - b);
  for (const index of order) {
    if (!(netSales[index]! > 0)) break;
    classes[index] = before < UP_TO.A * total ? 'A' : before < UP_TO.B * total ? 'B' : 'C';
    before += netSales[index]!;
  }
  return classes;
}

/**
 * The class's level, but never above where a unit more costs more to hold for a review than the sale it saves brings:
 * margin / (margin + holding), the newsvendor's ratio; at least one half. The class's alone where the cost is unknown.
 */
export function serviceLevelFor(
  salesClass: SalesClass,
  unit: { netPerUnit: Minor; unitCost: Minor | null },
  reviewDays: number,
): number {
  const level = SERVICE_BY_CLASS[salesClass];
  if (unit.unitCost === null) return level;
  const margin = Math.max(0, unit.netPerUnit - unit.unitCost);
  const holding = (unit.unitCost * HOLDING_A_YEAR * Math.max(1, reviewDays)) / 365;
  if (margin + holding <= 0) return level;
  return Math.max(0.5, Math.min(level, margin / (margin + holding)));
}

/** Terms with the level of the variant's class, where no one has set one and the class is known. */
export function serviceTerms<Terms extends SupplierTerms>(
  terms: Terms,
  { salesClass, ...unit }: SalesStanding & { unitCost: Minor | null },
): Terms {
  if (salesClass === null || !terms.defaults.includes('serviceLevel')) return terms;
  return {
    ...terms,
    serviceLevel: serviceLevelFor(salesClass, unit, terms.reviewDays),
    salesClass,
    defaults: terms.defaults.filter((name) => name !== 'serviceLevel'),
  };
}

const STANDING: Readonly<Record<SalesClass, string>> = {
  A: 'it is among what brings most of the sales',
  B: 'it is among what brings a good part of the sales',
  C: 'it brings little of the sales',
};

/** Why the level is what it is; empty where somebody set it. */
export function whyServiceLevel({ salesClass, serviceLevel }: SupplierTerms): string {
  if (salesClass === undefined) return '';
  const lowered =
    serviceLevel < SERVICE_BY_CLASS[salesClass] ? ', and a unit earns little for what holding it costs' : '';
  return `class ${salesClass}, since ${STANDING[salesClass]}${lowered}`;
}
