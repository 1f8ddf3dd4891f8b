/**
 * New products by analogy: the little they sold themselves, and what products like them sell, each by how much it says.
 * The weights are Bühlmann's credibility (1967; Bühlmann & Gisler 2005, ch. 3): own periods count n / (n + k) with k the
 * variance of a product's periods over that between products. Units of a period are negative binomial.
 */
import { counted } from '../../shared/counted.ts';
import type { Likeness, SeriesForecast } from './types.ts';

/** More are counted in lots: the chance of nothing would underflow. */
const MANY_UNITS = 200;

interface Level {
  /** Units of a period of average strength. */
  mean: number;
  /** Of what the mean could be, and of a period around it. */
  unsure: number;
  within: number;
}

/** `exposure` is how strong a period is, 1 on average; NaN in `y` where demand could not show. */
export function levelByAnalogy(
  y: readonly number[],
  exposure: (index: number) => number,
  { mean, between, within }: Likeness,
): Level {
  let units = 0;
  let periods = 0;
  y.forEach((value, index) => {
    if (Number.isNaN(value)) return;
    units += value;
    periods += exposure(index);
  });
  const own = periods > 0 ? units / periods : 0;
  const weight =
    periods > 0 && within > 0 ? (periods * between) / (periods * between + within) : periods > 0 ? 1 : 0;
  const level = weight * own + (1 - weight) * mean;
  // The larger a product is the more its periods vary: in proportion, as of Poisson sales in lots.
  return { mean: level, unsure: (1 - weight) * between, within: mean > 0 ? (within * level) / mean : level };
}

export function forecastByAnalogy(
  y: readonly number[],
  like: Likeness,
  asked: { horizon: number; levels: readonly number[]; exposure: (index: number) => number },
): Pick<SeriesForecast, 'mean' | 'quantiles' | 'band' | 'explain'> {
  const { horizon, levels, exposure } = asked;
  const level = levelByAnalogy(y, exposure, like);
  const strengths = Array.from({ length: horizon }, (_, index) => exposure(y.length + index));
  // Weekdays repeat: each strength is worked out once.
  const known = new Map<number, Units>();
  const at = (strength: number): Units => {
    const units = known.get(strength) ?? unitsOf(level, strength);
    known.set(strength, units);
    return units;
  };
  const bands = strengths.map((strength) => {
    const { none, enough } = at(strength);
    return none > 0.1 ? { low: 0, high: enough(0.8) } : { low: enough(0.1), high: enough(0.9) };
  });
  const seen = y.filter((value) => !Number.isNaN(value)).length;
  return {
    mean: strengths.map((strength) => strength * level.mean),
    quantiles: Object.fromEntries(
      levels.map((one) => [String(one), strengths.map((strength) => at(strength).enough(one))]),
    ),
    band: { low: bands.map(({ low }) => low), high: bands.map(({ high }) => high) },
    explain:
      `Only ${counted(seen, 'period')} of its own history: what it sold in them counts beside what ` +
      `${like.products} ${like.what} sell (${Number(like.mean.toPrecision(2))} a period on average).`,
  };
}

/** Of one period. */
interface Units {
  /** The chance of none. */
  none: number;
  /** The fewest that are enough with a probability. */
  enough: (probability: number) => number;
}

function unitsOf(level: Level, strength: number): Units {
  const mean = level.mean * strength;
  if (!(mean > 0)) return { none: 1, enough: () => 0 };
  // A hair above a Poisson's, which a negative binomial comes to.
  const variance = Math.max(level.within * strength + level.unsure * strength * strength, mean * 1.001);
  if (mean > MANY_UNITS) {
    const lot = mean / MANY_UNITS;
    const lots = unitsOf({ mean: MANY_UNITS, unsure: 0, within: variance / (lot * lot) }, 1);
    return { none: 0, enough: (probability) => lots.enough(probability) * lot };
  }
  const stays = mean / variance;
  const shape = (mean * stays) / (1 - stays);
  const none = stays ** shape;
  // Far beyond what is asked for, where rounding could keep the sum below it.
  const most = mean + 60 * Math.sqrt(variance);
  const enough = (probability: number): number => {
    let units = 0;
    let chance = none;
    for (let below = chance; below < probability && units < most; below += chance) {
      units += 1;
      chance *= ((units - 1 + shape) / units) * (1 - stays);
    }
    return units;
  };
  return { none, enough };
}
