/** What the program works at, and when it goes on: syncs, agents, forecasts. */
import { useQuery } from '@tanstack/react-query';
import type { SystemHealth } from '../../../shared/contract/health-schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { useNames } from '../../app/decisions/use-names.ts';
import { placeTo } from '../../app/navigation/place.ts';
import { reads } from '../../app/queries.ts';
import { Card } from '../../ui/card.tsx';
import { Explained } from '../../ui/term.tsx';
import { useNow } from '../../ui/use-now.ts';
import { words } from '../../ui/words.ts';

export function JobsCard({ jobs }: { jobs: SystemHealth['jobs'] }) {
  const { store: nameOf } = useNames();
  const now = useNow();
  const { data: agents } = useQuery(reads(useApi()).agents);
  const titleOf = (id: string): string => agents?.find((one) => one.id === id)?.title ?? id;
  const next = (at: number | null): string => (at === null ? 'not scheduled' : words.moment(at));
  const { pool } = jobs;
  return (
    <Card title="Work" scope="now, and next">
      <div className="system-table">
        <table>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Store</th>
              <th scope="col">Now</th>
              <th scope="col">Last</th>
              <th scope="col">Next</th>
            </tr>
          </thead>
          <tbody>
            {jobs.syncs.map(({ storeId, running, phase, syncedAt, nextAt }) => (
              <tr key={`sync ${storeId}`}>
                <th scope="row">Sync</th>
                <td dir="auto">{nameOf(storeId)}</td>
                <td data-title="now">{running ? (phase ?? 'running') : 'rests'}</td>
                <td data-title="last">{words.ago(syncedAt, now)}</td>
                <td data-title="next">{next(nextAt)}</td>
              </tr>
            ))}
            {jobs.agents.map(({ agent, storeId, running, paused, lastState, lastAt, nextAt }) => (
              <tr key={`${agent} ${storeId}`}>
                <th scope="row">
                  <a className="inline-link" href={placeTo('agents', [agent])}>
                    {titleOf(agent)}
                  </a>
                </th>
                <td dir="auto">{nameOf(storeId)}</td>
                <td data-title="now">{running ? 'running' : paused ? 'paused' : 'rests'}</td>
                <td data-title="last">
                  {words.ago(lastAt, now)}
                  {lastState === 'failed' && ', failed'}
                </td>
                <td data-title="next">{paused ? 'when it is resumed' : next(nextAt)}</td>
              </tr>
            ))}
            {jobs.syncs.length === 0 && jobs.agents.length === 0 && (
              <tr>
                <td colSpan={5} className="dim">
                  Nothing is scheduled before a store is here.
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
      <p className="small dim">
        <Explained
          title="Threads"
          text="Forecasts are computed beside the program’s own work, on so many threads at once; they start when there is something to compute."
        >
          {pool.threads === 0 ? 'No thread' : words.plural(pool.threads, 'thread')}
        </Explained>{' '}
        at work: {words.count(pool.queued)} waiting, {words.count(pool.completed)} done,{' '}
        {words.count(pool.failed)} failed, {words.count(pool.cancelled)} broken off since the program was
        started.
      </p>
    </Card>
  );
}
