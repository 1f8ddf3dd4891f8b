/** How the program fares: what it depends on, what it works at, what it wrote down, what it takes up. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../app/bridge-context.tsx';
import { useMay } from '../../app/may.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { ConnectionsCard } from './connections-card.tsx';
import { DiagnosticsCard } from './diagnostics-card.tsx';
import { HealthCard } from './health-card.tsx';
import { JobsCard } from './jobs-card.tsx';
import { LogCard } from './log-card.tsx';
import { systemReads } from './queries.ts';
import { StorageCard } from './storage-card.tsx';
import './system.css';

export function SystemPage() {
  const may = useMay();
  if (!may('system.health'))
    return (
      <p className="dim">
        How the program fares is shown to owners. Ask one of them where something is amiss.
      </p>
    );
  return <System />;
}

function System() {
  const health = useQuery(systemReads(useApi()).health);
  return (
    <div className="system">
      <Loaded query={health} lines={10}>
        {(found) => (
          <>
            <HealthCard health={found} lookedAt={health.dataUpdatedAt} />
            <JobsCard jobs={found.jobs} />
            <ConnectionsCard connections={found.connections} />
          </>
        )}
      </Loaded>
      {/* Below what is as long as its findings: not before it is known how long. */}
      {(health.data || health.error) && (
        <>
          <StorageCard />
          <DiagnosticsCard />
          <LogCard />
        </>
      )}
    </div>
  );
}
