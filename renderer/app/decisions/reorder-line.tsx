/** One line of an order: how long stock lasts against how long goods take, and the demand that says so. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ActionRow } from '../../../shared/contract/schemas.ts';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/card.tsx';
import { HorizonBar } from '../../ui/charts/bars.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { words } from '../../ui/words.ts';
import { useApi } from '../bridge-context.tsx';
import { loadable } from '../loadable.tsx';
import { datesInWords } from './action-words.ts';
import { demandOf } from './demand-read.ts';

interface ReorderLineProps {
  storeId: string;
  evidence: ActionRow['evidence'][number];
  /** Of the line; from its words where the line is gone. */
  title: string | null;
  /** Shows its demand from the start. */
  open: boolean;
}

const CHART_TO_COME = <Skeleton lines={1} height={13} />;
const Chart = loadable(
  () => import('./demand-chart.tsx').then(({ DemandChart }) => DemandChart),
  CHART_TO_COME,
);
export const loadDemandChart = Chart.load;

export function ReorderLine({ storeId, evidence, title, open }: ReorderLineProps) {
  const [shown, setShown] = useState(open);
  const { text, data = {} } = evidence;
  const name = title ?? text.split(': ')[0]!;
  const figure = (key: string): number | null => {
    const value = data[key];
    return typeof value === 'number' && Number.isFinite(value) ? value : null;
  };
  const cover = figure('daysOfCover');
  const lead = figure('leadTimeDays');
  const variantId = figure('variantId');
  const told = datesInWords(text.startsWith(`${name}: `) ? text.slice(name.length + 2) : text);
  return (
    <li className="evidence-line">
      <div className="evidence-line-head">
        <p dir="auto" className="evidence-line-title">
          {name}{' '}
          {typeof data.sku === 'string' && data.sku !== '' && (
            <span className="dim small number">{data.sku}</span>
          )}
        </p>
        <span className="evidence-cover small">
          <HorizonBar daysLeft={cover} leadDays={lead} span={Math.max(60, (lead ?? 0) * 2)} />
          <span className="number">
            {cover === null ? 'more than ten years' : words.plural(Math.floor(cover), 'day')} left
            {lead !== null && `, delivery ${words.plural(Math.ceil(lead), 'day')}`}
          </span>
        </span>
      </div>
      <p className="small dim" dir="auto">
        {told}
      </p>
      {variantId !== null && (
        <>
          <Button
            kind="quiet"
            label={`${shown ? 'Hide' : 'Show'} demand: ${name}`}
            expanded={shown}
            onPress={() => setShown(!shown)}
          >
            {shown ? 'Hide demand' : 'Show demand'}
          </Button>
          {shown && <Demand storeId={storeId} variantId={variantId} title={name} />}
        </>
      )}
    </li>
  );
}

function Demand({ storeId, variantId, title }: { storeId: string; variantId: number; title: string }) {
  const query = useQuery(demandOf(useApi(), storeId, variantId));
  return (
    <Loaded query={query} skeleton={CHART_TO_COME}>
      {(demand) => <Chart.Shown demand={demand} title={title} />}
    </Loaded>
  );
}
