/**
 * Demand that comes now and then: how much and how often, smoothed apart, over exposure so that closed days are no gap.
 * Sources: Croston 1972; SBA, Syntetos & Boylan 2005; TSB, Teunter, Syntetos & Babai 2011.
 */
import { capOutliers } from '../series.ts';
import { carriedOn, type ModelInput } from './model.ts';

/** 0.1 for sizes and intervals is what Syntetos & Boylan found best; chances are met every period, so they move slower. */
const SIZE_ALPHA = 0.1;
const CHANCE_ALPHA = 0.05;

interface Sales {
  /** Mean size of a sale, smoothed. */
  size: number;
  /** Exposure from sale to sale, smoothed. */
  gap: number;
  /** Chance of a sale for a unit of exposure, smoothed period by period. */
  chance: number;
}

export function croston(input: ModelInput): number[] | null {
  const sales = salesOf(input);
  return sales && carriedOn(input, sales.size / sales.gap);
}

/** Croston without its bias: the mean of a ratio is more than the ratio of means. */
export function sba(input: ModelInput): number[] | null {
  const sales = salesOf(input);
  return sales && carriedOn(input, ((1 - SIZE_ALPHA / 2) * sales.size) / sales.gap);
}

/** Also falls while nothing is sold: what goes out of use is not forecast for ever. */
export function tsb(input: ModelInput): number[] | null {
  const sales = salesOf(input);
  return sales && carriedOn(input, sales.chance * sales.size);
}

/** Starts from the means of all that was sold; null where nothing was. */
function salesOf({ train, exposure }: ModelInput): Sales | null {
  const y = capOutliers(train, 0.95);
  let exposed = 0;
  let sum = 0;
  let count = 0;
  y.forEach((value, index) => {
    if (Number.isNaN(value)) return;
    exposed += exposure(index);
    if (value > 0) {
      sum += value;
      count += 1;
    }
  });
  if (count === 0 || !(exposed > 0)) return null;
  const sales: Sales = { size: sum / count, gap: exposed / count, chance: count / exposed };
  let since = 0;
  y.forEach((value, index) => {
    const share = exposure(index);
    if (Number.isNaN(value) || share <= 0) return;
    since += share;
    sales.chance += CHANCE_ALPHA * ((value > 0 ? 1 : 0) - sales.chance * share);
    if (value > 0) {
      sales.size += SIZE_ALPHA * (value - sales.size);
      sales.gap += SIZE_ALPHA * (since - sales.gap);
      since = 0;
    }
  });
  return sales;
}
