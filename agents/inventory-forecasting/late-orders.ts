/** Purchase orders long overdue whose units keep their products from being ordered: a forgotten one would do so for good. */
import type { Finding, SupplierReader, UnitsToCome } from '../../shared/agent.ts';
import { dueOn } from '../../shared/arrivals.ts';
import { counted, grouped } from '../../shared/counted.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { Day } from '../../shared/time.ts';
import { type Assessment, dailyOutlook } from './assessment.ts';
import { shorten } from './findings.ts';
import { adviseStock } from './stock-policy.ts';

/** Late by less nobody has forgotten it. */
const LEAST_DAYS_LATE = 7;
/** In spreads of the lead time: one delivery of forty is later than that by chance. */
const SPREADS_LATE = 2;
/** Products named; of the others there is a number. */
const NAMED = 5;

/** Its units of a product, which would be ordered now (or more of it) were they not counted. */
interface Held extends UnitsToCome {
  title: string;
  daysLate: number;
}

export function lateOrders(
  assessments: readonly Assessment[],
  suppliers: Pick<SupplierReader, 'terms' | 'unitsToCome'>,
  { today, zone }: { today: Day; zone: string },
): Finding[] {
  const late = suppliers.unitsToCome().flatMap((one) => {
    const { leadTimeDays, leadTimeSdDays } = suppliers.terms(one.supplier);
    const daysLate = today - dueOn(one, leadTimeDays, zone);
    return daysLate > Math.max(LEAST_DAYS_LATE, SPREADS_LATE * leadTimeSdDays) ? [{ ...one, daysLate }] : [];
  });
  const byVariant = Map.groupBy(late, ({ variantId }) => variantId);
  const missed = new Map<ShopifyId, Assessment>();
  for (const one of assessments) {
    const units = byVariant.get(one.variant.variantId)?.reduce((sum, { units }) => sum + units, 0);
    if (units !== undefined && isHeldBy(units, one, today)) missed.set(one.variant.variantId, one);
  }
  const held = late.flatMap((one): Held[] => {
    const title = missed.get(one.variantId)?.variant.title;
    return title === undefined ? [] : [{ ...one, title }];
  });
  const orders = [...Map.groupBy(held, ({ order }) => order).values()];
  return shorten(
    orders.sort((a, b) => b[0]!.daysLate - a[0]!.daysLate),
    lateOrder,
  );
}

function isHeldBy(units: number, one: Assessment, today: Day): boolean {
  const position = { available: one.variant.available, incoming: Math.max(0, one.incoming - units) };
  return adviseStock(position, dailyOutlook(one), one.terms, today).quantity > one.advice.quantity;
}

function lateOrder(held: readonly Held[]): Finding {
  const { order, supplier, state, daysLate } = held[0]!;
  const units = held.reduce((sum, one) => sum + one.units, 0);
  return {
    kind: 'late_order',
    severity: 'watch',
    title: `${counted(units, 'unit')} of ${order} from ${supplier} ${units === 1 ? 'is' : 'are'} ${counted(daysLate, 'day')} late`,
    subject: { kind: 'supplier', id: supplier },
    evidence: [
      {
        kind: 'late_order',
        text: `They count as on the way, so nothing more is proposed of ${products(held)}. ${nextStep(state, supplier)}`,
        data: { order, daysLate, units, variantIds: held.slice(0, NAMED).map(({ variantId }) => variantId) },
      },
    ],
  };
}

function products(held: readonly Held[]): string {
  const named = held.slice(0, NAMED).map(({ title, units }) => `${title} (${counted(units, 'unit')})`);
  const more = held.length - named.length;
  const last = more > 0 ? `${grouped(more)} more` : named.pop()!;
  return named.length === 0 ? last : `${named.join(', ')} and ${last}`;
}

function nextStep(state: UnitsToCome['state'], supplier: string): string {
  if (state === 'draft') return 'It was never sent: send it, or cancel it.';
  const end = state === 'sent' ? 'cancel' : 'close';
  return `Receive what came, ask ${supplier} for another date, or ${end} the order.`;
}
