/** A product's share of what its store sells, times how the store sells now: the store's turn is known sooner than a product's. */
import { capOutliers } from '../series.ts';
import { carriedOn, type ModelInput } from './model.ts';

/** A share lasts; the store's level is known well enough to follow fast. */
const SHARE_ALPHA = { D: 0.05, W: 0.1, M: 0.1 } as const;
const STORE_ALPHA = { D: 0.2, W: 0.4, M: 0.4 } as const;

/** Top-down (Gross & Sohl 1990) with smoothed shares; null where the store is not known. */
export function shareOfStore(input: ModelInput): number[] | null {
  return topDown(input, 0.95);
}

/** The same of a product whose large sales are taken for ordinary good ones. */
export function cautiousShare(input: ModelInput): number[] | null {
  return topDown(input, 0.75);
}

function topDown(input: ModelInput, highest: number): number[] | null {
  const { train, frequency, exposure, store } = input;
  const y = capOutliers(train, highest);
  const [slow, fast] = [SHARE_ALPHA[frequency], STORE_ALPHA[frequency]];
  let units = 0;
  let beside = 0;
  let sold = 0;
  let exposed = 0;
  for (let index = 0; index < y.length; index += 1) {
    const whole = store(index);
    if (whole === null) continue;
    sold = sold * (1 - fast) + whole;
    exposed = exposed * (1 - fast) + exposure(index);
    if (Number.isNaN(y[index]!)) continue;
    units = units * (1 - slow) + y[index]!;
    beside = beside * (1 - slow) + whole;
  }
  return beside > 0 && exposed > 0 ? carriedOn(input, (units / beside) * (sold / exposed)) : null;
}
