/** The names that the choice and people know the models by. */
export const MODEL_NAMES = [
  'seasonal-naive',
  'level',
  'fast-level',
  'cautious-level',
  'theta',
  'ets',
  'croston',
  'sba',
  'tsb',
  'share',
  'cautious-share',
] as const;

export type ModelName = (typeof MODEL_NAMES)[number];
