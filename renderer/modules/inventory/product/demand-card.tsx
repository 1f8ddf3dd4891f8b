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
import type { Variant } from './product-page.tsx';

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
  const gain = mase !== null && naiveMase !== null && naiveMase > 0 ? 1 - mase / naiveMase : null;
  return (
    <div className="honesty">
      <h3>How far to trust it</h3>
      <ul className="pointed">
        {honesty.explain && <li>{honesty.explain}</li>}
        {gain !== null && (
          <li>
            {gain >= 0
              ? `In tests on the past it erred ${words.percent(gain)} less than repeating last week would have.`
              : `In tests on the past it erred ${words.percent(-gain)} more than repeating last week would have.`}{' '}
            <span className="dim">
              (
              <Explained title={DEFINITIONS.mase.label} text={DEFINITIONS.mase.meaning}>
                error {words.count(round(mase!))} against {words.count(round(naiveMase!))}
              </Explained>
              )
            </span>
          </li>
        )}
        {coverage !== null && (
          <li>
            <Explained title={DEFINITIONS.coverage.label} text={DEFINITIONS.coverage.meaning}>
              {words.percent(coverage)} of tested days
            </Explained>{' '}
            fell into the range; it should be about {words.percent(0.8)}
            {coverage < 0.7 ? ': the range is too narrow, expect more surprises.' : '.'}
          </li>
        )}
        {honesty.fallback && <li className="tone-wait">{honesty.fallback}</li>}
        {forecastAt && <li className="dim">Forecast {words.moment(forecastAt)}.</li>}
      </ul>
    </div>
  );
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
