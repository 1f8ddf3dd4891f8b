/** What several actions bring together: one sum a currency, since currencies are never added up. Pure. */
import type { ActionLightView } from '../../../shared/contract/decision-schemas.ts';

interface EffectSum {
  currency: string;
  /** Minor units. */
  low: number;
  high: number;
}

/** Of those whose effect is known, in the order in which their currencies first appear. */
export function effectsByCurrency(rows: readonly Pick<ActionLightView, 'effect'>[]): EffectSum[] {
  const sums = new Map<string, EffectSum>();
  for (const { effect } of rows) {
    if (!effect) continue;
    const { currency, low, high } = effect;
    const sum = sums.get(currency);
    if (sum) {
      sum.low += low;
      sum.high += high;
    } else sums.set(currency, { currency, low, high });
  }
  return [...sums.values()];
}
