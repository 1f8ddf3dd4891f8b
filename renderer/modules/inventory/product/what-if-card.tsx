/** What another service level or delivery time would do: to the reorder point, the order, the risk and the money bound. */
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useDeferredValue, useState } from 'react';
import type { StockPlanView, WhatIfResult } from '../../../../shared/contract/product-schemas.ts';
import { DEFINITIONS } from '../../../../shared/definitions.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { SliderField } from '../../../ui/slider-field.tsx';
import { Explained } from '../../../ui/term.tsx';
import { words } from '../../../ui/words.ts';
import { inventoryReads } from '../reads.ts';
import type { Variant } from './variant.ts';

interface Asked {
  serviceLevel?: number;
  leadTimeDays?: number;
}

export function WhatIfCard({ storeId, variant }: { storeId: string; variant: Variant }) {
  if (variant.reason !== null)
    return (
      <Card title="What if" scope="nothing is changed">
        <Empty title="Nothing to reckon with: there is no forecast of it.">{variant.reason}</Empty>
      </Card>
    );
  return <WhatIf storeId={storeId} variant={variant} />;
}

function WhatIf({ storeId, variant }: { storeId: string; variant: Variant }) {
  const [asked, setAsked] = useState<Asked>({});
  const input = useDeferredValue(asked);
  const query = useQuery(
    inventoryReads(useApi()).whatIf({ storeId, variantId: variant.variantId, ...input }),
  );
  return (
    <Card
      title="What if"
      scope="nothing is changed"
      action={
        Object.keys(asked).length > 0 && (
          <Button kind="quiet" onPress={() => setAsked({})}>
            As it is
          </Button>
        )
      }
    >
      <Loaded query={query} lines={6}>
        {(result) => (
          <>
            <div className="what-if-fields">
              <SliderField
                label="Service level"
                hint="Of a hundred order rounds, how many shall not run out"
                value={Math.round((asked.serviceLevel ?? result.now.terms.serviceLevel) * 1000) / 10}
                min={60}
                max={99.9}
                step={0.1}
                unit="%"
                onChange={(percent) => setAsked({ ...asked, serviceLevel: percent / 100 })}
              />
              <SliderField
                label="Delivery takes"
                hint="From the order to goods in stock"
                value={asked.leadTimeDays ?? result.now.terms.leadTimeDays}
                min={0}
                max={120}
                step={1}
                unit="days"
                onChange={(leadTimeDays) => setAsked({ ...asked, leadTimeDays })}
              />
            </div>
            <Compared result={result} />
          </>
        )}
      </Loaded>
    </Card>
  );
}

interface Line {
  label: string;
  meaning: string;
  say: (plan: StockPlanView) => ReactNode;
}

const LINES: readonly Line[] = [
  {
    label: DEFINITIONS.reorderPoint.label,
    meaning: DEFINITIONS.reorderPoint.meaning,
    say: ({ reorderPoint }) => words.plural(Math.ceil(reorderPoint), 'unit'),
  },
  {
    label: 'Order now',
    meaning: 'Units to order today, in whole packs and not below the minimum; none where stock is enough.',
    say: ({ quantity }) => (quantity === 0 ? 'nothing' : words.plural(quantity, 'unit')),
  },
  {
    label: DEFINITIONS.orderBy.label,
    meaning: DEFINITIONS.orderBy.meaning,
    say: ({ orderBy }) => (orderBy === null ? 'no need' : words.date(orderBy)),
  },
  {
    label: 'Risk before delivery',
    meaning: 'Chance that what there is and what comes is gone before an order of today arrives.',
    say: ({ riskBeforeDelivery }) => words.percent(riskBeforeDelivery),
  },
  {
    label: 'Risk a round',
    meaning: 'Chance of running out between two orders, once the terms have settled.',
    say: ({ riskPerCycle }) => words.percent(riskPerCycle),
  },
  {
    label: 'Money bound',
    meaning: 'Units on the shelf on average, at cost, once the terms have settled.',
    say: ({ moneyBound, averageStock }) =>
      moneyBound
        ? words.moneyRound(moneyBound.minor, moneyBound.currency)
        : `${words.plural(Math.round(averageStock), 'unit')}, cost not set`,
  },
];

function Compared({ result }: { result: WhatIfResult }) {
  return (
    <div className="scrolls">
      <table className="compared" aria-live="polite">
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">Figure</span>
            </th>
            <th scope="col">As it is</th>
            <th scope="col">As asked</th>
          </tr>
        </thead>
        <tbody>
          {LINES.map(({ label, meaning, say }) => {
            const [now, then] = [say(result.now), say(result.asked)];
            return (
              <tr key={label}>
                <th scope="row">
                  <Explained title={label} text={meaning}>
                    {label}
                  </Explained>
                </th>
                <td className="number dim">{now}</td>
                <td className={now === then ? 'number' : 'number changed'}>{then}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
