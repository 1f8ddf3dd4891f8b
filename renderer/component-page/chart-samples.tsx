/** Figures and charts. */
import { useState } from 'react';
import { Card } from '../ui/card.tsx';
import { HorizonBar, RangeBar } from '../ui/charts/bars.tsx';
import { TimeChart } from '../ui/charts/time-chart.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Stat } from '../ui/stat.tsx';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 9, 12);
const dateOf = (day: number): string => new Date(START + day * DAY_MS).toISOString().slice(0, 10);
const sales = (day: number): number => 7500 + 1800 * Math.sin(day / 2.3) + 40 * day + ((day * 7919) % 900);
const pounds = (value: number): string => `£${Math.round(value).toLocaleString('en-GB')}`;
const dayAndMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

const MAIN = Array.from({ length: 42 }, (_, day) => ({
  date: dateOf(day),
  value: day === 11 ? null : sales(day),
}));
const BEFORE = MAIN.map(({ date }, day) => ({ date, value: sales(day - 7) * 0.92 }));
const FORECAST = Array.from({ length: 14 }, (_, index) => {
  const mid = sales(42 + index);
  const spread = 500 + index * 90;
  return {
    date: dateOf(42 + index),
    mid,
    bands: [
      { low: mid - spread * 1.6, high: mid + spread * 1.6 },
      { low: mid - spread, high: mid + spread },
    ],
  };
});

export function ChartSamples() {
  const [bucket, setBucket] = useState<'days' | 'weeks'>('days');
  const spark = MAIN.slice(-20).map(({ value }) => value);
  return (
    <>
      <div className="sample-grid">
        <Stat
          title="Net sales"
          scope="today so far"
          value="£5,214"
          term="net-sales"
          trueAt="as of 12:20"
          href="#/orders"
          spark={spark}
          comparison={{ way: 'up', tone: 'good', text: '11% more', than: 'than a usual Monday by 14:00' }}
        />
        <Stat
          title="Gross margin"
          scope="last 28 days"
          value="46.8%"
          definition="Net sales less the cost of what was sold, as a share of net sales."
          spark={[...spark].reverse()}
          comparison={{ way: 'down', tone: 'risk', text: '1.3 points', than: 'cost known for 94% of sales' }}
        />
        <Stat title="Orders" scope="today so far" value="not known" stale />
      </div>
      <Card title="Net sales" scope="whole days">
        <TimeChart
          label="Net sales by day, six weeks"
          mainLabel="day"
          main={MAIN}
          before={BEFORE}
          beforeLabel="week before"
          forecast={FORECAST}
          forecastLabel="forecast, 8 in 10 days"
          marks={[
            { date: dateOf(17), text: 'Prices +4%, 12 products' },
            { date: dateOf(30), text: 'Win-back mail' },
          ]}
          shades={[{ from: dateOf(8), to: dateOf(10), text: 'out of stock' }]}
          format={pounds}
          formatShort={(value) => (value === 0 ? '0' : `£${value / 1000}k`)}
          formatDate={(date) => dayAndMonth.format(new Date(`${date}T00:00:00Z`))}
          control={
            <Segmented
              label="Buckets"
              value={bucket}
              onChange={setBucket}
              options={[
                { value: 'days', label: 'Days' },
                { value: 'weeks', label: 'Weeks' },
              ]}
            />
          }
        />
      </Card>
      <Card title="Bars" scope="cover against lead time; a range with its middle">
        <div className="sample-grid">
          <HorizonBar daysLeft={6} leadDays={14} />
          <HorizonBar daysLeft={18} leadDays={14} />
          <HorizonBar daysLeft={45} leadDays={14} />
          <HorizonBar daysLeft={null} leadDays={14} />
          <RangeBar low={1200} mid={1700} high={2600} format={pounds} tone="good" />
          <RangeBar low={-300} mid={100} high={900} format={pounds} tone="wait" />
        </div>
      </Card>
    </>
  );
}
