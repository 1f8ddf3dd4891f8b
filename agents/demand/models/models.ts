/** The pool of models. */
import type { Frequency } from '../types.ts';
import { croston, sba, tsb } from './intermittent.ts';
import { cautiousLevel, fastLevel, smoothedLevel } from './level.ts';
import type { Model, ModelInput } from './model.ts';
import { seasonalNaive } from './naive.ts';
import { MODEL_NAMES, type ModelName } from './names.ts';
import { cautiousShare, shareOfStore } from './share.ts';
import { smoothing } from './smoothing.ts';
import { theta } from './theta.ts';

const MODELS: Record<ModelName, Model> = {
  'seasonal-naive': seasonalNaive,
  level: smoothedLevel,
  'fast-level': fastLevel,
  'cautious-level': cautiousLevel,
  theta,
  ets: smoothing,
  croston,
  sba,
  tsb,
  share: shareOfStore,
  'cautious-share': cautiousShare,
};

/** Older data says little of the level of today and costs time: five years of days, ten of weeks and months. */
const MEMORY: Record<Frequency, number> = { D: 1826, W: 522, M: 120 };

/** All that can be fitted. */
export function fitAll(
  input: ModelInput,
  names: readonly ModelName[] = MODEL_NAMES,
): Map<ModelName, number[]> {
  const skip = Math.max(0, input.train.length - MEMORY[input.frequency]);
  const recent: ModelInput =
    skip === 0
      ? input
      : {
          ...input,
          train: input.train.slice(skip),
          exposure: (index) => input.exposure(index + skip),
          store: (index) => input.store(index + skip),
          year: (index) => input.year(index + skip),
        };
  const steady = withoutYear(recent);
  const fitted = new Map<ModelName, number[]>();
  for (const name of names) {
    const values =
      name === 'seasonal-naive'
        ? seasonalNaive(recent)
        : MODELS[name](steady)?.map((value, index) => value * recent.year(recent.train.length + index));
    if (values) fitted.set(name, values);
  }
  return fitted;
}

/** As the store would have sold without its year: models are fitted to that, the year is put back into what they say. */
function withoutYear(input: ModelInput): ModelInput {
  const { train, store, year } = input;
  return {
    ...input,
    train: train.map((value, index) => value / year(index)),
    store: (index) => {
      const units = store(index);
      return units === null ? null : units / year(index);
    },
  };
}
