/** Days as weeks and back: trends are told by weeks, days by the week that the store has. */
import { capOutliers, filled } from '../series.ts';
import type { ModelInput } from './model.ts';

/** Fits weekly levels of daily series, other series as they are; the answer is by period of the series again. */
export function byWeeks(
  input: ModelInput,
  weekly: (y: readonly number[], horizon: number) => number[] | null,
): number[] | null {
  const { train, horizon, frequency, exposure } = input;
  if (frequency !== 'D') return weekly(filled(train), horizon);
  const point = weekly(weeklyLevels(capOutliers(train, 0.95), exposure), Math.ceil(horizon / 7));
  return (
    point &&
    Array.from(
      { length: horizon },
      (_, index) => point[Math.floor(index / 7)]! * exposure(train.length + index),
    )
  );
}

/** Units by exposure of whole weeks, counted back from the end; a week hardly observed takes its neighbour's. */
function weeklyLevels(y: readonly number[], exposure: (index: number) => number): number[] {
  const levels: number[] = [];
  for (let from = y.length - 7; from >= 0; from -= 7) {
    let units = 0;
    let share = 0;
    for (let index = from; index < from + 7; index += 1) {
      if (Number.isNaN(y[index]!)) continue;
      units += y[index]!;
      share += exposure(index);
    }
    levels.push(share >= 2 ? units / share : Number.NaN);
  }
  return filled(levels.reverse());
}
