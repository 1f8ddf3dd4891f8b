/** The gamma distribution of scale 1, there and back. */
import { normalBelow, normalQuantile } from './normal.ts';

/** From here on the normal of a cube root (Wilson & Hilferty 1931) is as good and takes one step. */
const LARGE_SHAPE = 4;
const NOTHING = 1e-12;
/** log Γ by Lanczos, g = 5, relative error below 2e-10 (Numerical Recipes, 2nd ed., 6.1). */
const LANCZOS = [
  76.18009172947146, -86.50532032941678, 24.01409824083091, -1.231739572450155, 0.1208650973866179e-2,
  -0.5395239384953e-5,
];

/** The chance of no more than x, 0 to 1. */
export function gammaBelow(shape: number, x: number): number {
  if (!(x > 0)) return 0;
  if (shape >= LARGE_SHAPE)
    return normalBelow((Math.cbrt(x / shape) - 1 + 1 / (9 * shape)) * Math.sqrt(9 * shape));
  const density = Math.exp(shape * Math.log(x) - x - logGamma(shape));
  return x < shape + 1 ? density * seriesOf(shape, x) : 1 - density * fractionOf(shape, x);
}

/** What is enough with this probability, 0 to below 1. */
export function gammaQuantile(shape: number, level: number): number {
  if (shape >= LARGE_SHAPE) {
    const z = level >= 0.5 ? normalQuantile(level) : -normalQuantile(1 - level);
    return shape * Math.max(0, 1 - 1 / (9 * shape) + z * Math.sqrt(1 / (9 * shape))) ** 3;
  }
  // Of a very small shape the quantile may be smaller than any number.
  if (!(gammaBelow(shape, NOTHING) < level)) return 0;
  let [below, above] = [NOTHING, 1];
  while (gammaBelow(shape, above) < level) [below, above] = [above, 2 * above];
  while (above - below > 1e-9 * above) {
    const middle = (below + above) / 2;
    if (gammaBelow(shape, middle) < level) below = middle;
    else above = middle;
  }
  return above;
}

/** γ(shape, x) by its density: https://dlmf.nist.gov/8.11#E4 */
function seriesOf(shape: number, x: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let n = 1; term > 1e-12 * sum; n += 1) {
    term *= x / (shape + n);
    sum += term;
  }
  return sum;
}

/** Γ(shape, x) by its density, for x above shape + 1: https://dlmf.nist.gov/8.9#E2, by Lentz's method. */
function fractionOf(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = Number.POSITIVE_INFINITY;
  let d = 1 / b;
  let product = d;
  let change = 0;
  for (let n = 1; Math.abs(change - 1) > 1e-12; n += 1) {
    const a = n * (shape - n);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    change = c * d;
    product *= change;
  }
  return product;
}

function logGamma(x: number): number {
  const t = x + 5.5;
  const sum = LANCZOS.reduce((total, c, index) => total + c / (x + 1 + index), 1.000000000190015);
  return (x + 0.5) * Math.log(t) - t + Math.log((Math.sqrt(2 * Math.PI) * sum) / x);
}
