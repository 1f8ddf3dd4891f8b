/** The first page: what needs a person, what the agents do, how the stores stand, what was decided. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../app/bridge-context.tsx';
import { reads } from '../../app/queries.ts';
import { AgentsCard } from './agents-card.tsx';
import { HistoryCard } from './history-card.tsx';
import { StoresCard } from './stores-card.tsx';
import { WaitingCard } from './waiting-card.tsx';
import './command.css';

export function CommandPage() {
  const { data: stores } = useQuery(reads(useApi()).stores);
  // Without a store there is one thing to do: the others would only be empty.
  if (stores?.length === 0)
    return (
      <div className="first-run">
        <StoresCard />
      </div>
    );
  return (
    <div className="command">
      <WaitingCard />
      <div className="command-side">
        <StoresCard />
        <AgentsCard />
        <HistoryCard />
      </div>
    </div>
  );
}
