/** Where days and figures stand in a chart. */
import { scaleLinear } from 'd3-scale';

const DAY_MS = 86_400_000;

export interface Point {
  /** "YYYY-MM-DD". */
  date: string;
  /** null where nothing is known: a gap, not zero. */
  value: number | null;
}

/** The middle, and bands from the widest to the narrowest. */
export interface ForecastPoint {
  date: string;
  mid: number;
  bands: readonly { low: number; high: number }[];
}

export interface Frame {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export function dayNumber(date: string): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
}

export function chartScales(
  frame: Frame,
  main: readonly Point[],
  others: readonly Point[],
  forecast: readonly ForecastPoint[],
) {
  const days = [...main, ...forecast].map(({ date }) => dayNumber(date));
  const known = [...main, ...others].map(({ value }) => value).filter((value) => value !== null);
  // Units sold are counted: there is no half of one to mark.
  const whole = known.every(Number.isInteger);
  const values = [
    ...known,
    ...forecast.flatMap(({ mid, bands }) => [mid, ...bands.flatMap(({ low, high }) => [low, high])]),
  ];
  const first = days.reduce((least, day) => Math.min(least, day), Number.POSITIVE_INFINITY);
  const last = days.reduce((most, day) => Math.max(most, day), Number.NEGATIVE_INFINITY);
  const low = values.reduce((least, value) => Math.min(least, value), 0);
  const high = values.reduce((most, value) => Math.max(most, value), 0);
  const x = scaleLinear([first, Math.max(last, first + 1)], [frame.left, frame.width - frame.right]);
  const y = scaleLinear([low, high === low ? low + 1 : high], [frame.height - frame.bottom, frame.top]);
  // Rounded once: d3's own rounding goes on from what it has rounded, and would draw a dip to -£410 on an axis to -£1k.
  const [one = 0, two = 1] = y.ticks(4);
  const step = Math.max(two - one, whole ? 1 : 0);
  y.domain([Math.floor(low / step) * step, Math.ceil((y.domain()[1] as number) / step) * step]);
  const yTicks = y.ticks(4).filter((tick) => !whole || Number.isInteger(tick));
  return { x, y, yTicks, xTicks: dayTicks(first, last, (frame.width - frame.left) / 90) };
}

/** Days to name under the chart: about so many, whole weeks apart where there are that many. */
function dayTicks(first: number, last: number, most: number): string[] {
  const span = last - first;
  const rough = Math.max(1, Math.ceil(span / Math.max(1, Math.floor(most))));
  const step = rough > 3 ? Math.ceil(rough / 7) * 7 : rough;
  const ticks: string[] = [];
  for (let day = first; day <= last; day += step)
    ticks.push(new Date(day * DAY_MS).toISOString().slice(0, 10));
  return ticks;
}
