/** What the agents' pages read of the core. */
import { queryOptions } from '@tanstack/react-query';
import type { RoyalClient } from '../../../shared/contract/contract.ts';
import { keepFresh } from '../../app/queries.ts';

keepFresh('runs', ['run', 'run.started', 'agent']);
keepFresh('record', ['action', 'sync']);
keepFresh('autonomy', ['policy', 'store']);

export type AgentStatus = Awaited<ReturnType<RoyalClient['agents']['status']>>[number];

export function agentReads(api: RoyalClient) {
  return {
    run: (id: number) =>
      queryOptions({
        queryKey: ['runs', 'one', id],
        queryFn: ({ signal }) => api.agents.showRun({ id }, { signal }),
      }),
    record: (agent: string, storeId?: string) =>
      queryOptions({
        queryKey: ['record', agent, storeId ?? null],
        queryFn: ({ signal }) => api.agents.record({ agent, storeId, limit: 50 }, { signal }),
      }),
    autonomy: (storeId?: string) =>
      queryOptions({
        queryKey: ['autonomy', storeId ?? null],
        queryFn: ({ signal }) => api.autonomy.list({ storeId }, { signal }),
      }),
  };
}
