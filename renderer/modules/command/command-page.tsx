/** The first page: how it goes against a usual day, what needs a person, what is about to run out, what the agents do. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../app/bridge-context.tsx';
import { reads } from '../../app/queries.ts';
import { AgentsCard } from './agents-card.tsx';
import { DecidedCard } from './decided-card.tsx';
import { FirstStoreCard } from './first-store-card.tsx';
import { HorizonCard } from './horizon-card.tsx';
import { LiveCard } from './live-card.tsx';
import { NeedsYouCard } from './needs-you-card.tsx';
import { SalesCard } from './sales-card.tsx';
import { StoresCard } from './stores-card.tsx';
import { TodayCards } from './today-cards.tsx';
import { useView } from './use-view.ts';
import '../../app/decisions/decisions.css';
import './command.css';

export function CommandPage() {
  const query = useQuery(reads(useApi()).stores);
  const { stores = [], only } = useView();
  // Without a store there is one thing to do: the others would only be empty.
  if (query.data?.length === 0) return <FirstStoreCard />;
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
        {stores.length > 0 && <SalesCard stores={stores} />}
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
