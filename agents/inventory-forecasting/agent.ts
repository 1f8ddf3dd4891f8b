/** The inventory agent: forecasts demand, sees what runs out or lies idle, and proposes purchase orders. */

import type { Agent, AgentContext, AgentReport, VariantFact } from '../../shared/agent.ts';
import { dueUnits } from '../../shared/arrivals.ts';
import { counted, grouped } from '../../shared/counted.ts';
import { RoyalError } from '../../shared/errors.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { KeptOutlook } from '../../shared/stock.ts';
import type { VariantTerms } from '../../shared/supplier-terms.ts';
import { startOfMonth } from '../../shared/time.ts';
import { type Assessment, dailyOutlook } from './assessment.ts';
import { backtestInventory } from './backtest/backtest.ts';
import { breather } from './breather.ts';
import { cutToBudget, overBudget } from './budget-cut.ts';
import { cheaperSuppliers } from './cheaper-supplier.ts';
import { REASONS, whyNotReordered } from './eligibility.ts';
import { type LeftOut, remarks, runningOut, spoilsUnsold } from './findings.ts';
import { type DeadStock, deadStock, isDead, overstock } from './idle-stock.ts';
import { lateOrders } from './late-orders.ts';
import { forecastAll, netPerUnit, planOutlook, readDemands, readVariants } from './outlook.ts';
import { proposePurchaseOrders } from './proposals.ts';
import { salesClasses, serviceTerms } from './service-levels.ts';
import { staleSales } from './stale-sales.ts';
import { daysOld, leftAfter, staleStock } from './stale-stock.ts';
import { stockPlanner } from './stock-plan.ts';
import { adviseStock } from './stock-policy.ts';
import { readPlaces, unevenStock } from './uneven-stock.ts';

export const inventoryForecasting: Agent = {
  id: 'inventory-forecasting',
  title: 'Inventory forecasting',
  proposes: ['purchase_order.create'],
  schedule: { everyHours: 24, atHour: 6 },
  planner: stockPlanner,
  run,
  backtest: backtestInventory,
};

async function run(context: AgentContext): Promise<AgentReport> {
  const { mirror, store, suppliers, now } = context;
  if (mirror.syncedAt() === null) {
    throw new RoyalError({
      code: 'invalid_state',
      message: `${store.name} has never been synced.`,
      next: `Run \`royal sync ${store.id}\` first.`,
    });
  }
  const breathe = breather();
  const variants = await readVariants(context);
  const known = suppliers.variantTerms();
  const leftOut: LeftOut[] = [];
  const candidates: VariantFact[] = [];
  const termsOf = new Map<ShopifyId, VariantTerms>();
  let longest = 0;
  for (const variant of variants) {
    await breathe();
    const terms = known(variant);
    const reason = whyNotReordered(variant, terms.supplier);
    if (reason !== null) {
      leftOut.push({ variant, reason });
      continue;
    }
    candidates.push(variant);
    termsOf.set(variant.variantId, terms);
    longest = Math.max(longest, terms.leadTimeDays + 2 * terms.reviewDays);
  }
  const plan = await context.step('plan', () => planOutlook(context, candidates, longest + 1));
  context.progress(0, candidates.length, 'Reading demand');
  const demands = await readDemands(context, variants, plan);
  const { outlooks, pool } = await forecastAll(context, plan, demands);

  const dead = variants.flatMap((variant): DeadStock[] => {
    const demand = demands.byVariant.get(variant.variantId);
    return demand && isDead(variant, demand) ? [{ variant, demand }] : [];
  });
  const deadIds = new Set(dead.map(({ variant }) => variant.variantId));
  const classes = salesClasses(candidates.map(({ variantId }) => demands.recent.get(variantId)?.net ?? 0));
  const onOrder = suppliers.incoming();
  const due = dueUnits(suppliers.unitsToCome(), (supplier) => suppliers.terms(supplier).leadTimeDays, {
    today: plan.today,
    zone: store.zone,
  });
  const old = daysOld(context);
  const assessments: Assessment[] = [];
  for (const [index, seen] of candidates.entries()) {
    await breathe();
    const outlook = outlooks.get(seen.variantId);
    const demand = demands.byVariant.get(seen.variantId);
    // A variant that came after the run's plan was made waits for the next run.
    if (!outlook || !demand) continue;
    const available = old > 0 ? leftAfter(seen, outlook, demand, old) : seen.available;
    const variant = { ...seen, available };
    const soldSince = seen.available - available;
    const net = netPerUnit(variant, demands);
    const terms = serviceTerms(termsOf.get(variant.variantId)!, {
      salesClass: classes[index]!,
      netPerUnit: net,
      unitCost: variant.unitCost,
    });
    const incoming = variant.incoming + (onOrder.get(variant.variantId) ?? 0);
    const position = { available, incoming, due: due.get(variant.variantId) };
    const isIdle = deadIds.has(variant.variantId);
    const advice = adviseStock(position, dailyOutlook({ outlook, demand, dead: isIdle }), terms, plan.today);
    const salesClass = classes[index]!;
    assessments.push({
      variant,
      soldSince,
      demand,
      dead: isIdle,
      outlook,
      advice,
      terms,
      incoming,
      netPerUnit: net,
      salesClass,
    });
  }

  const { limited } = mirror.history();
  const month = { since: startOfMonth(now, store.zone), currency: store.currency };
  const { assessments: affordable, cut } = cutToBudget(store, assessments, suppliers.budget(month));
  const out = runningOut(affordable);
  const proposals = proposePurchaseOrders(store, now, affordable, cut, limited);
  return {
    findings: [
      ...staleSales(context, plan),
      ...staleStock(context, store, assessments),
      ...out,
      ...lateOrders(assessments, suppliers, { today: plan.today, zone: store.zone }),
      ...spoilsUnsold(assessments),
      ...(await cheaperSuppliers(store, assessments, suppliers.offers(store.currency), plan.today)),
      ...unevenStock(assessments, await readPlaces(context)),
      ...overBudget(store, cut),
      ...deadStock(store, dead),
      ...overstock(store, assessments),
      ...remarks(store, assessments, leftOut, limited),
    ],
    proposals,
    outlooks: [...keptOf(assessments), ...leftOut.map((one) => leftOutOf(one, deadIds))],
    outlookDay: plan.today,
    outlookPool: JSON.stringify(pool),
    summary:
      `${grouped(assessments.length)} of ${counted(variants.length, 'variant')} forecast; ` +
      `${grouped(affordable.filter(({ advice }) => advice.quantity > 0).length)} to reorder from ` +
      `${counted(proposals.length, 'supplier')}.` +
      (pool.country === null ? ' No country is known, and so no holidays.' : ''),
  };
}

/** What is kept until the next run: the forecast, so that stock which moves meanwhile is judged by the same one. */
function keptOf(assessments: readonly Assessment[]): KeptOutlook[] {
  return assessments.map(
    ({ demand, dead, outlook: { variantId, passed: _, ...made }, netPerUnit: net, salesClass }) => ({
      variantId,
      reason: null,
      dead,
      forecast: {
        ...made,
        restockRate: demand.restockRate,
        netPerUnit: net,
        salesClass,
        historyDays: demand.y.length,
      },
    }),
  );
}

function leftOutOf({ variant, reason }: LeftOut, deadIds: ReadonlySet<number>): KeptOutlook {
  return {
    variantId: variant.variantId,
    reason: `Not reordered: ${REASONS[reason]}.`,
    dead: deadIds.has(variant.variantId),
    forecast: null,
  };
}
