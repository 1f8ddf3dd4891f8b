/** The yardstick: what happened last happens again. */
import { mean } from '../series.ts';
import type { ModelInput } from './model.ts';

/** The last season repeated; a period not observed is looked up a season earlier. */
export function seasonalNaive({ train, horizon, naiveSeason }: ModelInput): number[] {
  const fallback = mean(train) || 0;
  const season = Array.from({ length: naiveSeason }, (_, index) => {
    for (let at = train.length - naiveSeason + index; at >= 0; at -= naiveSeason) {
      const value = train[at]!;
      if (!Number.isNaN(value)) return value;
    }
    return fallback;
  });
  return Array.from({ length: horizon }, (_, index) => season[index % naiveSeason]!);
}
