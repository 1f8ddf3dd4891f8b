/** The first page: how it goes against a usual day, what needs a person, what is about to run out, what the agents do. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../app/bridge-context.tsx';
import { useMay } from '../../app/may.ts';
import { reads } from '../../app/queries.ts';
import { useEmpire } from '../../app/stores/empire.ts';
import { Skeleton } from '../../ui/card.tsx';
import { Problem } from '../../ui/problem.tsx';
import { AgentsCard } from './agents-card.tsx';
import { DecidedCard } from './decided-card.tsx';
import { FirstStoreCard } from './first-store-card.tsx';
import { HorizonCard } from './horizon-card.tsx';
import { LiveCard } from './live-card.tsx';
import { NeedsYouCard } from './needs-you-card.tsx';
import { SalesCard } from './sales-card.tsx';
import { StoresCard } from './stores-card.tsx';
import { TodayCards } from './today-cards.tsx';
import { viewOf } from './view.ts';
import '../../app/decisions/decisions.css';
import './command.css';

export function CommandPage() {
  const api = useApi();
  const query = useQuery(reads(api).stores);
  const store = useEmpire((empire) => empire.store);
  const morning = useQuery(reads(api).morning(store));
  const may = useMay();
  // How the page is laid out hangs on how many there are, and on what waits: nothing is drawn that would move then.
  if (!query.data || (query.data.length > 0 && morning.isPending))
    return query.error ? (
      <Problem error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Skeleton lines={6} height={3} />
    );
  // Without a store there is one thing to do: the others would only be empty.
  if (query.data.length === 0) return <FirstStoreCard />;
  const { stores, only } = viewOf(query.data, store);
  // A store that is filling for the first time, or does not open, says so first.
  const storesFirst = !only || only.syncedAt === null;
  return (
    <div className="command">
      <div className="command-top">
        {storesFirst && <StoresCard figures={!only} />}
        {only && <TodayCards store={only} />}
      </div>
      <NeedsYouCard />
      <div className="command-main">
        {stores.length > 0 && may('salesSeries.show') && <SalesCard stores={stores} />}
        <div className="command-pair">
          <AgentsCard />
          {stores.length > 0 && <HorizonCard stores={stores} />}
        </div>
        <div className="command-pair">
          <DecidedCard />
          {!storesFirst && <StoresCard figures={false} />}
        </div>
      </div>
      <LiveCard />
    </div>
  );
}
