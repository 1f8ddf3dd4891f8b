/**
 * What presses most. Pure; the order in which proposals come makes no difference.
 *
 *   score = urgency × (1 + 3 × money)
 *   urgency = 7 ÷ (7 + days left), of the deadline, else of the expiry, else of two weeks; 1 where it has passed
 *   money   = middle of the effect ÷ the largest such middle among the proposals of the same currency, 0 to 1;
 *             a quarter where it is not known, so that an unknown cost neither leads nor is lost at the end
 *
 * Amounts of different currencies are never compared or added: each is measured by its own currency's largest.
 * Docs: decision 0017.
 */
import type { Effect } from '../../shared/action.ts';
import type { Currency, Minor } from '../../shared/money.ts';

export interface Ranked {
  id: number;
  /** Groups with the same key are one. */
  group: string;
  effect: Effect | null;
  /** Whole days until the deadline, else the expiry; negative once passed; null where it has neither. */
  daysLeft: number | null;
}

interface RankedGroup<Item> {
  key: string;
  items: Item[];
}

const WEEK = 7;
const NO_DEADLINE_DAYS = 14;
const MONEY_WEIGHT = 3;
const UNKNOWN_MONEY = 0.25;

/** Groups by their most pressing item, items by themselves; equals by deadline, then by the older id. */
export function ranked<Item extends Ranked>(items: readonly Item[]): RankedGroup<Item>[] {
  const largest = new Map<Currency, Minor>();
  for (const { effect } of items)
    if (effect) largest.set(effect.currency, Math.max(largest.get(effect.currency) ?? 0, effect.mid));
  const scored = items
    .map((item) => ({ item, score: scoreOf(item, largest) }))
    .sort(
      (a, b) =>
        b.score - a.score ||
        (a.item.daysLeft ?? NO_DEADLINE_DAYS) - (b.item.daysLeft ?? NO_DEADLINE_DAYS) ||
        a.item.id - b.item.id,
    );
  // Groups come in the order of their first item, which is their most pressing one.
  const groups = new Map<string, Item[]>();
  for (const { item } of scored) {
    const own = groups.get(item.group);
    if (own) own.push(item);
    else groups.set(item.group, [item]);
  }
  return [...groups].map(([key, own]) => ({ key, items: own }));
}

function scoreOf({ effect, daysLeft }: Ranked, largest: ReadonlyMap<Currency, Minor>): number {
  const urgency = WEEK / (WEEK + Math.max(0, daysLeft ?? NO_DEADLINE_DAYS));
  const most = effect ? (largest.get(effect.currency) ?? 0) : 0;
  const money = effect ? (most > 0 ? Math.max(0, effect.mid) / most : 0) : UNKNOWN_MONEY;
  return urgency * (1 + MONEY_WEIGHT * money);
}

/** Sum over those that are known; null where none is, or where they are of several currencies. */
export function effectOf(
  items: readonly { effect: Effect | null }[],
): Pick<Effect, 'low' | 'mid' | 'high' | 'currency'> | null {
  const known = items.flatMap(({ effect }) => effect ?? []);
  const [first] = known;
  if (!first || known.some((effect) => effect.currency !== first.currency)) return null;
  const total = (of: 'low' | 'mid' | 'high'): Minor => known.reduce((sum, effect) => sum + effect[of], 0);
  return { low: total('low'), mid: total('mid'), high: total('high'), currency: first.currency };
}
