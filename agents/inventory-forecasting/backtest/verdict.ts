/** From products replayed to what may be said of them: sums, ranges, and what they rest on. */
import type { BacktestContext } from '../../../shared/agent.ts';
import type { AgentBacktest } from '../../../shared/contract/backtest-schemas.ts';
import { type Day, formatDay } from '../../../shared/time.ts';
import { type Range, sumWithRange } from './chance.ts';
import type { ReplayRow } from './replay.ts';
import type { Outcome } from './shelf.ts';

/** Share of its cost that a unit on the shelf costs in a year: capital, room, loss (Silver, Pyke & Thomas 2017, ch. 1). */
export const CARRYING_RATE = 0.25;
/** Fewer products say nothing of how far another draw of them could differ. */
const FEWEST_PRODUCTS = 3;

export interface Priced extends ReplayRow {
  /** Minor units; null where the cost is unknown. */
  unitCost: number | null;
  margin: number | null;
}

export function figuresOf(facts: {
  context: BacktestContext;
  from: Day | null;
  weeks: number;
  rows: readonly Priced[];
  leftOut: ReadonlyMap<string, number>;
  reason: string | null;
}): AgentBacktest {
  const { context, from, weeks, rows, leftOut } = facts;
  const days = weeks * 7;
  const gains = rows.flatMap((row) => {
    const gain = gainOf(row, days);
    return gain === null ? [] : [gain];
  });
  const reason = facts.reason ?? reasonWithout(gains.length);
  const watched = rows.filter(({ baselineKind }) => baselineKind === 'watched').length;
  const change = (of: (outcome: Outcome) => number): Range =>
    sumWithRange(rows.map((row) => of(row.followed) - of(row.baseline)));
  return {
    storeId: context.store.id,
    agent: 'inventory-forecasting',
    currency: context.store.currency,
    from: from === null ? null : formatDay(from),
    to: from === null ? null : formatDay(from + days - 1),
    weeks,
    products: rows.length,
    gain: reason === null ? eachRounded(sumWithRange(gains)) : null,
    reason,
    baseline: {
      ...sideOf(rows, 'baseline', days),
      text: baselineText(watched, rows.length - watched),
      watched,
      byRule: rows.length - watched,
    },
    followed: sideOf(rows, 'followed', days),
    change:
      rows.length < FEWEST_PRODUCTS
        ? null
        : {
            lostUnits: change(({ lost }) => lost),
            daysOut: change(({ daysOut }) => daysOut),
            averageStock: change(({ unitDays }) => unitDays / days),
          },
    better: gains.filter((gain) => gain > 0).length,
    worse: gains.filter((gain) => gain < 0).length,
    leftOut: [...leftOut].map(([reason, products]) => ({ reason, products })),
    assumptions: assumptionsOf(rows, rows.length - gains.length, watched),
  };
}

/** Minor units: margin no longer lost, less what more stock costs to hold over the days. */
function gainOf({ baseline, followed, unitCost, margin }: Priced, days: number): number | null {
  if (unitCost === null || margin === null) return null;
  const stock = (followed.unitDays - baseline.unitDays) / days;
  return (baseline.lost - followed.lost) * margin - stock * unitCost * CARRYING_RATE * (days / 365);
}

function reasonWithout(priced: number): string | null {
  if (priced >= FEWEST_PRODUCTS) return null;
  return priced === 0
    ? 'The cost of no replayed product is known, so nothing can be said in money.'
    : `Only ${priced} of the replayed products ${priced === 1 ? 'has' : 'have'} a known cost: too few for an interval.`;
}

function sideOf(rows: readonly Priced[], side: 'baseline' | 'followed', days: number) {
  const sum = (of: (row: Priced) => number): number => rows.reduce((total, row) => total + of(row), 0);
  const wanted = sum((row) => row.wanted);
  const lost = sum((row) => row[side].lost);
  return {
    lostUnits: lost,
    fillRate: wanted > 0 ? 1 - lost / wanted : null,
    daysOut: sum((row) => row[side].daysOut),
    averageStock: days === 0 ? 0 : sum((row) => row[side].unitDays) / days,
    averageStockValue:
      days === 0 ? 0 : Math.round(sum((row) => row[side].unitDays * (row.unitCost ?? 0)) / days),
  };
}

function eachRounded({ low, mid, high }: Range): Range {
  return { low: Math.round(low), mid: Math.round(mid), high: Math.round(high) };
}

function baselineText(watched: number, byRule: number): string {
  const rule =
    'the fixed reorder point per product that would have cost least over the half year before, with the same lead times';
  if (watched === 0) return `Stock was not watched in these weeks, so it is compared with ${rule}.`;
  const what = `what the store did, as snapshots of its stock saw it`;
  return byRule === 0
    ? `Compared with ${what}.`
    : `Compared with ${what} (${watched} products), else with ${rule}.`;
}

function assumptionsOf(rows: readonly Priced[], unpriced: number, watched: number): string[] {
  if (rows.length === 0) return [];
  const wanted = rows.reduce((sum, row) => sum + row.wanted, 0);
  const estimated = rows.reduce((sum, row) => sum + row.estimated, 0);
  const told = [
    'Every proposal is taken to be approved on its day, and each week is forecast from the days before it only.',
    'What was not there when somebody wanted it is taken as lost, at the margin it sold for before these weeks.',
    `A year on the shelf is taken to cost ${CARRYING_RATE * 100}% of what a unit cost.`,
    'Low to high is what nine of ten draws of as many products from these would give; it does not say how other weeks would go.',
  ];
  if (watched < rows.length)
    told.push(
      'Both sides begin with as much stock as the fixed rule orders up to, and wait equally long for orders.',
    );
  if (watched > 0)
    told.push(
      'Deliveries that came before an order of the first day could are taken to have been on their way.',
    );
  if (estimated > 0)
    told.push(
      `${Math.round((100 * estimated) / Math.max(1, wanted))}% of the demand is on days without stock or trade, and is drawn from days nearby.`,
    );
  if (unpriced > 0)
    told.push(
      `${unpriced} ${unpriced === 1 ? 'product counts' : 'products count'} in units only: the cost is unknown.`,
    );
  return told;
}
