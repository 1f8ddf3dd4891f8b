/** Sales by whole days, weeks or months, with what came before, what is expected, and what happened on the way. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SalesSeries } from '../../../shared/contract/sales-series-schemas.ts';
import type { StoreView } from '../../../shared/contract/schemas.ts';
import { DEFINITIONS } from '../../../shared/definitions.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { linkTo } from '../../app/navigation/links.ts';
import { PERIODS, useEmpire } from '../../app/stores/empire.ts';
import { Card, Skeleton } from '../../ui/card.tsx';
import type { Shade } from '../../ui/charts/chart-props.ts';
import { TimeChart } from '../../ui/charts/time-chart.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { PlainSelect } from '../../ui/plain-select.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Explained } from '../../ui/term.tsx';
import { words } from '../../ui/words.ts';
import { commandReads, FIRST_BUCKET } from './reads.ts';
import { useFilling } from './view.ts';

type Bucket = SalesSeries['bucket'];

const BUCKETS = [
  { value: 'day', label: 'Days' },
  { value: 'week', label: 'Weeks' },
  { value: 'month', label: 'Months' },
] as const;
const MANY: Readonly<Record<Bucket, string>> = { day: 'days', week: 'weeks', month: 'months' };
const BEFORE: Readonly<Record<Bucket, string>> = {
  day: 'week before',
  week: 'the period before',
  month: 'the period before',
};
const HEIGHT = 264;

export function SalesCard({ stores }: { stores: readonly StoreView[] }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [bucket, setBucket] = useState<Bucket>(FIRST_BUCKET);
  const period = useEmpire((empire) => empire.period);
  const store = stores.find(({ id }) => id === chosen) ?? stores[0]!;
  const query = useQuery({
    ...commandReads(useApi()).series({ storeId: store.id, period, bucket }),
    refetchInterval: useFilling(store),
    placeholderData: (before, earlier) =>
      // The line of another store is not this one's.
      earlier && (earlier.queryKey[1] as { storeId: string }).storeId === store.id ? before : undefined,
  });
  const label = PERIODS.find(({ id }) => id === period)!.label;
  return (
    <Card
      className="sales"
      title={
        <Explained
          title="Net sales"
          text="Goods sold less discounts and refunds, without tax and shipping, by whole days of the store’s time zone: a part of a day is never drawn beside whole ones."
          trueAt={query.data?.asOf ? `As of ${words.moment(query.data.asOf)}.` : null}
        >
          Net sales
        </Explained>
      }
      scope={`whole ${MANY[bucket]}, last ${label}`}
      action={
        stores.length > 1 && (
          <PlainSelect
            label="Store of the chart"
            icon="store"
            value={store.id}
            onChange={setChosen}
            options={stores.map(({ id, name, currency }) => ({ value: id, label: `${name} ${currency}` }))}
          />
        )
      }
    >
      <Loaded query={query} skeleton={<Skeleton lines={1} height={19.5} />}>
        {(series) => (
          <Drawn
            series={series}
            label={`Net sales of ${store.name} by ${series.bucket}, last ${label}`}
            control={<Segmented label="Buckets" value={bucket} onChange={setBucket} options={BUCKETS} />}
          />
        )}
      </Loaded>
    </Card>
  );
}

interface DrawnProps {
  series: SalesSeries;
  label: string;
  control: React.ReactNode;
}

function Drawn({ series, label, control }: DrawnProps) {
  const { buckets, bucket, currency, forecast, marks, reason } = series;
  if (buckets.length === 0)
    return (
      <>
        <div className="line">
          <span className="push">{control}</span>
        </div>
        <div className="sales-none">
          <Empty title={`No whole ${bucket} to draw yet.`}>{reason}</Empty>
        </div>
      </>
    );
  const spans = new Map(
    [...buckets, ...forecast.points].map(({ from, to }) => [
      from,
      from === to ? words.date(from) : `${words.date(from)} to ${words.date(to)}`,
    ]),
  );
  return (
    <>
      <TimeChart
        label={label}
        mainLabel={bucket}
        main={buckets.map(({ from, netSales }) => ({ date: from, value: netSales.minor }))}
        before={
          buckets.some(({ before }) => before)
            ? buckets.map(({ from, before }) => ({ date: from, value: before?.netSales.minor ?? null }))
            : []
        }
        beforeLabel={BEFORE[bucket]}
        forecast={forecast.points.map(({ from, mean, low, high }) => ({
          date: from,
          mid: mean.minor,
          bands: [{ low: low.minor, high: high.minor }],
        }))}
        forecastLabel={`forecast, ${words.count(Math.round(forecast.level * 10))} in 10 ${MANY[bucket]}`}
        marks={marks.map(({ date, title }) => ({ date: bucketOf(buckets, date), text: title }))}
        shades={bucket === 'day' ? closedShades(buckets) : []}
        format={(minor) => words.moneyRound(Math.round(minor), currency)}
        formatShort={(minor) => words.moneyShort(minor, currency)}
        formatDate={(date) => spans.get(date) ?? words.date(date)}
        height={HEIGHT}
        control={control}
      />
      <p className="sales-foot small dim">
        {forecast.reason ?? <Trust forecast={forecast} />}
        {marks.map(({ id, title, date, actionId }) => {
          const link = actionId === null ? undefined : linkTo({ kind: 'action', actionId });
          return (
            link && (
              <a key={id} className="inline-link" href={link}>
                {words.date(date)}: {title}
              </a>
            )
          );
        })}
      </p>
    </>
  );
}

/** The whole bucket that a day lies in. */
function bucketOf(buckets: SalesSeries['buckets'], date: string): string {
  return buckets.find(({ from, to }) => from <= date && date <= to)?.from ?? date;
}

function closedShades(buckets: SalesSeries['buckets']): Shade[] {
  return buckets
    .filter(({ closedDays }) => closedDays > 0)
    .map(({ from, to }) => ({ from, to, text: 'closed' }));
}

/** How far to trust the forecast, against doing as last week; what was chosen and why for who asks. */
function Trust({ forecast }: { forecast: SalesSeries['forecast'] }) {
  const { explain, mase, naiveMase } = forecast;
  if (mase === null || naiveMase === null || naiveMase <= 0) return explain;
  const told =
    mase < naiveMase
      ? `erred ${words.percent(Math.round((1 - mase / naiveMase) * 100) / 100)} less than taking last week again`
      : 'did no better than taking last week again';
  return (
    <span>
      <Explained title="The forecast" text={explain ?? DEFINITIONS.mase.meaning}>
        The forecast
      </Explained>
      , tested on the past, {told}.
    </span>
  );
}
