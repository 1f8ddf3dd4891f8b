/** Demand by day with stock-outs shaded and the forecast's fan; beside it how far to trust it, in plain words. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ProductDemand } from '../../../../shared/contract/product-schemas.ts';
import { DEFINITIONS } from '../../../../shared/definitions.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { DemandChart } from '../../../app/decisions/demand-chart.tsx';
import { demandOf } from '../../../app/decisions/demand-read.ts';
import { Card, Skeleton } from '../../../ui/card.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { Explained } from '../../../ui/term.tsx';
import { words } from '../../../ui/words.ts';
import type { Variant } from './variant.ts';

const SPANS = [
  { value: '91', label: '13 weeks' },
  { value: '182', label: '26 weeks' },
  { value: '364', label: '52 weeks' },
] as const;

type Span = (typeof SPANS)[number]['value'];

export function DemandCard({ storeId, variant }: { storeId: string; variant: Variant }) {
  const [span, setSpan] = useState<Span>('182');
  const query = useQuery(demandOf(useApi(), storeId, variant.variantId, Number(span)));
  return (
    <Card
      title="Demand"
      scope={`last ${SPANS.find(({ value }) => value === span)?.label}, whole days`}
      action={<Segmented label="Weeks shown" value={span} onChange={setSpan} options={SPANS} />}
      className="product-demand"
    >
      <Loaded query={query} skeleton={<Skeleton lines={1} height={17} />}>
        {(demand) => (
          <>
            <DemandChart demand={demand} title={variant.title} />
            <Honesty demand={demand} />
          </>
        )}
      </Loaded>
    </Card>
  );
}

function Honesty({ demand }: { demand: ProductDemand }) {
  const { honesty, forecastAt } = demand;
  if (honesty.method === null) return null;
  const { mase, naiveMase, coverage } = honesty;
  return (
    <div className="honesty">
      <h3>How far to trust it</h3>
      {honesty.explain && <p>{honesty.explain}</p>}
      {honesty.fallback && <p className="tone-wait">{honesty.fallback}</p>}
      <dl className="trust">
        {mase !== null && (
          <div>
            <dt className="small">
              <Explained title={DEFINITIONS.mase.label} text={DEFINITIONS.mase.meaning}>
                Error in tests
              </Explained>
            </dt>
            <dd>
              <span className="number">{words.count(round(mase))}</span>
              {naiveMase !== null && (
                <span className="small dim"> repeating last week: {words.count(round(naiveMase))}</span>
              )}
            </dd>
          </div>
        )}
        {coverage !== null && (
          <div>
            <dt className="small">
              <Explained title={DEFINITIONS.coverage.label} text={DEFINITIONS.coverage.meaning}>
                {DEFINITIONS.coverage.label}
              </Explained>
            </dt>
            <dd>
              <span className={coverage < 0.7 ? 'number tone-wait' : 'number'}>
                {words.percent(coverage)}
              </span>
              <span className="small dim"> of tested days, should be about {words.percent(0.8)}</span>
            </dd>
          </div>
        )}
        <div>
          <dt className="small">Made</dt>
          <dd className="small dim">{words.moment(forecastAt)}</dd>
        </div>
      </dl>
    </div>
  );
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
