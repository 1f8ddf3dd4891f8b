/** Units sold by day with the days out of stock shaded, the forecast, and how far to trust it. */
import type { ProductDemand } from '../../../shared/contract/product-schemas.ts';
import type { Shade } from '../../ui/charts/chart-props.ts';
import { TimeChart } from '../../ui/charts/time-chart.tsx';
import { words } from '../../ui/words.ts';

/** Days of forecast drawn: what an order is about. */
const AHEAD = 42;

export function DemandChart({ demand, title }: { demand: ProductDemand; title: string }) {
  const { days, forecast, honesty, reason, stockKnownSince } = demand;
  if (days.length === 0)
    return (
      <p className="small dim">{reason ?? 'Nothing of it was sold yet, so there is no demand to draw.'}</p>
    );
  return (
    <div className="demand">
      <TimeChart
        label={`Units of ${title} sold by day, and expected`}
        mainLabel="units a day"
        main={days.map(({ date, units }) => ({ date, value: units }))}
        forecast={forecast.slice(0, AHEAD).map(({ date, mean, q10, q25, q75, q90 }) => ({
          date,
          mid: mean,
          bands: [
            { low: q10, high: q90 },
            { low: q25, high: q75 },
          ],
        }))}
        forecastLabel="forecast, 8 in 10 days"
        shades={shadesOf(days)}
        format={(units) => words.plural(Math.round(units * 10) / 10, 'unit')}
        formatShort={(units) => words.count(units)}
        formatDate={(date) => words.date(date)}
        height={190}
      />
      <p className="small dim">
        {honesty.verdict}
        {shadesOf(days).length > 0 && ' Shaded: out of stock, left out of the forecast.'}
        {stockKnownSince === null && ' Nobody watched its stock, so days without stock are not known.'}
        {reason && ` ${reason}`}
      </p>
    </div>
  );
}

/** Runs of days on which it was out of stock. */
export function shadesOf(days: ProductDemand['days']): Shade[] {
  const shades: Shade[] = [];
  for (const [index, { date, out }] of days.entries()) {
    if (!out) continue;
    const last = shades.at(-1);
    if (last && days[index - 1]?.date === last.to) last.to = date;
    else shades.push({ from: date, to: date, text: 'out of stock' });
  }
  return shades;
}
