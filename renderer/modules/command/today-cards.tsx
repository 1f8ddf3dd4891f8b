/** How one store does today against a usual day like this, what it earns, and what runs out. */
import { useQuery } from '@tanstack/react-query';
import type { StoreView } from '../../../shared/contract/schemas.ts';
import type { TodayCards as Today } from '../../../shared/contract/today-schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { linkTo } from '../../app/navigation/links.ts';
import { Skeleton } from '../../ui/card.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Stat } from '../../ui/stat.tsx';
import { words } from '../../ui/words.ts';
import { MEANINGS } from './meanings.ts';
import { commandReads } from './reads.ts';
import { marginFigure, ordersFigure, runningOutFigure, salesFigure } from './today-words.ts';
import { useFilling } from './view.ts';

export function TodayCards({ store }: { store: StoreView }) {
  const query = useQuery({
    ...commandReads(useApi()).today(store.id),
    refetchInterval: useFilling(store),
  });
  if (query.data) return <Figures today={query.data} />;
  return query.error ? (
    <Problem error={query.error} onRetry={() => void query.refetch()} />
  ) : (
    <div className="figures">
      {TITLES.map((title) => (
        <section key={title} className="stat card" aria-label={title}>
          <div className="stat-head">
            <h2>{title}</h2>
          </div>
          <Skeleton lines={1} height={3.6} />
        </section>
      ))}
    </div>
  );
}

const TITLES = ['Net sales', 'Orders', 'Gross margin', 'Running out'];

function Figures({ today }: { today: Today }) {
  const { storeId, asOf, pendingDays } = today;
  const trueAt =
    asOf === null
      ? 'The store is not synced yet.'
      : `As of ${words.moment(asOf)}${pendingDays > 0 ? '; some days are still being added up' : ''}.`;
  const [sales, orders, margin, out] = [
    salesFigure(today, words),
    ordersFigure(today, words),
    marginFigure(today, words),
    runningOutFigure(today, words),
  ] as const;
  return (
    <div className="figures">
      <Stat
        title="Net sales"
        scope="today so far"
        definition={MEANINGS.netSales}
        trueAt={trueAt}
        href={linkTo({ kind: 'sales', storeId })}
        {...sales}
        sparkTone="quiet"
      />
      <Stat
        title="Orders"
        scope="today so far"
        definition={MEANINGS.orders}
        trueAt={trueAt}
        href={linkTo({ kind: 'orders', storeId })}
        {...orders}
        sparkTone="quiet"
      />
      <Stat
        title="Gross margin"
        scope="last 28 days"
        definition={MEANINGS.margin}
        trueAt={trueAt}
        href={linkTo({ kind: 'analytics', storeId })}
        {...margin}
      />
      <Stat
        title="Running out"
        scope="before next delivery"
        definition={MEANINGS.runningOut}
        trueAt={
          today.runningOut.asOf === null
            ? 'The inventory agent has not looked yet.'
            : `The inventory agent looked ${words.moment(today.runningOut.asOf)}.`
        }
        href={linkTo({ kind: 'stock', storeId })}
        {...out}
      />
    </div>
  );
}
