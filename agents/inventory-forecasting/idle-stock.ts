/** Findings of stock that lies idle: what outlasts its need by far, and what does not sell at all. */
import type { Evidence } from '../../shared/action.ts';
import type { Finding, StoreInfo, VariantFact } from '../../shared/agent.ts';
import { counted, grouped } from '../../shared/counted.ts';
import { formatMoney } from '../../shared/money.ts';
import { formatDay } from '../../shared/time.ts';
import type { Assessment } from './assessment.ts';
import type { VariantDemand } from './demand-series.ts';
import { shorten } from './findings.ts';
import { isOverstock, type WayOut, wantedDays, wayOut } from './way-out.ts';

const DEAD_DAYS = 90;

/** Reorderable stock that outlasts its need by far at the forecast's pace. */
export function overstock(store: StoreInfo, assessments: readonly Assessment[]): Finding[] {
  const found = assessments
    .filter(
      ({ variant, dead, advice, terms }) => variant.available > 0 && !dead && isOverstock(advice, terms),
    )
    .map((one) => ({ ...one, tied: (one.variant.unitCost ?? 0) * one.variant.available }))
    .sort((a, b) => b.tied - a.tied || b.variant.available - a.variant.available);
  return shorten(found, ({ variant, advice, terms, netPerUnit, tied }) => ({
    kind: 'overstock',
    severity: 'watch',
    title:
      advice.daysOfCover === null
        ? `${variant.title}: stock for more than ten years`
        : `${variant.title}: stock for ${counted(Math.floor(advice.daysOfCover), 'day')}`,
    subject: { kind: 'variant', id: variant.variantId },
    evidence: [
      {
        kind: 'days_of_cover',
        text: `${grouped(variant.available)} available at ${grouped(advice.perDay)} needed a day${tiedText(store, tied)}.`,
        data: {
          available: variant.available,
          perDay: advice.perDay,
          daysOfCover: advice.daysOfCover,
          tied,
        },
      },
      ...wayOutOf(
        store,
        variant,
        wayOut({ ...variant, netPerUnit, perDay: advice.perDay, wantedDays: wantedDays(advice, terms) }),
      ),
    ],
  }));
}

/** Tracked stock that has not sold on ninety days on which it was there and offered. */
export function isDead(variant: VariantFact, demand: VariantDemand): boolean {
  if (!variant.tracked || variant.isGiftCard || variant.components.length > 0 || variant.available <= 0)
    return false;
  const neverOffered = variant.productStatus === 'DRAFT' && variant.publishedAt === null;
  return !neverOffered && idleDays(demand) >= DEAD_DAYS;
}

/** Days since the last sale on which it could have sold: what was out of stock shows nothing. */
function idleDays({ y, start, lastSale }: VariantDemand): number {
  const since = lastSale === null ? y : y.slice(lastSale - start + 1);
  return since.filter((units) => units !== null).length;
}

export interface DeadStock {
  variant: VariantFact;
  demand: VariantDemand;
}

export function deadStock(store: StoreInfo, dead: readonly DeadStock[]): Finding[] {
  const found = dead
    .map((one) => ({ ...one, tied: (one.variant.unitCost ?? 0) * one.variant.available }))
    .sort((a, b) => b.tied - a.tied || b.variant.available - a.variant.available);
  return shorten(found, ({ variant, demand, tied }) => ({
    kind: 'dead_stock',
    severity: 'watch',
    title: `${variant.title}: no sale in ${counted(idleDays(demand), 'day')} on offer`,
    subject: { kind: 'variant', id: variant.variantId },
    evidence: [
      {
        kind: 'last_sale',
        text: `${grouped(variant.available)} available${tiedText(store, tied)}; ${demand.lastSale === null ? 'never sold' : `last sold ${formatDay(demand.lastSale)}`}.`,
        data: {
          available: variant.available,
          tied,
          lastSale: demand.lastSale === null ? null : formatDay(demand.lastSale),
        },
      },
      ...wayOutOf(store, variant, { way: 'return', units: variant.available }),
    ],
  }));
}

function wayOutOf(store: StoreInfo, variant: VariantFact, out: WayOut | null): Evidence[] {
  return out === null ? [] : [{ kind: 'way_out', text: wayOutText(store, variant, out), data: { ...out } }];
}

function wayOutText(store: StoreInfo, { price, vendor }: VariantFact, out: WayOut): string {
  if (out.way === 'markdown')
    return (
      `At ${formatMoney(out.price, store.currency)} instead of ${formatMoney(price, store.currency)} it might be gone in ` +
      `${counted(out.days, 'day')}, if its buyers heed prices as most do (a mean over many shops, not measured in this one).`
    );
  if (out.way === 'bundle')
    return `${grouped(out.units)} more than ${counted(out.days, 'day')} need, too many for a lower price alone: offer it together with what sells.`;
  return `Ask ${vendor === '' ? 'the supplier' : vendor} to take it back; what nobody wants at any price ties up room too.`;
}

function tiedText(store: StoreInfo, tied: number): string {
  return tied > 0 ? `, ${formatMoney(tied, store.currency)} at cost` : '';
}
